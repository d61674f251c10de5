"""What is displayed is true as it stands on the page, and one changed symbol makes it false."""

from functools import cache

import pytest

from tools.notebooks import ROOT, chapters
from tools.page_reader import displays
from tools.page_reader.displays import TABLE, reading, spaced, stays_true
from tools.page_reader.errors import Unreadable, Wrong

LABELLED = displays.labelled(chapters())
UNREAD = sorted(label for label, entry in TABLE.items() if "unread" in entry)
READ = [label for label in LABELLED if label not in UNREAD]


@cache
def slips(label):
    """The changes that are tried on a display."""
    return displays.slips(LABELLED[label])


@pytest.mark.parametrize("label", READ)
def test_what_is_displayed_is_true(label):
    displays.prove(LABELLED[label])


@pytest.mark.parametrize("label", READ)
def test_a_changed_symbol_makes_it_false(label):
    survivors = []
    for mutation in slips(label):
        try:
            reading(LABELLED[label], mutation.latex).prove()
        except (Wrong, Unreadable):
            continue
        if not stays_true(LABELLED[label], mutation):
            survivors.append(spaced(mutation.slip))
    advice = "not noticed; true as well? then add a few words of it to true_too in displays.toml"
    assert not survivors, "\n".join([*survivors, advice])


def test_a_hundred_changed_symbols_are_tried():
    tried = [not stays_true(LABELLED[label], slip) for label in READ for slip in slips(label)]
    assert sum(tried) >= 100


def test_most_displays_are_read():
    assert len(READ) >= 0.85 * len(LABELLED)


def test_what_is_said_to_be_unreadable_cannot_be_read():
    for label in UNREAD:
        with pytest.raises(Unreadable):
            reading(LABELLED[label]).prove()


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
