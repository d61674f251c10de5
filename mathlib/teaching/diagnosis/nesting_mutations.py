"""Two functions taken in the other order, or the inverse of one mixed up with it.

``sin(x)²`` squares last and ``sin(x²)`` first; and the slope of the arctangent at 2 is not what the
slope of the tangent says at 2, for 2 is where the tangent ends.
"""

from __future__ import annotations

from collections.abc import Iterator

from mathlib.symbolic import functions, nodes
from mathlib.symbolic.differentiation import jacobian_tensor
from mathlib.symbolic.expression import Expression, substitute
from mathlib.teaching.diagnosis.candidate import Mutation, Sentence

INVERSES = {
    "arctan": functions.tan,
    "arcsin": functions.sin,
    "arccos": functions.cos,
    "arctanh": functions.tanh,
    "arcsinh": functions.sinh,
}


def nesting_mutations(y: Expression, x: nodes.Symbol, formula: Expression) -> Iterator[Mutation]:
    """Yield the derivative of two functions in the other order, and that of an inverse.

    Examples
    --------
    >>> import mathlib as ml
    >>> x = ml.scalar("x")
    >>> for mutation in nesting_mutations(ml.sin(x) ** 2, x, 2 * ml.cos(x) * ml.sin(x)):
    ...     print(mutation.sentence, "|", mutation.formula)
    This is the derivative of sin(x²): the two functions are taken in the other order. | 2 x cos(x²)
    """
    inner = [child for child in y.children if x in child.symbols]
    if isinstance(y, nodes.FUNCTION_NODES) and len(inner) == 1 and _is_of(inner[0], x):
        swapped = substitute(inner[0], {x: substitute(y, {inner[0]: x})})
        if swapped.shape == y.shape:
            said = Sentence(
                "This is the derivative of {}: the two functions are taken in the other order.",
                swapped,
            )
            yield Mutation("order", said, jacobian_tensor(swapped, x))
    if isinstance(y, nodes.Function) and y.name in INVERSES and inner == [x]:
        inverse = INVERSES[y.name](x)
        said = Sentence("The derivative of {} is taken at {}: where does it stand?", y, inverse)
        yield Mutation("f' at the wrong point", said, substitute(formula, {x: inverse}))
        said = Sentence("This is the derivative of {}, of which {} is the inverse.", inverse, y)
        yield Mutation("f instead of f'", said, jacobian_tensor(inverse, x))


def _is_of(e: Expression, x: nodes.Symbol) -> bool:
    """Whether a function is taken of the variable itself."""
    return isinstance(e, nodes.FUNCTION_NODES) and [c for c in e.children if c.symbols] == [x]
