"""What a derivative and a differential are: formulas that remember what they were made of."""

from __future__ import annotations

from functools import cached_property

from mathlib.symbolic.expression import Expression


class Remembering(Expression):
    """A formula that remembers what it was made of."""

    formula: Expression

    @property
    def body(self) -> Expression:
        """The formula."""
        return self.formula

    @cached_property
    def with_symmetry(self) -> Expression:
        """The formula, with every symmetric symbol known to be its own transpose."""
        return self.formula.with_symmetry
