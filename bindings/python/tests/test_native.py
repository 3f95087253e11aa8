"""The declarations for ctypes agree with the header, word by word and byte by byte."""

import ctypes
import re
import shutil
import subprocess
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from smote import SmoteError, __version__, _library, _native
from smote._watch import Watch

HEADER = Path(__file__).resolve().parents[3] / "include" / "smote.h"
pytestmark = pytest.mark.skipif(not HEADER.exists(), reason="no source checkout")
STRUCTS = [
    "smote_error",
    "smote_dataset",
    "smote_target",
    "smote_class_value",
    "smote_options",
    "smote_output",
    "smote_search",
]


def code():
    """Return the header without its comments."""
    return re.sub(r"/\*.*?\*/", "", HEADER.read_text(), flags=re.DOTALL)


def test_every_constant():
    in_header = {
        name: int(value)
        for name, value in re.findall(
            r"^\s+(SMOTE_\w+)\s*=\s*(\d+)", code(), re.MULTILINE
        )
    }
    in_header["SMOTE_METHOD_END"] = int(
        re.search(r"#define SMOTE_METHOD_END (\d+)", code()).group(1)
    )
    ours = {
        name: value
        for name, value in vars(_native).items()
        if name.startswith("SMOTE_")
    }
    assert len(in_header) > 25
    assert ours == in_header


def test_version():
    parts = [
        re.search(rf"#define SMOTE_VERSION_{part} (\d+)", code()).group(1)
        for part in ("MAJOR", "MINOR", "PATCH")
    ]
    assert __version__ == ".".join(parts)


KINDS = {
    "uint32_t": ctypes.c_uint32,
    "int32_t": ctypes.c_int32,
    "int64_t": ctypes.c_int64,
    "smote_status": ctypes.c_int32,
    "smote_method": ctypes.c_int32,
    "void": None,
    "const char *": ctypes.c_char_p,
}


def kind(declaration):
    """Return the ctypes type of a parameter or result, None standing for an address."""
    if "*" in declaration:
        return "address"
    return KINDS[declaration.split()[0]]


def test_every_function():
    prototypes = re.findall(r"SMOTE_API (.+?)(smote_\w+)\s*\(([^)]*)\)", code())
    assert {name for _, name, _ in prototypes} == set(_native.SIGNATURES)
    for result, name, parameters in prototypes:
        declared, arguments = _native.SIGNATURES[name]
        result = result.strip()
        assert declared is KINDS[result], name
        wanted = [] if parameters == "void" else parameters.split(",")
        assert len(arguments) == len(wanted), name
        for argument, parameter in zip(arguments, wanted, strict=True):
            is_address = argument is ctypes.c_void_p or hasattr(argument, "contents")
            ours = "address" if is_address else argument
            assert ours == kind(parameter), (name, parameter)
            target = re.search(r"(smote_\w+)\s*\*", parameter)
            if hasattr(argument, "contents") and "**" not in parameter:
                assert argument._type_.__name__ == target.group(1)


def test_every_struct_is_covered():
    names = re.findall(r"typedef struct (\w+) \{", code())
    assert sorted(names) == sorted(STRUCTS)


@pytest.mark.skipif(shutil.which("cc") is None, reason="needs a C compiler")
def test_sizes_and_offsets(tmp_path):
    lines, expected = [], []
    for struct in STRUCTS:
        mirror = getattr(_native, struct)
        lines.append(f'printf("{struct} %zu\\n", sizeof({struct}));')
        expected.append(f"{struct} {ctypes.sizeof(mirror)}")
        body = re.search(
            rf"typedef struct {struct} \{{(.*?)\}} {struct};", code(), re.S
        )
        fields = re.findall(r"(\w+)(?:\[\d+\])?;", body.group(1))
        assert fields == [name for name, _ in mirror._fields_]
        for field in fields:
            place = f"offsetof({struct}, {field}), sizeof((({struct} *)0)->{field})"
            lines.append(f'printf("{struct}.{field} %zu %zu\\n", {place});')
            ours = getattr(mirror, field)
            expected.append(f"{struct}.{field} {ours.offset} {ours.size}")
    source = tmp_path / "layout.c"
    source.write_text(
        '#include <stdio.h>\n#include "smote.h"\nint main(void) {\n'
        + "\n".join(lines)
        + "\nreturn 0;\n}\n"
    )
    program = tmp_path / "layout"
    subprocess.run(["cc", f"-I{HEADER.parent}", source, "-o", program], check=True)
    output = subprocess.run([program], check=True, capture_output=True, text=True)
    assert output.stdout.splitlines() == expected


def test_names_of_the_library():
    library = _native._functions.library
    assert library.smote_method_name(_native.SMOTE_METHOD_SMOTE) == b"smote"
    named = [
        number
        for number in range(_native.SMOTE_METHOD_END)
        if library.smote_method_name(number)
    ]
    ours = [
        value
        for name, value in vars(_native).items()
        if name.startswith("SMOTE_METHOD_") and name not in NO_METHODS
    ]
    assert named == sorted(ours)
    assert _native.cpu() in {"baseline", "v3", "v4"}


NO_METHODS = {"SMOTE_METHOD_NONE", "SMOTE_METHOD_END"}


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (_native.SMOTE_ERROR_INVALID_ARGUMENT, ValueError),
        (_native.SMOTE_ERROR_INVALID_DATA, ValueError),
        (_native.SMOTE_ERROR_TOO_FEW_ROWS, ValueError),
        (_native.SMOTE_ERROR_OUT_OF_MEMORY, MemoryError),
        (_native.SMOTE_ERROR_CANCELLED, KeyboardInterrupt),
        (_native.SMOTE_ERROR_INTERNAL, SmoteError),
        (77, SmoteError),
    ],
)
def test_status_to_exception(status, kind):
    with pytest.raises(kind, match="why"):
        _native.check(status, _native.smote_error(status, b"why"))
    _native.check(_native.SMOTE_OK, _native.smote_error())


@pytest.mark.parametrize("number", [2**32 + 1, 2**31, -(2**31) - 1])
def test_integers_that_do_not_fit_are_refused(number):
    for name in ("threads", "clusters", "seeds"):
        with pytest.raises(ValueError, match=f"^{name} = {number}, .* fit in 32 bits"):
            _native.options(Watch(), **{name: number})
    with pytest.raises(ValueError, match=f"^rows = {number << 32}, .* fit in 64 bits"):
        _native.options(Watch(), targets={1: number << 32})
    with pytest.raises(ValueError, match=f"^first_query = {number << 32}"):
        _native.smote_search(first_query=number << 32)


def test_fields_that_the_header_lacks_are_refused():
    with pytest.raises(TypeError, match=r"^smote_options has no field 'neighbours'$"):
        _native.options(Watch(), neighbours=5)


def small_plan():
    X = np.random.default_rng(0).normal(size=(20, 2))
    data = _native.dataset(X, np.repeat([0, 1], [12, 8]).astype(np.int32))
    wanted = _native.options(Watch(), method=1, neighbors=3, targets={1: 12})
    return data, _native.Plan(data, wanted)


def test_a_plan_is_freed_exactly_once(monkeypatch):
    freed, real = [], _native._functions.library
    stand_in = SimpleNamespace(
        **{name: getattr(real, name) for name in _native.SIGNATURES}
    )
    stand_in.smote_plan_free = lambda pointer: freed.append(
        real.smote_plan_free(pointer)
    )
    monkeypatch.setattr(_native._plan, "library", stand_in)
    _, plan = small_plan()
    with plan:
        assert freed == []
    assert freed == [None]
    plan.close()
    del plan
    assert len(freed) == 1
    _, plan = small_plan()
    del plan
    assert len(freed) == 2


def test_ragged_ranges_are_one_table():
    data, plan = small_plan()
    whole = np.empty((24, 2))
    plan.write(data, 0, whole, 1)
    parts = np.empty((24, 2))
    for first, last in ((0, 1), (1, 19), (19, 22), (22, 24)):
        plan.write(data, first, parts[first:last], 2)
    assert np.array_equal(parts, whole)
    columns = np.empty((24, 2), order="F")
    plan.write(data, 0, columns, 1)
    assert np.array_equal(columns, whole)
    with pytest.raises(ValueError, match="24"):
        plan.write(data, 20, np.empty((5, 2)), 1)


def test_the_wrong_library_is_refused(tmp_path, monkeypatch):
    missing = tmp_path / "nowhere.so"
    monkeypatch.setenv("SMOTE_LIBRARY", str(missing))
    assert _library.library_path() == str(missing)
    with pytest.raises(ImportError, match=r"cannot load libsmote from .*nowhere\.so"):
        _native._functions._load()
    monkeypatch.undo()
    for other in ("9.9.9", "0.0.1"):
        monkeypatch.setattr(_native._functions, "__version__", other)
        with pytest.raises(
            ImportError,
            match=rf"{__version__}, but this package needs {other}: another library",
        ):
            _native._functions._load()


def test_it_says_where_it_looked(monkeypatch):
    monkeypatch.setenv("SMOTE_LIBRARY", "/nowhere.so")
    sentence = _library.not_loaded("/nowhere.so", "no such file")
    assert "(no such file), which SMOTE_LIBRARY names: set it" in sentence
    assert "_lib" not in sentence
    assert "library path" not in sentence
    monkeypatch.delenv("SMOTE_LIBRARY")
    sentence = _library.not_loaded("libsmote.so.1", "no such file")
    assert "_lib" in sentence
    assert "the system's library path" in sentence
