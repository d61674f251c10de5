"""Constants that pick entries, read as the index by which NumPy picks them.

A pick stands beside what it picks from: ``A[1:3] x``, ``E[t]``. Alone it is rows of the identity,
``I[1:3]``, the unit vector ``I[2]``, or ``one_hot(t)``; in index notation it says which letter
stands for which, ``E[t[i],j]``, or when it is 1, as in ``[k = 2 i + j]``.
"""

from __future__ import annotations

from mathlib.printing import forms
from mathlib.printing.contraction import Item, NoMatrixFormError
from mathlib.printing.forms import Form, transpose
from mathlib.symbolic.expression import Labels
from mathlib.symbolic.index_nodes import Gather
from mathlib.symbolic.nodes import Listing, Pick, Roll, Selection

#: Numbers of entries that are listed, where their places do not follow one another.
FEW = (2, 3)


def matrix_form(node: Pick) -> Form:
    """Return a pick alone: a unit vector, or the columns of a matrix whose rows pick."""
    if len(node.shape) > 2:
        raise NoMatrixFormError
    match node:
        case Gather():
            rows = Form("one_hot", (forms.of_symbol(node.index, len(node.index.shape)),))
        case Roll():
            rows = _rolled(forms.IDENTITY, node.shift, "0")
        case _:
            rows = Form("entry", (forms.IDENTITY, Form("rows", (_index(node),))))
    return rows if len(node.shape) == 1 else transpose(rows)


def read_selections(items: list[Item], out: Labels) -> list[Item]:
    """Put one item in the place of every pick and what it picks from."""
    for pick in items:
        if isinstance(pick.node, Pick) and len(pick.labels) < 3:
            for k in range(1 + isinstance(pick.node, Roll)):
                label, *others = pick.labels if k == 0 else pick.labels[::-1]
                holders = [item for item in items if item is not pick and label in item.labels]
                if label in out or len(holders) != 1 or holders[0].labels.count(label) > 1:
                    continue
                if len(holders[0].labels) > 2 or label in others or _is_one_a_row(pick, holders[0]):
                    continue
                rest = [item for item in items if item is not pick and item is not holders[0]]
                return read_selections([*rest, _picked(pick, holders[0], k)], out)
    return items


def _is_one_a_row(pick: Item, other: Item) -> bool:
    """Say whether an index vector picks one entry of every row: one_hot reads better then."""
    return isinstance(pick.node, Gather) and bool({*pick.labels[1:]}.intersection(other.labels))


def _picked(pick: Item, other: Item, turned: int) -> Item:
    """Return the rows, the columns or the entries of an item that are picked."""
    assert isinstance(pick.node, Pick)
    label, *new = pick.labels[::-1] if turned else pick.labels
    form, labels = other.form, other.labels
    if form.kind == "transpose" and len(labels) == 2:
        form, labels = form.parts[0], labels[::-1]
    replaced = tuple(n for l in labels for n in (new if l == label else [l]))
    if isinstance(pick.node, Roll):
        axis = str(labels.index(label)) if len(labels) == 2 else ""
        return Item(_rolled(form, pick.node.shift * (-1) ** turned, axis), replaced)
    return Item(_part_of(form, _index(pick.node), labels, label, not replaced), replaced)


def _part_of(form: Form, index: Form, labels: Labels, label: int, is_entry: bool) -> Form:
    """Return rows, columns or entries; of rows the columns and of columns the rows in one index."""
    across = form.parts[1].kind if form.kind == "entry" else ""
    whole = "columns" if labels.index(label) else "rows"
    if len(labels) == 1:  # of one row, the columns
        whole = {"rows": "columns", "columns": "rows"}.get(across, "")
    pair = (form.parts[1].parts[0], index) if across in ("rows", "columns") else ()
    if pair and whole and across != whole and not all(map(_is_array, pair)):
        ordered = pair if across == "rows" else pair[::-1]
        return Form("entry", (form.parts[0], Form("rows and columns", ordered)), is_entry)
    return Form("entry", (form, Form(whole, (index,)) if whole else index), is_entry)


def _is_array(index: Form) -> bool:
    """Say whether an index is a list or a vector: two in one index would go side by side."""
    return index.kind == "symbol" or index.parts[0].startswith("[")


def _rolled(form: Form, shift: int, axis: str) -> Form:
    along, in_latex = (f", axis={axis}", rf", \text{{axis}}={axis}") if axis else ("", "")
    return Form("roll", (form, forms.word(f"{shift}{along}", f"{shift}{in_latex}")))


def indicator(node: Pick, subscripts: list[str]) -> Form:
    """Return when an entry is 1."""
    first, *others = subscripts
    return Form("equality", (listed([first]), listed([place(node, others)])))


def place(node: Pick, letters: list[str]) -> str:
    """Return which place a pick picks at these letters: ``2 i + j``, ``t[i]``."""
    match node:
        case Gather():
            return f"{node.index.name}[{','.join(letters)}]" if letters else node.index.name
        case Listing():
            return f"({','.join(map(str, node.places))})[{','.join(letters)}]"
        case Roll():
            return f"({letters[0]} - {node.shift}) mod {node.shape[0]}"
    assert isinstance(node, Selection)
    terms = [
        (step < 0, letter if abs(step) == 1 else f"{abs(step)} {letter}")
        for step, letter in zip(node.steps, letters, strict=True)
        if step
    ]
    start = [(node.start < 0, str(abs(node.start)))] if node.start else []
    whole = [(False, str(node.shape[0]))] if node.from_end else []
    ordered = sorted([*whole, *terms, *start], key=lambda term: term[0])
    signed = [f"{' - ' if minus else ' + '}{term}" for minus, term in ordered]
    text = "".join(signed) or " + 0"
    return "-" * (text[1] == "-") + text[3:]


def listed(letters: list[str]) -> Form:
    """Return letters as a subscript; an entry of an index vector has one of its own in LaTeX."""
    latex = "".join(letters) if all(len(l) < 3 for l in letters) else ", ".join(letters)
    latex = latex.replace("[", "_{").replace("]", "}").replace(" mod ", r" \bmod ")
    return forms.word(",".join(letters), latex)


def _index(node: Pick) -> Form:
    """Return the position, the slice, the list or the name by which entries are picked."""
    if isinstance(node, Gather):
        return forms.of_symbol(node.index, len(node.index.shape))
    if isinstance(node, Listing):
        return _word(str([*node.places]))
    assert isinstance(node, Selection)
    if (
        node.steps
        and node.steps[0] != 1
        and node.shape[1] in FEW
        and node.shape[1] != node.shape[0]
    ):
        return _word(str([node.start + node.steps[0] * k for k in range(node.shape[1])]))
    return _word(_slice(node))


def _slice(node: Selection) -> str:
    """Return a slice as Python writes it."""
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
    return forms.word(text, text.replace(", ", ","))
