"""The figures of paths and of areas draw what they are told, right or wrong."""

import matplotlib.pyplot as plt
import pytest
from matplotlib.colors import to_hex

from mathlib import figures
from mathlib.figures.style import BLUE, GREY, ORANGE

pytestmark = pytest.mark.usefixtures("book_style")

NODES = {"x": (0, 0), "u": (1, 2), "y": (3, 0)}
EDGES = {("x", "y"): "7", ("x", "u"): "5", ("u", "y"): "3"}


def arrows(ax):
    """The arrows of a data flow by their ends, each with its colour and dash."""
    names = {place: name for name, place in NODES.items()}
    drawn = [text for text in ax.texts if getattr(text, "arrow_patch", None)]
    return {
        (names[arrow.xyann], names[arrow.xy]): (
            to_hex(arrow.arrow_patch.get_edgecolor()).upper(),
            arrow.arrow_patch.get_linestyle(),
        )
        for arrow in drawn
    }


@pytest.fixture
def two_paths():
    _, axes = plt.subplots(1, 2)
    paths = {"one way": ["x", "y"], "the other": ["x", "u", "y"]}
    figures.paths_apart(axes, NODES, EDGES, paths)
    return axes


def test_each_panel_shows_its_own_path_and_the_rest_dotted(two_paths):
    direct, through = map(arrows, two_paths)
    faint = (GREY, ":")
    assert direct == {("x", "y"): (BLUE, "solid"), ("x", "u"): faint, ("u", "y"): faint}
    walked = (ORANGE, "solid")
    assert through == {("x", "y"): faint, ("x", "u"): walked, ("u", "y"): walked}


def test_each_panel_names_its_path_and_the_boxes_on_it(two_paths):
    assert [ax.get_title() for ax in two_paths] == ["one way", "the other"]
    boxes = {
        text.get_text(): to_hex(text.get_bbox_patch().get_edgecolor()).upper()
        for text in two_paths[0].texts
        if text.get_text() in NODES
    }
    assert boxes == {"x": BLUE, "u": GREY, "y": BLUE}


def test_a_derivative_is_dark_where_its_arrow_is_walked(two_paths):
    colors = {text.get_text(): text.get_color() for text in two_paths[1].texts}
    assert colors["5"] == colors["3"] != colors["7"] == GREY


def areas(ax):
    return sorted(round(patch.get_width() * patch.get_height(), 9) for patch in ax.patches)


def test_strip_and_square_gain_what_their_formula_gains(ax):
    figures.strip_and_square(ax, side=2, step=0.5)
    before, after = 2 + 2**2, 2.5 + 2.5**2
    assert areas(ax) == [0.25, 0.5, 1, 1, 2, 4]
    assert sum(areas(ax)) == pytest.approx(after)
    assert sum(areas(ax)) - before == pytest.approx(0.5 + 2 * 2 * 0.5 + 0.5**2)


def test_the_gains_carry_the_names_they_are_given(ax):
    figures.strip_and_square(ax, side=2, step=3, names=["s", "a", "c"])
    middles = {}
    for text in ax.texts:
        middles.setdefault(text.get_text(), []).append(text.xy)
    assert middles["s"] == [(3.5, 0.5)]
    assert middles["c"] == [(3.5, pytest.approx(1.3 + 3.5))]
    assert len(middles["a"]) == 2
