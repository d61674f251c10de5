"""A node of the notation tree.

Equal forms are one object, as equal expressions are. The text of a deep network repeats what its
graph holds once, so it can be exponentially longer than the graph; every question that is asked
on the way - how many transposes, how long, which comes first, what is the transpose - must be
answered from the parts' answers, never by walking through the text.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any
from weakref import WeakValueDictionary

from mathlib.printing.kinds import ATOM, KINDS, OPPOSITES, SCRIPT, SUM, TERM

#: Kinds that begin with their first part; all others begin with a word of their own.
BEGIN_WITH_PART = frozenset(
    {"transpose", "inv", "inverse transpose", "matmul", "hadamard", "kronecker"}
    | {"entrywise quotient", "quotient", "power", "raise_to", "entrywise power", "entry"}
)
#: In which order forms stand that commute, by what they begin with.
BRACKET, INDICATOR, WORD, NAME = range(4)

_forms: WeakValueDictionary[tuple, Form] = WeakValueDictionary()


class Form:
    """A node of the notation tree.

    Attributes
    ----------
    kind : str
    parts : tuple
        Forms, tuples of them, and the words and numbers that the kind needs.
    symmetric : bool
        Known to be its own transpose.
    of_matrix : bool
        A function of every entry of a matrix, so of its transpose too.
    transposes : int
        How many transposes it is written with.
    length : int
        About how many characters it has as plain text.
    size : int
        The same with one for every name: long names are to be ordered as short ones are.
    """

    kind: str
    parts: tuple
    symmetric: bool
    of_matrix: bool
    transposes: int
    length: int
    size: int
    _begins: tuple[int, str]
    _transpose: Form | None

    def __new__(
        cls, kind: str, parts: tuple, symmetric: bool = False, of_matrix: bool = False
    ) -> Form:
        """Return the form of these parts; there is only one."""
        key = kind, parts, symmetric, of_matrix
        form = _forms.get(key)
        if form is None:
            form = super().__new__(cls)
            form.kind, form.parts, form.symmetric, form.of_matrix = key
            form._measure()
            form = _forms.setdefault(key, form)
        return form

    def _measure(self) -> None:
        inside = list(forms_in(self.parts))
        is_transpose = self.kind in ("transpose", "inverse transpose")
        self.transposes = is_transpose + sum(part.transposes for part in inside)
        self.length = 2 + 2 * len(inside) + sum(part.length for part in inside)
        self.size = 2 + 2 * len(inside) + sum(part.size for part in inside)
        if self.kind in ("symbol", "word"):
            self.length = len(self.parts[0])
            self.size = 1 if self.kind == "symbol" else self.length
        self._begins = self._beginning()
        self._transpose = None

    def _beginning(self) -> tuple[int, str]:
        if self.kind == "symbol":
            return NAME, self.parts[0]
        if self.kind == "word":
            return WORD, self.parts[0]
        if self.kind in BEGIN_WITH_PART:
            wanted = ATOM if self.kind == "power" else KINDS[self.kind].wanted
            bare = self.parts[0].tightness >= wanted
            return self.parts[0]._begins if bare else (BRACKET, "")
        comparisons = (*OPPOSITES, *OPPOSITES.values())
        own = {"sum": (BRACKET, "")} | dict.fromkeys(comparisons, (INDICATOR, ""))
        return own.get(self.kind, (WORD, self.kind))

    @property
    def tightness(self) -> int:
        """How tightly it holds together; what is in bars or in brackets of its own is an atom."""
        if self.kind in KINDS:
            return KINDS[self.kind].tightness
        return {"power": SCRIPT, "sum": SUM, "scaled": TERM}.get(self.kind, ATOM)

    def __lt__(self, other: Form) -> bool:
        """Say which comes first: by what it begins with, the shorter, then part by part."""
        left: Any = self
        right: Any = other
        while isinstance(left, Form) and isinstance(right, Form) and left is not right:
            if left._begins != right._begins or left.kind != right.kind:
                return left._outline() < right._outline()
            left, right = _first_difference(left.parts, right.parts)
        return (type(left).__name__, left) < (type(right).__name__, right)

    def _outline(self) -> tuple:
        return self._begins, self.size, self.kind


def _first_difference(left: tuple, right: tuple) -> tuple[Any, Any]:
    """Return the first two parts that differ, or the numbers of parts."""
    for a, b in zip(left, right, strict=False):
        if a is not b and a != b:
            nested = isinstance(a, tuple) and isinstance(b, tuple)
            return _first_difference(a, b) if nested else (a, b)
    return len(left), len(right)


def forms_below(f: Form) -> set[Form]:
    """Return a form and all forms in it, each once."""
    seen, waiting = {f}, [f]
    while waiting:
        inside = {*forms_in(waiting.pop().parts)} - seen
        seen |= inside
        waiting += inside
    return seen


def forms_in(parts: Iterable) -> Iterator[Form]:
    """Yield the forms among parts, also from tuples of them."""
    for part in parts:
        if isinstance(part, Form):
            yield part
        elif isinstance(part, tuple):
            yield from forms_in(part)
