"""Functions of entries as a person writes them: [x < 0] and not [-x > 0], p^q with one q."""

from __future__ import annotations

from mathlib.printing.forms import Form, word
from mathlib.printing.kinds import OPPOSITES
from mathlib.printing.latex_names import latex_name
from mathlib.symbolic import nodes
from mathlib.symbolic.coefficients import scale
from mathlib.symbolic.constants import is_number
from mathlib.symbolic.exponential_rules import is_negated
from mathlib.symbolic.expression import Expression
from mathlib.symbolic.general_powers import operands
from mathlib.symbolic.unknown_functions import Applied
from mathlib.symbolic.whole_functions import Whole

#: Of how many derivatives each is a prime; more are counted.
MOST_PRIMES = 3
RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
LOWERED = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")


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


def rest_of_mask(e: nodes.Sum) -> tuple[str, Expression] | None:
    """Return the name of the rest of a mask, and of what it is one: 1 - [z > 0] is [z ≤ 0]."""
    if {number for number, _ in e.terms} == {1, -1} and len(e.terms) == 2:
        (_, mask), (_, one) = sorted(e.terms, key=lambda term: term[0])
        if is_number(one) and isinstance(mask, nodes.Function) and mask.name in OPPOSITES:
            other = next(name for name in OPPOSITES if name != mask.name)
            (z,) = mask.children
            return (other, scale(-1, z)) if is_negated(z) else (OPPOSITES[other], z)
    return None


def call(e: Applied, arguments: list[Form], of_matrix: bool) -> Form:
    """Return an unknown function of its arguments, with a prime for every derivative."""
    given = Form("arguments", tuple(arguments), all(a.symmetric for a in arguments), of_matrix)
    return Form("call", (_head(e), given), given.symmetric, of_matrix)


def whole_call(e: Whole, arguments: list[Form]) -> Form:
    """Return an unknown function of whole arguments: ∇f(x), ∇²f(x), J_g(x)."""
    given = Form("arguments", tuple(arguments))
    return Form("call", (_whole_head(e), given), e.symmetric or not e.shape)


def _whole_head(e: Whole) -> Form:
    name, order = latex_name(e.name, len(e.value_shape)), sum(e.orders)
    if not order:
        return word(e.name, name)
    if len(e.orders) > 1:
        text, latex = ("∂", r"\partial") if e.value_shape else ("∇", r"\nabla")
        by = [k for k, times in enumerate(e.orders, 1) for _ in range(times)]
        signs = "".join(f"{text}{str(k).translate(LOWERED)}" for k in by)
        return word(signs + e.name, "".join(f"{latex}_{{{k}}} " for k in by) + name)
    if not e.children[0].shape and order <= MOST_PRIMES:
        return word(e.name + "'" * order, name + "'" * order)
    if len(e.value_shape) == 1 == order:
        return word(f"J_{e.name}", f"J_{{{name}}}")
    text, latex = ("D", "D") if e.value_shape or not e.children[0].shape else ("∇", r"\nabla")
    if order == 1:
        return word(text + e.name, f"{latex} {name}")
    return word(f"{text}{str(order).translate(RAISED)}{e.name}", f"{latex}^{{{order}}} {name}")


def _head(e: Applied) -> Form:
    """Return f, f', f'', ..., or of several arguments ∂₁f, ∂₁∂₂f, ..."""
    name = latex_name(e.name, 0)
    if len(e.orders) > 1:
        by = [k for k, order in enumerate(e.orders, 1) for _ in range(order)]
        text = "".join(f"∂{str(k).translate(LOWERED)}" for k in by)
        return word(text + e.name, "".join(rf"\partial_{{{k}}} " for k in by) + name)
    (order,) = e.orders
    if order > MOST_PRIMES:
        return word(f"{e.name}^({order})", f"{name}^{{({order})}}")
    return word(e.name + "'" * order, name + "'" * order)
