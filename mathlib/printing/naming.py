"""Expressions in names for their parts, with what the names stand for.

Parts are found (`part_names`) and named wherever they stand (`replacement`); products that are
still longer than a line are folded (`long_products`). What is then used once, and fits into the
line that uses it, goes back there. Names are given last, in the order of the definitions, each of
which uses those before it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator

from mathlib.printing.form import Form, forms_in
from mathlib.printing.long_products import Folding
from mathlib.printing.matrix_notation import MatrixForms, NoMatrixFormError
from mathlib.printing.part_names import (
    LINE,
    USUAL,
    Parts,
    kind,
    reading_order,
    symbols_for,
    written,
)
from mathlib.symbolic.common_powers import gathered
from mathlib.symbolic.expression import Expression, substitute
from mathlib.symbolic.nodes import Symbol
from mathlib.symbolic.replacement import Replacement, new_symbol

#: Up to how many nodes an expression is gathered before it has names, and not line by line only.
WHOLE = 10_000


class Naming:
    """Finds names for the parts of expressions; called, it puts them in."""

    def __init__(self, roots: Collection[Expression], taken: Collection[str]):
        lines = [gathered(root) if root.node_count < WHOLE else root for root in roots]
        chosen = {new_symbol(f"part {k}", e): e for k, e in enumerate(Parts(lines).chosen)}
        self.replace = Replacement(chosen)
        lines = [self.replace(line) for line in lines]
        parts = {symbol: self.replace.definition(symbol) for symbol in chosen}
        fold = Folding()
        lines = [_folded(e, fold) for e in lines]
        parts = {symbol: _folded(e, fold) for symbol, e in parts.items()} | fold.parts
        kinds = {symbol: kind(part) for symbol, part in chosen.items()}
        kinds |= dict.fromkeys(fold.parts, "fold")
        order = [*_in_order([*lines, *parts], parts)]
        _put_back(lines, parts, kinds)
        kept = {symbol: kinds[symbol] for symbol in _in_order(lines, parts, _as_read)}
        final = symbols_for(kept, taken)
        self.names: dict[Expression, Expression] = dict(zip(kept, final, strict=True))
        for symbol in order:
            if symbol not in kept:  # it has been put back
                self.names[symbol] = substitute(parts[symbol], self.names)
        #: What the names stand for, each after those that it uses.
        self.parts = {
            symbol: substitute(parts[old], self.names)
            for symbol, old in zip(final, kept, strict=True)
        }
        self.written = dict(zip(roots, (substitute(e, self.names) for e in lines), strict=True))

    def __call__(self, e: Expression) -> Expression:
        """Return an expression in the names."""
        if e not in self.written:
            self.written[e] = substitute(self.replace(e), self.names)
        return self.written[e]


def length(e: Expression) -> int:
    """Return about how many characters an expression is written with."""
    lengths: dict[Expression, int] = {}
    for node in reading_order([e]):
        lengths[node] = written(node, lengths.__getitem__)
    return lengths[e]


def _folded(e: Expression, fold: Folding) -> Expression:
    return fold(e) if length(e) > LINE else e


def _put_back(
    wholes: list[Expression], parts: dict[Symbol, Expression], kinds: dict[Symbol, str]
) -> None:
    """Put what is used once back where it is used, if the line is none too long then."""
    order = [*_in_order(wholes, parts)]
    users: dict[Symbol, list] = {symbol: [] for symbol in order}
    lines: dict = dict(enumerate(wholes)) | {symbol: parts[symbol] for symbol in order}
    for place, line in lines.items():
        places = Counter(child for node in reading_order([line]) for child in node.children)
        for symbol in line.symbols & users.keys():
            users[symbol] += [place] * max(places[symbol], 1)
    lengths = {place: length(line) for place, line in lines.items()}
    for symbol in order:
        if len(users[symbol]) != 1 or kinds[symbol] in USUAL:
            continue
        (place,) = users[symbol]
        if lengths[place] + lengths[symbol] <= LINE:
            lines[place] = substitute(lines[place], {symbol: lines[symbol]})
            lengths[place] += lengths[symbol]
    wholes[:] = [lines[k] for k in range(len(wholes))]
    parts |= {symbol: lines[symbol] for symbol in order}


def _in_order(
    wholes: list[Expression],
    parts: dict[Symbol, Expression],
    names_in: Callable[[Expression], list[str]] | None = None,
) -> Iterator[Symbol]:
    """Yield the symbols that are used, each after those that it is defined by."""
    names_in = names_in or _as_kept
    symbols = {symbol.name: symbol for symbol in parts}

    def used(e: Expression) -> list[tuple[Symbol, bool]]:
        met = [] if e.symbols.isdisjoint(parts) else names_in(e)
        return [(symbols[name], False) for name in reversed(met) if name in symbols]

    seen: set[Symbol] = set()
    waiting = [entry for e in reversed(wholes) for entry in used(e)]
    while waiting:
        symbol, is_ready = waiting.pop()
        if is_ready:
            yield symbol
        elif symbol not in seen:
            seen.add(symbol)
            waiting.append((symbol, True))
            waiting += used(parts[symbol])


def _as_kept(e: Expression) -> list[str]:
    """Return the names in an expression in the order of its parts."""
    return [node.name for node in reading_order([e]) if isinstance(node, Symbol)]


def _as_read(e: Expression) -> list[str]:
    """Return the names in an expression in the order in which they are read."""
    try:
        form = MatrixForms(e)(e)
    except NoMatrixFormError:
        return _as_kept(e)
    met: dict[Form, None] = {}
    waiting = [form]
    while waiting:
        form = waiting.pop()
        if form not in met:
            met[form] = None
            waiting += reversed([*forms_in(form.parts)])
    return [form.parts[0] for form in met if form.kind == "symbol"]
