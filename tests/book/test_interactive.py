"""Interactive figures: the same bytes on every run, and a library that is what it should be."""

from base64 import b64decode
from hashlib import sha256

import matplotlib.pyplot as plt
import pytest
from bs4 import BeautifulSoup

from mathlib import figures
from mathlib.figures import moving
from tools.notebooks import ROOT

SCRIPTS = ROOT / "assets" / "interactive"
#: The digest of jsxgraphcore.js, version 1.13.3, as its authors publish it.
JSXGRAPH = "4e196b10dc77e22ec0eda897e0271636edf8dadd91d76cc2cf2e136c61c35537"
SAYS = {"title": 'Slopes > 0 & "steps"', "alt": 'A line "cuts" a parabola & touches it.'}


@pytest.fixture
def html(ax):
    """Return what a notebook stores of a figure, as a tree of tags."""
    ax.plot([1, 2, 4])
    figure = figures.interactive("secant", ax.figure, **SAYS)
    return BeautifulSoup(figure._repr_html_(), "html.parser")


def test_the_still_picture_is_the_figure_with_its_alt_text(html):
    picture = html.find("interactive-figure").img
    assert picture["alt"] == SAYS["alt"]
    kind, data = picture["src"].split(",")
    assert kind == "data:image/svg+xml;base64"
    assert b64decode(data).decode().rstrip().endswith("</svg>")


def test_the_element_names_its_script_and_its_title(html):
    element = html.find("interactive-figure")
    assert (element["name"], element["label"]) == ("secant", SAYS["title"])


def test_a_figure_is_shown_once(ax):
    figures.interactive("secant", ax.figure, **SAYS)
    assert not plt.fignum_exists(ax.figure.number)


def test_the_same_figure_has_the_same_bytes(book_style):
    def drawn():
        still, ax = plt.subplots()
        ax.plot([1, 2, 4])
        return figures.interactive("secant", still, **SAYS)._repr_html_()

    assert drawn() == drawn()


def test_an_unknown_figure_and_a_silent_picture_are_refused(ax):
    with pytest.raises(ValueError, match="no interactive figure 'tangent'; there are "):
        figures.interactive("tangent", ax.figure, **SAYS)
    with pytest.raises(ValueError, match="alt of 'secant' is empty: say what is seen"):
        figures.interactive("secant", ax.figure, title="A secant", alt=" ")


@pytest.mark.parametrize("name", moving.NAMES)
def test_every_figure_has_a_script_that_adds_it(name):
    script = (SCRIPTS / f"{name}.js").read_text("utf-8")
    assert f'InteractiveFigure.add("{name}"' in script


def test_every_script_belongs_to_a_figure():
    shared = {"frame", "board"}
    assert {path.stem for path in SCRIPTS.glob("*.js")} == shared | set(moving.NAMES)


def test_the_library_is_the_released_one_with_its_licence():
    library = SCRIPTS / "jsxgraph"
    assert sha256((library / "jsxgraphcore.js").read_bytes()).hexdigest() == JSXGRAPH
    assert "MIT" in (library / "LICENSE.MIT").read_text("utf-8")
