"""What the signs between two things do, and what stands beside another.

The book's notation knows columns and rows: ``xᵀ y`` is a number and ``x yᵀ`` a matrix. NumPy knows
vectors only, and ``x @ y`` is a number. So a vector here has a *side*: a symbol is a column, and
``ᵀ`` turns it into a row; ``.T``, as in NumPy, leaves a vector what it is. ``A²`` and ``A^2`` are
``A A``; ``A**2`` squares every entry.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from mathlib.reading.tokens import UnreadableError
from mathlib.symbolic.arithmetic import kron, outer
from mathlib.symbolic.constants import is_number
from mathlib.symbolic.expression import Expression
from mathlib.symbolic.solving import matrix_power


class Value(NamedTuple):
    """An expression, and of a vector whether it is a row."""

    of: Any  # or several expressions, as the argument of a function
    row: bool = False


def turned(x: Value) -> Value:
    """Return the transpose of mathematics, which makes a row of a column."""
    return Value(x.of.T, len(x.of.shape) == 1 and not x.row)


def powered(base: Value, exponent: Value) -> Value:
    """Return every entry to a power."""
    number = exponent.of
    if is_number(number) and not number.shape:
        return Value(base.of**number.coefficient, base.row)
    return Value(base.of**number, base.row)


def raised(base: Value, exponent: Value) -> Value:
    """Return a power as mathematics writes it: a square matrix times itself."""
    if len(base.of.shape) == 2:
        return Value(_matrix_power(base.of, exponent.of))
    return powered(base, exponent)


def _matrix_power(A: Expression, exponent: Expression) -> Expression:
    k = exponent.coefficient if is_number(exponent) else 0
    if k != int(k) or not 1 <= abs(k) <= 9:
        raise UnreadableError("a matrix is raised to whole powers up to 9; A**p is of the entries")
    return matrix_power(A, int(k))


def beside(a: Value, b: Value) -> Value:
    """Return a product of the book's notation, in which vectors are columns or rows."""
    ranks = len(a.of.shape), len(b.of.shape)
    if 0 in ranks:
        return Value(a.of * b.of, a.row or b.row)
    if ranks == (1, 1):
        if a.row and not b.row:
            return Value(a.of @ b.of)
        if b.row and not a.row:
            return Value(outer(a.of, b.of))
        raise UnreadableError(
            "two columns side by side have no product: xᵀ y is a number, x yᵀ a matrix, and x ⊙ y "
            "multiplies the entries"
        )
    if ranks[0] == 1 and not a.row:
        raise UnreadableError("a column before a matrix has no product: write its transpose, xᵀ A")
    if ranks[1] == 1 and b.row:
        raise UnreadableError(
            "a row after a matrix has no product: write A x, without the transpose"
        )
    return Value(a.of @ b.of, ranks[0] == 1)


def matmul(a: Value, b: Value) -> Value:
    """Return a product as NumPy's ``@``; only a row written with ᵀ gives a row."""
    if len(a.of.shape) == len(b.of.shape) == 1 and b.row and not a.row:
        return Value(outer(a.of, b.of))
    return Value(a.of @ b.of, a.row and len(b.of.shape) == 2)


def dot(a: Value, b: Value) -> Value:
    """Return what a dot between two things means: of vectors a number."""
    if len(a.of.shape) == len(b.of.shape) == 1:
        return Value(a.of @ b.of)
    return beside(a, b)


def by_entries(sign: str) -> Callable[[Value, Value], Value]:
    """Return an operation on entries, as NumPy's; a row and a column are not added."""
    operate: Callable[[Any, Any], Expression] = {
        "+": lambda a, b: a + b,
        "-": lambda a, b: a - b,
        "*": lambda a, b: a * b,
        "/": lambda a, b: a / b,
        ">": lambda a, b: a > b,
        "<": lambda a, b: a < b,
        ">=": lambda a, b: a >= b,
        "<=": lambda a, b: a <= b,
    }[sign]

    def operation(a: Value, b: Value) -> Value:
        vectors = len(a.of.shape) == len(b.of.shape) == 1
        if vectors and a.row is not b.row and sign in "+-":
            raise UnreadableError("a row and a column are added; write both as one or the other")
        if sign == "*" and _is_matrix_product(a.of.shape, b.of.shape):
            raise UnreadableError(
                "* multiplies entry by entry; the product of matrices is @, or nothing between them"
            )
        result = operate(a.of, b.of)
        return Value(result, (a.row or b.row) and len(result.shape) == 1)

    return operation


def _is_matrix_product(left: tuple[Any, ...], right: tuple[Any, ...]) -> bool:
    """Whether two shapes fit as those of matrices, and do not fit entry by entry."""
    if not left or not right or 2 not in (len(left), len(right)) or left[-1] != right[0]:
        return False
    ends = zip(reversed(left), reversed(right), strict=False)
    return any(a != b and 1 not in (a, b) for a, b in ends)


def picked(x: Value, condition: Value) -> Value:
    """Return what is multiplied by a condition that stands behind it without a space.

    NumPy picks entries so, and the sum of those is that of the product.
    """
    shapes = x.of.shape, condition.of.shape
    if shapes[0] == shapes[1] or () in shapes:
        return Value(x.of * condition.of, x.row)
    try:
        return beside(x, condition)
    except ValueError:
        raise UnreadableError(
            "how many rows a condition picks is open: multiply by it, as in (x > 0) * x"
        ) from None


def _equal(a: Value, b: Value) -> Value:
    raise UnreadableError("== asks whether two things are equal; write one side of it")


OPERATIONS: dict[str, Callable[..., Value]] = {
    **{sign: by_entries(sign) for sign in ("+", "-", "*", "/", ">", "<", ">=", "<=")},
    "⊙": by_entries("*"),
    "⊘": by_entries("/"),
    "@": matmul,
    "·": dot,
    "==": _equal,
    "⊗": lambda a, b: Value(kron(a.of, b.of), a.row and b.row),
    "beside": beside,
    "picked": picked,
    "negative": lambda x: Value(-x.of, x.row),
    "transpose": turned,
    "turned": lambda x: Value(x.of.T, x.row),
    "**": powered,
    "^": raised,
}
