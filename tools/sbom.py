#!/usr/bin/env python3
"""Writes what the shared library contains and needs, as a CycloneDX document.

    tools/sbom.py SBOM libsmote.so UNSTRIPPED.so smote.h

Fails if there is anything in the library, or needed by it, that is not listed here:
a Swift module, a function of C, a shared library. UNSTRIPPED is the library as it was
linked, where everything still has its name.
"""

import hashlib
import json
import re
import subprocess
import sys
from pathlib import Path

# Everything that may be inside, by what gives it away in the table of symbols.
OWN_MODULES = {"SmoteC", "SmoteEngine", "KernelBaseline", "KernelV3", "KernelV4"}
OWN_FUNCTIONS = re.compile(r"(smote|kernels|support|smk)_\w+|active|choose|levels_of_this_cpu.*")
SWIFT_RUNTIME = re.compile(r"_?swift_\w+|__swift_\w+")
COMPILER_RUNTIME = re.compile(
    r"__cpu_(model|features2|indicator_init)|(has|set)_cpu_feature.*|get_available_features.*"
    r"|__do_global_dtors_aux.*|__frame_dummy.*|frame_dummy|(de)?register_tm_clones|completed\.\d+"
    r"|_init|_fini|_DYNAMIC|_GLOBAL_OFFSET_TABLE_|__(FRAME_END|TMC_END|TMC_LIST|dso_handle)(__)?"
    r"|_ITM_\w+|__cxa_finalize|__gmon_start__|SMOTE_1"
)
NEEDED = {
    "libc.so.6": ("glibc: libc", "LGPL-2.1-or-later"),
    "libm.so.6": ("glibc: libm", "LGPL-2.1-or-later"),
    "ld-linux-x86-64.so.2": ("glibc: ld.so", "LGPL-2.1-or-later"),
    "ld-linux-aarch64.so.1": ("glibc: ld.so", "LGPL-2.1-or-later"),
}


def output_of(*command: str) -> str:
    """Return what a command prints."""
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def module_of(symbol: str) -> str:
    """Return the module that a mangled Swift name begins with; "Swift" for the standard one's."""
    match = re.match(r"\$[se](\d+)(.*)", symbol)
    return match[2][: int(match[1])] if match else "Swift"


def unexpected(unstripped: str) -> tuple[list[str], bool]:
    """Return the symbols of nobody listed above, and whether Swift's own are among the others."""
    strange, has_swift = [], False
    for line in output_of("nm", "--defined-only", unstripped).splitlines():
        name = line.split(maxsplit=2)[2].partition("@")[0]
        # Strings and the like of the compiler, without a meaning of their own.
        if name.startswith((".L", "l_", "symbolic ", "__unnamed_", "switch.table", "__const")):
            continue
        if re.match(r"\$[se]", name):
            module = module_of(name)
            has_swift = has_swift or module == "Swift"
            if module not in OWN_MODULES | {"Swift", "Synchronization"} and not any(
                own in name for own in OWN_MODULES
            ):
                strange.append(name)
        elif SWIFT_RUNTIME.fullmatch(name):
            has_swift = True
        elif not (OWN_FUNCTIONS.fullmatch(name) or COMPILER_RUNTIME.fullmatch(name)):
            strange.append(name)
    return strange, has_swift


def component(name: str, version: str, terms: str, linkage: str) -> dict[str, object]:
    """Return a component as CycloneDX has it."""
    return {
        "type": "library",
        "name": name,
        **({"version": version} if version else {}),
        "licenses": [{"expression": terms}],
        "properties": [{"name": "libsmote:linkage", "value": linkage}],
    }


def main(target: str, library: str, unstripped: str, header: str) -> int:
    """Write the document; the exit status."""
    text = Path(header).read_text()
    version = ".".join(re.findall(r"#define SMOTE_VERSION_(?:MAJOR|MINOR|PATCH) +(\d+)", text))
    strange, has_swift = unexpected(unstripped)
    needed = re.findall(r"\(NEEDED\).*\[(.+)\]", output_of("readelf", "-dW", library))
    unknown = [name for name in needed if name not in NEEDED]
    for name in strange[:20]:
        print(f"FAILED: inside, but of nothing that is listed: {name}")
    for name in unknown:
        print(f"FAILED: needed, but not listed: {name}")
    if not has_swift:
        print("FAILED: nothing of Swift was found: is this the unstripped library?")

    comments = output_of("readelf", "-p", ".comment", unstripped)
    compilers = re.findall(r"\]\s+(.*)", comments)
    swift = re.search(r"Swift version (\S+)", output_of("swift", "--version"))
    gcc = next((line for line in compilers if line.startswith("GCC")), "")
    parts = [
        component(
            "Swift standard library (Embedded Swift)",
            swift[1] if swift else "",
            "Apache-2.0 WITH Swift-exception",
            "compiled in",
        ),
        component(
            "libgcc and start files",
            gcc.rpartition(" ")[2],
            "GPL-3.0-or-later WITH GCC-exception-3.1",
            "compiled in",
        ),
    ]
    parts += [
        component(*NEEDED[name][:1], "", NEEDED[name][1], name) for name in needed if name in NEEDED
    ]
    document = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "version": 1,
        "metadata": {
            "component": {
                "type": "library",
                "name": "libsmote",
                "version": version,
                "licenses": [{"license": {"id": "Apache-2.0"}}],
                "hashes": [
                    {
                        "alg": "SHA-256",
                        "content": hashlib.sha256(Path(library).read_bytes()).hexdigest(),
                    }
                ],
            },
            "properties": [{"name": "libsmote:built-with", "value": line} for line in compilers],
        },
        "components": parts,
    }
    Path(target).write_text(json.dumps(document, indent=2) + "\n")
    failures = len(strange) + len(unknown) + (not has_swift)
    names = ", ".join(str(part["name"]) for part in parts)
    print(f"sbom: {len(parts)} components: {names}")
    print(f"sbom: {1 if not failures else 0} passed, {failures} failed")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
