"""Names for parts, found as a person would: p = softmax(X W), H = (Xᵀ X)⁻¹, sigma, mu, r.

A part gets a name if it stands in several places and is not short, or if what it stands in would
be longer than a line. How long something is, is counted with the names that are found already, from
the leaves up, so the text of a network grows with its graph and not with the number of ways through
it. The letter says what kind of part it is; letters that the expression uses are left to it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from fractions import Fraction
from itertools import count
from math import inf

from mathlib.symbolic import nodes
from mathlib.symbolic.canonical_form import power
from mathlib.symbolic.coefficients import split_coefficient
from mathlib.symbolic.differentials import DifferentialSymbol
from mathlib.symbolic.expression import Expression
from mathlib.symbolic.replacement import core

#: From how many characters on a part gets a name if it stands in several places.
REPEATED = 8
#: From how many characters on a part of something that is longer than a line.
LONG, LINE = 30, 100
#: Letters by kind, the first that is free; then by how many axes a part has. Neither K nor D, for
#: these are matrices of the notation.
BY_KIND = {
    "softmax": "p s q",
    "inv": "H M G",
    "mean": "mu m",
    "deviation": "sigma s",
    "root": "r s q",
    "difference": "r e s",
    "sigmoid": "s p q",
    "fold": "v w g",
}
#: Kinds of parts that people name sooner than others: if something they stand in is repeated, and
#: all but a mean even if they stand once, and something beside them.
USUAL = ("mean", "deviation", "softmax", "inv")
USUAL_REPEATED, USUAL_ONCE = 5, 10
BY_RANK = ("c a b q", "z h v w", "Z U V S", "T")


class Parts:
    """Chooses the parts of some expressions that are to have names."""

    def __init__(self, roots: Iterable[Expression]):
        self.roots = list(roots)
        self.nodes = reading_order(self.roots)
        self.under_roots = _under_roots(self.nodes)
        self.part = {node: self._part(node) for node in self.nodes}
        self.places = Counter(self.part[c] for node in self.nodes for c in node.children)
        self.ways = self._ways()
        self.wrapped = {self.part[r.children[0]] for r in self.roots if len(r.children) == 1}
        self.lengths: dict[Expression, int] = {}
        self.chosen: dict[Expression, None] = {}
        for node in self.nodes:
            self._measure(node)

    def _part(self, node: Expression) -> Expression:
        """Return what would have the name where a node stands: of 1 / sqrt(v), sqrt(v)."""
        if isinstance(node, nodes.Power) and not isinstance(node.base, nodes.Symbol):
            node = node.base
        if node in self.under_roots:
            return power(node, Fraction(1, 2))
        return split_coefficient(core(node))[1]

    def _ways(self) -> Counter[Expression]:
        """Count how often parts stand in the text if nothing has a name: once, or oftener."""
        ways = Counter(self.roots)
        for node in reversed(self.nodes):
            for child in node.children:
                ways[child] = min(2, ways[child] + ways[node])
        found: Counter[Expression] = Counter()
        for node, part in self.part.items():
            found[part] = max(found[part], ways[node])
        return found

    def _measure(self, node: Expression) -> None:
        """Set the length of a node, and choose parts of it if it is too long, and itself."""
        parts = [e for e in node.children if not isinstance(node, nodes.Sum) or len(e.factors) < 2]
        for child in sorted(parts, key=lambda e: -self._shown(e)):
            if written(node, self._shown) <= LINE or self._shown(child) < LONG:
                break
            self._choose(child)
        self.lengths[node] = written(node, self._shown)
        if isinstance(node, nodes.Power) and node.base.children:
            return  # its base has been looked at
        is_root = node in self.under_roots and inside_norm(node) is None
        if self.lengths[node] + len("sqrt()") * is_root >= self._wanted(self.part[node]):
            self._choose(node)

    def _wanted(self, part: Expression) -> float:
        """Return from how many characters on a part gets a name."""
        if kind(part) not in USUAL:
            return REPEATED if self.places[part] > 1 else inf
        if self.ways[part] > 1:
            return USUAL_REPEATED
        return inf if kind(part) == "mean" or part in self.wrapped else USUAL_ONCE

    def _choose(self, node: Expression) -> None:
        part = self.part[node]
        if node not in self.roots and part not in self.roots and _is_nameable(part):
            self.chosen[part] = None

    def _shown(self, node: Expression) -> int:
        """Return the length of a node as it is shown: as a name, if it has one."""
        if self.part[node] in self.chosen:
            return 1 if node is self.part[node] else 3
        return self.lengths[node]


def written(node: Expression, shown: Callable[[Expression], int]) -> int:
    """Return about how many characters a node is written with, of parts of known lengths."""
    inside, joints = sum(map(shown, node.children)), max(len(node.children) - 1, 0)
    match node:
        case nodes.Symbol():
            return len(node.name)
        case nodes.Product() | nodes.Power() if (base := inside_norm(node)) is not None:
            return 3 + shown(base)
        case nodes.Product():
            return inside + joints + (0 if node.coefficient == 1 else len(str(node.coefficient)))
        case nodes.Sum():
            return inside + 3 * joints + 2
        case nodes.Power():
            return inside + (2 if isinstance(node.exponent, int) else 6)
        case nodes.Function() if node.name != "raise_to":
            return inside + 2 * joints + len(node.name) + 2
        case nodes.Inverse():
            return inside + 2 + 2 * isinstance(node.base, nodes.Product)
        case nodes.MatrixFunction():
            return inside + len(node.kind) + 2
    return inside + 1


def inside_norm(e: Expression) -> Expression | None:
    """Return what stands between the bars, if an expression is a power of a norm."""
    e = e.base if isinstance(e, nodes.Power) else e
    if isinstance(e, nodes.Product) and not e.shape and len(e.factors) == 1:
        (square,) = e.children
        if isinstance(square, nodes.Power) and square.exponent == 2:
            return square.base
    return None


def reading_order(roots: Iterable[Expression]) -> list[Expression]:
    """Return all that some expressions are made of, parts first, in the order of their parts."""
    found: dict[Expression, None] = {}
    waiting = [(root, False) for root in reversed([*roots])]
    while waiting:
        node, is_ready = waiting.pop()
        if is_ready:
            found[node] = None
        elif node not in found:
            waiting.append((node, True))
            waiting += [(child, False) for child in reversed(node.children) if child not in found]
    return [*found]


def _under_roots(order: Iterable[Expression]) -> set[Expression]:
    """Return of what square roots are taken, if it is more than a symbol."""
    powers = (e for e in order if isinstance(e, nodes.Power) and e.base.children)
    return {e.base for e in powers if Fraction(e.exponent).denominator == 2}


def _is_nameable(part: Expression) -> bool:
    """Say whether a person would name a part: it varies, and is neither turned nor spread."""
    factors = [f for f in part.children if f.symbols]
    if isinstance(part, nodes.Product):
        spread = any(isinstance(f, nodes.Constant) for f in part.children)
        if spread or len(part.children) < 2 or len(part.shape) > 2:
            return False
    changes = any(isinstance(s, DifferentialSymbol) for s in part.symbols)
    return bool(factors) and not changes


def kind(part: Expression) -> str:
    """Return what kind of part something is, as far as there are letters for it."""
    match part:
        case nodes.Power() if Fraction(part.exponent).denominator > 1:
            return "deviation" if _has_mean(part.base) else "root"
        case nodes.Product() if part.summed and _has_mean(part):
            others = [f for f in part.children if f.symbols]
            return "" if len(others) > 1 or isinstance(others[0], nodes.Power) else "mean"
        case nodes.Sum() if part.shape and any(number < 0 for number, _ in part.terms):
            return "difference" if any(isinstance(e, nodes.Symbol) for e in part.children) else ""
        case nodes.Function():
            return part.name
        case nodes.MatrixFunction():
            return part.kind
    return ""


def _has_mean(e: Expression) -> bool:
    """Say whether something is divided by a number of entries."""
    terms = e.children if isinstance(e, nodes.Sum) else (e,)
    return any(
        isinstance(f, nodes.Power) and isinstance(f.base, nodes.Size) and f.exponent == -1
        for term in terms
        for f in term.children
    )


def symbols_for(parts: Mapping[nodes.Symbol, str], taken: Collection[str]) -> list[nodes.Symbol]:
    """Return symbols with names, of parts of these kinds: numbered if several have one letter."""
    stems = [_stem(symbol, kind, taken) for symbol, kind in parts.items()]
    several = {stem for stem, times in Counter(stems).items() if times > 1}
    numbered: dict[str, Iterator[str]] = {}
    symbols = []
    for stem, symbol in zip(stems, parts, strict=True):
        name = stem
        if stem in taken or stem in several:
            free = (name for k in count(1) if (name := f"{stem}{k}") not in taken)
            name = next(numbered.setdefault(stem, free))
        symbols.append(nodes.Symbol(name, *symbol.data[1:]))
    return symbols


def _stem(symbol: nodes.Symbol, kind: str, taken: Collection[str]) -> str:
    """Return the first letter for a part of its kind that is free."""
    rank = min(len(symbol.shape), 3)
    letters = BY_KIND.get(kind, BY_RANK[rank]).split()
    if rank == 2 and kind in ("difference", "fold"):
        letters = [letter.upper() for letter in letters]
    return next((letter for letter in letters if letter not in taken), letters[0])
