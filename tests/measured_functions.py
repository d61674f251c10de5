"""Random functions of one number, of every kind that differences could be fooled by.

Each comes with its derivative in exact arithmetic (mpmath), or with None where it has none at
the place. Periods are round in twos, in tens and in pi; amplitudes reach from 1e-12 to 1e9.

What no black box can tell is not drawn: features lower than 1000 units in the last place of the
whole function, or narrower than 1e-10 of the larger of 1 and x.
"""

from typing import NamedTuple

import mpmath as mp
import numpy as np

ROUND = [2.0**-k for k in range(14)] + [10.0**-k for k in range(6)]


class Case(NamedTuple):
    """A function, the place, and its derivative there (None if there is none)."""

    kind: str
    f: object
    x: float
    truth: object


def draw(seed):
    """Return one random case."""
    rng = np.random.default_rng(seed)
    x = float(
        rng.choice(
            [
                rng.normal(),
                rng.choice([-1, 1]) * 10.0 ** rng.uniform(-3, 3),
                rng.choice([0.5, 1.0, -1.0, 3.0, 0.25, 0.1, 0.3, 100.0]),
            ]
        )
    )
    kind = str(rng.choice([*SMOOTH, *ROUGH]))
    f, slope = {**SMOOTH, **ROUGH}[kind](rng, x)
    amplitude = float(rng.choice([1.0, 10.0 ** rng.uniform(-9, 9)]))
    least = 1e-2 if kind in SMOOTH else 1e-5
    offset = float(rng.choice([0.0, amplitude * 10.0 ** rng.uniform(-2, 9) * least]))
    if kind in ("wave on a line", "bump", "noise", "staircase", "rounded"):
        offset, amplitude = 0.0, max(amplitude, 1e-3)
    with mp.workdps(50):
        truth = None if slope is None else amplitude * slope(mp.mpf(x))
    return Case(kind, lambda t: offset + amplitude * f(t), x, truth)


def _frequency(rng):
    period = rng.choice(ROUND) * rng.choice([1.0, np.pi, 2 * np.pi, rng.uniform(0.5, 2)])
    return float(2 * np.pi / period)


def _wave(rng, x):
    w = min(_frequency(rng), 1e5 / max(1, abs(x)))
    return lambda t: np.sin(w * t), lambda t: w * mp.cos(mp.mpf(w) * t)


def _wave_on_a_line(rng, x):
    w = min(_frequency(rng), 1e5 / max(1, abs(x)))
    a = 10.0 ** rng.uniform(-8, 0)
    return lambda t: t + a * np.sin(w * t), lambda t: 1 + a * w * mp.cos(mp.mpf(w) * t)


def _tanh(rng, x):
    w = 10.0 ** rng.uniform(-2, 3)
    return lambda t: np.tanh(w * t), lambda t: w * mp.sech(mp.mpf(w) * t) ** 2


def _exp(rng, x):
    w = rng.uniform(-3, 3) / max(1, abs(x))
    return lambda t: np.exp(w * t), lambda t: w * mp.exp(mp.mpf(w) * t)


def _reciprocal(rng, x):
    return lambda t: 1 / t, lambda t: -1 / t**2


def _logarithm(rng, x):
    return lambda t: np.log(abs(t)), lambda t: 1 / t


def _power(rng, x):
    n, c = int(rng.integers(1, 9)), rng.normal()
    return lambda t: (t - c) ** n, lambda t: n * (t - mp.mpf(c)) ** (n - 1)


def _softplus(rng, x):
    return lambda t: np.log1p(np.exp(-abs(t))) + max(t, 0), lambda t: 1 / (1 + mp.exp(-t))


def _kink(rng, x):
    distance = float(rng.choice([0, 1, -1]) * 10.0 ** rng.uniform(-12, 0))
    c, s = x + distance, 10.0 ** rng.uniform(-3, 1)
    slope = (lambda t: 1 + (s if t > c else 0)) if c != x else None
    return lambda t: t + s * np.maximum(t - c, 0), slope


def _jump(rng, x):
    distance = float(rng.choice([0, 1, -1]) * 10.0 ** rng.uniform(-12, 0))
    c, s = x + distance, 10.0 ** rng.uniform(-3, 1)
    return lambda t: np.sin(t) + s * (t > c), mp.cos if c != x else None


def _staircase(rng, x):
    width = float(rng.choice([*ROUND[1:], 10.0 ** rng.uniform(-9, 0), 3.0 ** -rng.integers(1, 15)]))
    width = max(width, 1e-9 * max(1, abs(x)))
    return lambda t: np.round(t / width + 0.2718) * width, lambda t: mp.mpf(0)


def _rounded(rng, x):
    # Next to 0 such numbers have nearly all digits.
    kind = np.float16 if rng.random() < 0.5 or abs(x) < 0.05 else np.float32
    return (lambda t: float(kind(t))), (lambda t: mp.mpf(0))


def _triangle(rng, x):
    p = float(rng.choice(ROUND)) * 0.9
    return lambda t: abs((t / p) % 1 - 0.5) * p, lambda t: 1 if (t / mp.mpf(p)) % 1 > 0.5 else -1


def _bump(rng, x):
    w = 10.0 ** rng.uniform(-9, 0) * max(1, abs(x))
    return lambda t: t + (t - x) * np.exp(-(((t - x) / w) ** 2)), lambda t: mp.mpf(2)


def _noise(rng, x):
    a, source = 10.0 ** rng.uniform(-12, 0), np.random.default_rng(int(rng.integers(1 << 30)))
    return lambda t: np.sin(t) + a * source.normal(), mp.cos


SMOOTH = {
    "wave": _wave,
    "wave on a line": _wave_on_a_line,
    "tanh": _tanh,
    "exp": _exp,
    "reciprocal": _reciprocal,
    "logarithm": _logarithm,
    "power": _power,
    "softplus": _softplus,
}
ROUGH = {
    "kink": _kink,
    "jump": _jump,
    "staircase": _staircase,
    "rounded": _rounded,
    "triangle": _triangle,
    "bump": _bump,
    "noise": _noise,
}
