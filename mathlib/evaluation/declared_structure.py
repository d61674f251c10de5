"""Whether a value is what its symbol is declared to be: diagonal, orthogonal, one-hot, and so on.

Everything is asked through the operations of `Arrays`, so that it also runs where there is no
NumPy. A 0 above a diagonal may be off as much as rounding leaves it; what is computed in any
precision, such as a sum of probabilities, as much as single precision makes it.
"""

from __future__ import annotations

from collections.abc import Callable

from mathlib.evaluation.arrays import Array, Arrays
from mathlib.symbolic.nodes import Symbol
from mathlib.symbolic.structure import IMPLIED

#: How far a sum, or a product of columns, may be off: some hundred roundings of single precision.
COMPUTED = 1e-5
#: How far an entry may be from 0, as a part of the largest of the others.
ROUNDED = 1e-10


def check_structure(symbol: Symbol, array: Array, arrays: Arrays) -> None:
    """Refuse a value that is not what is declared of the entries of its symbol together."""
    for word in symbol.structure:
        if wrong := CHECKS[word](array, arrays):
            said = next(w for w in symbol.structure if word in (w, *IMPLIED[w]))
            raise ValueError(f"{symbol.name} is declared {SAID[said]}, but {wrong}")


def _first_off(array: Array, allowed: float, arrays: Arrays) -> tuple[int, ...] | None:
    """Return where the first entry is further from 0 than is allowed, or is no number."""
    return _first_beyond(array, arrays.full(allowed, array.shape), arrays)


def _first_beyond(array: Array, allowed: Array, arrays: Arrays) -> tuple[int, ...] | None:
    """Return where the first entry is greater in size than is allowed there, or is no number."""
    slack = arrays.add([(-1.0, arrays.FUNCTIONS["abs"](array)), (1.0, allowed)])
    within = arrays.FUNCTIONS["at_least_zero"](slack)
    found = arrays.first_negative(
        arrays.add([(1.0, within), (-0.5, arrays.full(1.0, slack.shape))])
    )
    return None if found is None else found[0]


def _outside(
    array: Array, kept: Callable[[int, int], bool], arrays: Arrays
) -> tuple[int, ...] | None:
    """Return where an entry stands that is not 0, but for rounding, and is none of those kept."""
    size = range(array.shape[0])
    others = arrays.read([[float(not kept(i, j)) for j in size] for i in size])
    zeros = arrays.full(0.0, array.shape)
    rest = arrays.FUNCTIONS["where"](others, array, zeros)
    inside = arrays.FUNCTIONS["abs"](arrays.FUNCTIONS["where"](others, zeros, array))
    largest = arrays.MATRIX_FUNCTIONS["max"](arrays.reshape(inside, (len(size) ** 2,)))
    allowed = arrays.scale(largest, arrays.full(ROUNDED, array.shape))
    return _first_beyond(rest, allowed, arrays)


def _off_diagonal(array: Array, arrays: Arrays) -> str:
    place = _outside(array, lambda i, j: i == j, arrays)
    return f"entry {place}, off the diagonal, is not 0" if place else ""


def _above_diagonal(array: Array, arrays: Arrays) -> str:
    place = _outside(array, lambda i, j: i >= j, arrays)
    return f"entry {place}, above the diagonal, is not 0" if place else ""


def _not_orthonormal(array: Array, arrays: Arrays) -> str:
    rows, columns = array.shape
    if columns > rows:
        return f"its {columns} columns have {rows} entries, and so many cannot be orthonormal"
    products = arrays.contract(array, (0, 1), array, (0, 2), (1, 2))
    rest = arrays.add([(1.0, products), (-1.0, arrays.identity(columns))])
    place = _first_off(rest, COMPUTED, arrays)
    if place is None:
        return ""
    i, j = place
    return f"column {i} is not of length 1" if i == j else f"columns {i} and {j} are not orthogonal"


def _not_summing(array: Array, arrays: Arrays) -> str:
    labels = tuple(range(len(array.shape)))
    sums = arrays.reduce(array, labels, labels[:-1])
    rest = arrays.add([(1.0, sums), (-1.0, arrays.full(1.0, sums.shape))])
    sizes = arrays.reduce(arrays.FUNCTIONS["abs"](array), labels, labels[:-1])
    ones = arrays.full(1.0, sums.shape)
    allowed = arrays.add([(COMPUTED, sizes), (COMPUTED, ones)])
    place = _first_beyond(rest, allowed, arrays)
    if place is None:
        return ""
    return f"row {place[0]} does not sum to 1" if place else "its entries do not sum to 1"


def _not_one_hot(array: Array, arrays: Arrays) -> str:
    rest = arrays.add([(1.0, arrays.power(array, 2)), (-1.0, array)])
    place = _first_off(rest, 0.0, arrays)
    if place is None:
        return ""
    return f"entry {place[0] if len(place) == 1 else place} is neither 0 nor 1"


def _not_definite(array: Array, arrays: Arrays) -> str:
    try:
        arrays.MATRIX_FUNCTIONS["cholesky"](array)
    except arrays.SingularMatrixError:
        return "it has an eigenvalue that is not positive"
    return ""


#: How each declaration is checked, and what it is called in a sentence.
CHECKS: dict[str, Callable[[Array, Arrays], str]] = {
    "diagonal": _off_diagonal,
    "lower": _above_diagonal,
    "orthogonal": _not_orthonormal,
    "sums_to_1": _not_summing,
    "one_hot": _not_one_hot,
    "definite": _not_definite,
}
SAID = {
    "diagonal": "diagonal",
    "lower": "lower triangular",
    "orthogonal": "orthogonal",
    "sums_to_1": "to sum to 1",
    "one_hot": "one-hot",
    "definite": "positive definite",
}
