"""A derivative worked out line by line, as on paper, each line with the name of its rule.

Conventions
-----------
Intermediate results get names, each is differentiated by what it is made of, the slopes along
every path from the variable are multiplied, and the names are put back. A line holds two things:
the form that is read, and an expression with the axes of what is differentiated, then those of
the variable. `Derivation.check` compares the expressions with one another and with measurement.

In numerator layout a chain is written from the outside in; in denominator layout every derivative
is transposed and the chain runs the other way. What no matrix notation can say is written entry by
entry, the same in both.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import reduce

from mathlib.printing import notation_tree as forms
from mathlib.printing.index_notation import entry, listed, unused
from mathlib.printing.matrix_notation import MatrixForms, NoMatrixFormError
from mathlib.printing.notation_tree import Form, transpose, word, write
from mathlib.printing.printer import LAYOUTS, is_transposed
from mathlib.symbolic import nodes
from mathlib.symbolic.canonical_form import add
from mathlib.symbolic.constants import constant, is_zero
from mathlib.symbolic.differentiation import Derivative, derivative, jacobian_tensor
from mathlib.symbolic.expression import Expression, substitute
from mathlib.teaching.derivations.intermediates import (
    Slope,
    chained,
    entry_of,
    letter,
    named_results,
    rule_of,
    slope_of,
    taken_names,
    uncontracted,
)
from mathlib.teaching.derivations.step import Step

DETAILS = ("rules", "components")


# -------------------------------------------------------------------------------- writing lines


def _added(terms):
    return forms.total(terms) if len(terms) > 1 else terms[0]


def _either(write_line):
    """Write a line in matrix notation, or entry by entry where there is none."""
    try:
        return write_line(False)
    except NoMatrixFormError:
        return write_line(True)


class _Page:
    """The lines as they are written, from the names down to the derivative."""

    def __init__(self, registers, x, layout, in_entries):
        self.registers, self.whole = {r.symbol: r for r in registers}, registers[-1]
        self.x, self.layout, self.in_entries = x, layout, in_entries
        self.steps: list[Step] = []
        self.totals: dict[nodes.Symbol, Slope] = {}
        self.taken = taken_names(self.whole.whole, {x, *self.registers})

    def line(self, rule, said, sides, factors=()):
        """Add a line, unless it reads like the one before; `said`: of what, by what, the value."""
        (left, right), before = sides, self.steps[-1] if self.steps else None
        if before and (before.of, before.by) == said[:2]:
            last = next(step.left for step in reversed(self.steps) if step.left)
            left = None if left == last else left
            if not left and write(right, False) == write(before.right, False):
                return
        shapes = tuple(self.lying(s.of.shape, s.by.shape) for s in factors)
        self.steps.append(Step(rule, *said, left, right, shapes))

    def lying(self, of, by):
        """Return the shape of a derivative as it lies on the page."""
        if len(of) > 1 or len(by) > 1 or not of + by:
            return of + by
        sides = of or (1,), by or (1,)
        return sum(sides if self.layout == "numerator" else sides[::-1], ())

    def letters(self, ranks):
        """Return letters for the axes of a derivative, and all that are not free for sums."""
        first = int(ranks == (0, 1))  # ∂y/∂w[j] = Σ_i ...
        chosen = unused(self.taken, first + sum(ranks))[first:]
        return chosen[: ranks[0]], chosen[ranks[0] :], self.taken.union(chosen)

    def matrix(self, value, ranks=None, made=()):
        """Return matrix notation, of a derivative as it lies; `made` says what names stand for."""
        turn = transpose if ranks and is_transposed(ranks, self.layout) else lambda form: form
        if is_zero(value):
            vector = word("𝟎", r"\mathbf{0}")._replace(symmetric=False)
            return turn(vector if len(value.shape) == 1 else word("0", "0"))
        reader = MatrixForms(constant(0))
        reader.made.update(made)
        if isinstance(value, nodes.Power) and not value.shape and value.exponent < 0:
            return forms.scaled(Fraction(1), [], None, [reader(value.with_symmetry**-1)])  # 1 / u
        return turn(reader(value.with_symmetry))

    def slope(self, s, in_entries, letters=None):
        """Return both sides of a derivative's line: its name and its value."""
        ofs, bys, used = letters or self.letters(s.ranks)
        if in_entries:
            return s.name(ofs, bys), entry(s.value.with_symmetry, ofs + bys, used)
        return s.name(), self.matrix(s.value, s.ranks)

    def start(self):
        """Name all results; where there is only one, its formula serves for a name."""
        *inner, (symbol, whole) = self.registers.items()
        if not inner and len(whole.definition.shape) < 3:
            top = _either(lambda bare: letter(symbol) if bare else self.matrix(whole.definition))
            slopes = [s._replace(top=top) for s in whole.slopes]
            self.registers[symbol] = whole._replace(slopes=slopes)
            return
        for _, register in inner:
            self.name(register, "intermediate variable")
        self.name(whole, "function of these variables")

    def name(self, register, rule):
        """Write how a result is made of others."""
        e, symbol = register.definition, letter(register.symbol)

        def made(in_entries):
            letters, _, used = self.letters((len(e.shape), 0))
            if in_entries:
                return entry_of(symbol, letters), entry(e.with_symmetry, letters, used)
            return symbol, self.matrix(e)

        left, right = _either(made)
        if register.function:
            arguments = Form("listed", tuple(letter(s.by) for s in register.slopes))
            right = Form("equation", (Form("call", (register.function, arguments)), right))
        self.line(rule, (register.whole, None, e), (left, right))

    def local(self, register, s):
        """Write the derivative of a result by one of those it is made of."""
        e, rule = register.definition, rule_of(register.definition, s.by)
        said, in_entries = (e, s.by, s.value), self.in_entries and sum(s.ranks)
        terms = e.terms if isinstance(e, nodes.Sum) else ()
        constants = [term for _, term in terms if s.by not in term.symbols]
        if in_entries:
            self.by_entries(rule, e, s, [word("0", "0")] * len(constants))
        elif constants and sum(s.ranks) < 3:
            apart = [self.matrix(jacobian_tensor(c * t, s.by), s.ranks) for c, t in terms]
            self.line(rule, said, (s.name(), forms.total(apart)))
            rule = "simplify"
        if not in_entries or len(self.registers) == 1:
            rule = "in matrix notation" if in_entries else rule
            self.line(rule, said, _either(lambda by_entry: self.slope(s, by_entry)))

    def by_entries(self, rule, e, s, zeros):
        """Write a derivative in indices: of an entry, with Kronecker deltas, and without."""
        ofs, bys, used = self.letters(s.ranks)
        left, right = self.slope(s, True)
        operator = Form("operator", (entry_of(letter(s.by), bys),))
        applied = Form("applied", (operator, entry(e.with_symmetry, ofs, used)))
        self.line("write out an entry", (e, s.by, s.value), (left, applied))
        terms = uncontracted(e, s.by)
        each = _added([entry(term.with_symmetry, ofs + bys, used) for term in terms] + zeros)
        value = add(*(term.rebuild(*term.children) for term in terms))
        self.line(rule, (e, s.by, value), (left, each))
        summed = any(term.summed for term in terms)
        rule = "sum over the Kronecker delta" if summed else "simplify"
        self.line(rule, (e, s.by, s.value), (left, right))

    def chain(self, register):
        """Write the derivative by the variable: over all paths, the product of their slopes."""
        paths = [[*self.path(s)] for s in register.slopes]
        last = register.symbol is self.whole.symbol
        if len(paths) == 1 and (len(paths[0]) == 1 or not last):
            return
        value = add(*(reduce(chained, path).value for path in paths))
        total = slope_of(register.whole, register.symbol, self.x, value)
        self.totals[register.symbol] = total
        said = (register.whole, self.x, value)
        scalar = not any(sum(s.ranks) for path in paths for s in path)
        rule = "the chain rule" if scalar else "the vector chain rule"
        rule = rule if len(paths) == 1 else "the total derivative"
        bare = self.in_entries and not scalar
        sides = _either(lambda by_entry: self.products(total, paths, by_entry or bare, scalar))
        left, named, valued, multiplied = sides
        back = -1 if self.layout == "denominator" and left == total.name() else 1
        factors = max(paths, key=len)[::back]
        self.line(rule, said, (left, named), factors)
        self.line("substitute the derivatives", said, (left, valued), factors)
        self.line("multiply out", said, (left, multiplied))

    def path(self, s):
        """Yield the slopes from here to the variable, or to a result reached on several ways."""
        yield s
        if s.by in self.totals:
            yield self.totals[s.by]
        elif s.by is not self.x:
            yield from self.path(self.registers[s.by].slopes[0])

    def products(self, total, paths, in_entries, scalar):
        """Return a total derivative: its name, its paths by name and by value, and their sum."""
        if not in_entries and any(s.ranks[1] > 1 for path in paths for s in path[:-1]):
            raise NoMatrixFormError
        ofs, bys, used = self.letters(total.ranks)
        terms = []
        for path in paths:
            axes, taken = [ofs], used
            for s in path[:-1]:
                axes.append(unused(taken, s.ranks[1]))
                taken = taken.union(axes[-1])
            spots = zip(path, axes, [*axes[1:], bys], strict=True)
            sides = [self.slope(s, in_entries, (of, by, taken)) for s, of, by in spots]
            summed = [a for some in axes[1:] for a in some] if in_entries else []
            terms.append(
                [self.times(factors, summed, scalar) for factors in zip(*sides, strict=True)]
            )
        names, values = zip(*terms, strict=True)
        left, right = self.slope(total, in_entries)
        return left, _added(names), _added(values), right

    def times(self, factors, summed, scalar):
        """Return a product along a path: in order of the layout, or summed over indices."""
        if len(factors) == 1:
            return factors[0]
        back = -1 if self.layout == "denominator" and not scalar and not summed else 1
        form = Form("times" if scalar else "matmul", factors[::back])
        return Form("sum over", (listed(summed), form)) if summed else form

    def finish(self, result):
        """Put the names back, and write the derivative as the engine does."""
        total = self.totals.get(self.whole.symbol)
        if total is None:
            return
        wholes = {s: r.whole for s, r in self.registers.items() if s in total.value.symbols}
        values = total.value, substitute(total.value, wholes), result.body
        named, put_back, simple = ((self.whole.whole, self.x, value) for value in values)
        rule = "substitute the intermediate variables"
        try:
            self.line("in matrix notation", named, self.slope(total, False))
            made = {s: self.matrix(whole) for s, whole in wholes.items()}
            self.line(rule, put_back, (total.name(), self.matrix(total.value, total.ranks, made)))
            rule = "simplify"
        except NoMatrixFormError:
            pass
        total = total._replace(value=result.body)
        self.line(rule, simple, _either(lambda by_entry: self.slope(total, by_entry)))


# ------------------------------------------------------------------------- what a reader asks for


@dataclass(frozen=True, repr=False)
class Derivation:
    """A derivative and the way to it; shows as aligned lines, in a notebook as mathematics.

    Attributes
    ----------
    result : Derivative
    layout, detail : str
    names : dict of Symbol to Expression
        What the intermediate results stand for, the whole last.
    steps : tuple of Step
    """

    result: Derivative
    layout: str
    detail: str
    names: dict[nodes.Symbol, Expression]
    steps: tuple[Step, ...]

    @property
    def caption(self) -> str:
        """The layout, where it matters."""
        turned = ": derivatives are transposed, and a chain begins at the variable"
        caption = f"{self.layout} layout{turned if self.layout == 'denominator' else ''}"
        has_axes = [step for step in self.steps if step.by is not None and step.expression.shape]
        return caption if has_axes else ""

    def __str__(self):
        sides = [step.sides() for step in self.steps]
        first, second = (max(len(side) for side in column) for column in zip(*sides, strict=True))
        lines = [f"({self.caption})"] if self.caption else []
        for step, (left, right) in zip(self.steps, sides, strict=True):
            lines.append(f"{left:>{first}} = {right:<{min(second, 60)}}   {step.rule}{step.fit}")
        return "\n".join(lines)

    __repr__ = __str__

    def _repr_html_(self):
        caption = f"<caption>{self.caption}</caption>" if self.caption else ""
        lines = [f'<table class="derivation tex2jax_process">{caption}']
        return "\n".join([*lines, *(step.html() for step in self.steps), "</table>"])

    def check(self, points: int = 2) -> str:
        """Prove every line at random points, whose dimensions are distinct primes.

        Returns
        -------
        str
            What was proved.

        Raises
        ------
        AssertionError
            If a line is not equal to the one before it, or to what is measured; it names the line.
        ValueError
            If no point is found at which everything can be computed and measured.
        """
        from mathlib.teaching.derivations.verification import prove

        return prove(self, points)


def derivation(
    y: Expression, x: nodes.Symbol, layout: str = "numerator", detail: str = "rules"
) -> Derivation:
    """Return the derivative of any expression by any symbol, step by step.

    Parameters
    ----------
    y : Expression
        A scalar, vector, matrix or tensor.
    x : Symbol
        A scalar, vector or matrix made by `scalar`, `vector` or `matrix`.
    layout : {"numerator", "denominator"}
        Which way derivatives lie, and so in which order a chain is written.
    detail : {"rules", "components"}
        Rules of whole vectors and matrices, or the way through single entries, with indices.

    Returns
    -------
    Derivation
        Its `steps` are the lines, its `result` is what `derivative` returns, and its `check`
        proves every line. It prints as aligned text and shows in a notebook as mathematics.

    Raises
    ------
    TypeError
        If `y` is not an expression, or `x` not a symbol.
    ValueError
        If `layout` or `detail` is unknown.

    Notes
    -----
    Every path from `x` to `y` is a product of slopes, and all are written out, unless they meet in
    between: there a total derivative is found first. The slopes are those of `derivative`.
    The last lines are as long as the derivative written out, which grows fourfold with every block
    of a residual network; a plain network of 20 layers takes 0.1 s.

    Examples
    --------
    >>> import mathlib as ml
    >>> A, x = ml.matrix("A", "m", "n"), ml.vector("x", "n")
    >>> print(ml.derivation(ml.sin(A @ x), x))
    (numerator layout)
        u = A x                intermediate variable
        y = sin(u)             function of these variables
    ∂u/∂x = A                  a matrix times the variable
    ∂y/∂u = diag(cos(u))       the derivative of sin
    ∂y/∂x = ∂y/∂u ∂u/∂x        the vector chain rule, (m × m) (m × n)
          = diag(cos(u)) A     substitute the derivatives
          = diag(cos(A x)) A   substitute the intermediate variables
    >>> ml.derivation(ml.sin(A @ x), x).check()
    'all 7 lines hold, and the last is what is measured'
    >>> print(ml.derivation(A @ x, x, layout="denominator", detail="components"))
    (denominator layout: derivatives are transposed, and a chain begins at the variable)
    ∂(A x)[i]/∂x[j] = ∂/∂x[j] Σ_k A[i,k] x[k]   write out an entry
                    = Σ_k δ[k,j] A[i,k]         a matrix times the variable
                    = A[i,j]                    sum over the Kronecker delta
          ∂(A x)/∂x = Aᵀ                        in matrix notation
    """
    result = derivative(y, x)
    for name, given, known in (("layout", layout, LAYOUTS), ("detail", detail, DETAILS)):
        if given not in known:
            raise ValueError(f"{name} is {known[0]!r} or {known[1]!r}, not {given!r}")
    registers = named_results(result.of.body, x, detail == "rules")
    page = _Page(registers, x, layout, detail == "components")
    page.start()
    for register in page.registers.values():
        for s in register.slopes:
            page.local(register, s)
        page.chain(register)
    page.finish(result)
    wholes = {name: register.whole for name, register in page.registers.items()}
    return Derivation(result, layout, detail, wholes, tuple(page.steps))
