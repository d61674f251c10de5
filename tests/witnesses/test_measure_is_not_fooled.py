"""The true error of a measurement lies under its estimate, or the measurement is refused."""

import contextlib

import mpmath as mp
import numpy as np
import pytest
from measured_functions import SMOOTH, draw
from trials import seeds

from mathlib.witnesses.finite_differences import measure

SEEDS = seeds(by_day=300, by_night=2000)


def judged(seed):
    """Return a case, and its measurement with the estimate, None if it was refused."""
    case = draw(seed)
    try:
        with np.errstate(all="ignore"):
            return case, measure(case.f, case.x, full_output=True)
    except ValueError:
        return case, None


@pytest.fixture(scope="module")
def judgements():
    return {seed: judged(seed) for seed in SEEDS}


def test_no_error_exceeds_its_estimate(judgements):
    fooled = []
    for seed, (case, result) in judgements.items():
        if result is None:
            continue
        if case.truth is None:
            fooled.append((seed, case.kind, case.x, *result, "has no derivative"))
            continue
        # Half a unit in the last place of the derivative itself is not a matter of measuring.
        error = float(abs(mp.mpf(result[0]) - case.truth)) - 2**-53 * abs(float(case.truth))
        if error > result[1]:
            fooled.append((seed, case.kind, case.x, *result, float(case.truth)))
    assert fooled == []


def test_smooth_functions_are_measured(judgements):
    smooth = [result for case, result in judgements.values() if case.kind in SMOOTH]
    refused = sum(result is None for result in smooth)
    assert refused <= len(smooth) / 50


@pytest.mark.parametrize(
    ("f", "x", "slope"),
    [
        (lambda x: np.sin(1024 * np.pi * x), 0.3, 1024 * np.pi * np.cos(1024 * np.pi * 0.3)),
        (lambda x: np.sin(2 * np.pi * 512 * x), 0.0, 2 * np.pi * 512),
        (lambda x: np.sin(2 * np.pi * 1024 * x) + x, 0.0, 2 * np.pi * 1024 + 1),
        (lambda x: np.sin(2 * np.pi * 1000 * x), 0.1, 2 * np.pi * 1000),
        (lambda x: np.sin(2 * np.pi * 4096 * x), 0.0, 2 * np.pi * 4096),
        (lambda x: x * np.exp(-((x / 1e-5) ** 2)), 0.0, 1.0),
        (lambda x: x + 1e-6 * np.sin(1e6 * x), 0.0, 2.0),
        (lambda x: np.tanh(x / 1e-7), 0.0, 1e7),
    ],
)
@pytest.mark.parametrize("method", ["central", "complex"])
def test_what_returns_at_round_steps_is_seen(f, x, slope, method):
    measured, error = measure(f, x, method=method, full_output=True)
    assert abs(measured - slope) <= error + 1e-12 * abs(slope)
    assert measured == pytest.approx(slope, rel=1e-7)


@pytest.mark.parametrize("width", [1e-2, 1e-4, 2.0**-11, 1e-6, 2.0**-24, 1e-9, 1e-11])
@pytest.mark.parametrize("x", [0.3001, -1.7, 0.7071])
def test_a_staircase_is_flat_or_refused(width, x):
    slope = error = 0.0
    with contextlib.suppress(ValueError):
        slope, error = measure(lambda t: np.floor(t / width) * width, x, full_output=True)
    assert abs(slope) <= error < 1e-3 or error == 0 == slope


@pytest.mark.parametrize("rounded", [np.float16, np.float32])
def test_numbers_that_were_rounded_in_secret_are_refused(rounded):
    message = r"f\(x\) moves in jumps of .* near x = 0\.3001, as rounded numbers do: its slope is 0"
    with pytest.raises(ValueError, match=message):
        measure(lambda x: float(rounded(x)), 0.3001)


def test_half_precision_is_refused():
    with pytest.raises(ValueError, match=r"f\(x\) is in half precision, .* double precision"):
        measure(lambda x: np.float16(x), 0.3)


def gelu(x):
    return 0.5 * x * (1 + np.tanh(0.7978845608 * (x + 0.044715 * x**3)))


def test_round_off_of_numbers_inside_is_no_reason_to_refuse():
    with mp.workdps(40):
        for x in np.linspace(-8, 8, 161):

            def exact(t):
                return t / 2 * (1 + mp.tanh(mp.mpf(0.7978845608) * (t + mp.mpf(0.044715) * t**3)))

            slope, error = measure(gelu, x, full_output=True)
            assert abs(slope - float(mp.diff(exact, mp.mpf(x)))) <= error + 1e-16


# The sentences are true


@pytest.mark.parametrize("power", [1.1, 1.01])
def test_what_draws_together_slowly_is_not_called_a_kink(power):
    with pytest.raises(ValueError, match=r"slope of f\(x\) at x = 0 does not settle as the step"):
        measure(lambda x: abs(x) ** power, 0.0)


def test_a_faint_kink_is_told_with_the_digits_it_needs():
    message = r"its slope is 0\.99999 on the left and 1 on the right|0\.99999 .* 1\.00001"
    with pytest.raises(ValueError, match=message):
        measure(lambda x: x + 1e-5 * abs(x), 0.0)


def test_the_place_is_told_with_the_digits_it_needs():
    with pytest.raises(ValueError, match=r"at x = 0\.999999999: "):
        measure(lambda x: abs(x - 0.999999999), 0.999999999)


# The complex step


def test_an_imaginary_part_that_a_small_output_loses_is_seen_beside_a_large_one():
    for small in (1.0, 1e-6, 1e-12):
        with pytest.raises(ValueError, match="f loses the imaginary part"):
            measure(lambda x, s=small: np.array([1e8 * x, s * np.abs(x)]), 0.3, method="complex")


@pytest.mark.parametrize("seed", range(40))
def test_the_estimate_of_the_complex_step_lies_above_its_error(seed):
    rng = np.random.default_rng(seed)
    w, c, x = _wavelike(rng), rng.normal(), rng.normal()

    def f(t):
        return np.array([np.sin(w * t) - np.sin(w * t + 1e-6), 1e-9 * np.exp(c * t) / (t - 7)])

    with mp.workdps(40):
        exact = [
            mp.diff(lambda t: mp.sin(w * t) - mp.sin(w * t + mp.mpf(1e-6)), mp.mpf(x), h=1e-15),
            mp.diff(lambda t: mp.mpf(1e-9) * mp.exp(c * t) / (t - 7), mp.mpf(x), h=1e-15),
        ]
    with contextlib.suppress(ValueError):  # where differences drown, nothing confirms it
        measured, error = measure(f, x, method="complex", full_output=True)
        assert (np.abs(measured - np.array(exact, dtype=float)) <= error).all()


def _wavelike(rng):
    return float(10.0 ** rng.uniform(-2, 3))


# Another witness of the witness


@pytest.mark.parametrize(
    ("f", "g"),
    [
        (np.sin, mp.sin),
        (np.arctan, mp.atan),
        (lambda x: np.exp(-x * x), lambda x: mp.exp(-x * x)),
        (lambda x: np.sqrt(1 + x**4), lambda x: mp.sqrt(1 + x**4)),
        (lambda x: x**3 / (1 + x**2), lambda x: x**3 / (1 + x**2)),
    ],
)
@pytest.mark.parametrize("x", [0.3, -1.7, 12.5])
def test_mpmath_differentiates_to_the_same_value(f, g, x):
    slope, error = measure(f, x, full_output=True)
    with mp.workdps(40):
        assert abs(slope - float(mp.diff(g, mp.mpf(x)))) <= error <= 1e-9 * max(1, abs(f(x)))


def test_the_cost_is_as_documented():
    calls = []

    def counted(f):
        def g(x):
            calls.append(x)
            return f(x)

        return g

    measure(counted(np.sin), 0.7)
    assert len(calls) <= 21
    for f, x in [(abs, 0.0), (np.log, 1e-6), (np.floor, 3.0), (np.cbrt, 1e-9), (abs, 1e-11)]:
        calls.clear()
        with contextlib.suppress(ValueError):
            measure(counted(f), x)
        assert len(calls) <= 130


def test_masked_entries_are_refused():
    v = np.ma.array([1.0, 99.0, 3.0], mask=[0, 1, 0])
    with pytest.raises(ValueError, match="x is a masked array, and masked entries have no value"):
        measure(lambda t: t @ t, v)
    with pytest.raises(ValueError, match=r"f\(x\) is a masked array, and masked entries have no"):
        measure(lambda t: np.ma.masked_less(t, 0), [1.0, -1.0])
