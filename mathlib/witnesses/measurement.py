"""Measured numbers that carry their error: what `measure` returns, and `agree` reads.

A measured derivative travels through a notebook before it is compared: a row is taken, it is
transposed, stacked, doubled. The error of each entry has to come along, or the comparison would
have to guess it, and a guess that is too large passes what is wrong. So a measurement is an array
(or a number) like any other, printed and computed with like any other, that also has `error`.

Operations that keep it true keep it: slicing and reshaping, which move errors with their values;
sums, products and quotients, by the rules of `mathlib.witnesses.propagation`. Everything else drops
it, and so does the choice of a single entry, which is one of NumPy's own numbers: what comes out is
a plain array or number again, and is compared by a tolerance for measurements whose error is lost.
A value that is changed in place has no error any more.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from mathlib.witnesses.propagation import MOVING, MOVING_METHODS, propagated


class Measured:
    """A number or an array of numbers with the error of each; see `error_of`."""

    error: Any


class MeasuredArray(Measured, np.ndarray):
    """An array that was measured."""

    def __new__(cls, values: ArrayLike, error: ArrayLike) -> MeasuredArray:
        """Join values and errors of one shape."""
        array = np.array(values, dtype=float).view(cls)
        array.error = np.array(np.broadcast_to(np.abs(np.asarray(error, dtype=float)), array.shape))
        return array

    def __array_finalize__(self, source: Any) -> None:
        """Start without an error: whoever makes a view knows whether there is one."""
        self.error = None

    def __array_ufunc__(self, ufunc: Any, method: str, *inputs: Any, **options: Any) -> Any:
        """Compute with plain arrays, and the error beside them where there is a rule for it."""
        outputs = options.get("out", ())
        for output in outputs:
            _drop(output)
        if method == "at":
            _drop(inputs[0])
        plain = {**options, "out": tuple(map(_plain, outputs))} if outputs else options
        result = getattr(ufunc, method)(*map(_plain, inputs), **plain)
        if outputs or len(inputs) > 2 or not isinstance(result, np.ndarray | np.floating):
            return outputs[0] if len(outputs) == 1 else result
        return measured(result, _propagated(ufunc, method, inputs, options))

    def __array_function__(
        self, function: Any, types: Any, arguments: Iterable[Any], options: Mapping[str, Any]
    ) -> Any:
        """Move the errors as the values are moved; drop them where more is done."""
        plain = _mapped(arguments, _plain)
        result = function(*plain, **_mapped(options, _plain))
        if function in MOVING and "out" not in options:
            lost: list[bool] = []
            errors = _mapped(arguments, lambda value: _moving_error(value, lost))
            if not lost:
                return measured(result, function(*errors, **options))
        if isinstance(result, MeasuredArray):  # such as an argument that is returned itself
            return _plain(result)
        return result

    def __getitem__(self, index: Any) -> Any:
        """Take the errors of what is taken."""
        values = self.view(np.ndarray)[index]
        return measured(values, None if self.error is None else self.error[index])

    def __setitem__(self, index: Any, value: Any) -> None:
        """Change values, which drops the errors."""
        self.error = None
        self.view(np.ndarray)[index] = _plain(value)

    def __iter__(self) -> Any:
        """Take entry by entry, each with its error."""
        return (self[k] for k in range(len(self)))

    @property
    def T(self) -> Any:
        """The transpose, with its errors."""
        return self.transpose()

    def __repr__(self) -> str:
        """Show the values, as any array does."""
        return repr(self.view(np.ndarray))

    def __str__(self) -> str:
        """Show the values, as any array does."""
        return str(self.view(np.ndarray))

    def __reduce__(self) -> tuple[Any, ...]:
        """Keep the errors in a pickle, and in a copy."""
        return (measured, (np.array(self.view(np.ndarray)), self.error))


def _moving_method(name: str) -> Callable[..., Any]:
    """Make a method of an array that moves its errors as NumPy's moves the values."""

    def method(self: MeasuredArray, *arguments: Any, **options: Any) -> Any:
        values = getattr(self.view(np.ndarray), name)(*arguments, **options)
        if self.error is None:
            return values
        return measured(values, getattr(self.error, name)(*arguments, **options))

    method.__name__ = name
    return method


for _name in MOVING_METHODS:
    setattr(MeasuredArray, _name, _moving_method(_name))


class MeasuredFloat(Measured, float):
    """A Python number that was measured."""

    def __new__(cls, value: float, error: float) -> MeasuredFloat:
        """Join a value and its error."""
        number = super().__new__(cls, value)
        number.error = abs(float(error))
        return number

    def __reduce__(self) -> tuple[Any, ...]:
        """Keep the error in a pickle, and in a copy."""
        return (MeasuredFloat, (float(self), self.error))

    def __neg__(self) -> Any:
        """Negate the value alone."""
        return MeasuredFloat(-float(self), self.error)


def _operator(name: str, ufunc: Any, swapped: bool) -> Callable[[Any, Any], Any]:
    """Make a method that computes as a plain number does, and the error beside it."""

    def method(self: MeasuredFloat, other: Any) -> Any:
        result = getattr(float(self), name)(_plain(other))
        if not isinstance(result, float):
            return NotImplemented if result is NotImplemented else result
        pair = (other, self) if swapped else (self, other)
        return measured(result, _propagated(ufunc, "__call__", pair, {}))

    method.__name__ = name
    return method


for _name, _ufunc in {
    "add": np.add,
    "sub": np.subtract,
    "mul": np.multiply,
    "truediv": np.true_divide,
}.items():
    setattr(MeasuredFloat, f"__{_name}__", _operator(f"__{_name}__", _ufunc, swapped=False))
    setattr(MeasuredFloat, f"__r{_name}__", _operator(f"__r{_name}__", _ufunc, swapped=True))


def measured(value: Any, error: Any) -> Any:
    """Join a value and its error, of one shape; without an error, return the value itself.

    Examples
    --------
    >>> row = measured(np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]), 1e-9)[1]
    >>> row, (2 * row).error
    (array([4., 5., 6.]), array([2.e-09, 2.e-09, 2.e-09]))
    """
    if error is None:
        return value
    if isinstance(value, np.ndarray):
        return MeasuredArray(value, error)
    # A subclass of NumPy's own numbers crashes inside NumPy, so these stay plain.
    return value if isinstance(value, np.generic) else MeasuredFloat(value, error)


def error_of(value: Any) -> Any:
    """Return the errors of a measurement, or of a list that holds some; None if there are none.

    Parameters
    ----------
    value : object
        A measurement, any other array or number, or a nested list of these.

    Returns
    -------
    float or ndarray or None
        In the shape of `value`: 0 for what is no measurement beside others that are.

    Examples
    --------
    >>> error_of([measured(np.array([1.0, 2.0]), 1e-9), [3.0, 4.0]]).tolist()
    [[1e-09, 1e-09], [0.0, 0.0]]
    >>> error_of([1.0, 2.0]) is None
    True
    """
    if not isinstance(value, list | tuple):
        return value.error if isinstance(value, Measured) else None
    errors = [error_of(entry) for entry in value]
    if all(error is None for error in errors):
        return None
    filled = [
        np.zeros(np.shape(entry)) if error is None else error
        for entry, error in zip(value, errors, strict=True)
    ]
    return np.array(filled)


def _propagated(ufunc: Any, method: str, inputs: Any, options: dict[str, Any]) -> Any:
    """Return the error of a result, None where there is no rule or an input has lost its own."""
    errors = [error_of(x) for x in inputs]
    lost = [e is None and isinstance(x, Measured) for e, x in zip(errors, inputs, strict=True)]
    return None if any(lost) else propagated(ufunc, method, [*map(_plain, inputs)], errors, options)


def _moving_error(value: Any, lost: list[bool]) -> Any:
    """Return the error of an array that is moved: none at all, or lost, or its own."""
    if not isinstance(value, Measured):
        return np.zeros(np.shape(value))
    if value.error is None:
        lost.append(True)
    return value.error


def _plain(value: Any) -> Any:
    """Return a value without its error."""
    if isinstance(value, MeasuredArray):
        return value.view(np.ndarray)
    return float(value) if isinstance(value, MeasuredFloat) else value


def _drop(value: Any) -> None:
    if isinstance(value, MeasuredArray):
        value.error = None


def _mapped(arguments: Any, function: Callable[[Any], Any]) -> Any:
    """Apply a function to the arrays among arguments, which may stand in lists."""
    if isinstance(arguments, dict):
        return {key: _mapped(value, function) for key, value in arguments.items()}
    if isinstance(arguments, list | tuple):
        return type(arguments)(_mapped(value, function) for value in arguments)
    if isinstance(arguments, np.ndarray | Measured):
        return function(arguments)
    return arguments
