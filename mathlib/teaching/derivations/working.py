"""A derivative half worked out, as a tree, and what it is worth.

A working is a tree. Its leaves are derivatives that are found, and derivatives that are still to be
found; above them stand the sums, factors, products and quotients that the rules have made so far.
What a line shows and what it is worth are read off the same tree, so a wrong rule would be found
out by `Derivation.check`. Invariant: every working of one derivation has the same value.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from mathlib.symbolic import nodes
from mathlib.symbolic.canonical_form import add, product
from mathlib.symbolic.constants import constant, is_zero
from mathlib.symbolic.differentiation import jacobian_tensor
from mathlib.symbolic.expression import Expression
from mathlib.symbolic.indices import fresh_labels


@dataclass(frozen=True)
class Unfinished:
    """The derivative of an expression, still to be found."""

    of: Expression


@dataclass(frozen=True)
class Finished:
    """A derivative that is found."""

    value: Expression


@dataclass(frozen=True)
class Scaled:
    """A scalar times a derivative."""

    factor: Expression
    inner: Working


@dataclass(frozen=True)
class Through:
    """The derivative of a whole by a part, times that of the part: a matrix product."""

    outer: Expression  # the axes of the whole, then those of the part
    part: Expression
    inner: Working


@dataclass(frozen=True)
class Total:
    """A sum; each term with whether it is subtracted."""

    terms: tuple[tuple[bool, Working], ...]


@dataclass(frozen=True)
class Divided:
    """A derivative over a scalar."""

    inner: Working
    below: Expression


Working = Unfinished | Finished | Scaled | Through | Total | Divided


def value_of(working: Working, by: nodes.Symbol) -> Expression:
    """Return what a working is worth, with the derivatives that are still to be found."""
    match working:
        case Unfinished(e):
            return jacobian_tensor(e, by)
        case Finished(value):
            return value
        case Scaled(factor, inner):
            return factor * value_of(inner, by)
        case Through(outer, part, inner):
            return multiplied(outer, len(part.shape), value_of(inner, by))
        case Total(terms):
            values = [value_of(term, by) for _, term in terms]
            return add(*(-v if minus else v for (minus, _), v in zip(terms, values, strict=True)))
        case Divided(inner, below):
            return value_of(inner, by) / below
    raise TypeError(f"no working: {working!r}")


def multiplied(left: Expression, between: int, right: Expression) -> Expression:
    """Return the product of two derivatives, summed over the axes between them."""
    whole = fresh_labels(len(left.shape) - between)
    middle, end = fresh_labels(between), fresh_labels(len(right.shape) - between)
    shape = left.shape[: len(whole)] + right.shape[between:]
    return product(1, [(left, whole + middle), (right, middle + end)], whole + end, shape)


def is_finished(working: Working) -> bool:
    """Say whether all derivatives in it are found."""
    return not unfinished(working)


def is_multiplied_out(working: Working) -> bool:
    """Say whether it takes multiplying out, and not the simplifying of a quotient or a sum."""
    match working:
        case Scaled() | Through():
            return True
        case Total(terms):
            return any(is_multiplied_out(term) for _, term in terms)
    return False


def _below(working: Working) -> list[Working]:
    if isinstance(working, Total):
        return [term for _, term in working.terms]
    return [working.inner] if isinstance(working, Scaled | Through | Divided) else []


def unfinished(working: Working) -> list[Unfinished]:
    """Return the derivatives that are still to be found, in the order of reading."""
    if isinstance(working, Unfinished):
        return [working]
    return [found for part in _below(working) for found in unfinished(part)]


def mapped(working: Working, change: Callable[[Working], Working]) -> Working:
    """Return a working with its direct parts changed."""
    match working:
        case Total(terms):
            return Total(tuple((minus, change(term)) for minus, term in terms))
        case Scaled(factor, inner):
            return Scaled(factor, change(inner))
        case Through(outer, part, inner):
            return Through(outer, part, change(inner))
        case Divided(inner, below):
            return Divided(change(inner), below)
    return working


def without_ones(working: Working) -> Working:
    """Drop factors 1: sin(x), not sin(x) · 1."""
    working = mapped(working, without_ones)
    if isinstance(working, Scaled) and working.inner == Finished(constant(1)):
        return Finished(working.factor)
    return working


def without_zeros(working: Working) -> Working:
    """Drop the terms that are 0, unless nothing else is left, and brackets around what is added."""
    working = mapped(working, without_zeros)
    if not isinstance(working, Total):
        return working
    flat: list[tuple[bool, Working]] = []
    for minus, term in working.terms:
        if isinstance(term, Total) and not minus:
            flat += term.terms
        else:
            flat.append((minus, term))
    kept = tuple(term for term in flat if not _is_zero(term[1])) or working.terms[:1]
    return kept[0][1] if len(kept) == 1 and not kept[0][0] else Total(kept)


def _is_zero(working: Working) -> bool:
    return isinstance(working, Finished) and is_zero(working.value)
