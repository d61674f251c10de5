"""A line of a derivation: what it says, how it reads, and where the book states its rule."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

from mathlib.printing.notation_tree import Form, write
from mathlib.symbolic.expression import Expression
from mathlib.symbolic.nodes import Symbol

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
    by: Symbol | None
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
