"""A notebook in any state gives what can be graded, and a sentence for the rest."""

import copy
import json

import nbformat
import pytest
from grading_attacks import RIGHT, SECOND, Attack, master

from grader import notebooks


@pytest.fixture
def handed_in(tmp_path):
    """Return a function that writes a notebook, or bytes, and reads the answers in it."""

    def read(content):
        path = tmp_path / "submission.ipynb"
        if isinstance(content, bytes):
            path.write_bytes(content)
        else:
            path.write_text(json.dumps(content), encoding="utf-8")
        return notebooks.read_submission(notebooks.read_text(path), master())

    return read


@pytest.fixture
def book():
    """A notebook with two right answers."""
    return Attack(RIGHT, SECOND).notebook()


def without(book, *names):
    book = copy.deepcopy(book)
    book.cells = [cell for cell in book.cells if notebooks.id_of(cell) not in names]
    return book


def test_the_answers_are_found(handed_in, book):
    found = handed_in(book)
    assert found.answers == {"q1": RIGHT, "q2": SECOND}
    assert found.notes == []


def test_a_missing_cell_is_no_answer_and_is_told(handed_in, book):
    found = handed_in(without(book, "q2"))
    assert found.answers == {"q1": RIGHT}
    assert found.notes == ["The cell of q2 is missing."]


def test_of_a_cell_that_is_there_twice_the_first_counts(handed_in, book):
    doubled = copy.deepcopy(book)
    doubled.cells.append(copy.deepcopy(book.cells[2]))
    doubled.cells[-1].source = "answer = None"
    found = handed_in(doubled)
    assert found.answers["q2"] == SECOND
    assert found.notes == ["The cell of q2 is there twice; the first one is graded."]


def test_an_answer_whose_mark_was_stripped_is_found_by_its_comment(handed_in, book):
    stripped = copy.deepcopy(book)
    for cell in stripped.cells[1:]:
        cell.metadata = {}
    stripped.cells[1].source = "# Question 1\n" + RIGHT
    found = handed_in(stripped)
    assert found.answers == {"q1": "# Question 1\n" + RIGHT}
    assert "The cell of q1 had lost its mark; it was found by its text." in found.notes


def test_an_answer_in_a_cell_of_another_type_is_an_answer(handed_in, book):
    book.cells[1].cell_type = "markdown"
    assert handed_in(book).answers["q1"] == RIGHT


def test_changed_tests_and_givens_are_the_instructor_s_again(handed_in, book):
    book.cells[0].source = "A = None"
    book.cells.append(copy.deepcopy(master().cells[2]))
    book.cells[-1].source = "pass"
    rebuilt = notebooks.rebuild(master(), handed_in(book))
    wanted = {cell.metadata.nbgrader.grade_id: cell.source for cell in master().cells}
    found = {cell.metadata.nbgrader.grade_id: cell.source for cell in rebuilt.cells}
    assert found == {**wanted, "q1": RIGHT, "q2": SECOND}


def test_helper_cells_stay_where_they_were(handed_in, book):
    book.cells.insert(1, nbformat.v4.new_code_cell("helper = 1"))
    sources = [c.source for c in notebooks.rebuild(master(), handed_in(book)).cells]
    assert sources.index("helper = 1") == sources.index(RIGHT) - 1


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "latin-1"])
def test_every_encoding_is_read(handed_in, book, encoding):
    book.cells[1].source = RIGHT + "  # café"
    text = json.dumps(book, ensure_ascii=False)
    assert handed_in(text.encode(encoding)).answers["q1"].endswith("café")


def test_a_notebook_of_an_old_version_is_read(handed_in, book):
    cells = [{"cell_type": "code", "input": c.source.splitlines(True), "metadata": c.metadata}
             for c in book.cells]  # fmt: skip
    old = {"nbformat": 3, "nbformat_minor": 0, "metadata": {}, "worksheets": [{"cells": cells}]}
    assert handed_in(old).answers == {"q1": RIGHT, "q2": SECOND}


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "not a notebook (not JSON)"),
        (b"{", "not a notebook (not JSON)"),
        (b"\x00\xff" * 50, "not a notebook (not JSON)"),
        (b"[" * 10**5, "not a notebook (not JSON)"),
        (b"3", "JSON, but not a notebook"),
        (b"{}", "has no cells"),
        (b'{"cells": 3}', "has no cells"),
        (b'{"worksheets": [3]}', "has no cells"),
    ],
)
def test_what_is_no_notebook_is_refused_in_a_sentence(handed_in, content, said):
    with pytest.raises(notebooks.Unreadable, match=said.replace("(", r"\(").replace(")", r"\)")):
        handed_in(content)


@pytest.mark.parametrize(
    "cell",
    [
        3,
        None,
        {},
        {"cell_type": "code"},
        {"cell_type": 3, "source": {"a": 1}},
        {"cell_type": "code", "source": [1, None, "x = 1"]},
        {"cell_type": "code", "source": "x", "metadata": 3},
        {"cell_type": "code", "source": "x", "metadata": {"nbgrader": []}},
        {"cell_type": "code", "source": "x", "metadata": {"nbgrader": {"grade_id": [3]}}},
    ],
)
def test_a_broken_cell_costs_nobody_the_others(handed_in, book, cell):
    content = json.loads(json.dumps(book))
    content["cells"].insert(1, cell)
    assert handed_in(content).answers == {"q1": RIGHT, "q2": SECOND}


def test_a_link_is_no_notebook(tmp_path):
    link = tmp_path / "submission.ipynb"
    link.symlink_to("/etc/passwd")
    with pytest.raises(notebooks.Unreadable, match="a link or a folder"):
        notebooks.read_text(link)


def test_a_notebook_that_is_too_large_is_told_to_be_cleared(tmp_path):
    path = tmp_path / "submission.ipynb"
    with path.open("wb") as file:
        file.truncate(100 << 20)
    with pytest.raises(
        notebooks.Unreadable, match=r"100 MB, more than the 64 MB.*clear its outputs"
    ):
        notebooks.read_text(path)
