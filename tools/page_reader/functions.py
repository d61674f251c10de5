"""The functions that have a name, and random smooth ones for those that a display leaves open."""

import math

import mpmath
import numpy as np

from tools.page_reader.arrays import LENGTHS, diag, fitted, is_scalar, need, scalar, spread


def entrywise(function):
    """Return a function that is applied to every entry."""
    return fitted(function)


@fitted
def total(a):
    """Return the sum of all entries."""
    need(not is_scalar(a), "the sum of one number")
    return scalar(a.sum())


@fitted
def trace(a):
    """Return the sum of the diagonal."""
    need(a.shape[0] == a.shape[1], f"the trace of shape {a.shape}")
    return scalar(np.trace(a))


@fitted
def determinant(a):
    """Return the determinant."""
    need(a.shape[0] == a.shape[1], f"the determinant of shape {a.shape}")
    return scalar(np.linalg.det(a))


@fitted
def log_determinant(a):
    """Return the logarithm of the determinant's absolute value."""
    return np.log(np.abs(determinant(a)))


@fitted
def stacked(a):
    """Return the columns of a matrix, stacked."""
    return a.reshape(-1, 1, order="F")


@fitted
def softmax(a):
    """Return positive entries that sum to one, in a column, or in each row of a matrix."""
    return np.exp(a - logsumexp(a))


@fitted
def logsumexp(a):
    """Return the logarithm of the sum of the exponentials, of a column or of each row."""
    return np.log(np.exp(a).sum(axis=along(a), keepdims=True))


@fitted
def hardmax(a):
    """Return 1 at the first of the greatest entries, of a column or of each row, else 0."""
    axis = along(a)
    places = np.expand_dims(a.argmax(axis=axis), axis)
    return (np.indices(a.shape)[axis] == places) * 1.0


@fitted
def chosen(condition, a, b):
    """Return the first of two where a condition is not 0, else the second."""
    need(condition.shape == a.shape == b.shape, "a choice between different shapes")
    return np.where(condition != 0, a, b)


def extreme(of_two):
    """Return the greatest or the least: of two arguments, or in a column or each row of one."""

    def found(a, *b):
        return of_two(*spread(a, *b)) if b else of_two.reduce(a, axis=along(a), keepdims=True)

    return fitted(found)


def along(a):
    """Return the axis along which a column, or each row of a matrix, is reduced."""
    return 0 if a.shape[1] == 1 else 1


@fitted
def length(a):
    """Return the length of a vector, or the Frobenius norm of a matrix."""
    return scalar(np.linalg.norm(a))


@fitted
def absolute(a):
    """Return the absolute value of a number."""
    need(is_scalar(a), f"an absolute value of shape {a.shape}; the length of a vector is \\lVert")
    return np.abs(a)


def polygamma(order, number):
    """Return a derivative of digamma at one number."""
    return float(mpmath.polygamma(int(order), number))


NAMED = {
    "sin": entrywise(np.sin),
    "cos": entrywise(np.cos),
    "tan": entrywise(np.tan),
    "cot": entrywise(lambda a: 1 / np.tan(a)),
    "exp": entrywise(np.exp),
    "ln": entrywise(np.log),
    "log": entrywise(np.log),
    "tanh": entrywise(np.tanh),
    "tril": entrywise(np.tril),
    **{name: entrywise(getattr(np, name)) for name in ("arcsin", "arccos", "arctan", "sinh")},
    **{name: entrywise(getattr(np, name)) for name in ("cosh", "arcsinh", "arccosh", "arctanh")},
    "log1p": entrywise(np.log1p),
    "expm1": entrywise(np.expm1),
    "erf": entrywise(np.vectorize(math.erf)),
    "lgamma": entrywise(np.vectorize(math.lgamma)),
    "digamma": entrywise(np.vectorize(lambda a: float(mpmath.digamma(a)))),
    "polygamma": fitted(lambda n, a: np.vectorize(polygamma)(n, a)),
    "sqrt": entrywise(np.sqrt),
    "sigma": entrywise(lambda a: 1 / (1 + np.exp(-a))),
    "sigmoid": entrywise(lambda a: 1 / (1 + np.exp(-a))),
    "softplus": entrywise(lambda a: np.logaddexp(0, a)),
    "relu": entrywise(lambda a: np.where(a > 0, a, 0)),
    "ReLU": entrywise(lambda a: np.where(a > 0, a, 0)),
    "sign": entrywise(np.sign),
    "floor": entrywise(np.floor),
    "max": extreme(np.maximum),
    "min": extreme(np.minimum),
    "sum": total,
    "tr": trace,
    "det": determinant,
    "logdet": log_determinant,
    "vec": stacked,
    "where": chosen,
    "softmax": softmax,
    "hardmax": hardmax,
    "logsumexp": logsumexp,
    "norm": length,
    "abs": absolute,
    "diag": diag,
}


def smooth(rng, inputs, outputs):
    """Return a random smooth function of `inputs` numbers with `outputs` values.

    It has a sine, a square and a constant in it, so it is not its own derivative, is not even or
    odd, and depends on the order of its arguments.
    """
    frequency, slope = rng.uniform(0.4, 1.1, (2, outputs, inputs)) * rng.choice(
        [-1, 1], (2, 1, inputs)
    )
    phase, offset, amplitude = rng.uniform(0.5, 1.5, (3, outputs, 1))

    def function(arguments):
        wave = amplitude * np.sin(frequency @ arguments + phase)
        return offset + wave + (slope @ arguments) ** 2 / 4

    return function


def smooth_by_entry(rng):
    """Return random smooth functions of one number each, of which entry i takes the i-th."""
    frequency, slope, phase, offset, amplitude = rng.uniform(0.4, 1.5, (5, max(LENGTHS), 1))

    def function(argument, rows):
        wave = amplitude[rows] * np.sin(frequency[rows] * argument + phase[rows])
        return offset[rows] + wave + (slope[rows] * argument) ** 2 / 4

    return function
