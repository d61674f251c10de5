"""Constants that pick entries, read as the index by which NumPy picks them.

A pick stands beside what it picks from: ``A[1:3] x``. Alone it is rows of the identity, ``I[1:3]``,
and the unit vector ``I[2]``; in index notation it says when it is 1, as in ``[k = 2 i + j]``.
"""

from __future__ import annotations

from mathlib.printing import forms
from mathlib.printing.contraction import Item, NoMatrixFormError
from mathlib.printing.forms import Form, transpose
from mathlib.symbolic.expression import Labels
from mathlib.symbolic.nodes import Selection


def matrix_form(node: Selection) -> Form:
    """Return a pick alone: a unit vector, or rows of the identity as the columns of a matrix."""
    if len(node.shape) > 2:
        raise NoMatrixFormError
    rows = Form("entry", (forms.IDENTITY, _word(_index(node))))
    return rows if len(node.shape) == 1 else transpose(rows)


def read_selections(items: list[Item], out: Labels) -> list[Item]:
    """Put one item in the place of every pick and what it picks from."""
    for pick in items:
        if isinstance(pick.node, Selection) and len(pick.labels) < 3:
            label = pick.labels[0]
            holders = [item for item in items if item is not pick and label in item.labels]
            if label in out or len(holders) != 1 or holders[0].labels.count(label) > 1:
                continue
            if len(holders[0].labels) > 2 or label in pick.labels[1:]:
                continue
            rest = [item for item in items if item is not pick and item is not holders[0]]
            return read_selections([*rest, _picked(pick, holders[0])], out)
    return items


def _picked(pick: Item, other: Item) -> Item:
    """Return the rows, the columns or the entries of an item that are picked."""
    assert isinstance(pick.node, Selection)
    label, *new = pick.labels
    form, labels = other.form, other.labels
    if form.kind == "transpose" and len(labels) == 2:
        form, labels = form.parts[0], labels[::-1]
    index = _index(pick.node)
    text = f":, {index}" if labels.index(label) else index
    replaced = tuple(n for l in labels for n in (new if l == label else [l]))
    return Item(Form("entry", (form, _word(text)), not replaced), replaced)


def indicator(node: Selection, subscripts: list[str]) -> Form:
    """Return when an entry is 1."""
    first, *others = subscripts
    terms = [
        (step < 0, letter if abs(step) == 1 else f"{abs(step)} {letter}")
        for step, letter in zip(node.steps, others, strict=True)
        if step
    ]
    start = [(node.start < 0, str(abs(node.start)))] if node.start else []
    whole = [(False, str(node.shape[0]))] if node.from_end else []
    signed = [f"{' - ' if minus else ' + '}{term}" for minus, term in [*whole, *terms, *start]]
    text = "".join(signed) or " + 0"
    return Form("equality", (_word(first), _word("-" * (text[1] == "-") + text[3:])))


def _index(node: Selection) -> str:
    """Return the position, or the slice, by which entries are picked."""
    if not node.steps:
        return str(node.start)
    (step,), (length, count) = node.steps, node.shape
    if not isinstance(count, int):
        return f"::{step}"
    last = node.start + step * (count - 1)
    if step > 0:
        begin = "" if node.start == 0 and not node.from_end else str(node.start)
        end = "" if last + 1 == (0 if node.from_end else length) else str(last + 1)
    else:
        begin = "" if node.start == -1 or node.start + 1 == length else str(node.start)
        end = "" if last == 0 and not node.from_end else str(last - 1)
    return f"{begin}:{end}" + (f":{step}" if step != 1 else "")


def _word(text: str) -> Form:
    return forms.word(text, text.replace(":, ", ":,"))
