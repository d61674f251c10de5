"""Witnesses with one value agree in one sentence; others are told apart in one sentence."""

import re

import numpy as np
import pytest
import sympy as sp

from mathlib.witnesses.agreement import agree, differ
from mathlib.witnesses.finite_differences import measure

A = np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]])
x1, x2, x3 = sp.symbols("x1:4")


class Doubled:
    """An expression of some engine, as far as `agree` can tell."""

    def evaluate(self, x, n=None):
        """Return twice `x`."""
        return 2 * np.asarray(x)


def changed(array, **entries):
    """Return a copy with new entries, each named by its indices, as in i10=2.5."""
    array = np.array(array, dtype=float)
    for index, value in entries.items():
        array[tuple(map(int, index[1:]))] = value
    return array


# Agreement


def test_the_sentence_has_the_names_in_the_order_given():
    assert agree(measured=A, by_hand=A, by_algebra=A) == "measured = by_hand = by_algebra"


@pytest.mark.parametrize(
    "value",
    [
        [[1, 2, 3], [4, 5, 6]],
        ((1, 2, 3), (4, 5, 6)),
        A,
        A.astype(np.float32),
        A.astype(int),
        sp.Matrix(2, 3, range(1, 7)),
        sp.ImmutableMatrix(2, 3, range(1, 7)),
        sp.Array([[1, 2, 3], [4, 5, 6]]),
        [[sp.Integer(1), 2, sp.sqrt(9)], [4, 5, sp.Rational(12, 2)]],
    ],
)
def test_a_witness_may_be_of_any_kind(value):
    assert agree(by_hand=A, other=value) == "by_hand = other"


@pytest.mark.parametrize(
    "value", [2, 2.0, np.float64(2), np.array(2), sp.Integer(2), sp.exp(sp.log(2))]
)
def test_numbers_are_witnesses_too(value):
    assert agree(by_hand=2, other=value) == "by_hand = other"


def test_a_mask_counts_as_zeros_and_ones():
    assert agree(by_hand=[0, 0, 1], mask=np.arange(3) > 1) == "by_hand = mask"


@pytest.mark.parametrize("claim", ["r14", "t8-3", "e1", "r133"])
def test_a_claim_may_be_named(claim):
    assert agree(claim, by_hand=A, by_algebra=A) == "by_hand = by_algebra"


def test_a_measurement_whose_error_is_lost_may_be_off_by_a_hundred_millionth_of_each_entry():
    assert agree(by_hand=[100, 1], measured=[100 + 9e-7, 1 + 9e-9]) == "by_hand = measured"
    assert agree(by_hand=[100, 1], measured_twice=[100, 1 + 9e-9]) == "by_hand = measured_twice"
    with pytest.raises(AssertionError, match=r"at entry 1 it is 1\.00000002, not 1$"):
        agree(by_hand=[100, 1], measured=[100, 1 + 2e-8])


def test_without_a_measurement_the_tolerance_is_tighter():
    assert agree(by_hand=[100, 1], by_algebra=[100, 1 + 9e-13]) == "by_hand = by_algebra"
    with pytest.raises(AssertionError, match=r"at entry 1 it is 1\.0000000002, not 1$"):
        agree(by_hand=[100, 1], by_algebra=[100, 1 + 2e-10])


def test_nothing_is_too_little_to_differ_from_zero_by_rounding():
    assert agree(by_hand=[0, 0], by_algebra=[0, 0.1 + 0.2 - 0.3]) == "by_hand = by_algebra"
    assert agree(by_hand=[1, 0], by_algebra=[1, 9e-15]) == "by_hand = by_algebra"
    with pytest.raises(AssertionError, match=r"at entry 1 it is 2e-14, not 0$"):
        agree(by_hand=[1, 0], by_algebra=[1, 2e-14])


# Values of symbols


def test_an_array_stands_for_the_numbered_symbols():
    row = sp.Matrix([[x2 * x3, x1 * x3, x1 * x2]])
    assert agree(by_hand=[21, 14, 6], by_algebra=row, at={"x": [2, 3, 7]}) == "by_hand = by_algebra"


def test_a_matrix_stands_for_the_symbols_with_two_numbers():
    B = sp.Matrix(2, 3, sp.symbols("B1:3(1:4)"))
    assert agree(by_hand=A.T, by_algebra=B.T, at={"B": A}) == "by_hand = by_algebra"


@pytest.mark.parametrize(
    "at", [{"x1": 5, "x3": 2}, {x1: 5, x3: 2}, {"x": [5, 9, 2]}, {x1: 5, "x3": 2}]
)
def test_a_symbol_gets_its_value_by_name_or_by_itself(at):
    assert agree(by_hand=[10, 5], by_algebra=[x1 * x3, x1], at=at) == "by_hand = by_algebra"


def test_assumptions_of_a_symbol_do_not_matter():
    p = sp.Symbol("p", positive=True)
    assert agree(by_hand=3, by_algebra=sp.sqrt(p**2), at={"p": 3}) == "by_hand = by_algebra"
    assert agree(by_hand=3, by_algebra=p, at={sp.Symbol("p"): 3}) == "by_hand = by_algebra"


def test_a_value_may_be_exact():
    assert agree(by_hand=-1, by_algebra=sp.cos(x1), at={x1: sp.pi}) == "by_hand = by_algebra"


def test_expressions_of_an_engine_are_evaluated_at_the_same_place():
    witnesses = {
        "by_hand": [4, 6, 14],
        "by_rule": Doubled(),
        "by_algebra": [2 * x1, 2 * x2, 2 * x3],
    }
    assert agree(at={"x": [2, 3, 7]}, **witnesses) == "by_hand = by_rule = by_algebra"
    assert agree(at={"x": [2, 3, 7], "n": 3}, **witnesses) == "by_hand = by_rule = by_algebra"


def test_a_symbol_without_a_value_is_named():
    with pytest.raises(ValueError, match=r"by_algebra needs a value for x2; give it in at="):
        agree(by_hand=[1, 2], by_algebra=[x1, x2], at={"x": [1]})


def test_a_value_that_no_witness_uses_is_named():
    with pytest.raises(ValueError, match="at gives a value to y, which no witness uses"):
        agree(by_hand=1, by_algebra=x1, at={"x": [1, 2], "y": 3})


def test_two_values_for_one_symbol_are_refused():
    with pytest.raises(ValueError, match="at gives 2 values to x2"):
        agree(by_hand=1, by_algebra=x2, at={"x": [1, 2], x2: 1})


@pytest.mark.parametrize(
    ("at", "error", "message"),
    [
        (3, TypeError, "at maps names to numbers, as in .*, but it is 3"),
        ({2: 1}, TypeError, "at maps names or symbols to numbers, but 2 is neither"),
        ({"x1": "one"}, TypeError, r"at\['x1'\] must be numbers or SymPy expressions, not 'one'"),
        ({"x1": x2}, ValueError, r"at\['x1'\] needs a value for x2"),
        ({"x1": np.inf}, ValueError, r"at\['x1'\] holds NaN or infinity"),
    ],
)
def test_what_at_may_be(at, error, message):
    with pytest.raises(error, match=message):
        agree(by_hand=1, by_algebra=x1, at=at)


# Shapes


@pytest.mark.parametrize("matrix", [sp.Matrix([[1, 2, 3]]), sp.Matrix([1, 2, 3])])
def test_a_sympy_row_or_column_stands_for_a_vector(matrix):
    assert agree(by_hand=[1, 2, 3], by_algebra=matrix) == "by_hand = by_algebra"
    assert agree(by_algebra=matrix, by_hand=[1, 2, 3]) == "by_algebra = by_hand"
    assert agree(by_algebra=matrix, by_hand=np.array(matrix.tolist())) == "by_algebra = by_hand"


def test_a_sympy_matrix_of_one_entry_stands_for_a_number():
    one = sp.Matrix([[7]])
    assert agree(number=7, vector=one) == "number = vector"
    assert agree(number=[7], vector=one) == "number = vector"


def test_a_sympy_row_stands_for_one_shape_at_a_time():
    row = sp.Matrix([[1, 2, 3]])
    with pytest.raises(AssertionError, match=r"by_hand has shape \(1, 3\), by_algebra has \(3,\)"):
        agree(by_algebra=row, measured=[1, 2, 3], by_hand=[[1, 2, 3]])


def test_a_sympy_row_is_not_a_column():
    row = sp.Matrix([[1, 2, 3]])
    with pytest.raises(
        AssertionError, match=r"has shape \(3, 1\), .* has \(1, 3\) \(transposed\?\)"
    ):
        agree(by_hand=row, by_algebra=row.T)


@pytest.mark.parametrize(
    ("first", "other"),
    [((3,), (1, 3)), ((3,), (3, 1)), ((1, 3), (3,)), ((), (1,)), ((2, 3), (2, 1, 3))],
)
def test_arrays_of_different_shapes_differ_whatever_they_hold(first, other):
    message = f"measured has shape {other}, by_hand has {first} (if the numbers are what counts"
    with pytest.raises(AssertionError, match=re.escape(message)):
        agree(by_hand=np.ones(first), measured=np.ones(other))


# Disagreement


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (A.T, "measured has shape (3, 2), by_hand has (2, 3) (transposed?)"),
        (A[:, :2], "measured has shape (2, 2), by_hand has (2, 3)"),
        (-A, "measured disagrees with by_hand: opposite sign, at (0, 0) it is -1, not 1"),
        (A / 2, "measured disagrees with by_hand: a factor of 0.5, at (0, 0) it is 0.5, not 1"),
        (-2 * A, "measured disagrees with by_hand: a factor of -2, at (0, 0) it is -2, not 1"),
        (changed(A, i10=2.5), "measured disagrees with by_hand: at (1, 0) it is 2.5, not 4"),
        (changed(A, i12=0), "measured disagrees with by_hand: at (1, 2) it is 0, not 6"),
        (
            changed(A, i02=7, i11=np.pi),
            "measured disagrees with by_hand: 2 of 6 entries, at (0, 2) it is 7, not 3",
        ),
        (0 * A, "measured disagrees with by_hand: 6 of 6 entries, at (0, 0) it is 0, not 1"),
    ],
)
def test_a_disagreement_says_how(value, message):
    with pytest.raises(AssertionError, match=f"^{re.escape(message)}$"):
        agree(by_hand=A, measured=value)


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (A[:, :2].T, "transposed, at (0, 1) it is 4, not 2"),
        (-A[:, :2], "opposite sign, at (0, 0) it is -1, not 1"),
        (-A[:, :2].T, "4 of 4 entries, at (0, 0) it is -1, not 1"),
    ],
)
def test_a_square_matrix_may_be_transposed_in_place(value, message):
    with pytest.raises(AssertionError, match=re.escape(message)):
        agree(by_hand=A[:, :2], measured=value)


def test_transposed_comes_before_sign():
    skew = np.array([[0, 2, -3], [-2, 0, 5], [3, -5, 0]])
    with pytest.raises(AssertionError, match="transposed, "):
        agree(by_hand=skew, measured=-skew)


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (8, "measured disagrees with by_hand: a factor of 2, it is 8, not 4"),
        (4.001, "measured disagrees with by_hand: nearly the same (rounded?), it is 4.001, not 4"),
        (1, "measured disagrees with by_hand: a factor of 0.25, it is 1, not 4"),
        (-4, "measured disagrees with by_hand: opposite sign, it is -4, not 4"),
        (5, "measured disagrees with by_hand: it is 5, not 4"),
        (0, "measured disagrees with by_hand: it is 0, not 4"),
        (-0.0, "measured disagrees with by_hand: it is 0, not 4"),
    ],
)
def test_one_number_has_a_factor_only_if_it_tells_something(value, message):
    with pytest.raises(AssertionError, match=f"^{re.escape(message)}$"):
        agree(by_hand=4, measured=value)


def test_one_entry_that_is_not_zero_is_like_one_number():
    with pytest.raises(AssertionError, match=r"by_hand: at entry 1 it is 2\.5, not 2$"):
        agree(by_hand=[0, 2, 0], measured=[0, 2.5, 0])


def test_every_witness_is_compared_with_the_first():
    with pytest.raises(AssertionError, match=r"^c disagrees with a: at entry 1 it is 3, not 2$"):
        agree(a=[1, 2], b=[1, 2], c=[1, 3])


def test_a_claim_that_fails_is_named():
    with pytest.raises(
        AssertionError, match=r"^r14: measured disagrees with by_hand: it is 5, not 4"
    ):
        agree("r14", by_hand=4, measured=5)


def test_round_off_does_not_show_in_a_message():
    noise = 1e-12 * np.array([[1, -1, 1], [-1, 1, -1]])
    with pytest.raises(AssertionError, match=r"a factor of 2, at \(0, 1\) it is 4, not 2$"):
        agree(by_hand=changed(A, i00=0), measured=2 * changed(A, i00=0) + noise)
    with pytest.raises(AssertionError, match=r"at \(0, 0\) it is 0, not 1$"):
        agree(by_hand=A, measured=changed(A, i00=0) + noise)


def test_a_small_difference_is_shown_with_the_digits_it_needs():
    with pytest.raises(AssertionError, match=r"at entry 0 it is 3\.0000004, not 3$"):
        agree(by_hand=[3, 1], measured=[3.0000004, 1])


# Entry by entry


def test_a_thousandth_of_one_entry_is_seen_whatever_stands_beside_it(rng):
    for _ in range(200):
        right = rng.choice([-1, 1], size=(5, 3)) * 10.0 ** rng.uniform(-9, 9, size=(5, 3))
        wrong = right.copy()
        wrong[tuple(rng.integers(0, n) for n in right.shape)] *= 1 + 1e-3 * rng.choice([-1, 1])
        assert agree(by_hand=right, by_algebra=sp.Matrix(right.tolist()))
        for name in ("by_algebra", "measured"):
            with pytest.raises(AssertionError, match="disagrees with by_hand"):
                agree(**{"by_hand": right, name: wrong})


@pytest.mark.parametrize(
    ("a", "b"), [([2e6, 1.0], [2e6, 1.1]), (3e-9, 2e-9), ([1e-7, -1e-7], [-1e-7, 1e-7])]
)
def test_small_numbers_are_told_apart(a, b):
    for name in ("by_algebra", "measured"):
        with pytest.raises(AssertionError):
            agree(**{"by_hand": a, name: b})
        assert differ(**{"by_hand": a, name: b})


def test_a_measured_witness_is_compared_by_its_own_error(rng):
    scales, B, x = np.array([1e-4, 1e-1, 1e5, 1e9]), rng.normal(size=(4, 3)), rng.normal(size=3)
    measured = measure(lambda x: scales * np.sin(B @ x), x)
    right = (scales * np.cos(B @ x))[:, None] * B
    assert agree(by_hand=right, measured=measured) == "by_hand = measured"
    assert agree(by_hand=2 * right.T, measured=2 * measured.T) == "by_hand = measured"
    for index in np.ndindex(right.shape):
        wrong = right.copy()
        wrong[index] *= 1.001
        with pytest.raises(AssertionError):
            agree(by_hand=wrong, measured=measured)


def test_what_a_measurement_drowns_it_neither_confirms_nor_denies():
    measured = measure(lambda x: 1e9 * x[0] + 1e-9 * x[1] ** 2, [0.3, 1.7])
    with pytest.raises(AssertionError, match=r"^r1: measured cannot tell at entry 1 from other"):
        agree("r1", by_hand=[1e9, 3.4e-9], measured=measured)


def test_a_rough_witness_does_not_loosen_the_others():
    with pytest.raises(AssertionError, match="by_algebra disagrees with by_hand"):
        agree(by_hand=1.0, by_algebra=1.00000005, measured=1.0)


def test_a_message_says_what_the_witnesses_say():
    with pytest.raises(AssertionError, match=r"by_hand: at entry 1 it is 50, not 5$"):
        agree(by_hand=[1e8, 5.0], measured=[1e8, 50.0])
    with pytest.raises(AssertionError, match=r"at entry 0 it is 1e\+30, not 1$"):
        agree(a=[1.0, 2.0, 3.0], b=[1e30, 2.0, 3.0])


def test_masked_entries_have_no_value():
    masked = np.ma.array([1.0, 99.0, 3.0], mask=[0, 1, 0])
    with pytest.raises(ValueError, match="a is a masked array, and masked entries have no value"):
        agree(a=masked, b=[1.0, 99.0, 3.0])


def test_an_entry_and_a_scalar_of_one_name_are_refused_by_both_names():
    with pytest.raises(ValueError, match=r"at gives 2 values to x1, by x and x1: .* rename one"):
        agree(a=x1, b=2, at={"x": [1, 2], "x1": 2})


# Misuse


@pytest.mark.parametrize(
    ("value", "error", "message"),
    [
        ("a", TypeError, "by_hand must be numbers or SymPy expressions, not 'a'"),
        (None, TypeError, "by_hand must be numbers or SymPy expressions, not a NoneType"),
        ([1, None], TypeError, "by_hand must be numbers or SymPy expressions, not a NoneType"),
        (np.sin, TypeError, "by_hand must be numbers or SymPy expressions, not a ufunc"),
        ({"x": 1}, TypeError, "by_hand must be numbers or SymPy expressions, not a dict"),
        ([[1, 2], [3]], ValueError, "by_hand must be an array, but its rows differ in length"),
        ([], ValueError, r"by_hand is empty: its shape is \(0,\)"),
        ([1, np.nan], ValueError, "by_hand holds NaN or infinity"),
        ([1, -np.inf], ValueError, "by_hand holds NaN or infinity"),
        (sp.zoo, ValueError, "by_hand holds NaN or infinity"),
        (1 + 2j, ValueError, "by_hand holds .*, which is not real"),
        (sp.sqrt(-2), ValueError, r"by_hand holds sqrt\(2\)\*I, which is not real"),
        (sp.Function("f")(2), ValueError, r"by_hand holds f\(2\), which is not a number to SymPy"),
        (sp.MatrixSymbol("M", 2, 3), ValueError, "by_hand holds M, whose matrices are not written"),
    ],
)
def test_a_witness_that_is_no_value_is_named(value, error, message):
    with pytest.raises(error, match=message):
        agree(by_hand=value, by_algebra=1)


@pytest.mark.parametrize("label", ["R14", "14", "problem 3, part b", "π"])
def test_any_text_may_be_a_label(label):
    assert agree(label, by_hand=1, by_algebra=1) == "by_hand = by_algebra"
    with pytest.raises(AssertionError, match=f"^{label}: by_algebra disagrees"):
        agree(label, by_hand=1, by_algebra=2)


@pytest.mark.parametrize("label", ["", "  "])
def test_a_label_is_not_empty(label):
    with pytest.raises(ValueError, match="the label of a claim is empty; leave it out, or write"):
        agree(label, by_hand=1, by_algebra=1)


def test_a_witness_without_a_name_is_refused():
    with pytest.raises(TypeError, match=r"every witness needs a name, such as by_hand=\.\.\."):
        agree(A, by_hand=A, measured=A)


def test_one_witness_is_no_agreement():
    with pytest.raises(TypeError, match=r"needs at least two named witnesses.* but got: by_hand$"):
        agree("r14", by_hand=A)
    with pytest.raises(TypeError, match=r"but got: none$"):
        agree()


# Exercises


@pytest.mark.parametrize("check", [agree, differ])
def test_an_exercise_may_wait_for_its_answer(check):
    assert check(answer=..., by_algebra=x1) == "not answered yet"


@pytest.mark.parametrize("check", [agree, differ])
def test_a_claim_may_not(check):
    with pytest.raises(
        ValueError, match=r"r14: by_hand is '\.\.\.'; a claim is checked with values"
    ):
        check("r14", by_hand=..., measured=1)


# Wrong on purpose


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        (A.T, "by_hand ≠ measured: measured has shape (3, 2), by_hand has (2, 3) (transposed?)"),
        (-A, "by_hand ≠ measured: opposite sign, at (0, 0) it is -1, not 1"),
        (changed(A, i10=2.5), "by_hand ≠ measured: at (1, 0) it is 2.5, not 4"),
        (changed(A, i10=2.5) + 1e-12, "by_hand ≠ measured: at (1, 0) it is 2.5, not 4"),
    ],
)
def test_differ_says_how_the_two_differ(value, sentence):
    assert differ("r79", by_hand=A, measured=value) == sentence


def test_differ_evaluates_as_agree_does():
    sentence = differ(naive=2 * x1, by_algebra=1 + 2 * x1, at={x1: 3})
    assert sentence == "naive ≠ by_algebra: it is 7, not 6"


def test_differ_fails_where_the_two_agree():
    with pytest.raises(AssertionError, match=r"^measured agrees with by_hand, but should differ$"):
        differ(by_hand=A, measured=A + 1e-12)
    with pytest.raises(AssertionError, match=r"^r79: measured agrees with by_hand"):
        differ("r79", by_hand=A, measured=A)


@pytest.mark.parametrize("witnesses", [{"a": 1}, {"a": 1, "b": 2, "c": 3}])
def test_differ_takes_two_witnesses(witnesses):
    with pytest.raises(TypeError, match=f"exactly two named .* got: {', '.join(witnesses)}$"):
        differ(**witnesses)


def test_differ_checks_its_claim_and_its_values():
    with pytest.raises(ValueError, match="the label of a claim is empty"):
        differ("", by_hand=1, measured=2)
    with pytest.raises(ValueError, match="measured holds NaN or infinity"):
        differ(by_hand=1, measured=np.nan)
