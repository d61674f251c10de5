"""The lines of a derivation by differentials: names, changes of parts, and how they are written.

Parts get names before a derivation begins (`parts`), and on the way whatever would make a line too
long to be read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from itertools import chain

from mathlib.printing.differentials import change_of, inner_product
from mathlib.printing.forms import Form, of_symbol, total
from mathlib.printing.index_notation import entry
from mathlib.printing.matrix_notation import NoMatrixFormError
from mathlib.printing.typesetting import write
from mathlib.symbolic import nodes
from mathlib.symbolic.canonical_form import add, product
from mathlib.symbolic.constants import constant, is_zero
from mathlib.symbolic.differentials import differential_symbol, differential_tensor
from mathlib.symbolic.differentiation import jacobian_tensor
from mathlib.symbolic.expression import Expression, substitute, topological_order
from mathlib.symbolic.local_jacobians import local_jacobians
from mathlib.teaching.derivations.intermediates import taken_names
from mathlib.teaching.derivations.notation import entry_of, letter
from mathlib.teaching.derivations.parts import Names, Part, named_parts
from mathlib.teaching.derivations.rules import is_below, rule_of
from mathlib.teaching.derivations.writer import Claim, Line, Page, matrix_or_entries

#: Characters on a line, with the rule: what fits a page, a terminal and a mail.
WIDTH = 108
#: Characters from which on a name is shorter than what it stands for.
LONG = 6

Slopes = dict[nodes.Symbol, Expression]


class DifferentialPage:
    """The page on which the changes of parts are written, each with a name for what is long."""

    def __init__(self, y: Expression, x: nodes.Symbol, layout: str, brief: bool):
        taken = taken_names(y, {x})
        self.letters = Names({*taken, differential_symbol(x).name})
        *self.parts, self.whole = named_parts(y, x, self.letters)
        self.x, self.dx, self.brief = x, differential_symbol(x), brief
        self.names: dict[nodes.Symbol, Expression] = {}
        self.shown: dict[Expression, Expression] = {}  # values that are written by their names
        names = {part.symbol.name for part in self.all}
        names |= {f"d{name}" for name in names} | {self.dx.name}
        self.page = Page(y, layout, taken | names)

    @property
    def all(self) -> list[Part]:
        """All parts, the whole last."""
        return [*self.parts, self.whole]

    # ------------------------------------------------------------------------------------- names

    def name(self, part: Part) -> None:
        """Write what a part is, and keep its name and that of its change."""
        rule = "intermediate variable"
        if part is self.whole:
            rule = "function of these variables" if self.parts else "what is differentiated"
        definition = self.abbreviated(part.definition, letter(part.symbol), rule)
        if part is self.whole:
            self.whole = part._replace(definition=definition)
        else:
            self.parts[self.parts.index(part)] = part._replace(definition=definition)
        self.define(part.symbol, part.whole, definition, rule)
        self.names[differential_symbol(part.symbol)] = differential_tensor(
            part.whole, {self.x: self.dx}
        )
        if not isinstance(definition, nodes.Symbol | nodes.Sum | nodes.Product):
            self.shown[definition] = part.symbol

    def define(self, symbol: nodes.Symbol, whole: Expression, e: Expression, rule: str) -> None:
        """Write a line that gives a name."""
        self.names[symbol] = whole
        left, right = self.sides(letter(symbol), e, lambda: self.page.matrix(e))
        self.page.add(rule, Claim(whole, None, e), Line(left, right))

    def abbreviated(self, e: Expression, left: Form, rule: str) -> Expression:
        """Return an expression that fits a line, after its longest parts have been given names."""
        while not self.fits(left, partial(self.page.matrix, e), rule):
            parts = [node for node in topological_order(e) if node is not e and self.is_still(node)]
            if not parts:
                break
            longest = max(parts, key=lambda node: self.page.matrix(node).length)
            e = substitute(e, {longest: self.abbreviation(longest)})
        return e

    def wholes(self) -> dict[Expression, Expression]:
        """Return what the names stand for."""
        return dict(self.names.items())

    def is_still(self, e: Expression) -> bool:
        """Say whether a part may get a name that does not move: then it needs no differential."""
        moving = {self.x, *(part.symbol for part in self.parts)}
        return e.symbols.isdisjoint(moving) and self.is_long(e)

    def is_long(self, e: Expression) -> bool:
        """Say whether a name makes a line shorter, and its own line is not too long."""
        if len(e.shape) > 2 or isinstance(e, nodes.Symbol | nodes.Identity | nodes.Size):
            return False
        try:
            form = self.page.matrix(e)
        except NoMatrixFormError:
            return False
        return form.length < WIDTH and LONG < len(write(form, False)) < WIDTH // 2

    def abbreviation(self, e: Expression) -> nodes.Symbol:
        """Write a line that names a part, and return the name."""
        symbol = self.letters.new(e)
        self.page.taken |= {symbol.name}
        self.define(symbol, substitute(e, self.wholes()), e, "intermediate variable")
        self.shown[e] = symbol
        return symbol

    def fits(self, left: Form, make: Callable[[], Form], rule: str) -> bool:
        """Say whether a line is short enough."""
        try:
            return self.is_short(left, make(), rule)
        except NoMatrixFormError:
            return True

    def is_short(self, left: Form, right: Form, rule: str) -> bool:
        """Say whether both sides and the rule stand on one line."""
        if right.length > 4 * WIDTH:  # shared parts may be millions of characters once written
            return False
        return len(write(left, False)) + len(write(right, False)) + len(rule) + 8 <= WIDTH

    def sides(self, left: Form, e: Expression, make: Callable[[], Form]) -> tuple[Form, Form]:
        """Return both sides of a line, entry by entry where there is no matrix notation."""

        def line(in_entries: bool) -> tuple[Form, Form]:
            if not in_entries:
                return left, make()
            letters, _, used = self.page.letters((len(e.shape), 0))
            return entry_of(left, letters), entry(e.with_symmetry, letters, used)

        return matrix_or_entries(line)

    # -------------------------------------------------------------------- differentials of parts

    def moving(self, part: Part) -> list[nodes.Symbol]:
        """Return what the definition of a part is made of and moves, the last part first."""
        return part.moving(self.x, self.parts)

    def change(self, part: Part, rule: str, value: Expression, make: Callable[[], Form]) -> None:
        """Write a line about the change of a part."""
        name = change_of(letter(part.symbol))
        left, right = self.sides(name, value, make)
        claim = Claim(part.whole, self.dx, value)
        self.page.add(rule, claim, Line(left, right))

    def local(self, part: Part) -> None:
        """Write the change of a part by the changes of what it is made of."""
        if part.symbol.shape:
            terms = self.short_terms(part)
            value = add(constant(0, part.symbol.shape), *terms)
            self.change(part, self.rule(part), value, lambda: self.total(terms))
            return
        value = add(constant(0, part.symbol.shape), *self.terms(part))
        slopes = {s: self.slope(part.definition, s) for s in self.moving(part)}
        self.change(part, self.rule(part), value, lambda: self.line(slopes))

    def short_terms(self, part: Part) -> list[Expression]:
        """Return the change of a part, after what is too long for its line has been given names."""
        terms = self.terms(part)
        name, rule = change_of(letter(part.symbol)), self.rule(part)
        changes = {differential_symbol(s) for s in self.moving(part)}
        while not self.fits(name, partial(self.total, terms), rule):
            found = topological_order(*terms)
            parts = [e for e in found if self.is_long(e) and changes.isdisjoint(e.symbols)]
            if not parts:
                break
            self.abbreviation(max(parts, key=lambda e: self.page.matrix(e).length))
            terms = [substitute(term, self.shown) for term in terms]
        return terms

    def terms(self, part: Part) -> list[Expression]:
        """Return the change of a part, a term for every place where something moves."""
        known: dict[Expression, Expression] = {s: differential_symbol(s) for s in self.moving(part)}
        found = list(self._terms(part.definition, known))
        return [substitute(term, self.shown) for term in found] or [constant(0, part.symbol.shape)]

    def _terms(self, e: Expression, known: dict[Expression, Expression]) -> Iterable[Expression]:
        if isinstance(e, nodes.Sum):
            moving = [(c, term) for c, term in e.terms if not term.symbols.isdisjoint(known)]
            return chain(*([c * t for t in self._terms(term, known)] for c, term in moving))
        if e in known:
            return [known[e]]
        found = []
        for part, number, factors, labels, part_labels in local_jacobians(e):
            if not part.symbols.isdisjoint(known):
                change = differential_tensor(part, known)
                onward = [*factors, (change, part_labels)]
                found.append(product(number, onward, labels, e.shape))
        return found

    def slope(self, e: Expression, by: nodes.Symbol) -> Expression:
        """Return the derivative of what is written in names by one of them."""
        return substitute(jacobian_tensor(e, by), self.shown)

    def rule(self, part: Part) -> str:
        """Return the name of the rule for the change of a part."""
        e, moving = part.definition, self.moving(part)
        if not moving:
            return "the constant rule"
        reached = [child for child in e.children if not child.symbols.isdisjoint(moving)]
        if isinstance(e, nodes.Sum) and len(reached) == 1 and reached != moving:
            e = reached[0]
        if len(moving) == 1:
            return rule_of(e, moving[0])
        if isinstance(e, nodes.Product):
            return f"the {'quotient' if any(map(is_below, reached)) else 'product'} rule"
        return rule_of(e, moving[0])

    # -------------------------------------------------------------------------------------- forms

    def form(self, slope: Expression) -> Form:
        """Return the form of a derivative that multiplies a change."""
        return self.page.matrix(slope)

    def inner(self, slope: Expression, s: nodes.Symbol) -> Expression:
        """Return the change that a slope makes of the change of a symbol."""
        return product(1, [(slope, slope.axes), (differential_symbol(s), slope.axes)], ())

    def forms(self, slopes: Slopes) -> list[Form]:
        """Return the form of what each symbol contributes."""
        return [
            inner_product(
                self.form(g), of_symbol(differential_symbol(s), len(s.shape)), len(s.shape)
            )
            for s, g in slopes.items()
        ]

    def line(self, slopes: Slopes) -> Form:
        """Return the form of a number's change."""
        found = self.forms({s: g for s, g in slopes.items() if not is_zero(g)})
        return total(found) if len(found) > 1 else [*found, self.page.matrix(constant(0))][0]

    def total(self, terms: list[Expression]) -> Form:
        """Return terms as they come, one beside the other."""
        found = list(map(self.page.matrix, terms))
        return total(found) if len(found) > 1 else found[0]
