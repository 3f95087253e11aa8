#!/usr/bin/env python3
"""Compares the ABI with the one that was recorded, or records it.

    tools/check_abi.py check|record RECORD smote.h libsmote.so

What a program that was compiled before relies on: the exported functions with their
versions and declarations, the size of each struct and the offset, size and type of
each field, the value of each enumerator, and what the _INIT macros set.

Recording appends. What is recorded may not change or go, because programs rely on it;
only a struct may grow. To break that, for a new soname, remove the record first.
"""

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path


def without_comments(header: str) -> str:
    """Return the header without comments and preprocessor lines, spaces made single."""
    header = re.sub(r"/\*.*?\*/", " ", header, flags=re.DOTALL)
    header = re.sub(r"^[ \t]*#(?:.*\\\n)*.*$", "", header, flags=re.MULTILINE)
    return re.sub(r"\s+", " ", header)


def tight(declaration: str) -> str:
    """Return a declaration without the spaces that mean nothing."""
    return re.sub(r" ?([(),*]) ?", r"\1", declaration)


def answers(questions: list[tuple[str, str]], header: Path) -> list[str]:
    """Return "label value" for each (label, C expression), as the compiler has it."""
    lines = ['#include "smote.h"', "#include <stdio.h>", "int main(void) {"]
    lines += [
        "  smote_dataset dataset = SMOTE_DATASET_INIT;",
        "  smote_options options = SMOTE_OPTIONS_INIT;",
        "  smote_output output = SMOTE_OUTPUT_INIT;",
        "  smote_search search = SMOTE_SEARCH_INIT;",
        "  (void)dataset; (void)options; (void)output; (void)search;",
    ]
    for label, expression in questions:
        lines.append(f'  printf("%s %.17g\\n", "{label}", (double)({expression}));')
    lines += ["  return 0;", "}"]
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, "abi.c")
        source.write_text("\n".join(lines))
        program = Path(folder, "abi")
        compiler = os.environ.get("CC", "gcc")
        subprocess.run(
            [compiler, f"-I{header.parent}", str(source), "-o", str(program)], check=True
        )
        output = subprocess.run([program], check=True, capture_output=True, text=True)
    return output.stdout.splitlines()


def abi(header: Path, library: Path) -> list[str]:
    """Return the ABI, one fact a line."""
    text = without_comments(header.read_text())
    questions: list[tuple[str, str]] = []

    for name, body in re.findall(r"SMOTE_ENUM\((\w+)\) \{(.*?)\}", text):
        questions.append((f"enum {name} size", f"sizeof({name})"))
        for value in re.findall(r"(\w+) =", body):
            questions.append((f"value {name} {value}", value))
    for value in ("SMOTE_CODE_MAX", "SMOTE_METHOD_END"):
        questions.append((f"value macro {value}", value))

    # The struct that each _INIT macro begins.
    begun = {f"smote_{name}": name for name in ("dataset", "options", "output", "search")}
    for name, body in re.findall(r"typedef struct (\w+) \{(.*?)\} \1;", text):
        questions.append((f"struct {name} size", f"sizeof({name})"))
        for declaration in filter(None, map(str.strip, body.split(";"))):
            field = re.search(r"(\w+)(\[\d+\])?$", declaration)
            assert field is not None, declaration
            kind = re.sub(r"\s+", "", declaration[: field.start()] + (field[2] or ""))
            what = f"{name}.{field[1]} {kind}"
            member = f"((({name} *)0)->{field[1]})"
            questions.append((f"field {what} size", f"sizeof {member}"))
            questions.append((f"field {what} offset", f"(size_t)&{member}"))
            if name in begun:
                by_value = f"{begun[name]}.{field[1]}"
                value = f"!!{by_value}" if "*" in kind or kind.endswith("_fn") else by_value
                if field[1] != "struct_size":
                    questions.append((f"initial {name}.{field[1]}", value))
    facts = answers(questions, header)

    declarations = re.findall(r"SMOTE_API ([^;{]*?\)) ?;", text)
    facts += [f"function {tight(line)}" for line in declarations]
    callbacks = re.findall(r"typedef ([^;{]*?\(\*\w+\)\([^;]*?\)) ?;", text)
    facts += [f"callback {tight(line)}" for line in callbacks]

    command = ["nm", "-D", "--defined-only", str(library)]
    symbols = subprocess.run(command, check=True, capture_output=True, text=True)
    for line in symbols.stdout.splitlines():
        _, kind, name = line.split()
        if kind != "A":
            facts.append(f"symbol {name} {kind}")
    dynamic = subprocess.run(
        ["readelf", "-dW", str(library)], check=True, capture_output=True, text=True
    )
    facts += [f"soname {name}" for name in re.findall(r"\(SONAME\).*\[(.+)\]", dynamic.stdout)]
    return sorted(facts)


def grows(fact: str) -> bool:
    """Whether a fact is the size of a struct that carries its size."""
    return re.match(r"struct smote_(dataset|options|output|search) size ", fact) is not None


def main(what: str, record: str, header: str, library: str) -> int:
    """Compare, or record; the exit status."""
    now = abi(Path(header), Path(library))
    path = Path(record)
    before = path.read_text().splitlines() if path.exists() else []
    gone = [fact for fact in before if fact not in now]
    new = [fact for fact in now if fact not in before]

    if what == "record":
        broken = [fact for fact in gone if not grows(fact)]
        for fact in broken:
            print(f"FAILED: was recorded, and is no more: {fact}")
        if broken:
            print("check_abi: programs rely on that; nothing was recorded")
            return 1
        path.write_text("\n".join(now) + "\n")
        print(f"check_abi: {len(now)} facts recorded, {len(new)} of them new")
        return 0

    for fact in gone:
        print(f"FAILED: was recorded, and is no more: {fact}")
    for fact in new:
        print(f"FAILED: is not recorded: {fact}")
    if gone or new:
        print("check_abi: if that is meant, `make abi` records what may be recorded")
    print(f"check_abi: {len(before) - len(gone)} passed, {len(gone) + len(new)} failed")
    return 1 if gone or new else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
