"""The wheel has the library inside, and runs where there is no Swift."""

import _ctypes
import os
import subprocess
import sys
import sysconfig
import tarfile
import textwrap
import venv
import zipfile
from pathlib import Path

import pytest

from smote import __version__, _library

PROJECT = Path(__file__).resolve().parents[1]
pytestmark = pytest.mark.skipif(
    not (PROJECT / "pyproject.toml").exists(), reason="no source checkout"
)
PROGRAM = """
    import numpy as np, smote
    from smote import _library
    print(smote.__file__)
    print(_library.library_path())
    X, y = np.random.default_rng(0).normal(size=(60, 3)), np.repeat([0, 1], [45, 15])
    print(smote.SMOTE(random_state=0).fit_resample(X, y)[0].shape)
"""


LICENSE = (PROJECT.parents[1] / "LICENSE").read_bytes()


def build(kind, folder, project=PROJECT, library=None):
    """Run `python -m build`; SMOTE_LIBRARY is what is given, or else this one's."""
    environment = dict(os.environ)
    if library is not None:
        environment["SMOTE_LIBRARY"] = str(library)
    return subprocess.run(
        [sys.executable, "-m", "build", kind, "--no-isolation", "-o", folder, project],
        env=environment,
        capture_output=True,
        text=True,
    )


def refused(tmp_path, **options):
    """What is said of a wheel that is not built."""
    done = build("--wheel", tmp_path / "refused", **options)
    assert done.returncode != 0
    assert not list(tmp_path.glob("refused/*"))
    return done.stdout + done.stderr


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    folder = tmp_path_factory.mktemp("wheel")
    done = build("--wheel", folder)
    assert done.returncode == 0, done.stdout + done.stderr
    [path] = folder.glob("*.whl")
    return path


@pytest.fixture(scope="module")
def sdist(tmp_path_factory):
    folder = tmp_path_factory.mktemp("sdist")
    done = build("--sdist", folder)
    assert done.returncode == 0, done.stdout + done.stderr
    [path] = folder.glob("*.tar.gz")
    return path


@pytest.fixture
def unpacked(sdist, tmp_path):
    """An sdist, where a library and a Makefile of another project are two above."""
    with tarfile.open(sdist) as archive:
        archive.extractall(tmp_path / "bindings", filter="data")
    [project] = (tmp_path / "bindings").iterdir()
    (tmp_path / "build" / "lib").mkdir(parents=True)
    (tmp_path / "build" / "lib" / "libsmote.so.1").write_bytes(b"another project's")
    (tmp_path / "Makefile").write_text("lib:\n\ttouch ran\n")
    return project


def test_contents(wheel):
    platform = sysconfig.get_platform().replace("-", "_").replace(".", "_")
    assert wheel.name.endswith(f"-py3-none-{platform}.whl")
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
        assert archive.read("smote/_lib/libsmote.so.1")[:4] == b"\x7fELF"
        [path] = [name for name in names if name.endswith("/licenses/LICENSE")]
        assert archive.read(path) == LICENSE
    assert "smote/py.typed" in names
    assert not [name for name in names if "test" in name]


def test_the_sdist_has_the_licence(sdist):
    with tarfile.open(sdist) as archive:
        [path] = [name for name in archive.getnames() if name.endswith("/LICENSE")]
        assert archive.extractfile(path).read() == LICENSE


def test_runs_in_a_fresh_environment(wheel, tmp_path):
    environment = tmp_path / "venv"
    venv.create(environment, with_pip=False)
    python = environment / "bin" / "python"
    [site] = (environment / "lib").glob("python*/site-packages")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(site)
    # The dependencies are those of this environment, without a copy: a wheel of this
    # package that is installed here comes later on the path.
    (site / "dependencies.pth").write_text("\n".join(dependencies()))
    bare = {
        name: value
        for name, value in os.environ.items()
        if name not in {"SMOTE_LIBRARY", "PYTHONPATH", "LD_LIBRARY_PATH"}
    }
    done = subprocess.run(
        [python, "-c", textwrap.dedent(PROGRAM)],
        env=bare | {"PATH": "/usr/bin:/bin"},
        cwd=tmp_path,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    package, library, shape = done.stdout.splitlines()
    assert Path(package).is_relative_to(environment)
    assert Path(library).is_relative_to(environment)
    assert shape == "(90, 3)"


def dependencies():
    return {sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}


def test_a_missing_library_is_one_clear_sentence(tmp_path):
    said = refused(tmp_path, library=tmp_path / "none.so")
    assert "there is no libsmote at" in said
    assert "run `make lib` in the source checkout first" in said


def test_an_sdist_does_not_take_what_lies_two_folders_above(unpacked, tmp_path):
    said = refused(tmp_path, project=unpacked, library="")
    assert "which is an sdist and no source checkout" in said
    assert "set SMOTE_LIBRARY to the path of libsmote.so.1" in said
    assert not (tmp_path / "ran").exists()


def test_an_sdist_takes_the_library_that_is_named(unpacked, tmp_path):
    library = _library.library_path()
    done = build("--wheel", tmp_path / "built", project=unpacked, library=library)
    assert done.returncode == 0, done.stdout + done.stderr
    [path] = (tmp_path / "built").glob("*.whl")
    with zipfile.ZipFile(path) as archive:
        packed = archive.read("smote/_lib/libsmote.so.1")
    assert packed == Path(library).read_bytes()


def test_what_is_no_libsmote_is_not_packed(tmp_path):
    text = tmp_path / "libsmote.so.1"
    text.write_text("not a library")
    assert f"{text} is no libsmote" in refused(tmp_path, library=text)
    another = _ctypes.__file__
    assert f"{another} is no libsmote" in refused(tmp_path, library=another)


def test_a_libsmote_of_another_version_is_not_packed(unpacked, tmp_path):
    known = unpacked / "PKG-INFO"
    text = known.read_text()
    known.write_text(text.replace(f"\nVersion: {__version__}\n", "\nVersion: 9.9.9\n"))
    said = refused(tmp_path, project=unpacked, library=_library.library_path())
    assert f"is version {__version__}, but this package is 9.9.9" in said
