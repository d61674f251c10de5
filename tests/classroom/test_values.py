"""What crosses from a student's process is plain, and what is not plain does not cross."""

import json

import numpy as np
import pytest
from hypothesis import given, strategies as st

from grader import values

NUMBERS = st.one_of(
    st.none(), st.booleans(), st.integers(-(10**290), 10**290), st.floats(), st.text(max_size=20),
    st.complex_numbers(),
)  # fmt: skip
PLAIN = st.recursive(
    NUMBERS,
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner) | st.tuples(inner, inner),
    max_leaves=20,
)


def crossed(value):
    return values.decode(json.loads(json.dumps(values.encode(value))))


@given(PLAIN)
def test_a_plain_value_comes_out_as_it_went_in(value):
    assert repr(crossed(value)) == repr(value)


@pytest.mark.parametrize("dtype", ["?", "i1", "u2", "i8", "f2", "f4", "f8", "c8", "c16", ">f8"])
@pytest.mark.parametrize("shape", [(), (3,), (2, 5), (0, 3), (2, 1, 3)])
def test_an_array_keeps_its_shape_and_its_numbers(dtype, shape, rng):
    array = np.asarray(10 * rng.normal(size=shape)).astype(dtype)
    found = crossed(array)
    assert found.shape == shape
    assert found.dtype == np.dtype(dtype).newbyteorder("<")
    np.testing.assert_array_equal(found, array)


def test_a_long_double_comes_as_a_double():
    assert crossed(np.longdouble("0.1")).dtype == np.float64


def test_the_dots_of_an_answer_that_was_not_given_are_none():
    assert crossed([..., 3]) == [None, 3]


@pytest.mark.parametrize("value", [object(), {1, 2}, b"3", np.array([None]), np.array(["a"]), len])
def test_what_is_not_plain_is_refused_with_a_sentence(value):
    with pytest.raises(values.NotPlain, match=r"cannot be handed in; .* can"):
        values.encode(value)


def test_a_whole_number_without_end_is_refused_where_it_is_encoded():
    with pytest.raises(values.NotPlain, match="at most 300 digits"):
        values.encode([10**5000])


class Liar(float):
    """A number that says it is another."""

    def __repr__(self):
        return "7.0"

    def __eq__(self, other):
        return True

    __hash__ = float.__hash__


def test_a_value_that_lies_comes_out_as_what_it_is():
    found = crossed(Liar(3))
    assert type(found) is float
    assert found == 3


@pytest.mark.parametrize(
    "coded",
    [
        {},
        10**301,
        -(10**301),
        [[1, {"int": "x"}]],
        {"complex": ["1" * 10**6 + "x", 1]},
        {"complex": [1]},
        {"tuple": 3},
        {"array": ["|O", [1], "AAAAAAAAAAA="]},
        {"array": ["<f8", [2], "AAAAAAAAAAA="]},
        {"array": ["<f8", [-1], "AAAAAAAAAAA="]},
        {"array": ["<f8", [10**30], "AAAAAAAAAAA="]},
        {"array": ["<f8", [True], "AAAAAAAAAAA="]},
        {"array": ["<f8", [1], "not base 64"]},
        {"array": None},
        {"array": [["<f8"], [1], "AAAAAAAAAAA="]},
        {"tuple": {"tuple": 1}},
        {"dict": [[[], 1]]},
        {"dict": {"k": 1}},
        {"unknown": 1},
        {"dict": [], "tuple": []},
    ],
)
def test_bytes_that_describe_no_value_are_refused(coded):
    with pytest.raises(values.NotPlain):
        values.decode(coded)


def test_what_is_nested_too_deeply_is_refused():
    coded = None
    for _ in range(200):
        coded = [coded]
    with pytest.raises(values.NotPlain, match="more than 40 deep"):
        values.decode(coded)
