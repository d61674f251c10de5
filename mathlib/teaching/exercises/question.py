"""The question of an exercise in words: what to differentiate, and what each letter is.

Every letter is introduced: a vector or matrix by its shape, a scalar as such, and so are the ones.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from mathlib.printing.forms import ONES
from mathlib.printing.typesetting import write
from mathlib.symbolic.expression import Expression, shape_text
from mathlib.symbolic.nodes import Symbol


def in_text(y: Expression, x: Symbol, symbols: Sequence[Symbol]) -> str:
    """Return the question as plain text."""
    shapes = [f"{s.name} {shape_text(s.shape)}" for s in symbols if s.shape]
    ones = write(ONES, latex=False)
    known = [*shapes, *_scalars(symbols, lambda s: s.name)]
    known += [f"every entry of {ones} is 1"] * (ones in str(y))
    return f"Differentiate {y} by {x}, where {', '.join(known)}."


def in_markdown(y: Expression, x: Symbol, symbols: Sequence[Symbol]) -> str:
    """Return the question as Markdown with formulas."""
    ones, formula = write(ONES, latex=True), y.latex()
    known = [_with_shape(s) for s in symbols if s.shape]
    known += _scalars(symbols, lambda s: f"${s.latex()}$")
    known += [f"every entry of ${ones}$ is $1$"] * (ones in formula)
    question = f"Differentiate $\\displaystyle {formula}$ by ${x.latex()}$"
    return f"{question}, where {', '.join(known)}."


def _scalars(symbols: Sequence[Symbol], name: Callable[[Symbol], str]) -> list[str]:
    """Return the clause that introduces the scalars, if there are any."""
    *first, last = [name(s) for s in symbols if not s.shape] or [""]
    if first:
        return [f"{', '.join(first)} and {last} are scalars"]
    return [f"{last} is a scalar"] if last else []


def _with_shape(symbol: Symbol) -> str:
    sizes = r" \times ".join(map(str, symbol.shape))
    letter = f"${symbol.latex()}$"
    return f"{letter} is ${sizes}$" if len(symbol.shape) == 2 else f"{letter} has ${sizes}$ entries"
