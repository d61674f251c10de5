"""What stands between merged axes, read as vec(M) or as a Kronecker product.

A factor `MergeAxes` says that one axis runs over the pairs of two others. Two of them, or one and
a plain output, are the two sides of a Kronecker product: what joins the slow labels of both sides
is its left factor, what joins the fast ones its right factor. What joins slow to fast ends in the
commutation matrix K. If slow and fast labels of one side hang together, the axis is that of
``vec(M)``. Axes can be merged again, so the blocks between them
are read from the inside out: each block becomes one item, until no `MergeAxes` is left.
"""

from __future__ import annotations

import itertools

from mathlib.printing import forms
from mathlib.printing.contraction import Item, NoMatrixFormError, as_matrix, contract
from mathlib.printing.forms import Form, matmul, transpose
from mathlib.printing.network import sizes_of
from mathlib.printing.sizes import kronecker
from mathlib.symbolic.expression import Labels
from mathlib.symbolic.nodes import MergeAxes


def read_merged_axes(items: list[Item], out: Labels) -> list[Item]:
    """Put one item in the place of every block between merged axes, the innermost first."""
    while merges := [item for item in items if _is_merge(item)]:
        blocks = [_connected(items, {*merge.labels[1:]}) for merge in merges]
        block, reached = min(blocks, key=lambda found: len(found[0]))
        made = _kronecker_or_vec(block, reached, out)
        items = [item for item in items if not any(item is used for used in block)] + [made]
    return items


def _connected(items: list[Item], labels: set[int]) -> tuple[list[Item], set[int]]:
    """Return the items that hang together on labels, and all their labels.

    The label of a merged axis as a whole leads out of the block, so it is not followed.
    """
    reached, block, left = {*labels}, [], items
    while met := [item for item in left if reached.intersection(item.labels)]:
        block += met
        left = [item for item in left if not any(item is other for other in met)]
        reached = reached.union(*(item.labels[_is_merge(item) :] for item in met))
    return block, reached


def _kronecker_or_vec(block: list[Item], reached: set[int], out: Labels) -> Item:
    """Return a block with two sides, each a merged axis or a plain output, or with one side.

    Two sides that only hang together with slow and fast exchanged are commuted.
    """
    merges = [item.labels for item in block if _is_merge(item)]
    inside = [item for item in block if not _is_merge(item)]
    plain = [(label, label, label) for label in reached.intersection(out)]
    sides = sorted([*merges, *plain])
    slow, fast = (_connected(inside, {labels[k] for labels in merges}) for k in (1, 2))
    together = slow[1] & fast[1]
    if together and len(sides) == len(merges) == 2:
        return _exchanged(block, reached, out)
    if len(sides) > (1 if together else 2) or any(whole in reached for whole, *_ in merges):
        raise NoMatrixFormError
    wholes = tuple(labels[0] for labels in sides)
    if together:
        ((_, slow_label, fast_label),) = merges
        return Item(Form("vec", (_matrix(inside, (fast_label, slow_label)),)), wholes)
    parts = []
    for k, (half, found) in enumerate((slow, fast), start=1):
        part = _matrix(half, tuple(labels[k] for labels in sides if labels[k] in found))
        parts.append(part if sides[0][k] in found else transpose(part))
    if {*parts} == {forms.IDENTITY}:
        return Item(forms.IDENTITY, wholes)
    sizes = sizes_of(block)
    return Item(kronecker(parts, [sizes.get(label) for label in sides[0][1:]]), wholes)


def _exchanged(block: list[Item], reached: set[int], out: Labels) -> Item:
    """Return (A ⊗ B) K: A leads from the slow label of one side to the fast one of the other."""
    last = max((item for item in block if _is_merge(item)), key=lambda item: item.labels)
    whole, slow, fast = last.labels
    others = [item for item in block if item is not last]
    turned = [*others, last._replace(labels=(whole, fast, slow))]
    if _still_together(turned):
        raise NoMatrixFormError
    assert last.node is not None
    K = forms.commutation(*last.node.shape[:0:-1])
    straight = _kronecker_or_vec(turned, reached, out)
    alone = straight.form is forms.IDENTITY
    return straight._replace(form=K if alone else matmul(straight.form, K))


def _still_together(block: list[Item]) -> bool:
    """Say whether what joins the slow labels of both sides joins the fast ones too."""
    merges = [item.labels for item in block if _is_merge(item)]
    inside = [item for item in block if not _is_merge(item)]
    slow, fast = (_connected(inside, {labels[k] for labels in merges})[1] for k in (1, 2))
    return bool(slow & fast)


def _matrix(items: list[Item], labels: Labels) -> Form:
    """Return the matrix or column that has these labels; twice the same make it diagonal."""
    names = {label: place for place, label in enumerate(labels)}
    unit = [Item(forms.IDENTITY, (0, 1))][: len(labels) - len(names)]
    others = itertools.count(len(labels))
    for label in (label for item in items for label in item.labels if label not in names):
        names.setdefault(label, next(others))
    renamed = [item._replace(labels=tuple(names[l] for l in item.labels)) for item in items]
    out = tuple(range(len(labels)))
    return as_matrix(contract(renamed + unit, out), out) or forms.ONE


def _is_merge(item: Item) -> bool:
    return isinstance(item.node, MergeAxes)
