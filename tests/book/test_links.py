"""A link between pages leads there on the site and in JupyterLab, and a reference reads as words.

JupyterLab knows files, not pages: a link to another chapter must name its file. It knows the
equations of one notebook at a time, and no numbers of figures: for those of another chapter it
shows the label, so a link to that chapter stands beside it; figures are called by words.
"""

import re

import pytest
from nbformat import v4

from tools.notebooks import ROOT, chapters

PAGES = [ROOT / "index.md", *sorted(ROOT.glob("chapters/*.md")), *chapters()]
LINK = re.compile(r"(?<!\\)\]\((?!https?:|mailto:)(?P<file>[^)#\s]*)(?P<place>#[^)\s]*)?\)")
DISPLAY = re.compile(r"^\$\$ \(([\w-]+)\)|:label: ([\w-]+)", re.MULTILINE)
REFERENCE = re.compile(r"\{(?:eq|prf:ref)\}`([\w-]+)`")


def text_of(path):
    """Return what is written on a page, without its code."""
    text = path.read_text("utf-8")
    if path.suffix == ".md":
        return re.sub(r"^```(?:python)?\n.*?^```", "", text, flags=re.MULTILINE | re.DOTALL)
    cells = v4.reads(text).cells
    return "\n\n".join(cell.source for cell in cells if cell.cell_type == "markdown")


def homes():
    """Return the chapter of every label."""
    labels = ((found, path) for path in chapters() for found in DISPLAY.findall(text_of(path)))
    return {"".join(found): path for found, path in labels}


def unlinked(text, path, home):
    """Yield each reference to another chapter in whose line no link leads to that chapter."""
    for line in text.splitlines():
        for label in REFERENCE.findall(line):
            there = home.get(label, path)
            if there != path and f"]({there.name}" not in line:
                yield label


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_every_link_names_a_file_that_is_there(path):
    text = text_of(path)
    for link in LINK.finditer(text):
        if link["file"]:
            assert (path.parent / link["file"]).is_file(), link[0]
        else:
            assert f"({link['place'].removeprefix('#')})=" in text, link[0]


@pytest.mark.parametrize("path", chapters(), ids=lambda path: path.stem)
def test_beside_a_reference_to_another_chapter_a_link_leads_there(path):
    assert list(unlinked(text_of(path), path, homes())) == []


@pytest.mark.parametrize("path", chapters(), ids=lambda path: path.stem)
def test_a_figure_is_called_by_words(path):
    assert "{numref}" not in text_of(path)


def test_these_would_be_seen():
    here, there = chapters()[:2]
    home = {"here": here, "there": there}
    assert list(unlinked("by {eq}`there` and {eq}`here`", here, home)) == ["there"]
    assert list(unlinked(f"by {{eq}}`there` of [it]({there.name})", here, home)) == []
    assert [link["file"] for link in LINK.finditer("[a](sums), [b](https://x), [c](#d)")] == [
        "sums",
        "",
    ]
