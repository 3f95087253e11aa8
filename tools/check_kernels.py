#!/usr/bin/env python3
"""Checks that no code for a newer CPU can reach an older one.

    tools/check_kernels.py .build-embedded/release

The kernels are compiled several times, for wider and wider instruction sets, and
linked into one library. The danger is the linker: functions that the compiler
emits into every object that uses them (generic code of the standard library, for
one) are shared by name, and the first copy serves everyone. Were that the copy of
a wide kernel, a small CPU would die of an illegal instruction. So:

1. an object outside the wide kernels contains no wide instruction at all;
2. a function of the linked library that contains wide instructions has its name
   from a wide kernel, and from no other object.

The rule is about what was linked, because the Embedded compiler puts its reference
counting (swift_release and a few more) into every object under one weak name, the
wide ones included: harmless as long as the baseline's copy is the one that is
chosen, or none is.
"""

import re
import subprocess
import sys
from pathlib import Path

# Instructions that x86-64-v1 does not have. All mnemonics of the VEX and EVEX
# encodings begin with v or k, except for those that work on general registers.
# Not tzcnt: an older CPU reads it as bsf, which differs for 0 alone, and where 0 is
# ruled out the compiler writes it for every CPU.
WIDE = re.compile(
    r"^(?:v(?!er[rw]$|m(?:call|launch|resume|xoff|clear|ptrld|ptrst|read|write|func|xon))\w+"
    r"|k(?:add|and|andn|mov|not|or|ortest|shiftl|shiftr|test|unpck|xnor|xor)[bwdq]\w*"
    r"|andn|bextr|blsi|blsmsk|blsr|bzhi|mulx|pdep|pext|rorx|sarx|shlx|shrx"
    r"|lzcnt|movbe|popcnt|crc32)[lqwb]?$"
)
SYMBOL = re.compile(r"^[0-9a-f]+ <(.+)>:$")
INSTRUCTION = re.compile(r"^\s+[0-9a-f]+:\t(?:(?:rep|repz|lock|data16|notrack|bnd) )*(\S+)")


def output_of(*command: str) -> str:
    """Return what a command prints."""
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def wide_functions(path: Path) -> dict[str, str]:
    """Return functions that contain wide instructions, each with one of them."""
    found: dict[str, str] = {}
    function = "?"
    for line in output_of("objdump", "-d", "--no-show-raw-insn", str(path)).splitlines():
        if start := SYMBOL.match(line):
            function = start[1]
        elif (match := INSTRUCTION.match(line)) and WIDE.match(match[1]):
            found.setdefault(function, match[1])
    return found


def defined_functions(path: Path) -> set[str]:
    """Return every function that an object defines, also those that only it can see."""
    found = set()
    for line in output_of("readelf", "-sW", str(path)).splitlines():
        fields = line.split()
        if len(fields) == 8 and fields[3] == "FUNC" and fields[6] != "UND":
            found.add(fields[7])
    return found


def main(folder: str) -> int:
    """Check the build in a folder; the exit status."""
    # One folder per target; a target compiled as a whole leaves one object or more.
    objects = sorted(Path(folder).glob("*.build/**/*.o"))
    kernels = [path for path in objects if "Kernel" in level_of(path, folder)]
    if not kernels:
        print(f"check_kernels: no objects of kernels in {folder}")
        return 1
    machine = output_of("readelf", "-hW", str(kernels[0]))
    if "X86-64" not in machine:
        print("check_kernels: 1 passed, 0 failed (this architecture has one level only)")
        return 0

    checks = failures = 0
    wide = {path: wide_functions(path) for path in objects}
    functions = {path: defined_functions(path) for path in objects}

    for path in objects:
        checks += 1
        level = level_of(path, folder)
        if level in ("KernelV3", "KernelV4"):
            # A kernel without wide code was compiled with the wrong flags.
            if not wide[path]:
                failures += 1
                print(f"FAILED: {level}: no wide instruction in {path.name}")
            continue
        if wide[path]:
            failures += 1
            for function, instruction in sorted(wide[path].items())[:10]:
                print(f"FAILED: {level}: {function} contains {instruction}")

    library = Path(folder, "libsmote.so")
    linked = wide_functions(library)
    for function, instruction in sorted(linked.items()):
        checks += 1
        homes = [level_of(path, folder) for path in objects if function in functions[path]]
        if len(homes) != 1 or homes[0] not in ("KernelV3", "KernelV4"):
            failures += 1
            print(f"FAILED: {function} contains {instruction}, and is defined by {homes}")
    checks += 1
    if len(linked) < 2:
        failures += 1
        print(f"FAILED: {library} has no wide code: was it stripped, or linked without kernels?")

    print(
        f"check_kernels: {checks - failures} passed, {failures} failed "
        f"({len(objects)} objects, {len(linked)} wide functions in the library)"
    )
    return 1 if failures else 0


def level_of(path: Path, folder: str) -> str:
    """Return the target that an object belongs to."""
    return path.relative_to(folder).parts[0].removesuffix(".build")


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
