"""A measurement prints and computes as an array does, and its errors go where its values go."""

import copy
import pickle

import numpy as np
import pytest

from mathlib.witnesses.finite_differences import measure
from mathlib.witnesses.measurement import error_of, measured

VALUES = np.array([[1.0, -2.0, 4.0], [0.5, 8.0, -16.0]])
ERRORS = np.array([[1e-9, 2e-9, 3e-9], [4e-9, 5e-9, 6e-9]])


@pytest.fixture
def m():
    return measured(VALUES, ERRORS)


def test_it_prints_as_an_array_does(m):
    assert repr(m) == repr(VALUES)
    assert str(m) == str(VALUES)
    assert repr(m[0, 1]) == repr(VALUES[0, 1])
    assert repr(measured(2.5, 1e-9)) == "2.5"
    assert f"{measured(2.5, 1e-9):.3f}" == "2.500"


@pytest.mark.parametrize(
    "move",
    [
        lambda a: a[1],
        lambda a: a[:, 1:],
        lambda a: a[a > 1e-20],
        lambda a: a.T,
        lambda a: a.reshape(3, 2),
        lambda a: a.ravel(),
        lambda a: a.diagonal(),
        lambda a: a.copy(),
        lambda a: a[:, None],
        lambda a: np.stack([a, a], axis=1),
        lambda a: np.column_stack([a[1], a[0]]),
        lambda a: np.concatenate([a, a]),
        lambda a: np.diag(a[0]),
        lambda a: np.array(list(a.T)).T,
    ],
)
def test_errors_move_with_their_values(m, move):
    moved = move(np.abs(ERRORS))
    if move(m).__class__ is np.ndarray:  # a plain array by way of a list
        assert error_of(list(m.T))[0].tolist() == ERRORS[:, 0].tolist()
    elif move(VALUES).shape == moved.shape:
        np.testing.assert_array_equal(move(m).error, moved)
        np.testing.assert_array_equal(move(m), move(VALUES))


@pytest.mark.parametrize(
    "compute",
    [
        lambda a: 3 * a,
        lambda a: a / 4 - 1,
        lambda a: -a + a,
        lambda a: a * a,
        lambda a: 1 / a,
        lambda a: a @ a.T,
        lambda a: np.ones((5, 2)) @ a,
        lambda a: a.sum(axis=0),
        lambda a: a - a[0],
    ],
)
def test_no_error_within_the_estimate_leads_beyond_the_estimate(m, compute, rng):
    result = compute(m)
    for _ in range(20):
        spoilt = compute(VALUES + rng.uniform(-1, 1, size=VALUES.shape) * ERRORS)
        assert (np.abs(spoilt - compute(VALUES)) <= result.error * (1 + 1e-5) + 1e-14).all()


@pytest.mark.parametrize(
    "compute", [np.exp, np.linalg.norm, lambda a: a**2, lambda a: a.max(), lambda a: a > 1]
)
def test_what_has_no_rule_for_errors_is_a_plain_array_again(m, compute):
    assert error_of(compute(m)) is None
    np.testing.assert_array_equal(compute(m), compute(VALUES))


def test_what_is_changed_in_place_has_no_error_any_more(m):
    for change in ("m[0] = 7", "m += 1", "np.add.at(m, 0, 1)"):
        fresh = m.copy()
        exec(change, {"m": fresh, "np": np})
        assert fresh.error is None
    assert m.error is not None


def test_a_number_keeps_its_error_through_arithmetic():
    number = measured(2.0, 1e-6)
    assert isinstance(number, float)
    assert (3 - number).error == 1e-6
    assert (number * 5).error == pytest.approx(5e-6)
    assert (1 / number).error == pytest.approx(0.25e-6, rel=1e-5)
    assert (-number).error == 1e-6
    assert error_of(number**2) is None


def test_a_copy_and_a_pickle_are_whole(m):
    for number in (m, measured(2.0, 1e-6)):
        again = pickle.loads(pickle.dumps(number))
        np.testing.assert_array_equal(again, number)
        np.testing.assert_array_equal(again.error, number.error)
    np.testing.assert_array_equal(copy.deepcopy(m), m)


def test_measure_returns_what_it_says_in_full_output():
    weights = np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 7.0]])
    J, error = measure(lambda x: np.tanh(weights @ x), [0.1, 0.2, -0.3], full_output=True)
    np.testing.assert_array_equal(J.error, error)
    assert type(error) is np.ndarray
