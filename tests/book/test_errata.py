"""The page of errata shows the file of errata: every row, and nothing else."""

import csv
import re

import nbformat
import pytest

from tools.claims import read, rows
from tools.notebooks import ROOT

DATA = ROOT / "mathlib" / "data" / "errata.csv"
PAGE = ROOT / "chapters" / "errata.ipynb"
SORTS = ["mathematics", "notation", "wording"]
#: What was taken for a slip at first, and was none.
NONE = {12, 17, 20, 22}


def slips():
    with DATA.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def tables():
    """The tables of the page, as stored: each a list of lines without its head."""
    cells = nbformat.read(PAGE, as_version=4).cells
    outputs = [output.get("data", {}) for cell in cells for output in cell.get("outputs", [])]
    texts = [data["text/markdown"] for data in outputs if "text/markdown" in data]
    return [text.splitlines()[2:] for text in texts]


def line(slip):
    claim = f" {{eq}}`{slip['claim']}`" if slip["claim"] else ""
    stands = f"*{slip['where']}:* {slip['printed']}"
    return f"| **{slip['id']}**{claim} | {stands} | {slip['right']} |"


def test_every_slip_has_its_row_in_the_order_of_the_article():
    ids = [f"E{number}" for number in range(1, 32) if number not in NONE]
    assert [slip["id"] for slip in slips()] == ids


def test_the_page_shows_every_row_as_it_stands_in_the_file_and_no_other():
    assert tables() == [[line(s) for s in slips() if s["sort"] == sort] for sort in SORTS]


@pytest.mark.parametrize("slip", slips(), ids=lambda slip: slip["id"])
def test_a_row_is_complete_and_fits_a_cell_of_a_table(slip):
    optional = {"claim"} if slip["sort"] != "mathematics" else set()
    assert all(value for key, value in slip.items() if key not in optional)
    assert not any("|" in value or "\n" in value for value in slip.values())
    assert slip["sort"] in SORTS


@pytest.mark.parametrize("slip", slips(), ids=lambda slip: slip["id"])
def test_what_treats_a_slip_is_displayed_and_checked_in_its_chapter(slip):
    if slip["claim"]:
        book = read([ROOT / "chapters" / f"{slip['chapter']}.ipynb"])
        assert slip["claim"] in {display.label for display in book.displays}
        assert slip["claim"] in {check.label for check in book.checks}


@pytest.mark.parametrize("slip", slips(), ids=lambda slip: slip["id"])
def test_the_page_that_treats_a_slip_calls_it_one(slip):
    (page,) = (ROOT / "chapters").glob(f"{slip['chapter']}.*")
    assert re.search("slips? in the article|Errata of the article", page.read_text("utf-8"))


def test_every_claim_about_a_slip_has_its_row():
    claimed = {row.id for row in rows() if row.id.startswith("e")}
    assert claimed == {slip["claim"] for slip in slips() if slip["claim"]}


def test_every_slip_that_is_computed_has_a_section_of_its_own():
    text = "\n".join(cell.source for cell in nbformat.read(PAGE, as_version=4).cells)
    sections = set(re.findall(r"^## (E\d+): ", text, re.MULTILINE))
    here = {slip["id"] for slip in slips() if slip["claim"]}
    assert sections == here - {"E4"}, "E4 is shown where it stands, with the operators"
