"""Which parts of an expression get names before it is derived by differentials.

A person names what a differential would have to repeat: what stands inside a function, the value of
a function of a matrix (dM = -M dS M for M = S⁻¹), a bracket that meets another factor that moves,
and numerator and denominator of a quotient. A sum of squares and a norm are left as they are, for
their differentials are short: df = 2 tr(Rᵀ dR).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain, count
from typing import NamedTuple

from mathlib.symbolic import nodes
from mathlib.symbolic.canonical_form import product
from mathlib.symbolic.constants import is_number
from mathlib.symbolic.contraction_rules import blocks_of
from mathlib.symbolic.expression import Expression, substitute, topological_order
from mathlib.symbolic.spectral_nodes import Eigenvectors
from mathlib.teaching.derivations.rules import affected, is_below

#: Letters for numbers, vectors, and what is larger; and for the whole.
LETTERS = ("u v s t r q c a e", "z h r s t u v w e g p q", "Z H R S T U V W E F G P Q")
WHOLE = ("f L g h", "y z u v", "Y Z U V")
#: Letters that are tried before the others: for an inverse, a softmax, a difference.
OWN = {"inv": "M N", "softmax": "P", "difference": "R E"}


class Part(NamedTuple):
    """A part with its name, what it is, and the same in the names of parts before it."""

    symbol: nodes.Symbol
    whole: Expression
    definition: Expression

    def moving(self, x: nodes.Symbol, parts: Iterable[Part]) -> list[nodes.Symbol]:
        """Return the symbols in its definition that move with the variable, the last first."""
        names = [part.symbol for part in parts]
        return [s for s in [*reversed(names), x] if s in self.definition.symbols]


class Names:
    """Gives names that are free: neither they nor their differentials are taken."""

    def __init__(self, taken: Iterable[str]):
        self.taken = {*taken}

    def new(self, e: Expression, letters: tuple[str, ...] = LETTERS) -> nodes.Symbol:
        """Return a symbol for an expression."""
        rank = min(len(e.shape), 2)
        own = OWN.get(_kind(e), "").split() if letters is LETTERS and rank else []
        stems = [letter if rank > 1 else letter.lower() for letter in own] + letters[rank].split()
        endless = (stems[-1] + str(k) for k in count(1))
        name = next(stem for stem in chain(stems, endless) if self._is_free(stem))
        self.taken.add(name)
        structure = ("orthogonal",) if isinstance(e, Eigenvectors) else ()
        return nodes.Symbol(name, e.shape, False, e.nonnegative, bool(structure), *structure)

    def _is_free(self, name: str) -> bool:
        return self.taken.isdisjoint({name, f"d{name}"})


def _kind(e: Expression) -> str:
    if isinstance(e, nodes.Sum):
        return "difference" if any(number < 0 for number, _ in e.terms) else ""
    return getattr(e, "kind", "")


def named_parts(y: Expression, x: nodes.Symbol, names: Names) -> list[Part]:
    """Return the parts that get names, each after those it is made of; the whole last."""
    moving = [node for node in topological_order(y) if x in node.symbols]
    chosen: dict[Expression, None] = {}
    for node in moving:
        chosen |= dict.fromkeys(part for part in _repeated(node, x, y) if _is_composite(part))
    above = {node: [n for n in moving if node in n.children] for node in moving}
    chosen = {part: None for part in chosen if not _is_less(part)}
    for node in moving:
        if node is not y and _has_own_name(node) and not _is_only_summed(node, x, above):
            chosen[node] = None
    whole = names.new(y, WHOLE)
    swaps: dict[Expression, Expression] = {}
    found = []
    for node in sorted({*chosen} - {y}, key=lambda node: node.serial):
        definition = _with_blocks(node, swaps)
        found.append(Part(names.new(node), node, definition))
        swaps[node] = found[-1].symbol
    return [*found, Part(whole, y, _with_blocks(y, swaps))]


def _is_less(e: Expression) -> bool:
    """Say whether a part is a number less a part that has a name: 1 - h needs none beside h."""
    if not isinstance(e, nodes.Sum):
        return False
    rest = [term for term in e.children if not is_number(term)]
    return len(rest) == 1 < len(e.children) and _has_own_name(rest[0])


def _is_composite(e: Expression) -> bool:
    return not isinstance(e, nodes.Symbol)


def _repeated(node: Expression, x: nodes.Symbol, y: Expression) -> Iterator[Expression]:
    """Yield the parts that the differential of a node would repeat."""
    reached = affected(node, x)
    if isinstance(node, nodes.Product):
        several = len(reached) > 1
        yield from (f for f in reached if several and isinstance(f, nodes.Sum))
        if not node.shape:
            yield from _blocks(node, x)
    elif isinstance(node, nodes.Power):
        yield from (e for e in reached if not _is_sum_of_squares(e))
    elif not isinstance(node, nodes.Sum):
        yield from reached


def _is_sum_of_squares(e: Expression) -> bool:
    if not isinstance(e, nodes.Product) or e.shape or len(e.factors) != 1:
        return False
    (square,) = e.children
    return isinstance(square, nodes.Power) and square.exponent == 2


def _blocks(e: nodes.Product, x: nodes.Symbol) -> list[Expression]:
    """Return numerator and denominator of a quotient, each a number of its own."""
    below = [f.base for f in e.children if is_below(f) and x in f.symbols]
    blocks = [product(1, block, ()) for block in blocks_of(e.factors)]
    above = [block for block in blocks if x in block.symbols]
    return [*above, *below] if below and above else []


def _has_own_name(e: Expression) -> bool:
    """Say whether the differential of a function is written with its value."""
    plain = isinstance(e, nodes.Symbol | nodes.Sum | nodes.Product | nodes.Power)
    return bool(e.shape) and not plain


def _is_only_summed(
    e: Expression, x: nodes.Symbol, above: dict[Expression, list[Expression]]
) -> bool:
    """Say whether nothing is done to the values of a function of entries but to add them up."""
    if not isinstance(e, nodes.Function):
        return False
    return all(not n.shape and affected(n, x) == [e] for n in above[e])


def _with_blocks(e: Expression, swaps: dict[Expression, Expression]) -> Expression:
    """Return an expression in names, also where a name stands for some factors of a product."""
    if isinstance(e, nodes.Sum) and not e.shape:
        return e.rebuild(*(_with_blocks(term, swaps) for term in e.children))
    if isinstance(e, nodes.Product) and not e.shape:
        rest = list(e.factors)
        found: list[Expression] = []
        for block in blocks_of(e.factors):
            whole = product(1, block, ())
            if whole in swaps:
                found.append(swaps[whole])
                rest = [f for f in rest if not any(f is g for g in block)]
        if found:
            e = product(e.coefficient, [*rest, *((f, ()) for f in found)], ())
    return substitute(e, swaps)
