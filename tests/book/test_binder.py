"""What Binder would build, and a student install, is enough to run the book."""

import ast
import re
import subprocess
import sys

import pytest
from nbformat import v4

from tools.notebooks import ROOT, chapters

BINDER = ROOT / "binder" / "requirements.txt"
PINNED = re.compile(r"^([\w.-]+)(?:\[.*\])?==([\w.]+)", re.MULTILINE)


def pinned(path):
    """Return the versions that a list of requirements names."""
    return dict(PINNED.findall(path.read_text("utf-8")))


@pytest.fixture(scope="module")
def dockerfile():
    """Return what repo2docker would tell Docker to build; the building is left to Binder."""
    command = [sys.executable, "-m", "repo2docker", "--no-build", "--debug", str(ROOT)]
    result = subprocess.run(command, capture_output=True, text=True)
    assert result.returncode == 0, result.stderr
    return result.stdout + result.stderr


def test_binder_takes_the_python_of_the_book(dockerfile):
    assert "Building conda environment for python=3.11" in dockerfile


def test_binder_installs_its_requirements_with_mathlib_once_the_book_is_there(dockerfile):
    installed = re.findall(r"/pip install --no-cache-dir (.+)", dockerfile)
    assert installed == ['-r "binder/requirements.txt"']
    whole_book = re.search(r"^COPY .*src/ \$\{REPO_DIR\}", dockerfile, re.MULTILINE)
    assert whole_book.start() < dockerfile.index("pip install --no-cache-dir -r")
    assert "./" in BINDER.read_text("utf-8").splitlines()


@pytest.mark.parametrize("name", ["requirements.txt", "binder/requirements.txt"])
def test_the_requirements_are_the_versions_that_the_tests_ran_on(name):
    needed, locked = pinned(ROOT / name), pinned(ROOT / "requirements-dev.txt")
    assert needed
    assert needed.items() <= locked.items()


def test_who_can_build_the_book_can_also_run_it():
    needed = pinned(ROOT / "requirements.txt")
    assert pinned(BINDER).items() <= needed.items()
    assert {"jupyter-book", "nbval", "pytest", "pytest-xdist"} <= needed.keys()


@pytest.mark.parametrize("path", chapters(), ids=lambda path: path.stem)
def test_a_chapter_imports_only_what_is_required(path):
    required = pinned(BINDER)
    kernel = {"IPython"}  # what runs the notebook comes with jupyterlab
    assert imported(path) <= {"mathlib", *kernel, *required, *sys.stdlib_module_names}


def imported(path):
    """Return the top-level names of all that a notebook imports."""
    cells = v4.reads(path.read_text("utf-8")).cells
    nodes = [
        node
        for cell in cells
        if cell.cell_type == "code"
        for node in ast.walk(ast.parse(cell.source))
    ]
    names = [alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names]
    names += [node.module for node in nodes if isinstance(node, ast.ImportFrom)]
    return {name.partition(".")[0] for name in names}
