"""The functions of expressions, under NumPy's names where NumPy has them.

Functions of every entry simplify themselves where that is exact, ``log(exp(x)) = x``; softmax and
logsumexp stay whole, so that they are read by name and computed without overflow.
"""

from __future__ import annotations

from fractions import Fraction
from numbers import Real
from typing import Any

from mathlib import nodes
from mathlib.algebra import (
    add,
    aligned,
    entrywise,
    fresh,
    joined,
    oriented,
    power,
    product,
    spread,
    turned,
)
from mathlib.constants import as_expression, constant, exact, is_number, is_zero, size
from mathlib.expressions import Expression, dimension_factors, shown

# ------------------------------------------------------------------------------------ products


def multiply(left: Any, right: Any) -> Expression:
    """Return the product entry by entry, shapes aligned at their last axes.

    Examples
    --------
    >>> from mathlib.symbols import matrix, vector
    >>> multiply(matrix("A", "m", "n"), vector("x", "n"))
    A diag(x)
    """
    left, right = as_expression(left), as_expression(right)
    shape = aligned(left.shape, right.shape, "multiplied")
    labels = fresh(len(shape))
    factors = [(e, labels[len(shape) - len(e.shape) :]) for e in (left, right)]
    return product(1, factors, labels)


def matmul(left: Any, right: Any) -> Expression:
    """Return the matrix product: the last axis of `left` meets the first of `right`.

    Raises
    ------
    ValueError
        If the dimensions that meet differ, or one side has no axis.

    Examples
    --------
    >>> from mathlib.symbols import matrix, vector
    >>> matmul(vector("y", "m"), matrix("A", "m", "n")).shape
    ('n',)
    """
    left, right = as_expression(left), as_expression(right)
    if not left.shape or not right.shape:
        raise ValueError("@ takes vectors and matrices; multiply by a scalar with *")
    if len(right.shape) > 2:
        raise ValueError(
            f"the right side of @ must be a vector or a matrix, not {shown(right.shape)}"
        )
    if left.shape[-1] != right.shape[0]:
        raise ValueError(
            f"shapes {shown(left.shape)} and {shown(right.shape)} do not fit: @ needs the last "
            f"dimension on the left, {left.shape[-1]}, to be the first on the right, "
            f"{right.shape[0]}; a transpose may be missing"
        )
    *rows, meeting = fresh(len(left.shape))
    columns = fresh(len(right.shape) - 1)
    return product(1, [(left, (*rows, meeting)), (right, (meeting, *columns))], (*rows, *columns))


# ------------------------------------------------------------------------- functions of entries

#: Those that have no negative value.
NONNEGATIVE = {"exp", "sigmoid", "relu", "step", "softplus", "abs"}


def function(name: str, *arguments: Expression) -> Expression:
    """Return a function of every entry; matrices are turned so that transposes agree."""
    if len(arguments) > 1:
        return nodes.Function(name, arguments, all(a.nonnegative for a in arguments))
    return entrywise(lambda e: _of_entries(name, e), arguments[0])


def _of_entries(name, x):
    return turned(lambda core: nodes.Function(name, (core,), name in NONNEGATIVE), x)


def exp(x: Any) -> Expression:
    """Return the exponential of every entry.

    Examples
    --------
    >>> from mathlib.symbols import vector
    >>> exp(vector("x", "n")).evaluate(x=[0, 1]).round(3)
    array([1.   , 2.718])
    """
    x = as_expression(x)
    return x.children[0] if _is(x, "log") else function("exp", x)


def log(x: Any) -> Expression:
    """Return the natural logarithm of every entry; of a positive product, the sum of logarithms.

    Examples
    --------
    >>> from mathlib.symbols import matrix, vector
    >>> p, q = vector("p", "n", positive=True), vector("q", "n", positive=True)
    >>> log(p * q)
    log(p) + log(q)
    """
    x = as_expression(x)
    if _is(x, "exp"):
        return x.children[0]
    if isinstance(x, nodes.Softmax):
        return x.base - spread(logsumexp(x.base, axis=-1), x.shape, x.axes[:-1])
    if isinstance(x, nodes.Power) and x.base.nonnegative:
        return x.exponent * log(x.base)
    if isinstance(x, nodes.Product) and x.factors and x.coefficient == 1 and _apart(x):
        logarithms = (product(1, [(log(e), ls)], x.axes, x.shape) for e, ls in x.factors)
        return add(*logarithms)
    return function("log", x)


def sqrt(x: Any) -> Expression:
    """Return the square root of every entry.

    Examples
    --------
    >>> from mathlib.symbols import matrix, vector
    >>> A, x = matrix("A", "m", "n"), vector("x", "n")
    >>> sqrt(A @ x).shape
    ('m',)
    >>> sqrt(x).evaluate(x=[1, 4, 9])
    array([1., 2., 3.])
    """
    return power(as_expression(x), Fraction(1, 2))


def sin(x: Any) -> Expression:
    """Return the sine of every entry.

    Examples
    --------
    >>> from mathlib.symbols import vector
    >>> from mathlib.derivatives import derivative
    >>> x = vector("x", "n")
    >>> derivative(sin(x), x)
    diag(cos(x))
    """
    return function("sin", as_expression(x))


def cos(x: Any) -> Expression:
    """Return the cosine of every entry.

    Examples
    --------
    >>> from mathlib.symbols import vector
    >>> from mathlib.derivatives import derivative
    >>> x = vector("x", "n")
    >>> derivative(cos(x), x)
    -diag(sin(x))
    """
    return function("cos", as_expression(x))


def tanh(x: Any) -> Expression:
    """Return the hyperbolic tangent of every entry.

    Examples
    --------
    >>> from mathlib.symbols import matrix, vector
    >>> A, x = matrix("A", "m", "n"), vector("x", "n")
    >>> tanh(A @ x).shape
    ('m',)
    >>> tanh(x).evaluate(x=[0, 1000])
    array([0., 1.])
    """
    return function("tanh", as_expression(x))


def sigmoid(x: Any) -> Expression:
    """1 / (1 + exp(-x)) of every entry x, computed without overflow.

    Examples
    --------
    >>> from mathlib.symbols import vector
    >>> sigmoid(vector("x", "n")).evaluate(x=[-1000, 0, 1000]).round(3)
    array([0. , 0.5, 1. ])
    """
    return function("sigmoid", as_expression(x))


def softplus(x: Any) -> Expression:
    """log(1 + exp(x)) of every entry x, computed without overflow.

    Examples
    --------
    >>> from mathlib.symbols import matrix, vector
    >>> softplus(vector("x", "n")).evaluate(x=[-1000, 1000])
    array([   0., 1000.])
    """
    return function("softplus", as_expression(x))


def relu(x: Any) -> Expression:
    """Return the positive part of every entry. Its derivative at 0 is taken to be 0.

    Examples
    --------
    >>> from mathlib.symbols import matrix, vector
    >>> relu(vector("x", "n")).evaluate(x=[-1, 0, 2])
    array([0., 0., 2.])
    """
    x = as_expression(x)
    return x if x.nonnegative else function("relu", x)


def abs(x: Any) -> Expression:
    """Return the absolute value of every entry. Its derivative at 0 is taken to be 0.

    Examples
    --------
    >>> from mathlib.symbols import matrix
    >>> abs(matrix("A", "m", "n")).evaluate(A=[[1, -2, 0]])
    array([[1., 2., 0.]])
    """
    x = as_expression(x)
    return x if x.nonnegative else function("abs", x)


def sign(x: Any) -> Expression:
    """-1, 0 or 1 for every entry.

    Examples
    --------
    >>> from mathlib.symbols import matrix
    >>> sign(matrix("A", "m", "n")).evaluate(A=[[3, -2, 0]])
    array([[ 1., -1.,  0.]])
    """
    return function("sign", as_expression(x))


def step(x: Any) -> Expression:
    """1 where an entry is positive, else 0: what ``x > 0`` means.

    Examples
    --------
    >>> from mathlib.symbols import matrix
    >>> step(matrix("A", "m", "n")).evaluate(A=[[3, -2, 0]])
    array([[1., 0., 0.]])
    """
    return function("step", as_expression(x))


def maximum(x: Any, y: Any) -> Expression:
    """Return the greater of two entries; where they are equal, the second gives the derivative.

    A number counts as the second, so ``maximum(0, x)`` is ``relu(x)``, with derivative 0 at 0.

    Examples
    --------
    >>> from mathlib.symbols import matrix, vector
    >>> maximum(vector("x", "n"), 1).evaluate(x=[-1, 0, 2])
    array([1., 1., 2.])
    """
    x, y = _compared(x, y)
    if x is y:
        return x
    return relu(x) if is_zero(y) else function("maximum", x, y)


def minimum(x: Any, y: Any) -> Expression:
    """Return the lesser of two entries; where they are equal, the second gives the derivative.

    Examples
    --------
    >>> from mathlib.symbols import matrix, vector
    >>> A, x = matrix("A", "m", "n"), vector("x", "n")
    >>> minimum(A, x).evaluate(A=[[1, 5], [4, 2], [0, 9]], x=[3, 3])
    array([[1., 3.],
           [3., 2.],
           [0., 3.]])
    """
    x, y = _compared(x, y)
    return x if x is y else function("minimum", x, y)


def _compared(x, y):
    """Two expressions of one shape, in canonical order, numbers second."""
    x, y = as_expression(x), as_expression(y)
    shape = aligned(x.shape, y.shape, "compared")
    return sorted([spread(x, shape), spread(y, shape)], key=lambda e: (is_number(e), e.order))


def raised(base: Any, exponent: Any) -> Expression:
    """Return ``base ** exponent``, entry by entry.

    Raises
    ------
    ValueError
        If the exponent is no number and the base is not known to be positive.

    Examples
    --------
    >>> from mathlib.symbols import matrix, vector
    >>> raised(vector("x", "n"), 2).evaluate(x=[1, 2, 3])
    array([1., 4., 9.])
    """
    base = as_expression(base)
    if isinstance(exponent, Real):
        return power(base, exact(exponent))
    exponent = as_expression(exponent)
    if (is_number(base) and base.coefficient > 0) or (base.nonnegative and not is_number(base)):
        return exp(multiply(exponent, log(base)))
    raise ValueError(
        f"{base} ** {exponent} needs a number as exponent, or a base that is known to be positive "
        "(positive=True)"
    )


def _is(x, name):
    return isinstance(x, nodes.Function) and x.name == name


def _apart(x):
    """Whether a product is one of nonnegative factors, entry by entry."""
    return not x.summed and all(
        f.nonnegative and not isinstance(f, (nodes.Identity, nodes.Joint)) for f in x.children
    )


# ---------------------------------------------------------------------------- along whole axes


def sum(x: Any, axis: int | None = None) -> Expression:
    """Return the sum of all entries, or along one axis.

    Examples
    --------
    >>> from mathlib.symbols import matrix
    >>> sum(matrix("A", "m", "n"), axis=0).shape
    ('n',)
    """
    x = as_expression(x)
    labels = fresh(len(x.shape))
    kept = () if axis is None else tuple(l for l in labels if l != labels[_axis(x, axis)])
    return product(1, [(x, labels)], kept)


def mean(x: Any, axis: int | None = None) -> Expression:
    """Return the mean of all entries, or along one axis.

    Examples
    --------
    >>> from mathlib.symbols import matrix, vector
    >>> mean(matrix("A", "m", "n"), axis=1)
    A 𝟏 / n
    """
    x = as_expression(x)
    total = sum(x, axis)
    for dimension in x.shape if axis is None else [x.shape[_axis(x, axis)]]:
        for factor in dimension_factors(dimension):
            total = total / size(factor)
    return total


def norm(x: Any) -> Expression:
    """Return the root of the sum of squares: a length, or the Frobenius norm of a matrix.

    Examples
    --------
    >>> from mathlib.symbols import matrix, vector
    >>> norm(matrix("A", "m", "n")).evaluate(A=[[1, 0, 2], [2, 4, 0]])
    array(5.)
    """
    return sqrt(sum(as_expression(x) ** 2))


def dot(x: Any, y: Any) -> Expression:
    """Return the inner product of two vectors.

    Raises
    ------
    ValueError
        If either is no vector.

    Examples
    --------
    >>> from mathlib.symbols import matrix, vector
    >>> dot(vector("x", "n"), vector("y", "n"))
    xᵀ y
    """
    x, y = _vector(x, "dot"), _vector(y, "dot")
    return x @ y


def outer(x: Any, y: Any) -> Expression:
    """Return the outer product of two vectors: entry ``[i, j]`` is ``x[i] y[j]``.

    Raises
    ------
    ValueError
        If either is no vector.

    Examples
    --------
    >>> from mathlib.symbols import matrix, vector
    >>> outer(vector("u", "m"), vector("x", "n")).shape
    ('m', 'n')
    """
    x, y = _vector(x, "outer"), _vector(y, "outer")
    i, j = fresh(2)
    return product(1, [(x, (i,)), (y, (j,))], (i, j))


def kron(x: Any, y: Any) -> Expression:
    """Return the Kronecker product of two matrices or two vectors: every entry of `x` times `y`.

    Raises
    ------
    ValueError
        If they are not two matrices or two vectors.

    Examples
    --------
    >>> from mathlib.symbols import matrix, vector
    >>> A, B = matrix("A", "m", "n"), matrix("B", "p", "q")
    >>> kron(A, B).shape
    ('m*p', 'n*q')
    >>> kron(A, B) @ vec(matrix("X", "q", "n"))
    vec(B X Aᵀ)
    """
    x, y = as_expression(x), as_expression(y)
    if len(x.shape) != len(y.shape) or len(x.shape) not in (1, 2):
        raise ValueError(
            f"kron takes two matrices or two vectors, not {shown(x.shape)} and {shown(y.shape)}; "
            "multiply by a scalar with *, and make a vector the column of a matrix with outer"
        )
    slow, fast = fresh(len(x.shape)), fresh(len(x.shape))
    return joined([(x, slow), (y, fast)], *zip(slow, fast, strict=True))


def logsumexp(x: Any, axis: int | None = None) -> Expression:
    """Return the logarithm of the sum of exponentials, of all entries or along one axis.

    Examples
    --------
    >>> from mathlib.symbols import matrix, vector
    >>> logsumexp(matrix("A", "m", "n"), axis=1).shape
    ('m',)
    """
    x = as_expression(x)
    if axis is None:
        for _ in x.shape:
            x = logsumexp(x, axis=-1)
        return x
    moved = _moved(x, axis)
    *rest, last = moved.shape
    if _repeats(moved):  # as many equal terms as the axis is long
        each = product(moved.coefficient, moved.factors, tuple(range(len(rest))), tuple(rest))
        return each + log(size(last))
    labels = fresh(len(rest))
    return product(1, [(nodes.LogSumExp(moved), labels)], labels)


def softmax(x: Any, axis: int = -1) -> Expression:
    """Exponentials divided by their sum along an axis: positive, and 1 in sum.

    Examples
    --------
    >>> from mathlib.symbols import matrix, vector
    >>> softmax(vector("x", "n")).evaluate(x=[1000, 1000])
    array([0.5, 0.5])
    """
    x = as_expression(x)
    labels = fresh(len(x.shape))
    k = _axis(x, axis)
    if _repeats(_moved(x, axis)):
        return constant(1, x.shape) / size(x.shape[k])
    turned = (*labels[:k], *labels[k + 1 :], labels[k])
    return product(1, [(nodes.Softmax(_moved(x, axis)), turned)], labels)


def _repeats(e):
    """Say whether all entries along the last axis are the same, by what it is made of."""
    return isinstance(e, nodes.Product) and all(len(e.shape) - 1 not in ls for _, ls in e.factors)


def _moved(x, axis):
    """Return the expression with one of its axes put last."""
    labels = fresh(len(x.shape))
    k = _axis(x, axis)
    return product(1, [(x, labels)], (*labels[:k], *labels[k + 1 :], labels[k]))


def _axis(x, axis):
    if not isinstance(axis, int) or not -len(x.shape) <= axis < len(x.shape):
        raise ValueError(f"axis {axis!r} does not exist in shape {shown(x.shape)}")
    return axis % len(x.shape)


def _vector(x, name):
    x = as_expression(x)
    if len(x.shape) != 1:
        raise ValueError(f"{name} takes two vectors, not {shown(x.shape)}; use @ for matrices")
    return x


# ------------------------------------------------------------------------------------ matrices


def trace(x: Any) -> Expression:
    """Return the sum of the diagonal of a square matrix.

    Raises
    ------
    ValueError
        If it is not square.

    Examples
    --------
    >>> from mathlib.symbols import matrix, vector
    >>> trace(matrix("A", "m", "n") @ matrix("B", "n", "m"))
    tr(A B)
    """
    x = _square(x, "trace")
    (i,) = fresh(1)
    return product(1, [(x, (i, i))], ())


def det(x: Any) -> Expression:
    """Return the determinant of a square matrix.

    Raises
    ------
    ValueError
        If it is not square.

    Notes
    -----
    Its gradient is written with the inverse, ``det(X) X⁻ᵀ``, and computed without it, so that it
    has a value where the determinant is 0; second derivatives have none there.

    Examples
    --------
    >>> from mathlib.symbols import matrix, vector
    >>> det(matrix("Q", "n", "n")).evaluate(Q=[[1, 2], [3, 4]]).round(9)
    np.float64(-2.0)
    """
    x, _ = oriented(_square(x, "det"), (0, 1))
    return as_expression(1) if isinstance(x, nodes.Identity) else nodes.Determinant(x)


def logdet(x: Any) -> Expression:
    """Return the logarithm of the absolute value of a determinant, computed without overflow.

    Raises
    ------
    ValueError
        If it is not square.

    Examples
    --------
    >>> from mathlib.symbols import matrix, vector
    >>> A = matrix("A", "m", "n")
    >>> logdet(A.T @ A)
    logdet(Aᵀ A)
    """
    x, _ = oriented(_square(x, "logdet"), (0, 1))
    return as_expression(0) if isinstance(x, nodes.Identity) else nodes.LogDeterminant(x)


def inv(x: Any) -> Expression:
    """Return the inverse of a square matrix.

    Raises
    ------
    ValueError
        If it is not square.

    Examples
    --------
    >>> from mathlib.symbols import matrix, vector
    >>> A = matrix("A", "m", "n")
    >>> inv(A.T @ A) @ A.T
    (Aᵀ A)⁻¹ Aᵀ
    """
    x = _square(x, "inv")
    if isinstance(x, (nodes.Inverse, nodes.Identity)):
        return x.base if isinstance(x, nodes.Inverse) else x
    if isinstance(x, nodes.Product) and len(x.factors) == 1 and sorted(x.factors[0][1]) == [0, 1]:
        ((core, labels),) = x.factors
        return product(Fraction(1) / x.coefficient, [(inv(core), labels)], (0, 1))
    return turned(nodes.Inverse, x)


def diag(x: Any) -> Expression:
    """Return the diagonal matrix of a vector, or the diagonal of a square matrix.

    Examples
    --------
    >>> from mathlib.symbols import vector
    >>> diag(vector("x", "n")).shape
    ('n', 'n')
    """
    x = as_expression(x)
    i, j = fresh(2)
    if len(x.shape) == 1:
        return product(1, [(x, (i,)), (nodes.Identity(x.shape[0]), (i, j))], (i, j))
    return product(1, [(_square(x, "diag"), (i, i))], (i,))


def vec(x: Any) -> Expression:
    """Return the columns of a matrix stacked, the first on top: a vector.

    This is the convention of the books, in which ``vec(A X B) = (Bᵀ ⊗ A) vec(X)``; NumPy's
    ``ravel`` lines up the rows instead, as does ``vec(x.T)``.

    Raises
    ------
    ValueError
        If it is no matrix.

    Examples
    --------
    >>> from mathlib.symbols import matrix
    >>> A = matrix("A", "m", "n")
    >>> vec(A).shape
    ('m*n',)
    >>> vec(A).evaluate(A=[[1, 2, 3], [4, 5, 6]])
    array([1., 4., 2., 5., 3., 6.])
    """
    x = as_expression(x)
    if len(x.shape) != 2:
        raise ValueError(
            f"vec takes a matrix, not {shown(x.shape)}"
            + ("; a vector is stacked already" if len(x.shape) == 1 else "")
        )
    i, j = fresh(2)
    return joined([(x, (i, j))], (j, i))


def _square(x, name):
    x = as_expression(x)
    if len(x.shape) != 2 or x.shape[0] != x.shape[1]:
        raise ValueError(f"{name} takes a square matrix, not {shown(x.shape)}")
    return x
