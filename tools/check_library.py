#!/usr/bin/env python3
"""Checks what the shipped library exports, what it needs, and how it is linked.

    tools/check_library.py libsmote.so smote.h exports.map

The exported functions must be exactly those that the header declares; nothing
but libc and libm may be needed; and the file must be hardened.
"""

import re
import subprocess
import sys
from pathlib import Path

# All that the library may call: memory, threads, clocks, numbers; the environment for SMOTE_CPU.
# Nothing that opens a file or a connection, starts a program, or ends this one.
IMPORTS = {
    # memory
    *("free", "posix_memalign", "memcpy", "memmove", "memset", "memcmp", "strcmp"),
    # threads and their signal masks
    *("pthread_attr_destroy", "pthread_attr_init", "pthread_attr_setstacksize"),
    *("pthread_attr_setaffinity_np", "pthread_setaffinity_np"),
    *("pthread_create", "pthread_join", "pthread_sigmask", "sigfillset"),
    "pthread_setcancelstate",
    *("sched_getaffinity", "sched_getcpu", "__sched_cpucount", "sched_yield"),
    *("clock_gettime", "getenv"),
    # numbers
    *("ceil", "floor", "rint", "round", "sqrt", "sqrtf", "log", "pow", "fma", "fmaf"),
    *("snprintf", "strtod", "strlen", "strspn", "strcspn"),
    # what compilers and linkers put into every library
    *("__stack_chk_fail", "__stack_chk_guard", "__cxa_finalize", "__gmon_start__"),
    *("_ITM_deregisterTMCloneTable", "_ITM_registerTMCloneTable"),
}

checks = failures = 0


def check(holds: bool, sentence: str) -> None:
    """Count a check, and say what does not hold."""
    global checks, failures
    checks += 1
    if not holds:
        failures += 1
        print(f"FAILED: {sentence}")


def output_of(*command: str) -> str:
    """Return what a command prints."""
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def declared_functions(header: Path) -> set[str]:
    """Return the names of the functions that are declared SMOTE_API."""
    text = re.sub(r"/\*.*?\*/", "", header.read_text(), flags=re.DOTALL)
    text = re.sub(r"^\s*#(?:.*\\\n)*.*$", "", text, flags=re.MULTILINE)
    # The macro that declares every enumeration is expanded, not a function.
    return set(re.findall(r"\bSMOTE_API\b[^;(]*?\b(\w+)\s*\(", text))


def main(library: str, header: str, exports_map: str) -> int:
    """Run every check; the exit status."""
    declared = declared_functions(Path(header))
    check(
        len(declared) >= 10,
        f"{header} declares functions, but {len(declared)} were found",
    )

    # Version names are absolute symbols (type A), which only some linkers add.
    versions = set(re.findall(r"^(\w+)\s*\{", Path(exports_map).read_text(), re.MULTILINE))
    exported = {}
    for line in output_of("nm", "-D", "--defined-only", library).splitlines():
        _, kind, name = line.split()
        name = name.partition("@")[0]
        if not (kind == "A" and name in versions):
            exported[name] = kind
    for name in sorted(declared - exported.keys()):
        check(False, f"{name} is declared in the header, but not exported")
    for name in sorted(exported.keys() - declared):
        check(False, f"{name} is exported, but not declared in the header")
    for name in sorted(declared & exported.keys()):
        check(exported[name] == "T", f"{name} is a function, but nm says {exported[name]}")

    imported = {
        line.split()[-1].partition("@")[0]
        for line in output_of("nm", "-D", "--undefined-only", library).splitlines()
    }
    for name in sorted(imported - IMPORTS):
        check(False, f"{name} is called, but nothing like it should be")
    check(imported <= IMPORTS, "only what is listed is called")
    # By itself, without the C library.
    system_calls = re.findall(
        r"\t(syscall|sysenter|int +\$0x80|svc)\b", output_of("objdump", "-d", library)
    )
    check(not system_calls, f"there are {len(system_calls)} system calls in the library itself")

    dynamic = output_of("readelf", "-dW", library)
    needed = set(re.findall(r"\(NEEDED\).*\[(.+)\]", dynamic))
    allowed = {
        "libc.so.6",
        "libm.so.6",
        "ld-linux-x86-64.so.2",
        "ld-linux-aarch64.so.1",
    }
    check("libc.so.6" in needed, "the library needs libc.so.6")
    check(needed <= allowed, f"the library also needs {sorted(needed - allowed)}")

    soname = re.findall(r"\(SONAME\).*\[(.+)\]", dynamic)
    check(soname == ["libsmote.so.1"], f"the soname is libsmote.so.1, not {soname}")
    check(
        "BIND_NOW" in dynamic or re.search(r"FLAGS_1.*\bNOW\b", dynamic) is not None,
        "all symbols are bound at load (-z now)",
    )
    check("TEXTREL" not in dynamic, "there are no text relocations")
    check(
        "RPATH" not in dynamic and "RUNPATH" not in dynamic,
        "no search path is built in",
    )

    segments = output_of("readelf", "-lW", library)
    check("GNU_RELRO" in segments, "relocated data is read-only (-z relro)")
    stack = re.search(r"GNU_STACK\s+(?:0x\w+\s+){5}([RWE ]+?)\s+\d", segments)
    check(stack is not None and "E" not in stack[1], "the stack is not executable")
    check(
        not re.search(r"LOAD\s+(?:0x\w+\s+){5}RWE", segments),
        "nothing is writable and executable",
    )

    # The oldest glibc that the library runs on: 2.31 is Debian 11, 2.34 Ubuntu 22.04.
    wanted = re.findall(r"GLIBC_(\d+)\.(\d+)", output_of("readelf", "-VW", library))
    newest = max(((int(major), int(minor)) for major, minor in wanted), default=(0, 0))
    check(
        newest <= (2, 34),
        f"glibc 2.34 is enough, but {newest[0]}.{newest[1]} is needed",
    )

    print(
        f"check_library: {len(exported)} functions exported, {len(imported)} called, "
        f"needs {' '.join(sorted(needed))}, "
        f"glibc {newest[0]}.{newest[1]}"
    )
    print(f"check_library: {checks - failures} passed, {failures} failed")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
