"""Arithmetic of the page: a scalar is a 1×1 matrix, a vector is a column.

The sizes of the ones, the zeros and I are not written. They stay open (`Unsized`) until an
operation leaves one size that fits. Each sign on the page has a size of its own, so the ones in
the outer product of ones with ones may differ; one sign that is met twice, as in a derivative that
is measured, has the same size both times.
"""

import numpy as np

from tools.page_reader.errors import Unreadable

#: How long vectors can be; 1 is left out, for a scalar is no vector.
LENGTHS = range(2, 19)


class Sign:
    """A sign of ones, zeros or I on the page, of which the size may have been found."""

    def __init__(self, make, lengths):
        self.make, self.size = make, None
        self.unsized = Unsized([({self: length}, make(length)) for length in lengths])

    def array(self):
        """Return the array that it stands for."""
        return self.make(self.size) if self.size else self.unsized


class Unsized:
    """An array whose size is still open.

    `cases` are pairs of sizes, by sign, and of the array at these sizes.
    """

    def __init__(self, cases):
        self.cases = cases

    @property
    def shape(self):
        """Refuse to tell the shape, for those who need one."""
        raise Unreadable("the size of the ones, the zeros or I is open where it has to be known")


def possible(value):
    """Return all arrays that a value can be: one, unless its size is open."""
    return [array for _, array in value.cases] if isinstance(value, Unsized) else [value]


def fitted(operation):
    """Return an operation that finds the open sizes of its operands."""

    def apply(*operands):
        for operand in operands:
            if operand.__class__ is Unsized:
                break
        else:
            return operation(*operands)
        cases = []
        for sizes, arrays in joined(operands):
            value = tried(operation, arrays)
            if value is not None:
                cases.append((sizes, value))
        if not cases:
            raise Unreadable("no size of the ones, the zeros or I fits")
        if len(cases) > 1:
            return Unsized(cases)
        ((sizes, value),) = cases
        for sign, size in sizes.items():
            sign.size = size
        return value

    return apply


def joined(operands):
    """Return sizes and arrays for all choices in which a sign has one size in all operands."""
    found = [({}, ())]
    for operand in operands:
        cases = operand.cases if isinstance(operand, Unsized) else [({}, operand)]
        found = [
            ({**sizes, **more}, (*arrays, array))
            for sizes, arrays in found
            for more, array in cases
            if all(sizes.get(sign, size) == size for sign, size in more.items())
        ]
    return found


def tried(operation, arrays):
    """Return the value of an operation, or None if its operands do not fit together."""
    try:
        return operation(*arrays)
    except Unreadable:
        return None


def is_scalar(array):
    """Tell whether an array is one number."""
    return array.shape == (1, 1)


def need(condition, sentence):
    """Refuse what has no meaning."""
    if not condition:
        raise Unreadable(sentence)


def spread(a, b):
    """Return two arrays of one shape; a number is spread over the other one's entries."""
    need(a.shape == b.shape or is_scalar(a) or is_scalar(b), f"shapes {a.shape} and {b.shape}")
    return np.broadcast_arrays(a, b)


@fitted
def add(a, b):
    """Add; a number can be added to a column (scalar expansion)."""
    if a.shape != b.shape:
        columns = a.shape[1] == b.shape[1] == 1 and 1 in (a.shape[0], b.shape[0])
        need(columns, f"a sum of shapes {a.shape} and {b.shape}")
    return a + b


@fitted
def times(a, b):
    """Multiply by a scalar, or multiply matrices."""
    if is_scalar(a) or is_scalar(b):
        return a * b
    need(a.shape[1] == b.shape[0], f"a product of shapes {a.shape} and {b.shape}")
    return a @ b


@fitted
def dot(a, b):
    """Multiply; two columns make their dot product."""
    if a.shape == b.shape and a.shape[1] == 1:
        return a.T @ b
    need(a.shape[0] != 1 or is_scalar(a) or is_scalar(b), "a row, and a dot behind it")
    return times(a, b)


@fitted
def odot(a, b):
    """Multiply entry by entry."""
    need(a.shape == b.shape, f"an entrywise product of shapes {a.shape} and {b.shape}")
    need(not is_scalar(a), "an entrywise product of two numbers")
    return a * b


@fitted
def oslash(a, b):
    """Divide entry by entry."""
    need(a.shape == b.shape, f"an entrywise quotient of shapes {a.shape} and {b.shape}")
    need(not is_scalar(a), "an entrywise quotient of two numbers")
    return a / b


@fitted
def divide(a, b):
    """Divide by a number."""
    need(is_scalar(b), f"a division by shape {b.shape}")
    return a / b


@fitted
def transpose(a):
    """Turn rows into columns; a number has none."""
    need(not is_scalar(a), "the transpose of a number")
    return a.T


@fitted
def power(a, exponent):
    """Raise a number to a power; of a matrix, only whole powers have a meaning."""
    need(is_scalar(exponent), "an exponent that is not a number")
    if is_scalar(a):
        return a**exponent
    whole = int(exponent[0, 0])
    need(a.shape[0] == a.shape[1] and whole == exponent[0, 0], f"a power of shape {a.shape}")
    return np.linalg.matrix_power(a, whole)


@fitted
def hadamard_power(a, exponent):
    """Raise every entry to a power."""
    return a**exponent


@fitted
def blocks(columns, *cells):
    """Put matrices beside and below one another; `columns` of them make a row."""
    rows = [list(cells[at : at + columns]) for at in range(0, len(cells), columns)]
    try:
        return np.block(rows)
    except ValueError:
        raise Unreadable("a matrix whose parts do not fit together") from None


@fitted
def diag(*parts):
    """Put a vector, or listed numbers, on the diagonal of a matrix; take the one of a matrix."""
    array = np.vstack(parts)
    if array.shape[1] == 1:
        return np.diag(array[:, 0])
    need(array.shape[0] == array.shape[1], f"the diagonal of shape {array.shape}")
    return np.diag(array).reshape(-1, 1)


negative = fitted(np.negative)
kronecker = fitted(np.kron)


def ones(size):
    """Return a column of ones."""
    return np.ones((size, 1))


def zeros(size):
    """Return a column of zeros."""
    return np.zeros((size, 1))


def flat(arrays):
    """Return the entries of several arrays as one column."""
    return np.vstack([np.reshape(a, (a.shape[0] * a.shape[1], 1)) for a in arrays])


def scalar(value):
    """Return a number as an array."""
    return np.array([[float(value)]])
