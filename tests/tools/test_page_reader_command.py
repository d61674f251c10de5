"""`python -m tools.page_reader`: how a display is read, whether it is proved, which slips show."""

import subprocess
import sys

import pytest
from nbformat import v4

from tools.notebooks import ROOT
from tools.page_reader.__main__ import main


@pytest.fixture
def notebook(tmp_path):
    """A function that stores cells of text as a notebook, and returns where."""

    def stored(*texts):
        path = tmp_path / "made_up.ipynb"
        path.write_text(v4.writes(v4.new_notebook(cells=list(map(v4.new_markdown_cell, texts)))))
        return str(path)

    return stored


def display(latex, label):
    return f"$$ {latex} $$ ({label})"


SLOPE = display(r"\frac{d}{dx} (a x^3 + b) = 3 a x^2", "r990")
FALSE = display(r"\frac{d}{dx} x^3 = 2 x", "r991")
GARBLED = display(r"\frac{d}{dx} x^3 = (3 x^2", "r992")


def test_it_says_how_each_statement_is_read(notebook, capsys):
    claim = r"\frac{\partial y}{\partial \mathbf{v}} = A^T \mathbf{u}"
    latex = claim + r", \quad y = f(z) A_{11}, \quad z > 0"
    assert main([notebook(display(latex, "r990")), "r990"]) == 1
    said = capsys.readouterr().out.splitlines()
    assert said[1:] == [
        f"made_up, r990: {latex}",
        f"  Claimed: {claim}",
        "      side 1: [partial derivative of y by bold v]",
        "      side 2: product(transpose(A), bold u)",
        "  The definition of a name: y = f(z) A_{11}",
        "  A condition on what its line claims: z > 0",
        "  Letters: A is a matrix of m × n; bold u is a column of n numbers; "
        "bold v is a column of n numbers; f is any smooth function; z is a number.",
        f"  It cannot be read: {said[-1].partition(': ')[2]}",
    ]


def test_what_is_true_is_proved(notebook, capsys):
    assert main([notebook(SLOPE, FALSE), "r990"]) == 0
    said = capsys.readouterr().out
    assert "It is proved: wherever it was tried, all that it claims is so." in said
    assert "r991" not in said


def test_what_is_false_is_named_with_both_sides(notebook, capsys):
    assert main([notebook(SLOPE, FALSE), "r991"]) == 1
    said = capsys.readouterr().out
    assert r"It is not true: \frac{d}{dx} x^3 = 2 x: the sides differ at (1, 1)" in said


def test_what_cannot_be_read_is_said_with_the_reason(notebook, capsys):
    assert main([notebook(GARBLED), "r992"]) == 1
    assert "It cannot be read: ) is missing." in capsys.readouterr().out


def test_without_a_label_all_displays_are_read_and_what_lines_state(notebook, capsys):
    line = r"So $\frac{d}{dx} x^5 = 5 x^4$, and $\frac{d}{dx} x^5 = 4 x^5$."
    assert main([notebook(SLOPE, FALSE, line)]) == 1
    said = capsys.readouterr().out
    assert "Displays that are as they should be: 1 of 2" in said
    assert r"$\frac{d}{dx} x^5 = 4 x^5$ is not proved:" in said
    assert "Formulas within lines that are proved: 1 of 2" in said


def test_a_sound_notebook_has_the_exit_code_0(notebook, capsys):
    assert main([notebook(SLOPE)]) == 0
    assert "Displays that are as they should be: 1 of 1" in capsys.readouterr().out


def test_changes_that_are_not_noticed_are_named(notebook, capsys):
    blind = display(r"\frac{d}{dx} (3 x + 5) = \frac{d}{dx} (3 x)", "r990")
    assert main([notebook(blind), "r990", "--mutate"]) == 1
    said = capsys.readouterr().out
    assert "Changes of one symbol that are noticed: " in said
    assert "Not noticed: 5 becomes 6 in" in said
    assert "; the tests try this one" in said


def test_a_display_whose_every_change_is_noticed_passes(notebook, capsys):
    seen = display(r"\frac{d}{dx} x^3 = 3 x^2", "r990")
    assert main([notebook(seen), "r990", "--mutate"]) == 0
    said = capsys.readouterr().out.splitlines()[-1]
    noticed, of = said.removesuffix(".").rpartition(": ")[2].split(" of ")
    assert noticed == of != "0"


def test_what_is_refuted_and_what_is_unread_are_as_they_should_be(capsys):
    errata = str(ROOT / "chapters" / "errata.ipynb")
    assert main([errata, "e9"]) == 0
    assert "It is refuted, as it should be" in capsys.readouterr().out
    assert main([errata, "e10"]) == 0
    assert "It is not read: shapes that do not fit" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["chapters/nowhere.ipynb"], "there is no notebook chapters/nowhere.ipynb"),
        (["chapters/sheet.md"], "there is no notebook chapters/sheet.md"),
        (["chapters/sums.ipynb", "r999"], "no display of sums.ipynb is labelled r999. It has r63,"),
    ],
)
def test_a_file_or_a_label_that_is_not_there_is_named(arguments, sentence, capsys):
    with pytest.raises(SystemExit) as stopped:
        main(arguments)
    assert stopped.value.code == 2
    assert sentence in capsys.readouterr().err


def test_a_file_that_is_no_notebook_is_named(tmp_path, capsys):
    path = tmp_path / "broken.ipynb"
    path.write_text("# not JSON")
    with pytest.raises(SystemExit):
        main([str(path)])
    assert "broken.ipynb is no notebook: it holds no JSON" in capsys.readouterr().err


def test_it_is_a_command():
    command = [sys.executable, "-m", "tools.page_reader", "chapters/sums.ipynb", "r65"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert "It is proved" in done.stdout
