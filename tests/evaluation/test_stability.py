"""What people write with exponentials, far from 0: the number that mathematics gives, never nan.

The truth is computed with so many digits that none is lost. Where a value is so small or large that
no float holds it, nothing is asked.
"""

import mpmath
import numpy as np
import pytest

import mathlib as ml
from mathlib.evaluation.evaluate import on_lists

PLACES = [-800.0, -37.0, -1.3, 0.7, 37.0, 800.0]
ROOT = np.sqrt(2 / np.pi)

#: Functions of numbers, written with the functions of `m`: of this package, or of mpmath.
WRITTEN = {
    "softplus": lambda m, z: m.log(1 + m.exp(z)),
    "another constant": lambda m, z: m.log(2 + 3 * m.exp(z)),
    "half": lambda m, z: m.log(0.5 + m.exp(z)),
    "of the opposite": lambda m, z: m.log(2 + m.exp(-z)),
    "of a multiple": lambda m, z: m.log(1 + 2 * m.exp(3 * z + 1)),
    "with a slope": lambda m, z: m.log(1 + m.exp(5 * z)) / 5,
    "a rest of 1": lambda m, z: m.log(1 - m.exp(-(z**2) - 0.5)),
    "two exponentials": lambda m, z: m.log(m.exp(z) + m.exp(2 * z)),
    "two weighted ones": lambda m, z: m.log(2 * m.exp(z) + 3 * m.exp(-z)),
    "log cosh by exponentials": lambda m, z: m.log(m.exp(z) + m.exp(-z)),
    "three terms": lambda m, z: m.log(m.exp(z) + m.exp(-z) + 1),
    "three exponentials": lambda m, z: m.log(m.exp(z) + m.exp(2 * z) + m.exp(-z)),
    "a difference": lambda m, z: m.log(m.exp(z**2 + 0.5) - 1),
    "a difference of two": lambda m, z: m.log(m.exp(z**2 + 1.5) - m.exp(z**2 + 0.5)),
    "log cosh": lambda m, z: m.log(m.cosh(z)),
    "log sinh": lambda m, z: m.log(m.sinh(z**2 / 9 + 0.5)),
    "log expm1": lambda m, z: m.log(m.expm1(z**2 + 0.5)),
    "log of minus expm1": lambda m, z: m.log(-m.expm1(-(z**2) - 0.5)),
    "log1p": lambda m, z: m.log1p(m.exp(z)),
    "log1p of what is small": lambda m, z: m.log1p(m.exp(-(z**2))),
    "log of 1 - tanh²": lambda m, z: m.log(1 - m.tanh(z) ** 2),
    "times a logarithm": lambda m, z: z * m.log(1 + m.exp(-z)),
    "root": lambda m, z: m.sqrt(1 + z**2),
    "over a root": lambda m, z: z / m.sqrt(1 + z**2),
    "a root less 1": lambda m, z: m.sqrt(1 + z**2) - 1,
    "log of a square": lambda m, z: m.log(1 + z**2),
    "gelu": lambda m, z: 0.5 * z * (1 + m.tanh(ROOT * (z + 0.044715 * z**3))),
    "gelu by erf": lambda m, z: z * (1 + m.erf(z / m.sqrt(2))) / 2,
    "silu": lambda m, z: z / (1 + m.exp(-z)),
    "mish": lambda m, z: z * m.tanh(m.log(1 + m.exp(z))),
    "elu": lambda m, z: m.where(z > 0, z, m.exp(z) - 1),
    "sigmoid": lambda m, z: 1 / (1 + m.exp(-z)),
    "sigmoid with a constant": lambda m, z: 1 / (2 + m.exp(-z)),
    "a share": lambda m, z: m.exp(z) / (m.exp(z) + m.exp(2 * z)),
    "a weighted share": lambda m, z: 2 * m.exp(z) / (2 * m.exp(z) + 3 * m.exp(2 * z)),
    "a share beside a constant": lambda m, z: m.exp(z) / (3 + m.exp(z)),
    "one of three shares": lambda m, z: m.exp(z) / (m.exp(z) + m.exp(2 * z) + 1),
    "two of three shares": lambda m, z: (m.exp(z) + 1) / (m.exp(z) + m.exp(2 * z) + 1),
    "the slope of a sigmoid": lambda m, z: m.exp(z) / (1 + m.exp(z)) ** 2,
    "the same of the opposite": lambda m, z: m.exp(-z) / (1 + m.exp(-z)) ** 2,
    "tanh by exponentials": lambda m, z: (m.exp(z) - m.exp(-z)) / (m.exp(z) + m.exp(-z)),
    "tanh of a half": lambda m, z: (m.exp(z) - 1) / (m.exp(z) + 1),
    "tanh by sinh": lambda m, z: m.sinh(z) / m.cosh(z),
    "one over cosh": lambda m, z: 1 / m.cosh(z),
    "1 - tanh²": lambda m, z: 1 - m.tanh(z) ** 2,
    "twice an exponential": lambda m, z: m.exp(-m.exp(-z)),
    "exponentials multiplied": lambda m, z: m.exp(z) * m.exp(-z),
    "a Bose factor": lambda m, z: 1 / (m.exp(z**2 + 0.5) - 1),
    "a Planck factor": lambda m, z: (z**2 + 0.5) / m.expm1(z**2 + 0.5),
}


class Digits:
    """The functions of mpmath under NumPy's names."""

    log, exp, sqrt, erf = map(staticmethod, (mpmath.log, mpmath.exp, mpmath.sqrt, mpmath.erf))
    tanh, sinh, cosh = map(staticmethod, (mpmath.tanh, mpmath.sinh, mpmath.cosh))
    expm1, log1p = map(staticmethod, (mpmath.expm1, mpmath.log1p))

    @staticmethod
    def where(condition, x, y):
        """Return one of two numbers."""
        return x if condition else y


def truth(f, place):
    """Return value and slope at a place."""
    with mpmath.workdps(750):
        value = f(Digits, mpmath.mpf(place))
        slope = mpmath.diff(lambda z: f(Digits, z), mpmath.mpf(place), h=mpmath.mpf(10) ** -20)
        return float(value), float(slope)


@pytest.mark.filterwarnings("ignore::RuntimeWarning")
@pytest.mark.parametrize("name", WRITTEN)
def test_far_from_0_it_is_what_mathematics_says(name):
    z, x = ml.scalar("z"), ml.vector("x", "n")
    f = WRITTEN[name]
    wanted = np.array([truth(f, place) for place in PLACES]).T
    for of_number, of_vector, numbers in zip(
        (f(ml, z), ml.derivative(f(ml, z), z)),
        (f(ml, x), ml.derivative(ml.sum(f(ml, x)), x)),
        wanted,
        strict=True,
    ):
        compiled = of_number.compile(z)
        for way in (
            [of_number.evaluate(z=place) for place in PLACES],
            [of_number.evaluate(z=np.float32(place)) for place in PLACES if place == int(place)],
            [compiled(place) for place in PLACES],
            [on_lists(of_number, {"z": place}) for place in PLACES],
            of_vector.evaluate(x=PLACES),
            of_vector.compile(x)(np.array(PLACES)),
        ):
            at = numbers if len(way) == len(PLACES) else numbers[[0, 1, 4, 5]]
            np.testing.assert_allclose(way, at, rtol=1e-9, atol=1e-15)
