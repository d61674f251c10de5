"""What is said within a line about a derivative is true, and so is what a table repeats."""

from collections import Counter

import pytest

from tools.page_reader.inline_formulas import TABLE, Inline, is_sound, proof, stated, states
from tools.page_reader.mutations import drawn, mutations

STATED = stated()
NAMED = [pytest.param(i, id=f"{i.chapter}-{i.cell}-{n}") for n, i in enumerate(STATED)]


SOUND = [named for named in NAMED if is_sound(named.values[0])]
OTHERS = [named for named in NAMED if not is_sound(named.values[0])]


@pytest.mark.parametrize("inline", SOUND)
def test_what_a_line_states_is_true(inline):
    found, reasons = proof(inline)
    assert found, "\n".join([inline.latex, *reasons])


@pytest.mark.parametrize("inline", OTHERS)
def test_what_is_said_to_be_wrong_or_unreadable_is_so(inline):
    found, _ = proof(inline)
    assert not found


@pytest.mark.parametrize("inline", SOUND)
def test_a_changed_symbol_makes_it_false(inline):
    found, _ = proof(inline)
    for slip in drawn(mutations(found), inline.latex, 1):
        assert not proof(inline, slip.latex)[0], slip.slip


def test_most_of_what_is_stated_is_read():
    assert len(SOUND) >= 0.75 * len(STATED)


def test_the_table_speaks_of_formulas_that_are_there():
    places = Counter((i.chapter, i.cell) for i in STATED)
    latex = {i.latex for i in STATED}
    for chapter, cells in TABLE.items():
        for cell, said in cells.items():
            assert (chapter, cell) in places
            assert {*said.get("wrong", []), *said.get("unread", {})} <= latex


@pytest.mark.parametrize(
    ("latex", "repeats", "answer"),
    [
        (r"\frac{dy}{dx} = 2 x", (), True),
        ("f'(1) = 2", (), True),
        ("y = x^2", (), False),
        ("y = x^2", (("r1", "y = x^2"),), True),
        (r"\frac{dy}{dx}", (("r1", "y = x^2"),), False),
        (r"\left( x \right)^T", (("r1", "y = x^2"),), False),
    ],
)
def test_a_statement_is_told_from_a_term(latex, repeats, answer):
    assert states(Inline("sums", "a", latex, repeats, ())) == answer
