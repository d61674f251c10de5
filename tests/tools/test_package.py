"""What is installed is whole, has a name of its own, and says its version."""

import re
import shutil
import subprocess
import sys
import tomllib
import zipfile

import pytest

import mathlib
from tools.notebooks import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """Return the wheel of the package, built from a copy, for building leaves files behind."""
    tree, folder = tmp_path_factory.mktemp("tree"), tmp_path_factory.mktemp("wheel")
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, tree)
    shutil.copytree(ROOT / "mathlib", tree / "mathlib")
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation"]
    pip = subprocess.run([sys.executable, "-m", "pip", "--version"], capture_output=True)
    if pip.returncode:
        pytest.skip("an environment made by uv has no pip")
    subprocess.run([*command, "--wheel-dir", folder, tree], check=True)
    with zipfile.ZipFile(next(folder.glob("*.whl"))) as wheel:
        yield wheel


def test_every_file_of_the_package_is_in_the_wheel(wheel):
    kept = [p for p in (ROOT / "mathlib").rglob("*") if p.is_file() and p.suffix != ".pyc"]
    assert {path.relative_to(ROOT).as_posix() for path in kept} <= set(wheel.namelist())


def test_no_package_of_the_registry_can_take_its_place(wheel):
    (metadata,) = (name for name in wheel.namelist() if name.endswith("/METADATA"))
    text = wheel.read(metadata).decode()
    assert "\nName: matrix-calculus-you-can-check\n" in text
    assert f"\nVersion: {mathlib.__version__}\n" in text


def test_the_book_is_cited_by_the_version_of_the_package():
    citation = (ROOT / "CITATION.cff").read_text("utf-8")
    assert f"\nversion: {mathlib.__version__}\n" in citation


def test_the_lowest_versions_are_those_that_are_allowed():
    lowest = (ROOT / "tests" / "lowest.txt").read_text("utf-8")
    tried = dict(re.findall(r"^(\w+)==([\d.]+)$", lowest, re.MULTILINE))
    allowed = dict(dependency.split(">=") for dependency in PROJECT["dependencies"])
    assert tried == {name: f"{version}.0" for name, version in allowed.items()}
