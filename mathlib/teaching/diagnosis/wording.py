"""Whether a sentence names what the reader wrote, and what is said where it does not.

Some slips are found in the canonical form only, at places that nobody wrote: a relu in what was
`maximum`, a bracket whose terms have another sign. To name such a place sends the reader looking
for what is not there, so then the kind of the mistake is said and no place.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from mathlib.symbolic import nodes
from mathlib.symbolic.expression import Expression, topological_order
from mathlib.teaching.diagnosis.candidate import Point, Sentence

#: What is said of a kind of mistake without its place.
WITHOUT_PLACE = {
    "missing path": "A part is held constant, though the variable is in it.",
    "missing factor": "A factor is missing, or one too many.",
    "extra factor": "A factor is one too many.",
    "chain rule": "An inner derivative is forgotten.",
    "sign": "A sign is wrong.",
    "factor 2": "A number in front of a term is lost, or one too many.",
    "factor N": "A number in front of a term is lost, or one too many.",
    "mask": "A mask of zeros and ones is missing or wrong.",
    "f instead of f'": "A function stands where its derivative is wanted.",
    "f' at the wrong point": "A derivative is taken at the wrong place, or a term is missing.",
    "norm vs square": "A norm is taken for its square, or a square for a norm.",
    "power rule": "An exponential is differentiated as if it were a power.",
    "another part": "One part of the problem stands where another is meant.",
}
ELSEWHERE = "One rule or one line of the calculation is wrong."
#: What a reader looks for by its name; of powers she looks for what is raised.
NAMED = (nodes.Sum, nodes.Function, nodes.MatrixFunction)
# Two values are the same up to this part of them.
SAME = 1e-9


class Wording:
    """Tells what stands in a function as it was written from what only its canonical form has."""

    def __init__(self, written: Expression, y: Expression, p: Point):
        known = topological_order(written)
        by_value = [(np.sort(p.value(e), axis=None), e) for e in known]
        self.names: dict[Expression, Expression] = {}
        self.unwritten: set[Expression] = set()
        for e in {*topological_order(y)}.difference(known):
            same = next(_of_value(p.value(e), by_value), None)
            if same is not None:
                self.names[e] = same
            elif isinstance(e, NAMED) and not [*_of_value(-p.value(e), by_value)]:
                self.unwritten.add(e)

    def told(self, said: Sentence | str) -> Sentence | str | None:
        """Return a sentence in the words of the writing, None if it names what was not written."""
        if not isinstance(said, Sentence):
            return said
        if any(self.unwritten & {*topological_order(e)} for e in _named(said)):
            return None
        return Sentence(said.text, *map(self._as_written, said.parts))

    def _as_written(self, part: Any) -> Any:
        if isinstance(part, Sentence):
            return Sentence(part.text, *map(self._as_written, part.parts))
        if isinstance(part, list):
            return [*map(self._as_written, part)]
        return self.names.get(part, part) if isinstance(part, Expression) else part


def without_place(kind: str) -> str:
    """Return what is said of a kind of mistake without its place."""
    return WITHOUT_PLACE.get(kind, ELSEWHERE)


def _named(said: object) -> Iterator[Expression]:
    """Yield the expressions that a sentence names."""
    if isinstance(said, Sentence):
        for part in said.parts:
            yield from _named(part)
    elif isinstance(said, list):
        for part in said:
            yield from _named(part)
    elif isinstance(said, Expression):
        yield said


def _of_value(
    value: np.ndarray, by_value: list[tuple[np.ndarray, Expression]]
) -> Iterator[Expression]:
    """Yield what has a value; the entries of a transpose are the same."""
    entries = np.sort(value, axis=None)
    for other, e in by_value:
        if other.size == entries.size and np.allclose(entries, other, rtol=SAME, atol=0):
            yield e
