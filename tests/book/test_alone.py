"""A notebook that is opened alone runs, or says in a sentence what to install."""

import os
import re
import subprocess
import sys

import pytest
from nbformat import v4

from addresses import INSTALL
from tools.notebooks import PACKAGE_CELL, PACKAGE_CELL_ID, ROOT, chapters


@pytest.mark.parametrize("path", chapters(), ids=lambda path: path.stem)
def test_the_first_cell_of_code_says_what_to_install(path):
    cells = [cell for cell in v4.reads(path.read_text("utf-8")).cells if cell.cell_type == "code"]
    first, second, *_ = cells
    assert (first.id, first.source) == (PACKAGE_CELL_ID, PACKAGE_CELL)
    assert first.metadata == {"jupyter": {"source_hidden": True}, "tags": ["remove-cell"]}
    assert second.id == "imports"


def run_package_cell(folder):
    """Run that cell by a Python that finds nothing but what lies in a folder."""
    command = [sys.executable, "-S", "-E", "-c", PACKAGE_CELL]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True)


@pytest.mark.parametrize("strange", [None, "mathlib.py", "mathlib/__init__.py"])
def test_without_the_book_s_package_the_sentence_is_said(tmp_path, strange):
    if strange:
        (tmp_path / strange).parent.mkdir(exist_ok=True)
        (tmp_path / strange).write_text("def integrate(): ...", "utf-8")
    result = run_package_cell(tmp_path)
    assert result.returncode == 1
    last = result.stderr.splitlines()[-1]
    assert last.startswith("ImportError: This chapter needs its book's own mathlib: ")
    assert "`pip uninstall --yes mathlib`, then `pip install .` in the book's folder" in last
    assert INSTALL in PACKAGE_CELL


def test_with_the_package_nothing_is_said():
    result = run_package_cell(ROOT)
    assert (result.returncode, result.stdout, result.stderr) == (0, "", "")


def cells_with_data(path):
    """Return the cells of a chapter that read a data set."""
    cells = v4.reads(path.read_text("utf-8")).cells
    return [c.source for c in cells if c.cell_type == "code" and "ml.dataset(" in c.source]


def test_the_chapters_that_read_data_take_them_from_the_package():
    with_data = {path.stem for path in chapters() if cells_with_data(path)}
    assert with_data == {"benchmarks", "errata", "layers_and_batches", "training"}
    outside = re.compile(r"""["'][.\w/]*(\.csv|\.json|\.gz)["']""")
    for path in chapters():
        for cell in v4.reads(path.read_text("utf-8")).cells:
            if cell.cell_type == "code":
                assert not outside.search(re.sub(r"ml\.dataset\(.*?\)", "", cell.source))


@pytest.mark.parametrize("path", [*filter(cells_with_data, chapters())], ids=lambda path: path.stem)
def test_data_are_read_in_any_folder(path, tmp_path):
    imports = "import csv, json, numpy as np, mathlib as ml\nfrom collections import Counter\n"
    script = "\n".join([imports, *cells_with_data(path)])
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    subprocess.run([sys.executable, "-c", script], cwd=tmp_path, env=environment, check=True)
