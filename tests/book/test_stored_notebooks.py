"""What is stored in a notebook is what it computes, and nothing in it escapes comparison."""

import random
import re
import shutil
import subprocess
import sys

import pytest
from nbformat import v4
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from tools import refresh, stored
from tools.notebooks import ROOT, chapters
from tools.refresh import METADATA

SEED = 20240518
KINDS = ["image/svg+xml", "text/latex", "text/plain", "text"]


@pytest.mark.parametrize("rule", stored.RULES, ids=lambda rule: rule.__name__)
@pytest.mark.parametrize("path", chapters(), ids=lambda path: path.stem)
def test_every_chapter_keeps_every_rule(path, rule):
    assert list(rule(stored.load(path))) == []


def figure(**settings):
    """Return a cell that shows a figure, with these settings of its caption and alt text."""
    output = new_output("display_data", {"image/svg+xml": "<svg/>", "text/plain": "<Figure>"})
    return new_code_cell("plot()", outputs=[output], metadata={"mystnb": settings})


def moving(alt, **settings):
    """Return a cell that shows an interactive figure, with this alt text and these settings."""
    html = f'<interactive-figure name="secant" label="A secant"><img alt="{alt}" src="data:">'
    output = new_output("execute_result", {"text/html": html, "text/plain": "A secant"})
    return new_code_cell("move()", outputs=[output], metadata={"mystnb": settings})


def printing(text, **more):
    """Return a cell that prints a text."""
    return new_code_cell("show()", outputs=[new_output("stream", text=text, **more)])


ALT = {"alt": "A blue parabola with its lowest point at zero, open upwards."}
CAPTION = {"caption": "A parabola.", "name": "fig-parabola"}
PNG = new_output("display_data", {"image/png": "aGVsbG8=", "text/plain": "<Figure>"})
POSED = "```{exercise} A slope\n:label: ex-slope\n\nHow steep?\n```"
SOLVED = "```{solution} ex-slope\n:class: dropdown\n\nTwo.\n```"
FOLDED = {"jupyter": {"source_hidden": True}}
BROKEN = [
    ("counts", [new_code_cell("1 + 1", execution_count=None)], "numbered [None]"),
    ("counts", [new_code_cell("1 + 1", execution_count=7)], "numbered [7]"),
    ("streams", [printing("careful", name="stderr")], "shows a warning"),
    ("streams", [new_code_cell(outputs=[new_output("error", ename="E")])], "or an error"),
    ("bitmaps", [new_code_cell("plot()", outputs=[PNG])], "stores image/png"),
    ("machine", [printing("<Line at 0x7f3a5c0d1e20>")], "'0x7f3a5c0d1e20'"),
    ("machine", [new_code_cell("open('/home/me/data.csv')")], "'/home/me/data.csv'"),
    ("excuses", [new_code_cell("1", metadata={"tags": ["nbval-ignore-output"]})], "nbval-ignore"),
    ("excuses", [new_code_cell("# NBVAL_SKIP\n1")], "NBVAL_SKIP"),
    ("excuses", [new_code_cell("1", metadata={"tags": ["raises-exception"]})], "raises-exc"),
    ("figures", [figure(figure=CAPTION)], "needs mystnb.image.alt"),
    ("figures", [figure(figure=CAPTION, image={"alt": "A figure."})], "needs mystnb.image.alt"),
    ("figures", [figure(image=ALT)], "needs mystnb.figure.caption"),
    ("figures", [moving("A figure.", figure=CAPTION)], "needs its alt"),
    ("figures", [moving(ALT["alt"])], "needs mystnb.figure.caption and .name in"),
    ("exercises", [new_markdown_cell(POSED)], "the exercise ex-slope has no solution"),
    ("exercises", [new_markdown_cell(SOLVED)], "the exercise ex-slope has no solution, or its"),
    ("exercises", [new_markdown_cell(POSED), new_markdown_cell(SOLVED)], "only 0 of 1 solutions"),
    ("exercises", [new_code_cell("answer = 2", metadata=FOLDED)], "shows the first line"),
    ("lengths", [new_code_cell("1\n" * 21)], "has 21 lines, 20 at most"),
    ("size", [printing("1" * 250_001)], "250000 at most"),
    ("form", [new_code_cell("1", id="twin"), new_code_cell("2", id="twin")], "2 cells"),
]


@pytest.mark.parametrize(("rule", "cells", "sentence"), BROKEN, ids=[case[2] for case in BROKEN])
def test_a_broken_rule_is_seen(rule, cells, sentence):
    notebook = new_notebook()
    notebook.cells = cells
    assert any(sentence in said for said in complaints(rule, notebook))


@pytest.mark.parametrize("rule", stored.RULES, ids=lambda rule: rule.__name__)
def test_a_sound_notebook_breaks_no_rule(rule):
    figures = [figure(figure=CAPTION, image=ALT), moving(ALT["alt"], figure=CAPTION)]
    notebook = new_notebook(cells=figures, metadata=METADATA)
    for count, cell in enumerate(notebook.cells, start=1):
        cell.execution_count = count
    assert complaints(rule.__name__, notebook) == []


def test_what_an_editor_writes_is_seen():
    notebook = new_notebook(metadata={**METADATA, "widgets": {}})
    assert "more or less" in complaints("form", notebook)[0]
    text = v4.writes(new_notebook(metadata=METADATA), indent=4)
    chapter = stored.Chapter("edited", text, v4.reads(text))
    assert "by an editor" in next(stored.form(chapter))
    folded = new_notebook(cells=[new_code_cell("1", id="a", metadata={"collapsed": True})])
    assert "cell a keeps what an editor noted about it" in complaints("form", folded)[1]


def complaints(rule, notebook):
    """Return what one rule says of a notebook."""
    chapter = stored.Chapter("made up", v4.writes(notebook) + "\n", notebook)
    return list(getattr(stored, rule)(chapter))


def test_the_command_names_what_breaks_a_rule(monkeypatch, tmp_path, capsys):
    assert stored.main() == 0
    assert f"make refresh gives them: {len(chapters())}" in capsys.readouterr().out
    path = tmp_path / "made_up.ipynb"
    path.write_text(v4.writes(new_notebook(metadata=METADATA)), "utf-8")
    monkeypatch.setattr(stored, "chapters", lambda: [path])
    assert stored.main() == 1
    assert "made_up.ipynb: it was written by an editor" in capsys.readouterr().out


# -- what the kernel sends is what is stored -------------------------------------------------------

CELLS = [
    "import numpy as np\nimport matplotlib.pyplot as plt\nimport mathlib as ml\n"
    "from mathlib import figures\nfigures.use_style()\nx = ml.vector('x', 'n')",
    "print(6 * 7)\nprint('12 of 13')",
    "7 * x**3",
    "np.array([1.25, -3.0])",
    "fig, ax = plt.subplots(figsize=(2, 1))\nax.plot([1, 2], [3, 4]);",
    "print(10)\n11",
    "(x @ x) ** 2 / 4",
    "{'a': 2, 'b': 30}",
    "fig, ax = plt.subplots(figsize=(1, 1))\nax.plot([0, 1, 2], [5, 4, 6]);",
    "print(*range(20))",
]


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    """Return a folder in which notebooks are tested as in this repository, with a sound one."""
    folder = tmp_path_factory.mktemp("book")
    for name in ("conftest.py", "pyproject.toml"):
        shutil.copy(ROOT / name, folder)
    shutil.copytree(ROOT / "tools", folder / "tools")
    (folder / "chapters").mkdir()
    sound = folder / "chapters" / "sound.ipynb"
    notebook = new_notebook(cells=list(map(new_code_cell, CELLS)))
    sound.write_text(v4.writes(notebook), "utf-8")
    assert refresh.main([str(sound)]) == 0
    return folder


def test_a_changed_digit_is_caught_wherever_it_is_stored_and_so_is_every_other_change(book):
    """One run for all: nbval starts a kernel for each notebook."""
    sound = book / "chapters" / "sound.ipynb"
    rng = random.Random(SEED)
    expected = set()
    for name in ("digits", "more_digits"):
        chapter = stored.load(sound)
        expected |= {(name, cell) for cell in alter_digits(chapter, 5, rng)}
        sound.with_stem(name).write_text(v4.writes(chapter.notebook), "utf-8")
    chapter = stored.load(sound)
    expected |= {("unseen", cell) for cell in alter_unseen(chapter)}
    sound.with_stem("unseen").write_text(v4.writes(chapter.notebook), "utf-8")
    assert failures(book) == {f"chapters/{name}.ipynb::Cell {cell}" for name, cell in expected}


def alter_unseen(chapter):
    """Change what nbval itself does not compare, and return the numbers of the cells."""
    cells = stored.code_cells(chapter)
    cells[2].outputs[0].execution_count += 1
    cells[3].outputs[0].metadata["width"] = 300
    cells[5].outputs.reverse()
    del cells[7].outputs[0]["execution_count"]
    cells[7].outputs[0].output_type = "display_data"
    return [2, 3, 5, 7]


def alter_digits(chapter, count, rng):
    """Change one digit in the outputs of so many cells, and return the numbers of these cells.

    The kinds of output take turns, so that figures, LaTeX, text and prints are all among them.
    """
    chosen = set()
    for turn in range(count):
        free = [place for place in digits(chapter) if place[0] not in chosen]
        kind = KINDS[turn % len(KINDS)]
        cell, holder, key, digit = rng.choice([place for place in free if place[2] == kind] or free)
        other = (int(digit[0]) + rng.randint(1, 9)) % 10
        holder[key] = f"{digit.string[: digit.start()]}{other}{digit.string[digit.end() :]}"
        chosen.add(cell)
    return chosen


def digits(chapter):
    """Yield every digit in the outputs of a chapter: number of the cell, holder, key, match."""
    for number, cell in enumerate(stored.code_cells(chapter)):
        for output in cell.outputs:
            holder, keys = (output.data, output.data) if "data" in output else (output, ["text"])
            for key in keys:
                for digit in re.finditer(r"\d", holder[key]):
                    yield number, holder, key, digit


def failures(book):
    """Run nbval on the notebooks of a folder and return the tests that fail."""
    command = [sys.executable, "-m", "pytest", "chapters", "-rf", "--tb=no", "--color=no"]
    report = subprocess.run(command, cwd=book, capture_output=True, text=True).stdout
    assert re.search(r"=+ .*(passed|failed).* in ", report), report
    return set(re.findall(r"^FAILED (.+?::Cell \d+)", report, re.MULTILINE))
