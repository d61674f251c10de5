"""Derivatives by measurement: a witness that knows no rule of calculus.

Move one entry of ``x`` a little to either side and watch every output of ``f``: a derivative is
one column of such slopes after another. How the slope along one entry is found, and when it is
not believed, is said in `mathlib.witnesses.extrapolation`. The complex step stands beside it: it
has no truncation error, but nothing in it shows that ``f`` kept its imaginary part, so its result
counts only where the differences confirm it, output by output.

Conventions
-----------
Numerator layout: the axes of the result are those of ``f(x)``, then those of ``x``.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from mathlib.witnesses.extrapolation import slope_along
from mathlib.witnesses.measurement import measured
from mathlib.witnesses.refusals import entry
from mathlib.witnesses.sympy_components import is_masked

Array = NDArray[np.float64]

# So small that its square vanishes beside 1: the complex step has no truncation error.
IMAGINARY_STEP = 1e-30
# How many times the error of the differences the complex step may be off them.
CONFIRMED = 2
# Round-off of the complex step is seen by moving x by so small parts of it.
NEARBY = 2.0**-26 * np.array([1.0, 1.7, 3.1])


def measure(
    f: Callable[[Any], Any], x: ArrayLike, method: str = "central", full_output: bool = False
) -> Any:
    """Measure the derivative of `f` at `x`.

    Parameters
    ----------
    f : callable
        Takes an array of the shape of `x` (a number if `x` is one) and returns a number or
        an array of any shape.
    x : array_like
        Where to differentiate: a number or an array of any shape.
    method : {"central", "complex"}, optional
        Central differences with extrapolation, for any `f`; or the complex step
        ``Im f(x + ih) / h``, more accurate, for an `f` that computes with complex numbers.
    full_output : bool, optional
        Whether to return the error estimate too.

    Returns
    -------
    derivative : float or ndarray, shape ``f(x).shape + x.shape``
        With the attribute ``error``.
        Entry ``[i, j]`` is the change of output ``i`` per unit change of input ``j``
        (numerator layout); a scalar `f` of a vector gives shape ``(n,)``.
    error : float or ndarray, the same shape
        Estimate of the error of each entry, only if `full_output`.

    Raises
    ------
    TypeError
        If `f` is not callable, or `x` or ``f(x)`` is not made of real numbers.
    ValueError
        If `x` or ``f(x)`` is empty, masked, or holds NaN or infinity; if `f` has a kink, a jump,
        stairs or slopes that do not settle at `x`, is not finite on both sides of it, or changes
        its shape; if `f` computes in half precision; if it loses the imaginary part on which the
        complex step rests.

    Notes
    -----
    What is returned is a number or an array like any other that also carries its error (as
    ``.error``) to `agree`; see `mathlib.witnesses.measurement`.

    Accuracy is relative to the scale of each output: the larger of its derivative and of its
    value per ``max(1, |x|)``. Where `f` varies on the scale of `x` expect 1e-9 from "central" and
    1e-14 from "complex". A large constant in `f` drowns the digits of the slope, and the estimate
    says so. Waves, stairs and bumps are seen however round their period is, if they are wider
    than about 1e-10 of ``max(1, |x|)`` and higher than a few dozen units in the last place of
    `f`; one lower than that cannot be told from round-off by anybody.

    Costs 12 to 20 calls of `f` for each entry of `x` where `f` is smooth on the scale of `x`, and
    up to 130 where it is not, or loses digits inside; and one call more for all. "complex" costs
    7 more for each entry. An entry below 1e-12 counts as zero and is moved by steps that suit 1.
    A kink nearer than about 1e-7 is refused as if it were at `x`; one farther off is stepped
    around, or refused where it is too faint to be told from noise.

    References
    ----------
    .. [1] C. J. F. Ridders, "Accurate computation of F'(x) and F'(x) F''(x)", *Advances in
       Engineering Software* 4 (1982), 75-76.
    .. [2] W. Squire and G. Trapp, "Using complex variables to estimate derivatives of real
       functions", *SIAM Review* 40 (1998), 110-112.

    Examples
    --------
    >>> measure(lambda x: [x[0] * x[1], x[0] + x[1], x[1]], [2, 3]).round(6)
    array([[3., 2.],
           [1., 1.],
           [0., 1.]])
    """
    if not callable(f):
        raise TypeError(f"f must be a function of x, such as lambda x: x @ x, not {f!r}")
    x = _numbers(x, "x").astype(float)
    if method not in ("central", "complex"):
        raise ValueError(f"method must be 'central' or 'complex', not {method!r}")
    fx = _numbers(_call(f, x), "f(x)")
    if fx.dtype.itemsize == 2:
        raise ValueError(
            "f(x) is in half precision, whose three digits are too few for differences; let f "
            "compute in double precision"
        )
    columns = [_central(f, x, index, fx) for index in np.ndindex(x.shape)]
    results = np.stack(columns, axis=-1).reshape(2, *fx.shape, *x.shape)
    if method == "complex":
        results = np.stack(_complex(f, x, fx, *results))
    derivative, error = (result if result.ndim else result.item() for result in results)
    derivative = measured(derivative, error)
    return (derivative, error) if full_output else derivative


def _numbers(value: Any, name: str) -> Array:
    """Return `value` as an array of its own, of real and finite numbers."""
    if is_masked(value):
        raise ValueError(f"{name} is a masked array, and masked entries have no value")
    try:
        array = np.array(value)
        if array.dtype.kind in "biuO":
            array = np.vectorize(float, otypes=[float])(array)
    except (TypeError, ValueError):
        raise TypeError(f"{name} must be a number or an array of numbers, not {value!r}") from None
    if array.dtype.kind != "f":
        raise TypeError(f"{name} must be a number or an array of real numbers, not {value!r}")
    if not array.size:
        raise ValueError(f"{name} has shape {array.shape}: there is nothing to differentiate")
    for index in np.argwhere(~np.isfinite(array))[:1]:
        raise ValueError(f"{name} must be finite, but {entry(name, index)} is {array[*index]}")
    return array


def _call(f: Any, x: Array) -> Any:
    """Call `f` with a copy that it may spoil, a number where `x` has no axes."""
    with np.errstate(all="ignore"):
        return f(x.copy()[()])


def _central(f: Any, x: Array, index: tuple[int, ...], fx: Array) -> tuple[Array, Array]:
    """Return the slopes of all outputs along one entry of `x`, and their errors."""

    def moved(step: float) -> Array:
        return _moved(f, x, index, step, fx)

    return slope_along(moved, fx, x[index], entry("x", index))


def _moved(f: Any, x: Array, index: tuple[int, ...], h: float, fx: Array) -> Array:
    """Return f(x) with one entry of x moved by h, NaN where that leaves the domain of f."""
    moved = x.copy()
    moved[index] += h
    try:
        value = np.array(_call(f, moved), dtype=float)
    except (ArithmeticError, ValueError):  # math.log(-1), np.linalg.inv of a singular matrix
        return np.full(fx.shape, np.nan)
    if value.shape != fx.shape:
        raise ValueError(f"f(x) has shape {fx.shape}, but near x its shape is {value.shape}")
    return np.where(np.isfinite(value), value, np.nan)


def _complex(f: Any, x: Array, fx: Array, central: Array, error: Array) -> tuple[Array, Array]:
    """Return the slopes by the complex step and their errors, once differences confirm them."""
    columns = [_along_imaginary(f, x, index, fx) for index in np.ndindex(x.shape)]
    slopes, rough = np.stack(columns, axis=-1).reshape(2, *central.shape)
    own = np.abs(fx).reshape(fx.shape + (1,) * x.ndim) / np.maximum(1, np.abs(x))
    # Numbers near 1 inside f may have left their last digits, with none of them to be seen.
    rough += np.finfo(float).eps * (512 * (np.abs(slopes) + own) + 4)
    for at in np.argwhere(~(np.abs(slopes - central) <= CONFIRMED * error + rough))[:1]:
        raise ValueError(
            f"the complex step gives {slopes[*at]:.6g} where differences give "
            f"{central[*at]:.6g}: f loses the imaginary part, as abs, np.linalg.norm, conj, .real "
            "and comparisons do; use method='central'"
        )
    return slopes, rough


def _along_imaginary(f: Any, x: Array, index: tuple[int, ...], fx: Array) -> Array:
    """Return the slopes along one entry of `x`, and the round-off in them.

    Near by, slopes lie on a straight line; what bends it is round-off of the numbers inside `f`.
    How steep it is says what the last digit of `x` itself is worth.
    """

    def slopes(step: float) -> Array:
        nearby = x.copy()
        nearby[index] += step
        return _imaginary(f, nearby, index, fx) / IMAGINARY_STEP

    here, bent = slopes(0.0), np.zeros(fx.shape)
    for step in NEARBY * max(abs(x[index]), NEARBY[0]):
        below, above = slopes(-step), slopes(step)
        tilted = np.abs(above - below) / step * np.spacing(np.abs(x[index]))
        bent = np.maximum(bent, 64 * np.abs(above - 2 * here + below) + 8 * tilted)
    return np.stack([here, bent])


def _imaginary(f: Any, x: Array, index: tuple[int, ...], fx: Array) -> Array:
    """Return the imaginary part of f(x) with one entry of x moved along the imaginary axis."""
    moved = x.astype(complex)
    moved[index] += 1j * IMAGINARY_STEP
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", np.exceptions.ComplexWarning)
            value = np.array(_call(f, moved), dtype=complex)
    except (TypeError, np.exceptions.ComplexWarning) as error:
        raise TypeError(f"f cannot take complex numbers ({error}); use method='central'") from error
    if value.shape != fx.shape:
        raise ValueError(f"f(x) has shape {fx.shape}, but for complex x its shape is {value.shape}")
    return value.imag
