"""The figure of a table and what its rows and columns add up to."""

import pytest

from mathlib import figures

pytestmark = pytest.mark.usefixtures("book_style")

TABLE = [[1, 2], [30, 4], [5, 600]]


def drawn(ax, **totals):
    """Draw the table with these totals, and return where each text stands."""
    figures.totals(ax, TABLE, rows="abc", columns="xy", **totals)
    return {text.get_text(): text.xy for text in ax.texts}


def test_an_entry_stands_right_of_its_row_and_under_its_column(ax):
    at = drawn(ax)
    assert at["$600$"] == (at["y"][0], at["c"][1])
    assert at["$30$"] == (at["x"][0], at["b"][1])
    bottom, top = ax.get_ylim()
    assert bottom > top, "rows are counted downwards"


def test_totals_are_those_that_were_passed_in_right_or_wrong(ax):
    at = drawn(ax, below=[36, 77], beside=[3, 34, 88])
    assert at["$77$"][0] == at["y"][0]
    assert at["$77$"][1] > at["c"][1] + 1
    assert at["$88$"][1] == at["c"][1]
    assert at["$88$"][0] > at["y"][0] + 1


def test_a_total_is_drawn_only_if_there_is_one(ax):
    at = drawn(ax, beside=[3, 34, 605])
    assert len(ax.patches) == 6 + 3
    assert at["total"][1] == at["x"][1]


def test_entries_and_the_two_kinds_of_totals_have_colours_of_their_own(ax):
    drawn(ax, below=[36, 606], beside=[3, 34, 605])
    colors = [patch.get_facecolor()[:3] for patch in ax.patches]
    assert [len(set(part)) for part in (colors[:6], colors[6:8], colors[8:])] == [1, 1, 1]
    assert len(set(colors)) == 3
