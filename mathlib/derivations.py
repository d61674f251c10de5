"""A derivative worked out line by line, as on paper, each line with the name of its rule.

Conventions
-----------
The intermediate results get names, each is differentiated by what it is made of, the slopes along
every path from the variable are multiplied, and the names are put back. A line holds two things:
the form that is read, and an expression with the axes of what is differentiated, then those of
the variable. `check` compares the expressions with one another and with measurement.

In numerator layout a chain is written from the outside in; in denominator layout every derivative
is transposed and the chain runs the other way. What no matrix notation can say is written entry by
entry, the same in both.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import reduce
from html import escape
from itertools import count, islice, permutations
from typing import Any, NamedTuple

from mathlib import forms, nodes
from mathlib.algebra import add, fresh, product
from mathlib.constants import constant, is_zero
from mathlib.derivatives import Derivative, derivative, jacobian_tensor, rules
from mathlib.evaluation import dimensions
from mathlib.expressions import Expression, rebuilt
from mathlib.forms import Form, matmul, transpose, word, write
from mathlib.functions import sum as sum_of
from mathlib.matrix_form import MatrixForms, NoMatrixFormError
from mathlib.notation import LAYOUTS, entry, free_letters, lies, listed

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
    "one variable by another": ("r29", "jacobian"),
    "the identity": ("r30", "jacobian"),
    "a matrix times the variable": ("t15", "jacobian"),
    "the vector chain rule": ("t15-3", "jacobian"),
}
#: The rules of whole matrices and axes, by the kind of the node.
WHOLES = {
    "inv": "the derivative of an inverse",
    "det": "Jacobi's formula",
    "logdet": "the derivative of a log-determinant",
    "softmax": "the derivative of softmax",
    "logsumexp": "the derivative of logsumexp",
}


class Slope(NamedTuple):
    """A derivative that stands in a line: `of` and `by` are names, its value is in names too."""

    of: nodes.Symbol
    by: nodes.Symbol
    value: Expression
    top: Form  # what is written for `of`
    straight: bool  # d, not ∂: a function of one variable

    @property
    def ranks(self) -> tuple[int, int]:
        """How many axes are those of `of`, and how many those of `by`."""
        return len(self.of.shape), len(self.by.shape)


class Register(NamedTuple):
    """An intermediate result: its name, what it is, how it is made of others, its slopes by them."""

    symbol: nodes.Symbol
    whole: Expression
    definition: Expression
    function: Form | None  # the f of f(x, u), where there are several variables
    slopes: list[Slope]


@dataclass(frozen=True)
class Step:
    """A line of a derivation.

    Attributes
    ----------
    rule : str
        The name of the rule, such as ``"the product rule"``.
    expression : Expression
        What stands on the line, in the names that are in force; a derivative has the axes of
        `of`, then those of `by`.
    of, by : Expression, Symbol
        What the line is the derivative of, and by what; of a line that gives a name, `by` is None.
    shapes : tuple of tuple
        The shapes of its factors, as they lie on the page.
    left, right : Form
        How it reads; `left` is None where the line goes on from the one before.
    """

    rule: str
    expression: Expression
    of: Expression
    by: nodes.Symbol | None
    shapes: tuple[tuple, ...]
    left: Form | None
    right: Form

    @property
    def id(self) -> str:
        """The id of the claim that states the rule in the book, or an empty string."""
        return RULES.get(self.rule, ("", ""))[0].partition("-")[0]

    @property
    def link(self) -> str:
        """Where the built book states the rule, seen from a chapter, or an empty string."""
        label, chapter = RULES.get(self.rule, ("", ""))
        return f"{chapter}.html#equation-{label}" if label else ""

    def sides(self, latex: bool = False) -> tuple[str, str]:
        """Return what is left and right of the equals sign."""
        return (write(self.left, latex) if self.left else ""), write(self.right, latex)

    @property
    def remark(self) -> str:
        """The rule, and of a chain how the shapes of its factors fit."""
        if not self.left or len(self.shapes) < 2 or not any(self.shapes):
            return self.rule
        sizes = (f"({' × '.join(map(str, shape or (1, 1)))})" for shape in self.shapes)
        return f"{self.rule}, {' '.join(sizes)}"

    def text(self) -> str:
        """Return the line as plain text, ``∂u/∂x = A``."""
        return " = ".join(self.sides()).lstrip()

    def latex(self) -> str:
        """Return the line as LaTeX."""
        return " = ".join(self.sides(latex=True)).lstrip()

    def row(self) -> str:
        """Return the line as a row of a table in HTML."""
        left, right = (escape(side) for side in self.sides(latex=True))
        left = rf"\(\displaystyle {left}\)" if left else ""
        rule = f'<a href="{self.link}">{self.rule}</a>' if self.link else self.rule
        rule += escape(self.remark.removeprefix(self.rule))
        return rf"<tr><td>{left}</td><td>\(\displaystyle = {right}\)</td><td>{rule}</td></tr>"


# ---------------------------------------------------------------------- what is given a name


def _parts(e, x):
    """Yield what an expression is differentiated by: the variable, and parts that get a name.

    A linear function of a linear function is one, and a power in a product belongs to it.
    """
    for child in dict.fromkeys(e.children):
        if x not in child.symbols:
            continue
        if isinstance(child, nodes.Power) and isinstance(e, nodes.Product):
            yield child.base
        elif _linear(e, x) and _linear(child, x):
            yield from _parts(child, x)
        else:
            yield child


def _linear(e, x):
    """Say whether an expression is linear in its one part, or each of its terms in one."""
    if not isinstance(e, nodes.Product):
        return isinstance(e, nodes.Sum)
    affected = [child for child in e.children if x in child.symbols]
    return len(affected) == 1 and not isinstance(affected[0], nodes.Power)


def _entries_summed(e, x):
    """Return the entrywise product whose entries make a dot product with the variable, if any."""
    if not isinstance(e, nodes.Product) or e.shape or len(e.factors) < 2 or e.children.count(x) != 1:
        return None
    labels = {ls for _, ls in e.factors if ls}
    if not _linear(e, x) or len(x.shape) != 1 or len(labels) != 1:
        return None
    return product(e.coefficient, list(e.factors), *labels)


def _made_of(y, x, components):
    """Return the parts of every named result, each after its parts; the whole comes last."""
    made = {}

    def visit(e):
        inner = _entries_summed(e, x) if e is y and not components else None
        parts = [*dict.fromkeys(_parts(e, x))] if inner is None else [inner]
        for part in parts:
            if part is not x and part not in made:
                visit(part)
        made[e] = parts

    visit(y)
    return made


def _free(letters, taken):
    """Return the first letter with which no name begins that has nothing else but digits."""
    stems = {name.lower().rstrip("0123456789_") for name in taken}
    return next(letter for letter in letters if letter not in stems)


def _registers(y, x, components):
    """Return all named results, in an order in which they can be computed."""
    made = _made_of(y, x, components)
    symbols = y.symbols | {x}
    taken = {s.name for s in symbols} | {str(d) for s in symbols for d in s.shape}
    inner, outer, function = (_free(a, taken) for a in ("uvtsrqpo", "yLzwecba", "fghkdlji"))
    found, known = [], {x: x}
    for number, (e, parts) in enumerate(made.items(), 1):
        last = number == len(made)
        digits = "" if last or len(made) == 2 else str(number)
        letter = outer if last else inner
        name = (letter if len(e.shape) < 2 else letter.upper()) + digits
        symbol = nodes.Symbol(name, e.shape, False, e.nonnegative, False)
        several = forms.symbol(function + digits, len(e.shape)) if len(parts) > 1 else None
        pairs = [(part, known[part]) for part in known if part in parts]
        found.append(_register(e, x, symbol, pairs, several))
        known[e] = symbol
    return found


def _register(e, x, symbol, parts, function):
    definition = rebuilt(e, {part: name for part, name in parts if name is not x})
    if parts and x in definition.symbols and not any(name is x for _, name in parts):
        definition = sum_of(parts[0][1])  # the entries of a dot product, named apart
    slopes = []
    for _, name in parts or [(x, x)]:
        value = jacobian_tensor(definition, name)
        straight = definition.symbols == {name} and not value.shape
        top = function or forms.symbol(symbol.name, len(symbol.shape))
        slopes.append(Slope(symbol, name, value, top, straight))
    return Register(symbol, e, definition, function, slopes)


# --------------------------------------------------------------------------- names of the rules


def _rule(definition, d):
    """Return the name of the rule that differentiates a definition."""
    affected = [child for child in definition.children if d in child.symbols]
    match definition:
        case _ if definition is d:
            return "the identity"
        case _ if not affected:
            return "the constant rule"
        case nodes.Sum():
            return f"the {'difference' if min(c for c, _ in definition.terms) < 0 else 'sum'} rule"
        case nodes.Power():
            return "the power rule"
        case nodes.Function():
            return f"the derivative of {definition.name}"
        case nodes.Product():
            return _rule_of_product(definition, affected)
    return WHOLES[definition.kind]


def _rule_of_product(e, affected):
    others = [(f, labels) for f, labels in e.factors if f is not affected[0]]
    if len(affected) > 1:
        return "the product rule"
    if isinstance(affected[0], nodes.Power):
        return f"the {'quotient' if affected[0].exponent < 0 else 'power'} rule"
    if not any(labels for _, labels in others):
        return "the sum of the entries" if e.summed else "the constant factor rule"
    if not e.summed:
        return "an elementwise product" if affected[0].shape else "the constant factor rule"
    if not e.shape:
        return "the dot product" if len(affected[0].shape) == 1 else "a linear function"
    return "a matrix times the variable" if len(affected[0].shape) == 1 else "a linear function"


# -------------------------------------------------------------------------------- writing lines


def _letter(symbol):
    return forms.symbol(symbol.name, len(symbol.shape))


def _at(form, letters):
    return Form("entry", (form, listed(letters))) if letters else form


def _ratio(s, of=(), by=()):
    """Return the name of a derivative: ∂u/∂x, or ∂u[i]/∂x[j] at letters."""
    return _quotient(_at(s.top, of), _at(_letter(s.by), by), s.straight)


def _quotient(top, bottom, straight):
    d, tex = ("d", "d") if straight else ("∂", r"\partial ")
    tops = [write(top, latex) if top else "" for latex in (False, True)]
    return word(
        f"{d}{tops[0]}/{d}{write(bottom, False)}",
        rf"\frac{{{tex}{tops[1]}}}{{{tex}{write(bottom, True)}}}",
    )


def _joined(parts, text, latex):
    """Return forms side by side; a sum, and what begins with a minus, in brackets."""
    written = []
    for tex in (False, True):
        pieces = [write(part, tex) for part in parts]
        loose = [part.kind == "sum" or (k and pieces[k][0] == "-") for k, part in enumerate(parts)]
        brackets = r"\left({}\right)" if tex else "({})"
        pieces = [brackets.format(p) if b else p for p, b in zip(pieces, loose, strict=True)]
        written.append((latex if tex else text).join(pieces))
    return word(*written)


def _called(register):
    """Return f(x, u)."""
    names = [_letter(s.by) for s in register.slopes]
    arguments = [", ".join(write(name, tex) for name in names) for tex in (False, True)]
    f = register.function
    return word(
        f"{write(f, False)}({arguments[0]})", rf"{write(f, True)}\left({arguments[1]}\right)"
    )


def _added(terms):
    return forms.total(terms) if len(terms) > 1 else terms[0]


def _lying(of, by, layout):
    """Return the shape of a derivative as it lies on the page."""
    if len(of) > 1 or len(by) > 1:
        return of + by
    rows, columns = of or ((1,) if by else ()), by or ((1,) if of else ())
    return rows + columns if layout == "numerator" else columns + rows


class _Page:
    """The lines as they are written, from the names down to the derivative."""

    def __init__(self, registers, x, layout, components):
        self.registers, self.x = {r.symbol: r for r in registers}, x
        self.whole = registers[-1]
        self.layout, self.components = layout, components
        self.steps: list[Step] = []
        self.totals: dict[nodes.Symbol, Slope] = {}
        symbols = registers[-1].whole.symbols | {x, *self.registers}
        self.taken = {s.name for s in symbols} | {str(d) for s in symbols for d in s.shape}

    def line(self, rule, said, left, right, factors=()):
        """Add a line, unless it reads like the one before; `said` is the value, of what, by what."""
        if self.steps and (self.steps[-1].of, self.steps[-1].by) == said[1:]:
            last = next(step.left for step in reversed(self.steps) if step.left)
            left = None if left == last else left
            if left is None and write(right, False) == write(self.steps[-1].right, False):
                return
        shapes = tuple(_lying(s.of.shape, s.by.shape, self.layout) for s in factors)
        self.steps.append(Step(rule, *said, shapes, left, right))

    def letters(self, ranks):
        """Return letters for the axes of a derivative, and all that are not free for sums."""
        first = int(ranks == (0, 1))  # ∂y/∂w[j] = Σ_i ...
        chosen = free_letters(self.taken, first + sum(ranks))[first:]
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

    def unnamed(self, register):
        """Return the one result there is, with its formula for a name where it has one."""
        try:
            top = self.matrix(register.whole)
        except NoMatrixFormError:
            return register
        if top.kind != "symbol":
            top = word(f"({write(top, False)})", rf"\left({write(top, True)}\right)")
        return register._replace(slopes=[s._replace(top=top) for s in register.slopes])

    def name(self, register, rule):
        """Write how a result is made of others."""
        e, left = register.definition, _letter(register.symbol)
        try:
            right = self.matrix(e)
        except NoMatrixFormError:
            letters, _, used = self.letters((len(e.shape), 0))
            left, right = _at(left, letters), entry(e.settled, letters, used)
        if register.function:
            right = _joined([_called(register), word(write(right, False), write(right, True))], " = ", " = ")
        self.line(rule, (e, register.whole, None), left, right)

    def local(self, register, s):
        """Write the derivative of a result by one of those it is made of."""
        e = register.definition
        rule, said = _rule(e, s.by), (s.value, e, s.by)
        ofs, bys, used = self.letters(s.ranks)
        by_entries = self.components and sum(s.ranks)
        if by_entries:
            self.by_entries(rule, s)
        try:
            right = self.matrix(s.value, s.ranks)
        except NoMatrixFormError:
            right = entry(s.value.settled, ofs + bys, used)
            self.line(rule, said, _ratio(s, ofs, bys), right)
            return
        terms = e.terms if isinstance(e, nodes.Sum) and not by_entries else ()
        if any(s.by not in term.symbols for _, term in terms):
            apart = [jacobian_tensor(c * term, s.by) for c, term in terms]
            each = forms.total([self.matrix(part, s.ranks) for part in apart])
            self.line(rule, said, _ratio(s), each)
            rule = "simplify"
        if not by_entries or len(self.registers) == 1:
            self.line("in matrix notation" if by_entries else rule, said, _ratio(s), right)

    def by_entries(self, rule, s):
        """Write a derivative in indices: of an entry, with Kronecker deltas, and without."""
        e = self.registers[s.of].definition
        ofs, bys, used = self.letters(s.ranks)
        left, said = _ratio(s, ofs, bys), (s.value, e, s.by)
        operator = _quotient(None, _at(_letter(s.by), bys), s.straight)
        inner = entry(e.settled, ofs, used)
        self.line("write out an entry", said, left, _joined([operator, inner], " ", r" \, "))
        terms = _uncontracted(e, s.by)
        zeros = [word("0", "0") for term in e.children if s.by not in term.symbols]
        zeros = zeros if isinstance(e, nodes.Sum) else []
        each = _added([entry(term.settled, ofs + bys, used) for term in terms] + zeros)
        self.line(rule, (add(*(t.again(*t.children) for t in terms)), e, s.by), left, each)
        right = entry(s.value.settled, ofs + bys, used)
        self.line("sum over the Kronecker delta", said, left, right)

    def chain(self, register):
        """Write the derivative by the variable: over all paths, the product of their slopes."""
        paths = [[*self.path(s)] for s in register.slopes]
        if len(paths) == 1 and (len(paths[0]) == 1 or register is not self.whole):
            return
        value = add(*(reduce(_chained, path).value for path in paths))
        straight = register.whole.symbols == {self.x} and not value.shape
        total = Slope(register.symbol, self.x, value, _letter(register.symbol), straight)
        self.totals[register.symbol] = total
        said = (value, register.whole, self.x)
        written = self.matrices(total, paths)
        left, named, valued, product_ = written or self.indices(total, paths)
        factors = max(paths, key=len)[:: -1 if written and self.layout == "denominator" else 1]
        self.line(_rule_of_chain(paths), said, left, named, factors)
        self.line("substitute the derivatives", said, left, valued, factors)
        self.line("multiply out", said, left, product_)

    def path(self, s):
        """Yield the slopes from here to the variable, or to a result reached on several ways."""
        yield s
        if s.by in self.totals:
            yield self.totals[s.by]
        elif s.by is not self.x:
            yield from self.path(self.registers[s.by].slopes[0])

    def matrices(self, total, paths):
        """Return what `chain` writes, in matrix notation; None if that cannot say it."""
        scalar = not any(sum(s.ranks) for path in paths for s in path)
        thin = all(s.ranks[1] < 2 for path in paths for s in path[:-1])
        if not thin or sum(total.ranks) > 2 or (self.components and not scalar):
            return None
        try:
            values = [[self.matrix(s.value, s.ranks) for s in path] for path in paths]
            product_ = self.matrix(total.value, total.ranks)
        except NoMatrixFormError:
            return None

        def times(path):
            if scalar:
                return _joined(path, " · ", r" \cdot ") if len(path) > 1 else path[0]
            return matmul(*(path if self.layout == "numerator" else reversed(path)))

        names = [times([_ratio(s) for s in path]) for path in paths]
        return _ratio(total), _added(names), _added([times(path) for path in values]), product_

    def indices(self, total, paths):
        """Return what `chain` writes, entry by entry, summed over the axes between."""
        ofs, bys, used = self.letters(total.ranks)
        taken, names, values = used, [], []
        for path in paths:
            axes, summed = [ofs], []
            for s in path[:-1]:
                axes.append(free_letters(used.union(summed), s.ranks[1]))
                summed += axes[-1]
            axes.append(bys)
            spots = [*zip(path, axes, axes[1:], strict=False)]
            taken = used.union(summed)
            names.append(_summed([_ratio(*spot) for spot in spots], summed))
            entries = [entry(s.value.settled, of + by, taken) for s, of, by in spots]
            values.append(_summed(entries, summed))
        product_ = entry(total.value.settled, ofs + bys, used)
        return _ratio(total, ofs, bys), _added(names), _added(values), product_

    def finish(self, result):
        """Put the names back, and write the derivative as the engine does."""
        total = self.totals.get(self.whole.symbol)
        if total is None:
            return
        wholes = {r.symbol: r.whole for r in self.registers.values()}
        inner = {name: whole for name, whole in wholes.items() if name in total.value.symbols}
        full = rebuilt(total.value, inner)
        said = (self.whole.whole, self.x)
        try:
            left = _ratio(total)
            self.line("in matrix notation", (total.value, *said), left, self.matrix(total.value, total.ranks))
            made = {name: self.matrix(whole) for name, whole in inner.items()}
            right = self.matrix(total.value, total.ranks, made)
            self.line("substitute the intermediate variables", (full, *said), left, right)
            self.line("simplify", (result.body, *said), left, self.matrix(result.body, total.ranks))
        except NoMatrixFormError:
            ofs, bys, used = self.letters(total.ranks)
            right = entry(result.settled, ofs + bys, used)
            self.line("substitute the intermediate variables", (result.body, *said), _ratio(total, ofs, bys), right)


def _summed(parts, letters):
    inner = forms.scaled(Fraction(1), parts, None, [])
    return Form("sum over", (listed(letters), inner)) if letters else inner


def _chained(left, right):
    """Return the product of two slopes, summed over the axes between."""
    of, between, by = (fresh(len(s)) for s in (left.of.shape, left.by.shape, right.by.shape))
    factors = [(left.value, of + between), (right.value, between + by)]
    value = product(1, factors, of + by, left.of.shape + right.by.shape)
    return left._replace(by=right.by, value=value)


def _rule_of_chain(paths):
    if len(paths) > 1:
        return "the total derivative"
    scalar = not any(sum(s.ranks) for s in paths[0])
    return "the chain rule" if scalar else "the vector chain rule"


def _uncontracted(definition, d):
    """Return the derivative as its rules give it: products that still hold Kronecker deltas."""
    shape = definition.shape + d.shape
    by = tuple(range(len(definition.shape), len(shape)))
    of, labels, found = tuple(range(len(definition.shape))), count(len(shape)), []
    for number, factors, ends in _ways(definition, d, of, labels):
        deltas = [(nodes.Identity(n), (a, b)) for n, a, b in zip(d.shape, ends, by, strict=True)]
        found.append(nodes.Product(number, (*factors, *deltas), shape))
    return found


def _ways(e, d, at, labels):
    """Yield number, factors and labels for every place where a symbol stands in an expression."""
    if e is d:
        yield 1, [], at
        return
    for part, number, factors, whole, inner in rules(e):
        if d in part.symbols:
            names = dict(zip(whole, at, strict=True))
            for label in (label for ls in (*(ls for _, ls in factors), inner) for label in ls):
                if label not in names:
                    names[label] = next(labels)
            moved = [(f, tuple(names[label] for label in ls)) for f, ls in factors]
            for more, rest, end in _ways(part, d, tuple(names[label] for label in inner), labels):
                yield number * more, moved + rest, end


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
        if not any(step.by is not None and step.expression.shape for step in self.steps):
            return ""
        turned = ": derivatives are transposed, and a chain begins at the variable"
        return f"{self.layout} layout{turned if self.layout == 'denominator' else ''}"

    def __str__(self):
        lefts, rights = zip(*(step.sides() for step in self.steps), strict=True)
        first, second = max(map(len, lefts)), min(60, max(map(len, rights)))
        lines = [f"({self.caption})"] if self.caption else []
        for step, left, right in zip(self.steps, lefts, rights, strict=True):
            lines.append(f"{left:>{first}} = {right:<{second}}   {step.remark}")
        return "\n".join(lines)

    __repr__ = __str__

    def _repr_html_(self):
        rows = "\n".join(step.row() for step in self.steps)
        caption = f"<caption>{self.caption}</caption>\n" if self.caption else ""
        return f'<table class="derivation tex2jax_process">\n{caption}{rows}\n</table>'

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
            If no point is found at which everything can be computed.
        """
        found = [*islice(_points(self), points)]
        if not found:
            raise ValueError(f"no point was found at which {self.result.of} has a derivative")
        for point in found:
            for number in range(1, len(self.steps) + 1):
                self._check_line(number, point)
        return f"all lines hold ({len(self.steps)}): each equals the one before or what is measured"

    def _check_line(self, number, point):
        step, before = self.steps[number - 1], self.steps[max(0, number - 2)]
        witnesses = [("what is measured", *point.measured[step.of, step.by])]
        if number > 1 and (before.of, before.by) == (step.of, step.by):
            witnesses = witnesses[: number == len(self.steps)]
            witnesses.insert(0, (f"line {number - 1}", point.value(before.expression), 0))
        for name, wanted, error in witnesses:
            if not _close(point.value(step.expression), wanted, error):
                raise AssertionError(
                    f"line {number}, {step.text()}, by {step.rule}, is not equal to {name}"
                )


class _Point(NamedTuple):
    """Values of all symbols and names, sizes of all dimensions, and what is measured there."""

    values: dict[str, Any]
    sizes: dict[str, int]
    measured: dict[tuple, tuple]

    def value(self, e, **moved):
        values = {s.name: self.values[s.name] for s in e.symbols} | moved
        return e.evaluate(**values, **{d: self.sizes[d] for d in dimensions(e) if d in self.sizes})

    def slope(self, of, by):
        """Measure a derivative, entries of a symmetric symbol taken as independent."""
        from mathlib.measurement import measure

        if by is None:
            return self.value(of), 0
        swaps = {s: nodes.Symbol(s.name, s.shape, False, s.nonnegative, False) for s in of.symbols}
        free = rebuilt(of, swaps)
        return measure(
            lambda v: self.value(free, **{by.name: v}), self.values[by.name], full_output=True
        )


def _points(derivation):
    """Yield points at which everything can be computed and measured."""
    import numpy as np

    y, x = derivation.result.of.body, derivation.result.by
    symbols = sorted(y.symbols | {x}, key=lambda s: s.name)
    names = sorted({d for s in symbols for d in s.shape if isinstance(d, str)})
    for seed, primes in enumerate(islice(permutations((5, 3, 2, 7, 11, 13), len(names)), 60)):
        rng, sizes = np.random.default_rng(seed), dict(zip(names, primes, strict=True))
        point = _Point({}, sizes, {})
        for s in symbols:
            point.values[s.name] = _drawn(rng, [sizes.get(d, d) for d in s.shape], s, seed % 3 == 2)
        try:
            with np.errstate(all="ignore"):
                for name, whole in derivation.names.items():
                    point.values[name.name] = point.value(whole)
                for step in derivation.steps:
                    if (step.of, step.by) not in point.measured:
                        point.measured[step.of, step.by] = point.slope(step.of, step.by)
        except (ValueError, np.linalg.LinAlgError):  # a kink, a logarithm of what is negative, ...
            continue
        yield point


def _drawn(rng, shape, symbol, positive):
    value = rng.normal(size=shape)
    if symbol.nonnegative or positive:
        value = abs(value) + 0.5
    return value + value.T if symbol.declared_symmetric else value


def _close(found, wanted, error):
    import numpy as np

    gap, slack = np.abs(found - wanted), 1e-7 * (1 + np.abs(wanted).max()) + 10 * np.asarray(error)
    return np.shape(found) == np.shape(wanted) and bool(np.all(gap <= slack))


def derivation(
    y: Expression, x: nodes.Symbol, layout: str = "numerator", detail: str = "rules"
) -> Derivation:
    """Return the derivative of any expression by any symbol, step by step."""
    result = derivative(y, x)
    for name, given, known in (("layout", layout, LAYOUTS), ("detail", detail, DETAILS)):
        if given not in known:
            raise ValueError(f"{name} is {known[0]!r} or {known[1]!r}, not {given!r}")
    registers = _registers(result.of.body, x, detail == "components")
    page = _Page(registers, x, layout, detail == "components")
    if len(registers) == 1:
        registers = [page.unnamed(registers[0])]
    *inner, whole = registers
    for register in inner:
        page.name(register, "intermediate variable")
    if inner:
        page.name(whole, "the function in these variables")
    for register in registers:
        for s in register.slopes:
            page.local(register, s)
        page.chain(register)
    page.finish(result)
    names = {r.symbol: r.whole for r in registers}
    return Derivation(result, layout, detail, names, tuple(page.steps))
