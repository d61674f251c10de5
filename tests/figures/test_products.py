"""Boxes of Jacobians have the shapes they are given, and the counts of what they cost."""

import numpy as np
import pytest

from mathlib import figures

pytestmark = pytest.mark.usefixtures("book_style")


def boxes(ax):
    """Every box as left, top, rows, columns."""
    return [(*p.get_xy(), p.get_height(), p.get_width()) for p in ax.patches]


def shapes(ax):
    return [box[2:] for box in boxes(ax)]


def texts(ax):
    return [text.get_text() for text in ax.texts if text.get_text()]


def test_a_row_a_column_and_their_entry_are_filled(ax):
    figures.row_times_column(ax, m=4, k=2, n=3, entry=(3, 0))
    assert shapes(ax) == [(4, 2), (2, 3), (4, 3), (1, 2), (2, 1), (1, 1)]
    first, second, result, row, column, entry = boxes(ax)
    assert row[:2] == (first[0], first[1] + 3)
    assert column[:2] == second[:2]
    assert entry[:2] == (result[0], result[1] + 3)
    assert {"row 4", "column 1", "entry (4, 1)", "$4 \\times 3$"} <= set(texts(ax))


def test_the_eight_products_have_each_its_shapes(ax):
    figures.chain_shapes(ax, m=4, k=3, n=2, marked=[])
    triples = np.reshape(shapes(ax), (8, 3, 2)).tolist()
    rows = [(1, 1), (1, 3), (4, 1), (4, 3)]
    wanted = [[[m, k], [k, n], [m, n]] for m, k in rows for n in (1, 2)]
    assert triples == wanted


def test_only_the_marked_results_have_a_colour_of_their_own(ax):
    figures.chain_shapes(ax, m=4, k=3, n=2, marked=[(4, 1, 2)])
    results = [patch.get_facecolor() for patch in ax.patches][2::3]
    assert len(set(results)) == 2
    assert [results.count(color) for color in results].index(1) == 5


def test_the_counts_are_those_of_the_side_that_is_multiplied_first(ax):
    figures.from_either_side(ax, sizes=[2, 3, 4, 5])
    counts = [int(text.split()[0]) for text in texts(ax) if "products" in text]
    assert counts == [2 * 3 * 4, 2 * 4 * 5, 3 * 4 * 5, 2 * 3 * 5]
    left, right = np.reshape(shapes(ax), (2, 6, 2)).tolist()
    assert left[3:] == [[2, 4], [4, 5], [2, 5]]
    assert right[3:] == [[2, 3], [3, 5], [2, 5]]


def test_the_fresh_result_alone_is_tinted_anew(ax):
    figures.from_either_side(ax, sizes=[2, 3, 4, 5])
    colors = [patch.get_facecolor() for patch in ax.patches]
    fresh = [color == colors[5] for color in colors]
    assert fresh == [False] * 3 + [True, False, True] + [False] * 4 + [True, True]
