"""How an expression was written, noted beside what it has become.

Expressions are simplified while they are built, so what a reader holds may not be what she wrote:
``sqrt(p**2)`` is ``p`` at once. To prove such a step one has to know what it started from.
Therefore every public operation notes on the node that it returns its own name, its operands and
its options. A note changes nothing: it is neither compared nor pickled, and only the latest few of
a node are kept, so that a symbol that lives long does not keep everything alive that was ever
written with it.

A node can come out of an operation on something that is made of it, ``x = (x + y) - y``, so notes
may run in circles. They are numbered for that reason: the operands of a note existed before it, and
whoever follows it reads them as they had been written until then. The numbers fall on every step,
so every walk along them ends.
"""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from mathlib.symbolic.shapes import dimension_names

if TYPE_CHECKING:
    from mathlib.symbolic.expression import Expression
    from mathlib.symbolic.nodes import Symbol

    Written = TypeVar("Written", bound=Expression)

#: How many ways of writing one expression are remembered.
KEPT = 8
_numbers = count(1)


class Writing(NamedTuple):
    """One way in which an expression was written."""

    operation: str  # its name in NumPy or in this package
    operands: tuple[Any, ...]  # expressions and numbers
    options: tuple[tuple[str, Any], ...]
    symbols: frozenset[Symbol]  # of the operands: all that is needed to compute it from them
    dimensions: frozenset[str]  # likewise
    history: frozenset[Symbol]  # with those that had cancelled in the operands
    number: int


def written(result: Written, operation: str, *operands: Any, **options: Any) -> Written:
    """Note how an expression was written, and return it."""
    parts = tuple([getattr(operand, "body", operand) for operand in operands])
    key = operation, parts, tuple(options.items())
    earlier = result.body.writings
    note = next((w for w in earlier if w[:3] == key), None)
    used = [part for part in parts if hasattr(part, "writings")]
    # An operand that has been written in another way since is to be read in that way from now on.
    if note is None or any(_last_written(part) > note.number for part in used):
        symbols = frozenset().union(*(part.symbols for part in used))
        dimensions = dimension_names(options.get("dimensions", ()))
        dimensions = dimensions.union(*(part.dimensions for part in used))
        history = symbols.union(*(_history(part) for part in used))
        note = Writing(*key, symbols, dimensions, history, next(_numbers))
    result.body.writings = (note, *[w for w in earlier if w is not note])[:KEPT]
    return result


def written_symbols(e: Expression) -> frozenset[Symbol]:
    """Return the symbols with which an expression was ever written, also those that cancelled.

    Of several with one name, those that are in the expression count, then the latest. What calls a
    dimension as the expression calls a symbol was written of another one: a number, such as 1, is
    part of many.
    """
    by_name = {symbol.name: symbol for symbol in e.symbols}
    own = {*by_name}
    for note in e.body.writings:
        for symbol in sorted(note.history, key=lambda s: s.serial):
            if symbol.name not in e.body.dimensions and own.isdisjoint(symbol.dimensions):
                by_name.setdefault(symbol.name, symbol)
    return frozenset(by_name.values())


def _last_written(e):
    """Return the number of the latest note; nothing was noted of a symbol."""
    return e.writings[0].number if e.writings else 0


def _history(e):
    """Return the symbols of the latest note; a symbol stands for itself."""
    return e.symbols if e in e.symbols or not e.writings else e.writings[0].history
