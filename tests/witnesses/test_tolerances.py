"""Each entry is compared in its own size, and a floor never hides what can be told apart."""

import numpy as np
import pytest

from mathlib.witnesses.tolerances import COMPUTED, PRECISION, bound, close, floor, resolves


@pytest.fixture
def spread(rng):
    """Entries of either sign from 1e-9 to 1e9 in one array."""
    return rng.choice([-1, 1], size=(5, 3)) * 10.0 ** rng.uniform(-9, 9, size=(5, 3))


def test_a_thousandth_of_any_entry_is_told_apart(spread):
    for index in np.ndindex(spread.shape):
        changed = spread.copy()
        changed[index] *= 1.001
        assert not close(spread, changed)
        assert not close(changed, spread)


def test_round_off_of_each_entry_is_not(spread):
    assert close(spread, spread * (1 + 4e-13))


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ([2e6, 1.0], [2e6, 1.1]),
        ([3e-9, 1.0], [2e-9, 1.0]),
        ([1e-7, 3e-7], [2e-7, 3e-7]),
        ([1e8, -0.003], [1e8, 0.003]),
        ([1e-17, 2e-17], [1e-17, 3e-17]),
        ([1.0, 1e-12], [1.0, 1.001e-12]),
        (1.0, 1.00000000001),
    ],
)
def test_a_small_entry_is_told_apart_beside_a_large_one(a, b):
    assert not close(a, b)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ([1.0, 0.0], [1.0, 5e-15]),
        ([1e9, 0.0], [1e9, -1e-7]),
        (0.0, 0.1 + 0.2 - 0.3),
        ([1.0, 2e-17], [1.0, -3e-17]),
        ([1.0, 1e-9], [1.0, 1e-9 + 1e-16]),
    ],
)
def test_round_off_of_large_entries_does_not_count_against_small_ones(a, b):
    assert close(a, b)


def test_zero_beside_large_entries_is_not_what_is_larger_than_round_off():
    assert not close([1.0, 0.0], [1.0, 1e-13])
    assert not close([1e9, 0.0], [1e9, 1e-4])


def test_a_stated_error_counts_for_its_own_entry():
    assert close([1.0, 2.0], [1.0 + 1e-6, 2.0], error=[2e-6, 0])
    assert not close([1.0, 2.0], [1.0 + 1e-6, 2.0], error=[0, 2e-6])
    np.testing.assert_allclose(bound([4.0, 0.5], [4.0, 0.5], error=[0, 3]), [4e-12, 3], rtol=0.02)


def test_lower_precision_loses_more_but_not_its_small_entries():
    single = PRECISION[4]
    assert close([1.0, 0.0], [1.0001, 1e-6], relative=single)
    assert not close([1.0, 1e-7], [1.0, 2e-7], relative=single)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ([], []),
        (np.empty((2, 0)), np.empty((2, 0))),
        ([1.0], [[1.0]]),
        (1.0, [1.0, 1.0]),
        ([np.nan], [np.nan]),
        ([np.inf], [np.inf]),
        ([1.0], [np.nan]),
    ],
)
def test_what_has_no_value_or_another_shape_is_never_close(a, b):
    assert not close(a, b)


def test_the_floor_is_round_off_only():
    np.testing.assert_allclose(floor([7.0, 1.0, 0.0], [7.0, 2.0, 1.0]), 7 * 1e-2 * COMPUTED)


def test_an_error_leaves_a_value_or_drowns_it():
    assert resolves([[2.0, 0.1, 3.0]], [[1e-5, 1e-5, 1e-5]]).all()
    assert resolves([2.0, 0.1], 1e-4).tolist() == [True, False]
