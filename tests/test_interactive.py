"""Interactive figures: the same bytes on every run, and a library that is what it should be."""

import json
import re
import shutil
from base64 import b64decode

import matplotlib.pyplot as plt
import pytest
from bs4 import BeautifulSoup

import jsxgraph
from mathlib import figures
from mathlib.figures import moving
from notebooks import ROOT

SCRIPTS = ROOT / "assets" / "interactive"
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


def test_the_lock_pins_the_library_by_its_digest_and_names_no_address():
    lock = (SCRIPTS / "package-lock.json").read_text("utf-8")
    wanted = json.loads((SCRIPTS / "package.json").read_text("utf-8"))["dependencies"]["jsxgraph"]
    package = json.loads(lock)["packages"]["node_modules/jsxgraph"]
    assert package["version"] == wanted
    assert package["integrity"].startswith("sha512-")
    assert "://" not in lock


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """Return a folder into which the library is fetched anew."""
    for name in ("package.json", "package-lock.json"):
        shutil.copy(SCRIPTS / name, tmp_path)
    monkeypatch.setattr(jsxgraph, "FOLDER", str(tmp_path))
    return tmp_path


def test_the_library_comes_with_its_licence_and_nothing_else(folder, capsys):
    jsxgraph.main()
    assert capsys.readouterr().out == ""
    assert {path.name for path in folder.glob("*/*")} == set(jsxgraph.NEEDED)
    assert b"MIT" in (folder / "jsxgraph" / "LICENSE.MIT").read_bytes()


def test_a_library_with_another_digest_is_refused(folder, capsys):
    lock = folder / "package-lock.json"
    digest = re.compile(r"sha512-[^\"]+")
    lock.write_text(digest.sub(f"sha512-{'A' * 86}==", lock.read_text("utf-8")), "utf-8")
    jsxgraph.main()
    assert "will be still pictures: npm could not fetch JSXGraph." in capsys.readouterr().out
    assert not (folder / "jsxgraph").exists()


def test_without_npm_setting_up_says_so_and_goes_on(folder, capsys, monkeypatch):
    monkeypatch.setattr(shutil, "which", lambda name: None)
    jsxgraph.main()
    assert "npm is missing. Install Node.js 20 or newer, then run:" in capsys.readouterr().out
