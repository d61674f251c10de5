"""Convolutions: products with constants of zeros and ones.

At output i and kernel entry k, a convolution sees entry ``stride i + k - padding`` of its input,
which is what `Selection` says.
"""

from __future__ import annotations

from typing import Any

from mathlib.symbolic.canonical_form import product
from mathlib.symbolic.constants import as_expression, is_whole
from mathlib.symbolic.expression import Expression
from mathlib.symbolic.indices import fresh_labels
from mathlib.symbolic.nodes import Selection
from mathlib.symbolic.shapes import Dimension, shape_text
from mathlib.symbolic.writings import written

MODES = ("full", "same", "valid")


def convolve(x: Any, kernel: Any, mode: str = "full") -> Expression:
    """Return the convolution of two vectors, as NumPy's `convolve`.

    Parameters
    ----------
    x, kernel : Expression, shape (n,) and (k,)
        The sizes are numbers; with ``mode="same"``, that of `x` may be a name if it is not the
        smaller.
    mode : {"full", "same", "valid"}, optional
        How much is kept: all that overlaps, the middle of it, or where all of the kernel does.

    Returns
    -------
    Expression, of one axis

    Examples
    --------
    >>> from mathlib.symbolic.symbols import vector
    >>> convolve(vector("x", 3), vector("w", 2)).evaluate(x=[1, 2, 3], w=[1, 10])
    array([ 1., 12., 23., 30.])
    """
    x, kernel = _vectors(x, kernel, "convolve")
    n, k = x.shape[0], kernel.shape[0]
    first, second = (kernel, x) if isinstance(n, int) and n < k else (x, kernel)
    found = _slid(first, second, mode, -1)
    return written(found, "convolve", x, kernel, mode=mode)


def correlate(x: Any, kernel: Any, mode: str = "valid") -> Expression:
    """Return the cross-correlation of two vectors, as NumPy's `correlate`: the kernel as it lies.

    Parameters
    ----------
    x, kernel : Expression, shape (n,) and (k,)
        The sizes are numbers, and the kernel is not the longer; with ``mode="same"``, that of `x`
        may be a name.
    mode : {"valid", "same", "full"}, optional
        How much is kept: where all of the kernel overlaps, as much as `x` has, or all.

    Returns
    -------
    Expression, of one axis

    Examples
    --------
    >>> from mathlib.symbolic.symbols import vector
    >>> correlate(vector("x", 3), vector("w", 2)).evaluate(x=[1, 2, 3], w=[1, 10])
    array([21., 32.])
    """
    x, kernel = _vectors(x, kernel, "correlate")
    if isinstance(x.shape[0], int) and x.shape[0] < kernel.shape[0]:
        raise ValueError("the kernel is the second of the two, and not the longer")
    return written(_slid(x, kernel, mode, 1), "correlate", x, kernel, mode=mode)


def _vectors(x, kernel, name):
    x, kernel = as_expression(x), as_expression(kernel)
    if len(x.shape) != 1 or len(kernel.shape) != 1:
        raise ValueError(
            f"{name} takes two vectors, not {shape_text(x.shape)} and {shape_text(kernel.shape)}; "
            "for images there is conv2d"
        )
    if not isinstance(kernel.shape[0], int):
        raise ValueError(f"the size of a kernel is a number here, not {kernel.shape[0]}")
    return x, kernel


def _slid(x: Expression, kernel: Expression, mode: str, direction: int) -> Expression:
    """Return the sums of products where a kernel slides along a vector."""
    n, k = x.shape[0], kernel.shape[0]
    assert isinstance(k, int)
    if mode not in MODES:
        raise ValueError(f"mode is one of {', '.join(MODES)}, not {mode!r}")
    if mode == "same":
        length: Dimension = n
        start = (k - 1) // 2 if direction < 0 else -(k // 2)
    elif isinstance(n, int):
        length = n + k - 1 if mode == "full" else n - k + 1
        start = {("full", -1): 0, ("valid", 1): 0, ("valid", -1): k - 1}.get(
            (mode, direction), 1 - k
        )
    else:
        raise ValueError(
            f"how long the result is depends on the size of {n}; give it as a number, or take "
            'mode="same"'
        )
    window = Selection((n, length, k), start, (1, direction), False)
    i, entry, weight = fresh_labels(3)
    return product(1, [(window, (entry, i, weight)), (x, (entry,)), (kernel, (weight,))], (i,))


def conv2d(x: Any, kernel: Any, stride: Any = 1, padding: Any = 0) -> Expression:
    """Return the cross-correlation of images with kernels, as networks call a convolution.

    Parameters
    ----------
    x : Expression, shape (N, C, H, W)
        Images with channels; H and W are numbers.
    kernel : Expression, shape (O, C, h, w)
        A kernel for every output channel; h and w are numbers.
    stride : int or pair of int, optional
        How far the kernel moves at a time, down and to the right.
    padding : int or pair of int, optional
        How many zeros are put at each end, of columns and of rows.

    Returns
    -------
    Expression, shape (N, O, (H + 2 padding - h) // stride + 1, likewise of W)

    Raises
    ------
    ValueError
        If shapes do not fit, or sizes are no numbers.

    Examples
    --------
    >>> from mathlib.symbolic.symbols import tensor
    >>> x, kernel = tensor("x", "N", "C", 7, 5), tensor("K", "O", "C", 3, 3)
    >>> conv2d(x, kernel, stride=2, padding=1).shape
    ('N', 'O', 4, 3)
    """
    x, kernel = as_expression(x), as_expression(kernel)
    fits = len(x.shape) == len(kernel.shape) == 4 and x.shape[1] == kernel.shape[1]
    sizes = (*x.shape[2:], *kernel.shape[2:])
    if not fits or not all(isinstance(size, int) for size in sizes):
        raise ValueError(
            "conv2d takes images (N, C, H, W) and kernels (O, C, h, w), the last two sizes of each "
            f"being numbers, not {shape_text(x.shape)} and {shape_text(kernel.shape)}"
        )
    steps, margins = _pair(stride, "stride", 1), _pair(padding, "padding", 0)
    windows = []
    for size, k, step, margin in zip(sizes[:2], sizes[2:], steps, margins, strict=True):
        length = (size + 2 * margin - k) // step + 1
        if length < 1:
            raise ValueError(f"a kernel of size {k} does not fit into {size} with its padding")
        windows.append(Selection((size, length, k), -margin, (step, 1), False))
    n, o, i, j, c, row, column, p, q = fresh_labels(9)
    factors = [
        (windows[0], (row, i, p)),
        (windows[1], (column, j, q)),
        (x, (n, c, row, column)),
        (kernel, (o, c, p, q)),
    ]
    found = product(1, factors, (n, o, i, j))
    return written(found, "conv2d", x, kernel, stride=steps, padding=margins)


def _pair(value: Any, name: str, least: int) -> tuple[int, int]:
    pair = tuple(value) if isinstance(value, (tuple, list)) else (value, value)
    if len(pair) != 2 or not all(is_whole(k) and k >= least for k in pair):
        raise ValueError(f"{name} is a whole number from {least} on, or two, not {value!r}")
    return int(pair[0]), int(pair[1])
