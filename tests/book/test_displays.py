"""What is displayed is true as it stands on the page, and one changed symbol makes it false."""

import re

import pytest

from tools.claims import read, row_id
from tools.notebooks import ROOT, chapters
from tools.page_reader.errors import Unreadable, Wrong
from tools.page_reader.mutations import drawn, mutations
from tools.page_reader.proof import Reading
from tools.page_reader.surroundings import entries, surroundings_of

TABLE = entries()
BOOK = read(chapters())
SORTS = {row.id: row.sort for row in BOOK.rows}
LABELLED = {display.label: display for display in BOOK.displays if display.label}
UNREAD = sorted(label for label, entry in TABLE.items() if "unread" in entry)
READ = [label for label in LABELLED if label not in UNREAD]
#: Changed symbols that are tried on each display, of different kinds where it has them, by a draw
#: of its own: a new chapter changes none.
SLIPS = 3


def reading(label, latex=None):
    """A display taken apart, as it stands or with something changed."""
    display = LABELLED[label]
    around = surroundings_of(label, display.chapter, TABLE)
    return Reading(latex or display.latex, around)


def is_refuted(label):
    """Whether a display is wrong on purpose; what is right instead has the id with a suffix."""
    return SORTS[row_id(label)] == "refuted" and label == row_id(label)


def slips(label):
    """The changes that are tried on a display; what is shown to be wrong can be wrong otherwise."""
    if is_refuted(label):
        return []
    return drawn(mutations(reading(label)), label, SLIPS)


def spaced(latex):
    return re.sub(r"\s+", " ", latex)


def known_to_stay_true(label, mutation):
    fragments = map(spaced, TABLE.get(label, {}).get("true_too", []))
    return any(fragment in spaced(mutation.latex) for fragment in fragments)


@pytest.mark.parametrize("label", READ)
def test_what_is_displayed_is_true(label):
    if is_refuted(label) and r"\ne" not in LABELLED[label].latex:
        with pytest.raises(Wrong):
            reading(label).prove()
    else:
        reading(label).prove()


@pytest.mark.parametrize("label", READ)
def test_a_changed_symbol_makes_it_false(label):
    survivors = []
    for mutation in slips(label):
        try:
            reading(label, mutation.latex).prove()
        except (Wrong, Unreadable):
            continue
        if not known_to_stay_true(label, mutation):
            survivors.append(spaced(mutation.slip))
    advice = "not noticed; true as well? then add a few words of it to true_too in displays.toml"
    assert not survivors, "\n".join([*survivors, advice])


def test_a_hundred_changed_symbols_are_tried():
    tried = [not known_to_stay_true(label, slip) for label in READ for slip in slips(label)]
    assert sum(tried) >= 100


def test_most_displays_are_read():
    assert len(READ) >= 0.85 * len(LABELLED)


def test_what_is_said_to_be_unreadable_cannot_be_read():
    for label in UNREAD:
        with pytest.raises(Unreadable):
            reading(label).prove()


def test_the_table_speaks_of_displays_that_are_there():
    assert {*TABLE} - {"chapter"} <= {*LABELLED}
    assert {*TABLE["chapter"]} <= {display.chapter for display in LABELLED.values()}


@pytest.mark.parametrize("label", [label for label in TABLE if "true_too" in TABLE[label]])
def test_the_table_excuses_no_change_that_is_not_tried(label):
    tried = [spaced(mutation.latex) for mutation in slips(label)]
    for fragment in map(spaced, TABLE[label]["true_too"]):
        assert fragment not in spaced(LABELLED[label].latex)
        assert any(fragment in latex for latex in tried)


def test_the_reader_knows_nothing_of_the_engine():
    sources = (ROOT / "tools" / "page_reader").glob("*.py")
    assert not [path.name for path in sources if "mathlib" in path.read_text("utf-8")]
