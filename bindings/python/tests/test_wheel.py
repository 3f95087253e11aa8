"""The wheel has the library inside, and runs where there is no Swift."""

import os
import subprocess
import sys
import sysconfig
import textwrap
import venv
import zipfile
from pathlib import Path

import pytest

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


def build(folder, **options):
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation"]
    return subprocess.run(
        [*command, "-o", folder, PROJECT], capture_output=True, text=True, **options
    )


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [
            sys.executable,
            "-m",
            "build",
            "--wheel",
            "--no-isolation",
            "-o",
            folder,
            PROJECT,
        ],
        check=True,
        capture_output=True,
    )
    [path] = folder.glob("*.whl")
    return path


def test_contents(wheel):
    platform = sysconfig.get_platform().replace("-", "_").replace(".", "_")
    assert wheel.name.endswith(f"-py3-none-{platform}.whl")
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
        assert archive.read("smote/_lib/libsmote.so.1")[:4] == b"\x7fELF"
    assert "smote/py.typed" in names
    assert not [name for name in names if "test" in name]


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
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "build",
            "--wheel",
            "--no-isolation",
            "-o",
            tmp_path,
            PROJECT,
        ],
        env=os.environ | {"SMOTE_LIBRARY": str(tmp_path / "none.so")},
        capture_output=True,
        text=True,
    )
    assert done.returncode != 0
    assert "there is no libsmote at" in done.stdout + done.stderr
    assert "run `make lib` in the source checkout first" in done.stdout + done.stderr
