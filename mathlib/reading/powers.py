"""What is raised above a factor: powers, inverses and transposes."""

from __future__ import annotations

from fractions import Fraction

from mathlib.reading.index_signs import IndexSigns
from mathlib.reading.tokens import RAISED
from mathlib.reading.tree import Tree, number


class Powers(IndexSigns):
    """Reads exponents, above the line or behind ``^`` and ``**``."""

    def factor(self) -> Tree:
        """Read one factor with all that is raised or hung on it."""
        raise NotImplementedError

    def raised(self, tree: Tree, text: str) -> Tree:
        """Return a factor to a power that is written above it."""
        if text.endswith("ᵀ"):
            ones = tree.does == "number" and tree.word == 1  # 1ᵀ is 𝟏ᵀ
            turned = Tree("transpose", None, (Tree("ones") if ones else tree,))
            return Tree("^", None, (turned, Tree("number", -1))) if "⁻" in text else turned
        power = "**" if text.startswith("∘") else "^"
        exponent = Tree("number", Fraction(text.lstrip("∘").translate(RAISED)))
        return Tree(power, None, (tree, exponent))

    def powered(self, tree: Tree, power: str) -> Tree:
        """Return a factor to the power that comes; ``^T`` and ``^-T`` are transposes."""
        start = self.place
        minus = self.take("-")
        if power == "^" and self.next.kind == "name" and self.next.text in ("T", "t", "top"):
            self.place += 1
            return self.raised(tree, "⁻ᵀ" if minus else "ᵀ")
        self.place = start
        exponent = self.negated()
        return Tree("**" if power == "∘^" else power, None, (tree, exponent))

    def negated(self) -> Tree:
        """Read a factor that may have a sign of its own: an exponent, or what is below a stroke."""
        if self.take("-"):
            return Tree("negative", None, (self.negated(),))
        return self.factor()

    def power_of_function(self) -> str | Tree | None:
        """Read the power between a function and its argument: sin²(x) is the square of sin(x)."""
        if self.next.kind == "raised":
            self.place += 1
            return self.signs[self.place - 1].text
        if self.next.text in ("^", "**") and self.after_next.kind == "number":
            self.place += 2
            return Tree("number", number(self.signs[self.place - 1].text))
        return None
