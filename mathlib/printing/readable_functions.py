"""Functions of entries as a person writes them: [x < 0] and not [-x > 0], p^q with one q."""

from __future__ import annotations

from mathlib.printing.kinds import OPPOSITES
from mathlib.symbolic import nodes
from mathlib.symbolic.coefficients import scale
from mathlib.symbolic.exponential_rules import is_negated
from mathlib.symbolic.expression import Expression
from mathlib.symbolic.general_powers import operands


def readable_function(
    e: nodes.Function | nodes.MatrixFunction,
) -> tuple[str, tuple[Expression, ...]]:
    """Return under which name a function is written, and of which arguments."""
    name = e.name if isinstance(e, nodes.Function) else e.kind
    if isinstance(e, nodes.Function) and name == "raise_to":
        return "entrywise power" if e.shape else name, operands(e)
    if isinstance(e, nodes.Function) and name == "polygamma":
        return name, operands(e)
    if name in OPPOSITES and is_negated(e.children[0]):
        return OPPOSITES[name], (scale(-1, e.children[0]),)
    return name, e.children
