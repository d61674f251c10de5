"""A matrix that meets its inverse in a product; see `contraction_rules`.

The matrix may be a product itself, whose factors then stand among the others: (Xᵀ X)⁻¹ Xᵀ X. And it
may stand in a bracket beside its inverse, or the inverse in one beside it: Xᵀ (y - X (Xᵀ X)⁻¹ Xᵀ y)
is 0, and reads as 0 only when it is multiplied out.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product as combinations
from typing import NamedTuple

from mathlib.symbolic.brackets import SHORT
from mathlib.symbolic.contraction_rules import labels_of
from mathlib.symbolic.expression import Expression, Factor, Labels
from mathlib.symbolic.indices import fresh_labels
from mathlib.symbolic.nodes import Identity, Inverse, Sum
from mathlib.symbolic.subproducts import occurrence


class Meeting(NamedTuple):
    """An inverse and the factors of its matrix, and the identity in their place."""

    used: list[Factor]
    identity: Factor


def cancel_inverses(flat: list[Factor], out: Labels, sizes: dict) -> list[Factor]:
    """Replace a matrix times its inverse by the identity, to be contracted."""
    for used, identity in _meetings(flat, out):
        left = [f for f in flat if not any(f is u for u in used)]
        for label in labels_of(used) - labels_of(left) - {*out} - {*identity[1]}:
            del sizes[label]
        return [*left, identity]
    return flat


def bracket_beside_inverse(flat: list[Factor], out: Labels) -> Factor | None:
    """Return a short bracket in which a matrix meets its inverse that stands beside it.

    It may stand in another bracket: (I - P) (I - P) is I - P, if P is X (Xᵀ X)⁻¹ Xᵀ.
    """
    brackets = [f for f in flat if isinstance(f[0], Sum) and len(f[0].terms) <= SHORT]
    if not brackets or len(flat) == 1 or not any(_has_inverse(e) for e, _ in flat):
        return None
    inside = [[_renamed(term, labels) for term in e.children] for e, labels in brackets]
    for k, bracket in enumerate(brackets):
        rest = [f for f in flat if f is not bracket]
        if any(_meet(rest, term, out) for term in inside[k]):
            return bracket
        for other, terms in zip(brackets[:k], inside[:k], strict=True):
            left = [f for f in rest if f is not other]
            for term, another in combinations(inside[k], terms):
                if _meet(left + another, term, out):
                    return bracket
    return None


def _renamed(term: Expression, labels: Labels) -> list[Factor]:
    names = dict(enumerate(labels))
    for label in labels_of(term.factors) - names.keys():
        (names[label],) = fresh_labels(1)
    return [(e, tuple(names[label] for label in ls)) for e, ls in term.factors]


def _has_inverse(e: Expression) -> bool:
    """Say whether an expression is an inverse, or a bracket with one among its factors."""
    if isinstance(e, Sum):
        return any(isinstance(f, Inverse) for term in e.children for f, _ in term.factors)
    return isinstance(e, Inverse)


def _meet(left: list[Factor], right: list[Factor], out: Labels) -> bool:
    """Say whether a matrix of the left meets its inverse of the right, or the other way round."""
    return any(
        _has_some(used, left) and _has_some(used, right) for used, _ in _meetings(left + right, out)
    )


def _has_some(used, factors):
    return any(u is f for u in used for f in factors)


def _meetings(flat: list[Factor], out: Labels) -> Iterator[Meeting]:
    """Yield where a matrix stands beside its inverse, and the label between them is theirs."""
    for inverse in flat:
        e, labels = inverse
        if not isinstance(e, Inverse):
            continue
        rest = [f for f in flat if f is not inverse]
        base = e.base
        for far, met, axis in _sides(labels, base.symmetric):
            if met in out or far == met:
                continue
            if found := occurrence(base.factors, base.axes, rest, out, {axis: met}):
                used, names = found
                if met not in labels_of(f for f in rest if not any(f is u for u in used)):
                    identity = Identity(base.shape[0]), (far, names[1 - axis])
                    yield Meeting([inverse, *used], identity)


def _sides(labels: Labels, symmetric: bool) -> list[tuple[int, int, int]]:
    """Return, for every side, the far label of an inverse, the label there, and whose axis it is.

    A matrix stands before its inverse with its columns, axis 1, and after it with its rows.
    """
    far, near = labels
    sides = [(far, near, 0), (near, far, 1)]
    return [*sides, (far, near, 1), (near, far, 0)] if symmetric else sides
