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
from html import escape
from importlib import import_module

from mathlib import forms, nodes
from mathlib.algebra import add
from mathlib.constants import constant, is_zero
from mathlib.derivatives import Derivative, derivative, jacobian_tensor
from mathlib.expressions import Expression, rebuilt
from mathlib.forms import Form, transpose, word, write
from mathlib.matrix_form import MatrixForms, NoMatrixFormError
from mathlib.notation import LAYOUTS, entry, lies, listed, unused
from mathlib.registers import Slope, chained, entry_of, letter, named_results, rule_of, uncontracted

DETAILS = ("rules", "components")

#: Where the book states a rule: the label of the equation, and its chapter. One line each.
RULES = {
    "the constant rule": ("r4", "scalar_derivatives"),
    "the constant factor rule": ("r5", "scalar_derivatives"),
    "the power rule": ("r6", "scalar_derivatives"),
    "the sum rule": ("r7", "scalar_derivatives"),
    "the difference rule": ("r8", "scalar_derivatives"),
    "the product rule": ("r9", "scalar_derivatives"),
    "the chain rule": ("r10", "scalar_derivatives"),
    "the identity": ("r30", "jacobian"),
    "a matrix times the variable": ("t15", "jacobian"),
    "the vector chain rule": ("t15-3", "jacobian"),
}


@dataclass(frozen=True)
class Step:
    """A line of a derivation.

    Attributes
    ----------
    rule : str
        The name of the rule, such as ``"the product rule"``.
    of, by : Expression, Symbol
        What the line is the derivative of, and by what; of a line that gives a name, `by` is None.
    expression : Expression
        What stands on the line, in the names that are in force; a derivative has the axes of
        `of`, then those of `by`.
    left, right : Form
        How it reads; `left` is None where the line goes on from the one before.
    shapes : tuple of tuple
        The shapes of its factors, as they lie on the page.
    """

    rule: str
    of: Expression
    by: nodes.Symbol | None
    expression: Expression
    left: Form | None
    right: Form
    shapes: tuple[tuple, ...] = ()

    @property
    def id(self) -> str:
        """The id of the claim that states the rule in the book, or an empty string."""
        return RULES.get(self.rule, ("", ""))[0].partition("-")[0]

    @property
    def link(self) -> str:
        """Where the built book states the rule, seen from a chapter, or an empty string."""
        label, chapter = RULES.get(self.rule, ("", ""))
        return f"{chapter}.html#equation-{label}" if label else ""

    @property
    def fit(self) -> str:
        """How the shapes of the factors of a chain fit together, or an empty string."""
        shown = self.left and len(self.shapes) > 1 and any(self.shapes)
        sizes = (f" ({' × '.join(map(str, shape or (1, 1)))})" for shape in self.shapes)
        return "," + "".join(sizes) if shown else ""

    def sides(self, latex: bool = False) -> tuple[str, str]:
        """Return what is left and right of the equals sign."""
        return write(self.left, latex) if self.left else "", write(self.right, latex)

    def text(self) -> str:
        """Return the line as plain text, ``∂u/∂x = A``."""
        return " = ".join(self.sides()).lstrip()

    def latex(self) -> str:
        """Return the line as LaTeX."""
        return " = ".join(self.sides(latex=True)).lstrip()

    def html(self) -> str:
        """Return the line as a row of a table."""
        left, right = self.sides(latex=True)
        shown = [rf"\(\displaystyle {escape(side)}\)" for side in (left or "{}", f"= {right}")]
        rule = f'<a href="{self.link}">{self.rule}</a>' if self.link else self.rule
        # JupyterLab would align all cells to the right.
        cells = "".join(
            f'<td style="text-align: left">{c}</td>' for c in (shown[1], rule + self.fit)
        )
        return f"<tr><td>{shown[0]}</td>{cells}</tr>"


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
        symbols = self.whole.whole.symbols | {x, *self.registers}
        self.taken = {s.name for s in symbols} | {str(d) for s in symbols for d in s.shape}

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
        turn = transpose if ranks and lies(ranks, self.layout) else lambda form: form
        if is_zero(value):
            vector = word("𝟎", r"\mathbf{0}")._replace(symmetric=False)
            return turn(vector if len(value.shape) == 1 else word("0", "0"))
        reader = MatrixForms(constant(0))
        reader.made.update(made)
        if isinstance(value, nodes.Power) and not value.shape and value.exponent < 0:
            return forms.scaled(Fraction(1), [], None, [reader(value.settled**-1)])  # 1 / u
        return turn(reader(value.settled))

    def slope(self, s, in_entries):
        """Return both sides of a derivative's line."""
        ofs, bys, used = self.letters(s.ranks)
        if in_entries:
            return s.name(ofs, bys), entry(s.value.settled, ofs + bys, used)
        return s.name(), self.matrix(s.value, s.ranks)

    def start(self):
        """Name all results; where there is only one, its formula serves for a name."""
        *inner, (symbol, whole) = self.registers.items()
        if not inner and len(whole.definition.shape) < 3:
            top = _either(
                lambda bare: self.whole.slopes[0].top if bare else self.matrix(whole.definition)
            )
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
                return entry_of(symbol, letters), entry(e.settled, letters, used)
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
        applied = Form("applied", (operator, entry(e.settled, ofs, used)))
        self.line("write out an entry", (e, s.by, s.value), (left, applied))
        terms = uncontracted(e, s.by)
        each = _added([entry(term.settled, ofs + bys, used) for term in terms] + zeros)
        value = add(*(term.again(*term.children) for term in terms))
        self.line(rule, (e, s.by, value), (left, each))
        self.line("sum over the Kronecker delta", (e, s.by, s.value), (left, right))

    def chain(self, register):
        """Write the derivative by the variable: over all paths, the product of their slopes."""
        paths = [[*self.path(s)] for s in register.slopes]
        if len(paths) == 1 and (len(paths[0]) == 1 or register.whole is not self.whole.whole):
            return
        value = add(*(reduce(chained, path).value for path in paths))
        straight = register.whole.symbols == {self.x} and not value.shape
        total = Slope(register.symbol, self.x, value, letter(register.symbol), straight)
        self.totals[register.symbol] = total
        said = (register.whole, self.x, value)
        scalar = not any(sum(s.ranks) for path in paths for s in path)
        rule = "the chain rule" if scalar else "the vector chain rule"
        start = self.in_entries and not scalar
        sides = _either(lambda by_entry: self.products(total, paths, by_entry or start, scalar))
        left, named, valued, multiplied = sides
        back = -1 if self.layout == "denominator" and left == total.name() else 1
        factors = max(paths, key=len)[::back]
        rule = rule if len(paths) == 1 else "the total derivative"
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
        ofs, bys, used = self.letters(total.ranks) if in_entries else ([], [], self.taken)
        names, values = [], []
        for path in paths:
            axes, summed = [ofs], []
            for s in path[:-1]:
                if s.ranks[1] > 1 and not in_entries:
                    raise NoMatrixFormError
                axes.append(unused(used.union(summed), s.ranks[1] if in_entries else 0))
                summed += axes[-1]
            spots = [*zip(path, axes, [*axes[1:], bys], strict=True)]
            names.append(self.times([s.name(of, by) for s, of, by in spots], summed, scalar))
            factors = [self.factor(*spot, used.union(summed), in_entries) for spot in spots]
            values.append(self.times(factors, summed, scalar))
        left, right = self.slope(total, in_entries)
        return left, _added(names), _added(values), right

    def factor(self, s, of, by, used, in_entries):
        """Return the value of a slope in a product."""
        if in_entries:
            return entry(s.value.settled, of + by, used)
        return self.matrix(s.value, s.ranks)

    def times(self, factors, summed, scalar):
        """Return a product along a path: in order of the layout, or summed over indices."""
        if len(factors) == 1:
            return factors[0]
        back = -1 if self.layout == "denominator" and not scalar and not summed else 1
        form = Form("times" if scalar else "matmul", tuple(factors[::back]))
        return Form("sum over", (listed(summed), form)) if summed else form

    def finish(self, result):
        """Put the names back, and write the derivative as the engine does."""
        total = self.totals.get(self.whole.symbol)
        if total is None:
            return
        wholes = {s: r.whole for s, r in self.registers.items() if s in total.value.symbols}
        values = total.value, rebuilt(total.value, wholes), result.body
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
        return (
            caption
            if any(step.by is not None and step.expression.shape for step in self.steps)
            else ""
        )

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
        return import_module("mathlib.proofs").prove(self, points)


def derivation(
    y: Expression, x: nodes.Symbol, layout: str = "numerator", detail: str = "rules"
) -> Derivation:
    """Return the derivative of any expression by any symbol, step by step."""
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
