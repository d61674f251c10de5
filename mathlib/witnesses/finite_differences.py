"""Derivatives by measurement: a witness that knows no rule of calculus.

Move one entry of ``x`` a little to either side and watch every output of ``f``. The slope
on the left and the slope on the right are two measurements of one derivative: their mean
is the central difference, and their gap tells whether there is a derivative at all.
Three steps of falling size extrapolate both to step 0; of all such triples the one with
the smallest estimated error is believed.

Conventions
-----------
Numerator layout: the axes of the result are those of ``f(x)``, then those of ``x``.
"""

import warnings

import numpy as np

# Each step is an eighth of the one before, so three of them cancel the error terms below
# step**6 while the smallest, 64 times below the largest, still stands clear of round-off.
RATIO = 8
# A smooth function settles to this within the first triples: no need to walk all the steps.
SETTLED = 1e-10
# A slope that does not settle to six digits belongs to a kink, a jump or noise.
UNSETTLED = 1e-6
# So small that its square vanishes beside 1: the complex step has no truncation error.
IMAGINARY_STEP = 1e-30
# Two methods that differ by more than this part of the scale do not measure the same thing.
TRAPPED = 1e-6


def measure(f, x, method="central", full_output=False):
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
        Entry ``[i, j]`` is the change of output ``i`` per unit change of input ``j``
        (numerator layout); a scalar `f` of a vector gives shape ``(n,)``.
    error : float or ndarray, the same shape
        Estimate of the error of each entry, only if `full_output`.

    Raises
    ------
    TypeError
        If `f` is not callable, or `x` or ``f(x)`` is not made of real numbers.
    ValueError
        If `x` or ``f(x)`` is empty or holds NaN or infinity; if `f` has a kink, a jump or
        slopes that do not settle at `x`, is not finite on both sides of it, or changes its
        shape; if `f` loses the imaginary part on which the complex step rests.

    Notes
    -----
    Accuracy is relative to the scale of `f`: the larger of the derivative and of ``f(x)``
    per ``max(1, |x|)``. Where `f` varies on the scale of `x` expect 1e-9 from "central" and
    1e-14 from "complex", with the true error below the estimate but for rare, slight
    excess. A large constant in `f` drowns the digits of the slope, and the estimate says so.

    Costs 6 to 20 calls of `f` for each entry of `x` (up to 46 for an entry near 1e-12 in
    size), and one more for "complex". An entry below 1e-12 counts as zero and is moved by
    steps that suit 1. A kink nearer than about 1e-7 is refused as if it were at `x`; one
    farther off is stepped around, or refused where it is too faint to be told from noise.

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
    columns = [_central(f, x, index, fx) for index in np.ndindex(x.shape)]
    results = np.stack(columns, axis=-1).reshape(2, *fx.shape, *x.shape)
    if method == "complex":
        results = _complex(f, x, fx, *results)
    derivative, error = (result if result.ndim else result.item() for result in results)
    return (derivative, error) if full_output else derivative


def _numbers(value, name):
    """Return `value` as an array of its own, of real and finite numbers."""
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
        raise ValueError(f"{name} must be finite, but {_entry(name, index)} is {array[*index]}")
    return array


def _entry(name, index):
    return f"{name}[{', '.join(map(str, index))}]" if len(index) else name


def _call(f, x):
    """Call `f` with a copy that it may spoil, a number where `x` has no axes."""
    with np.errstate(all="ignore"):
        return f(x.copy()[()])


def _central(f, x, index, fx):
    """Return the slopes of all outputs along one entry of `x`, and their errors."""
    rounding = 16 * np.finfo(fx.dtype).eps * np.abs(fx).max()
    scale = np.abs(fx).max() / max(1, abs(x[index]))
    lefts, rights, windows = [], [], []
    for h in _steps(abs(x[index])):
        lefts.append((fx - _moved(f, x, index, -h, fx)) / h)
        rights.append((_moved(f, x, index, h, fx) - fx) / h)
        if len(lefts) >= 3:
            windows.append(_window(np.array(lefts[-3:]), np.array(rights[-3:]), rounding / h))
            slope, _, error, _ = windows[-1]
            if (error <= SETTLED * (np.abs(slope) + scale)).all():
                break
    return _best(np.array(windows), SETTLED * scale, f"{_entry('x', index)} = {x[index]:g}")


def _steps(size):
    """Yield steps from coarse to fine that suit an entry of this absolute value."""
    # Coarse where f is flat, as sin is near 1e-6; fine near an edge or a kink, as log is there.
    fine = size if 2**-40 < size < 1 else 1
    h = max(1, size) / RATIO
    while h >= max(fine * 2**-30, size * 2**-40):
        yield (size + h) - size  # what adding h really adds
        h /= RATIO


def _moved(f, x, index, h, fx):
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


def _window(lefts, rights, noise):
    """Extrapolate three steps to 0: slope, jump of the slope, error, and the error allowed."""
    slope, change = _extrapolate((lefts + rights) / 2, 2, 4)
    jump, _ = _extrapolate(rights - lefts, 1, 3)
    steepest = np.maximum(np.abs(lefts), np.abs(rights)).max(axis=0)
    return slope, jump, change + noise + np.abs(jump) / 2, UNSETTLED * steepest + 2 * noise


def _extrapolate(values, first, second):
    """Extrapolate to step 0, given the two powers of the step by which the error falls."""
    coarse, fine = values[1:] + np.diff(values, axis=0) / (RATIO**first - 1)
    return fine + (fine - coarse) / (RATIO**second - 1), np.abs(fine - coarse)


def _best(windows, negligible, where):
    """Return slope and error from the most trusted window of each output; refuse kinks."""
    slope, jump, error, allowed = windows.swapaxes(0, 1)
    if np.isnan(error).all(axis=0).any():
        raise ValueError(
            f"f is not finite on both sides of {where}, so its slope cannot be measured there; "
            "move x away from the edge of the domain of f"
        )
    best = np.nanargmin(error, axis=0)[None]
    slopes, errors, limits = (np.take_along_axis(a, best, 0)[0] for a in (slope, error, allowed))
    # An error that shrinks with the step is curvature, as of relu(x)**2 at 0: only the slope
    # of a kink stays in doubt.
    stalled = (error[1:] > error[:-1] / 2).any(axis=0)
    for output in np.argwhere(stalled & (errors > limits + negligible))[:1]:
        _refuse(slope[:, *output], jump[:, *output], error[:, *output], output, where)
    return slopes, errors


def _refuse(slope, jump, error, output, where):
    """Say what is wrong at a point where the slope of one output does not settle."""
    steadiest = np.nanargmin(error - np.abs(jump) / 2)
    if (error[steadiest + 1 : steadiest + 2] > 2 * error[steadiest]).any():
        raise ValueError(
            f"{_entry('f(x)', output)} has no slope at {where}: what is measured grows as the step "
            "shrinks, as it does at a jump, at a vertical tangent, or in noise; measure elsewhere"
        )
    sides = slope[steadiest] + jump[steadiest] * np.array([-0.5, 0.5])
    left, right = np.where(np.abs(sides) < 1e-3 * np.abs(sides).max(), 0, sides)  # of 3 digits
    raise ValueError(
        f"{_entry('f(x)', output)} has a kink at {where}: its slope is {left:.3g} on the left and "
        f"{right:.3g} on the right; measure away from it (a slope that is chosen, such as "
        "relu'(0) = 0, cannot be measured)"
    )


def _complex(f, x, fx, central, error):
    """Return the slopes by the complex step and their errors, once differences confirm them."""
    columns = [_imaginary(f, x, index, fx) / IMAGINARY_STEP for index in np.ndindex(x.shape)]
    slopes = np.stack(columns, axis=-1).reshape(central.shape)
    scale = np.maximum(np.abs(central).max(), np.abs(fx).max() / np.maximum(1, np.abs(x)))
    for at in np.argwhere(~(np.abs(slopes - central) <= 10 * error + TRAPPED * scale))[:1]:
        raise ValueError(
            f"the complex step gives {slopes[*at]:.6g} where differences give "
            f"{central[*at]:.6g}: f loses the imaginary part, as abs, np.linalg.norm, conj, .real "
            "and comparisons do; use method='central'"
        )
    return slopes, np.full(slopes.shape, 64 * np.finfo(float).eps * scale)


def _imaginary(f, x, index, fx):
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
