"""A derivative worked out line by line, as on paper, each line with the names of its rules.

Conventions
-----------
A line holds two things: the form that is read, and an expression with the axes of what is
differentiated, then those of the variable. `Derivation.check` compares the expressions with one
another and with measurement.

Which rules are used is decided by what is differentiated (see `intermediates` and `rules`). Sums,
differences, constant factors, products, quotients and powers are split by the rules of one
variable, one after another, and so is a function of a simple expression: this is the way between
scalars, and for vectors as long as no function stands inside another. In real compositions the
intermediate results get names, each is differentiated by what it is made of, the derivatives along
every path from the variable are multiplied, and the names are put back.
"""

from __future__ import annotations

from dataclasses import dataclass

from mathlib.printing.printer import LAYOUTS
from mathlib.symbolic.derivative import Derivative, derivative
from mathlib.symbolic.expression import Expression
from mathlib.symbolic.nodes import Symbol
from mathlib.teaching.derivations.differentials import by_differentials
from mathlib.teaching.derivations.intermediates import named_results
from mathlib.teaching.derivations.paths import Paths
from mathlib.teaching.derivations.step import Step

#: Characters up to which the rules of all lines stand in one column.
LINE = 110
DETAILS = ("rules", "components", "paths", "differentials")


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
    names: dict[Symbol, Expression]
    steps: tuple[Step, ...]

    @property
    def caption(self) -> str:
        """The layout, where it matters."""
        turned = ": derivatives are transposed, and a chain begins at the variable"
        caption = f"{self.layout} layout{turned if self.layout == 'denominator' else ''}"
        has_axes = [step for step in self.steps if step.is_derivative and step.expression.shape]
        return caption if has_axes else ""

    def __str__(self):
        sides = [step.sides() for step in self.steps]
        first, second = (max(len(side) for side in column) for column in zip(*sides, strict=True))
        longest = max(len(step.rule + step.fit) for step in self.steps)
        second = min(second, 60, max(0, LINE - len(" = ") - len("   ") - first - longest))
        lines = [f"({self.caption})"] if self.caption else []
        for step, (left, right) in zip(self.steps, sides, strict=True):
            lines.append(f"{left:>{first}} = {right:<{second}}   {step.rule}{step.fit}")
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
    y: Expression, x: Symbol, layout: str = "numerator", detail: str | None = None
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
    detail : {"rules", "components", "paths", "differentials"}, optional
        By rules, by those of one variable as far as they go; or through single entries of vectors
        and matrices, with indices; or every function by a name of its own, and the total derivative
        over all paths to it; or by differentials, with the derivative read off ``df = tr(Gᵀ dX)``.
        If it is not given, by differentials for a number by a matrix where the rules would need
        derivatives of three axes or more, else by rules.

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
    By rules, a scalar by a scalar is split by the rules for sums, constant factors, products,
    quotients, powers and chains, one after another. What stands inside a function gets a name if
    it is itself a function of more than the variable, and so does everything in an expression that
    is too long to be written on every line. With vectors, sums, scalar multiples and entrywise
    products are split in this way if no function stands inside another; else intermediate results
    get names.

    Every path from `x` to `y` is then a product of derivatives, and all are written out, unless
    they meet in between: there a total derivative is found first. The last lines are as long as the
    derivative written out, which grows fourfold with every block of a residual network; a plain
    network of 20 layers takes 0.1 s.

    By differentials, every part gets a name that its differential would repeat, and so does
    whatever would make a line too long; then the changes of the parts are put in, the last first.

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
    >>> s = ml.scalar("s")
    >>> print(ml.derivation(s * ml.sin(s), s))
    d/ds (s sin(s)) = s · d/ds sin(s) + sin(s) · d/ds s   the product rule
                    = s cos(s) + sin(s)                   the derivative of sin and the power rule
    >>> M = ml.matrix("M", "n", "m")
    >>> print(ml.derivation(ml.trace(ml.inv(A @ M)), M, detail="differentials"))
    (numerator layout)
        Z = A M              intermediate variable
        N = Z⁻¹              intermediate variable
        f = tr(N)            function of these variables
       dZ = A dM             a linear function
       dN = -N dZ N          the derivative of an inverse
       df = tr(dN)           the trace
          = -tr(N dZ N)      substitute dN
          = -tr(N² dZ)       the cyclic property of the trace
          = -tr(N² A dM)     substitute dZ
    ∂f/∂M = -Aᵀ (Nᵀ)²        read off the derivative
          = -Aᵀ ((A M)⁻ᵀ)²   substitute the intermediate variables
    >>> print(ml.derivation(A @ x, x, layout="denominator", detail="components"))
    (denominator layout: derivatives are transposed, and a chain begins at the variable)
    ∂(A x)[i]/∂x[j] = ∂/∂x[j] Σ_k A[i,k] x[k]   write out an entry
                    = Σ_k δ[k,j] A[i,k]         a matrix times the variable
                    = A[i,j]                    sum over the Kronecker delta
          ∂(A x)/∂x = Aᵀ                        in matrix notation
    """
    result = derivative(y, x)
    for name, given, known in (("layout", layout, LAYOUTS), ("detail", detail, DETAILS)):
        if given not in known and given is not None:
            *others, last = map(repr, known)
            raise ValueError(f"{name} is {', '.join(others)} or {last}, not {given!r}")
    assert result.of is not None
    of = result.of.body
    named = [] if detail == "differentials" else named_results(of, x, detail or "rules")
    wide = any(sum(d.ranks) > 2 for made in named for d in made.derivatives)
    if detail == "differentials" or (detail is None and wide and not of.shape):
        by = by_differentials(of, x, layout, result)
        return Derivation(result, layout, "differentials", by.names, tuple(by.page.steps))
    detail = detail or "rules"
    way = Paths(named, x, layout, detail)
    way.write(result)
    wholes = {name: made.whole for name, made in way.results.items()}
    return Derivation(result, layout, detail, wholes, tuple(way.page.steps))
