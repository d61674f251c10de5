"""A line of a derivation: what it says, how it reads, and by which rules it holds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from mathlib.printing.forms import Form
from mathlib.printing.typesetting import write
from mathlib.symbolic.differentials import DifferentialSymbol
from mathlib.symbolic.expression import Expression, Shape
from mathlib.symbolic.nodes import Symbol

#: What a line is called that gives a name, or writes the one before in another way: no rule of
#: differentiation.
REWRITING = frozenset(
    {
        "intermediate variable",
        "what is differentiated",
        "read off the derivative",
        "function of these variables",
        "write out an entry",
        "sum over the Kronecker delta",
        "substitute the derivatives",
        "substitute the intermediate variables",
        "multiply out",
        "simplify",
        "in matrix notation",
    }
)


@dataclass(frozen=True)
class Step:
    """A line of a derivation.

    Attributes
    ----------
    rules : tuple of str
        The names of the rules by which it holds, such as ``("the product rule",)``.
    of, by : Expression, Symbol
        What the line is the derivative of, and by what; of a line that gives a name, `by` is None.
    expression : Expression
        What stands on the line, in the names that are in force; a derivative has the axes of
        `of`, then those of `by`.
    left, right : Form
        How it reads; `left` is None where the line goes on from the one before.
    unfinished : bool
        Whether derivatives stand on the line that are still to be found, or only have a name.
    shapes : tuple of tuple
        The shapes of its factors, as they lie on the page.
    """

    rules: tuple[str, ...]
    of: Expression
    by: Symbol | None
    expression: Expression
    left: Form | None
    right: Form
    unfinished: bool = False
    shapes: tuple[Shape, ...] = ()

    @property
    def is_derivative(self) -> bool:
        """Whether a derivative stands on the line; not a name, and not a differential."""
        return self.by is not None and not isinstance(self.by, DifferentialSymbol)

    @property
    def rule(self) -> str:
        """The names of its rules in one phrase, ``the chain rule and the derivative of sin``."""
        return _listed(self.rules)

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
        """Return the line as a row of a table; each rule is marked by its name, ``data-rule``.

        A book that states the rules can so turn every mark into a link when it is built.
        """
        left, right = self.sides(latex=True)
        shown = [rf"\(\displaystyle {escape(side)}\)" for side in (left or "{}", f"= {right}")]
        marks = map(_marked, map(escape, self.rules))
        # JupyterLab would align all cells to the right.
        cells = "".join(
            f'<td style="text-align: left">{cell}</td>'
            for cell in (shown[1], _listed([*marks]) + self.fit)
        )
        return f"<tr><td>{shown[0]}</td>{cells}</tr>"


def _marked(rule: str) -> str:
    return (
        rule
        if rule in REWRITING or rule.startswith("substitute")
        else f'<span data-rule="{rule}">{rule}</span>'
    )


def _listed(rules: Sequence[str]) -> str:
    *first, last = rules
    return f"{', '.join(first)} and {last}" if first else last
