"""From names to a derivative: local derivatives, products along paths, and their sum.

Every path from the variable to a result is a product of the derivatives along it. All paths are
written out, unless they meet in between: there a total derivative is found first, and the paths go
on from it as one, or they would double with every meeting.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from functools import reduce

from mathlib.printing.forms import Form, total, word
from mathlib.printing.index_notation import entry, listed, unused
from mathlib.printing.matrix_notation import NoMatrixFormError
from mathlib.symbolic import nodes
from mathlib.symbolic.canonical_form import add
from mathlib.symbolic.constants import constant
from mathlib.symbolic.derivative import Derivative
from mathlib.symbolic.differentiation import jacobian_tensor
from mathlib.symbolic.expression import Expression, substitute
from mathlib.teaching.derivations.applied_rules import steps_of
from mathlib.teaching.derivations.entries import uncontracted
from mathlib.teaching.derivations.intermediates import (
    IntermediateVariable,
    NamedDerivative,
    chained,
    derivative_of,
    taken_names,
)
from mathlib.teaching.derivations.notation import entry_of, letter, reads_alike, sum_of_forms
from mathlib.teaching.derivations.rules import rule_of, takes_one_rule, works_by_rules
from mathlib.teaching.derivations.working import (
    Finished,
    is_finished,
    is_multiplied_out,
    value_of,
)
from mathlib.teaching.derivations.writer import Claim, Letters, Line, Page, matrix_or_entries

SIMPLIFY = "simplify"
MULTIPLY_OUT = "multiply out"


class Paths:
    """The results with their names, and the page on which the way to the last one is written."""

    def __init__(
        self, results: Sequence[IntermediateVariable], x: nodes.Symbol, layout: str, detail: str
    ):
        self.results = {result.symbol: result for result in results}
        self.whole, self.x, self.detail = results[-1], x, detail
        self.in_entries = detail == "components"
        self.page = Page(
            self.whole.whole, layout, taken_names(self.whole.whole, {x, *self.results})
        )
        self.totals: dict[nodes.Symbol, NamedDerivative] = {}

    def write(self, result: Derivative) -> None:
        """Write all lines, from the names down to the derivative."""
        self.name_all()
        for made in self.results.values():
            for d in made.derivatives:
                self.local(made, d)
            self.chain(made)
        self.finish(result)

    # ------------------------------------------------------------------------------------- names

    def name_all(self) -> None:
        """Name all results; where there is only one, its formula serves for a name."""
        *inner, (symbol, whole) = self.results.items()
        if not inner and len(whole.definition.shape) < 3:
            (top,) = matrix_or_entries(
                lambda bare: (letter(symbol) if bare else self.page.matrix(whole.definition),)
            )
            named = [d._replace(numerator=top, formula=True) for d in whole.derivatives]
            self.results[symbol] = whole._replace(derivatives=named)
            return
        for _, made in inner:
            self.name(made, "intermediate variable")
        self.name(whole, "function of these variables")

    def name(self, made: IntermediateVariable, rule: str) -> None:
        """Write how a result is made of others."""
        e, symbol = made.definition, letter(made.symbol)

        def definition(in_entries: bool) -> tuple[Form, Form]:
            letters, _, used = self.page.letters((len(e.shape), 0))
            if in_entries:
                return entry_of(symbol, letters), entry(e.with_symmetry, letters, used)
            return symbol, self.page.matrix(e)

        left, right = matrix_or_entries(definition)
        if made.function:
            arguments = Form("listed", tuple(letter(d.by) for d in made.derivatives))
            right = Form("equation", (Form("call", (made.function, arguments)), right))
        self.page.add(rule, Claim(made.whole, None, e), Line(left, right))

    # ------------------------------------------------------------------------- local derivatives

    def local(self, made: IntermediateVariable, d: NamedDerivative) -> None:
        """Write the derivative of a result by one of those it is made of."""
        e, rule = made.definition, rule_of(made.definition, d.by)
        claim, in_entries = Claim(e, d.by, d.value), self.in_entries and sum(d.ranks) > 0
        splits = self.detail != "paths" and not in_entries and self.splits(e, d.by)
        if splits and self.by_rules(claim, d):
            return
        terms = e.terms if isinstance(e, nodes.Sum) else ()
        constants = [term for _, term in terms if d.by not in term.symbols]
        if in_entries:
            self.by_entries(rule, claim, d, max(len(constants), d.by not in e.symbols))
        elif constants and sum(d.ranks) < 3:
            with suppress(NoMatrixFormError):  # what only indices can say has no such line
                apart = [self.page.matrix(jacobian_tensor(c * t, d.by), d.ranks) for c, t in terms]
                self.page.add(rule, claim, Line(d.name(), total(apart)))
                rule = SIMPLIFY
        if not in_entries or len(self.results) == 1:
            rule = "in matrix notation" if in_entries else rule
            sides = matrix_or_entries(lambda by_entry: self.page.equation(d, by_entry))
            self.page.add(rule, claim, Line(*sides))

    def splits(self, e: Expression, by: nodes.Symbol) -> bool:
        """Say whether the rules of one variable split it; among many results, no linear sum."""
        alone = len(self.results) == 1 and isinstance(e, nodes.Sum) and by in e.symbols
        several = not takes_one_rule(e, by) or (alone and bool(e.shape or by.shape))
        return several and works_by_rules(e, by)

    def by_rules(self, claim: Claim, d: NamedDerivative) -> bool:
        """Write a derivative by the rules of one variable, if all lines have a matrix form."""
        steps = steps_of(claim.of, d.by)
        try:
            right = [self.page.working(work, d) for _, work in steps]
            _, simple = self.page.equation(d, False)
        except NoMatrixFormError:
            return False
        rules, work = steps[-1]
        if is_finished(work) and reads_alike(right[-1], simple):
            steps, right = [*steps[:-1], (rules, Finished(d.value))], [*right[:-1], simple]
        for (rules, work), form in zip(steps, right, strict=True):
            said = Claim(claim.of, d.by, value_of(work, d.by))
            self.page.add(rules, said, Line(d.name(), form, not is_finished(work)))
        rule = MULTIPLY_OUT if is_multiplied_out(steps[-1][1]) else SIMPLIFY
        self.page.add(rule, claim, Line(d.name(), simple))
        return True

    def by_entries(self, rule: str, claim: Claim, d: NamedDerivative, zeros: int) -> None:
        """Write a derivative in indices: of an entry, with Kronecker deltas, and without."""
        letters = self.page.letters(d.ranks)
        both = letters.of + letters.by
        left, right = self.page.equation(d, True)
        e, by = claim.of, d.by
        operator = Form("operator", (entry_of(letter(by), letters.by),))
        applied = Form("applied", (operator, entry(e.with_symmetry, letters.of, letters.used)))
        self.page.add("write out an entry", claim, Line(left, applied, unfinished=True))
        terms = uncontracted(e, by)
        each = [entry(term.with_symmetry, both, letters.used) for term in terms]
        value = add(constant(0, d.value.shape), *(t.rebuild(*t.children) for t in terms))
        each += [word("0", "0")] * zeros
        self.page.add(rule, Claim(e, by, value), Line(left, sum_of_forms(each)))
        summed = any(term.summed for term in terms)
        rule = "sum over the Kronecker delta" if summed else SIMPLIFY
        self.page.add(rule, claim, Line(left, right))

    # ------------------------------------------------------------------------------------ chains

    def chain(self, made: IntermediateVariable) -> None:
        """Write the derivative by the variable: over all paths, the product of what is on them."""
        paths = [[*self.path(d)] for d in made.derivatives]
        last = made.symbol is self.whole.symbol
        if len(paths) == 1 and (len(paths[0]) == 1 or not last):
            return
        value = add(*(reduce(chained, path).value for path in paths))
        whole = derivative_of(made.whole, made.symbol, self.x, value)
        self.totals[made.symbol] = whole
        scalar = not any(sum(d.ranks) for path in paths for d in path)
        rule = "the chain rule" if scalar else "the vector chain rule"
        rule = rule if len(paths) == 1 else "the total derivative"
        bare = self.in_entries and not scalar
        left, named, valued, simple = matrix_or_entries(
            lambda by_entry: self.products(whole, paths, by_entry or bare, scalar)
        )
        claim = Claim(made.whole, self.x, value)
        turned = self.page.layout == "denominator" and left == whole.name()
        factors = max(paths, key=len)[:: -1 if turned else 1]
        self.page.add(rule, claim, Line(left, named, True, factors))
        self.page.add("substitute the derivatives", claim, Line(left, valued, False, factors))
        self.page.add(MULTIPLY_OUT, claim, Line(left, simple))

    def path(self, d: NamedDerivative) -> Iterator[NamedDerivative]:
        """Yield the derivatives from here to the variable, or to where several ways have met."""
        yield d
        if d.by in self.totals:
            yield self.totals[d.by]
        elif d.by is not self.x:
            yield from self.path(self.results[d.by].derivatives[0])

    def products(
        self,
        whole: NamedDerivative,
        paths: list[list[NamedDerivative]],
        in_entries: bool,
        scalar: bool,
    ) -> tuple[Form, Form, Form, Form]:
        """Return a total derivative: its name, its paths by name and by value, and their sum."""
        if not in_entries and any(d.ranks[1] > 1 for path in paths for d in path[:-1]):
            raise NoMatrixFormError
        letters = self.page.letters(whole.ranks)
        by_name, by_value = [], []
        for path in paths:
            axes, taken = [letters.of], letters.used
            for d in path[:-1]:
                axes.append(unused(taken, d.ranks[1]))
                taken = taken.union(axes[-1])
            spots = zip(path, axes, [*axes[1:], letters.by], strict=True)
            sides = [
                self.page.equation(d, in_entries, Letters(of, by, taken)) for d, of, by in spots
            ]
            between = [letter for some in axes[1:] for letter in some] if in_entries else []
            summed = listed(between) if between else None
            by_name.append(self.page.product([name for name, _ in sides], summed, scalar))
            by_value.append(self.page.product([value for _, value in sides], summed, scalar))
        left, right = self.page.equation(whole, in_entries)
        return left, sum_of_forms(by_name), sum_of_forms(by_value), right

    def finish(self, result: Derivative) -> None:
        """Put the names back, and write the derivative as the engine does."""
        whole = self.totals.get(self.whole.symbol)
        if whole is None:
            return
        wholes: dict[Expression, Expression] = {
            s: r.whole for s, r in self.results.items() if s in whole.value.symbols
        }
        values: list[Expression] = [whole.value, substitute(whole.value, wholes), result.body]
        named, put_back, simple = (Claim(self.whole.whole, self.x, value) for value in values)
        rule = "substitute the intermediate variables"
        try:
            self.page.add("in matrix notation", named, Line(*self.page.equation(whole, False)))
            made = {s: self.page.matrix(part) for s, part in wholes.items()}
            form = self.page.matrix(whole.value, whole.ranks, made)
            self.page.add(rule, put_back, Line(whole.name(), form))
            rule = SIMPLIFY
        except NoMatrixFormError:
            pass
        whole = whole._replace(value=result.body)
        sides = matrix_or_entries(lambda by_entry: self.page.equation(whole, by_entry))
        self.page.add(rule, simple, Line(*sides))
