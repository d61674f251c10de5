"""What the interpreter asks of arrays: a small set of operations, which two modules offer.

`numpy_arrays` offers them on NumPy's arrays, `list_arrays` on plain Python lists. A new one is
tried by running `tests/evaluation/test_three_ways.py` with it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol

from mathlib.symbolic.expression import Labels, Number
from mathlib.symbolic.nodes import Pick

Array = Any


class Arrays(Protocol):
    """The operations; an array has a ``shape``, the rest is the module's own affair.

    Labels say which axes belong together: those of equal labels are multiplied entry by entry.
    """

    @property
    def SingularMatrixError(self) -> type[Exception]:
        """What is raised if a matrix has no inverse."""

    @property
    def FUNCTIONS(self) -> Mapping[str, Callable[..., Array]]:
        """Functions of every entry, by the names of `Function` nodes."""

    @property
    def MATRIX_FUNCTIONS(self) -> Mapping[str, Callable[[Array], Array]]:
        """Functions of a matrix, or along the last axis, by the kinds of `MatrixFunction` nodes."""

    # What comes in and goes out, and what is asked of it.

    def read(self, value: Any) -> Array:
        """Make an array of what a caller gives; TypeError or ValueError if that is none."""

    def result(self, array: Array, arguments: Sequence[Array]) -> Any:
        """Make what a caller gets; it shares no memory with the arguments."""

    def first_negative(self, array: Array) -> tuple[tuple[int, ...], float] | None:
        """Return where the first negative entry stands, and what it is."""

    def first_no_place(
        self, array: Array, length: int | None
    ) -> tuple[tuple[int, ...], float] | None:
        """Return where the first entry stands that is no whole number from 0 up to a length."""

    def is_symmetric(self, array: Array, of_entry: float, of_largest: float) -> bool:
        """Say whether a matrix equals its transpose, up to parts of an entry and of the largest."""

    # What arrays are built from.

    def full(self, number: float, shape: tuple[int, ...]) -> Array:
        """Return a number in every entry."""

    def identity(self, size: int) -> Array:
        """Return the identity matrix."""

    def pick(self, node: Pick, shape: tuple[int, ...], parts: Sequence[Array]) -> Array:
        """Return a pick in a shape, given its index vector: places, or zeros and ones."""

    def whole(self, array: Array) -> Array:
        """Return an array as it is, and places that are picked as zeros and ones."""

    def is_whole(self, array: Array) -> bool:
        """Say whether an array is one, and no places that are picked."""

    def reshape(self, array: Array, shape: tuple[int, ...]) -> Array:
        """Return the same entries, the last axis varying fastest, in another shape."""

    def expand(self, array: Array, labels: Labels, outputs: Labels, shape: Sequence[int]) -> Array:
        """Put the axes in the order of `outputs`: repeated along new ones, 0 off a diagonal.

        A label that is an output twice makes a diagonal matrix of a vector.
        """

    # Algebra.

    def reduce(self, array: Array, labels: Labels, outputs: Labels) -> Array:
        """Take the diagonal of repeated labels, and sum over those that are not outputs."""

    def contract(
        self, left: Array, left_labels: Labels, right: Array, right_labels: Labels, outputs: Labels
    ) -> Array:
        """Multiply two arrays, and sum over the labels that are not outputs."""

    def add(self, terms: Sequence[tuple[float, Array]]) -> Array:
        """Return the sum of arrays of one shape, each times a number."""

    def scale(self, scalar: Array, array: Array) -> Array:
        """Return a scalar times an array."""

    def divide(self, left: Array, right: Array) -> Array:
        """Return the quotient of two scalars."""

    def power(self, array: Array, exponent: Number) -> Array:
        """Raise every entry to a power."""
