"""The reader of the page: what it understands, what it refuses, and how well it measures."""

import tomllib
from pathlib import Path

import numpy as np
import pytest

from tools.page_reader import differences
from tools.page_reader.arrays import scalar
from tools.page_reader.errors import Unreadable, Unsettled, Wrong
from tools.page_reader.mutations import drawn, mutations
from tools.page_reader.proof import Reading
from tools.page_reader.surroundings import Surroundings, surroundings_of

SAMPLES = tomllib.loads((Path(__file__).parent / "sample_displays.toml").read_text("utf-8"))
WRONG = [(name, *pair) for name, entry in SAMPLES.items() for pair in entry["wrong"]]


def prove(latex, *where):
    Reading(latex, Surroundings(where)).prove()


@pytest.mark.parametrize("name", SAMPLES)
def test_what_is_true_is_proved(name):
    Reading(SAMPLES[name]["latex"], surroundings_of(name, None, SAMPLES)).prove()


@pytest.mark.parametrize(("name", "piece", "slip"), WRONG)
def test_what_is_wrong_is_refused(name, piece, slip):
    latex = SAMPLES[name]["latex"].replace(piece, slip, 1)
    assert latex != SAMPLES[name]["latex"]
    with pytest.raises((Wrong, Unreadable)):
        Reading(latex, surroundings_of(name, None, SAMPLES)).prove()


# -- what it says ----------------------------------------------------------------------------------


def test_a_wrong_side_is_named_with_both_values():
    with pytest.raises(Wrong, match=r"3 x\^2 = 2 x: the sides differ at \(1, 1\)"):
        prove(r"\frac{d}{dx} x^3 = 3 x^2 = 2 x")


def test_a_row_is_not_a_column():
    with pytest.raises(Wrong, match=r"a side of shape \(1, \d\) and one of shape \(\d, 1\)"):
        prove(r"\frac{\partial}{\partial \mathbf{x}} \mathbf{x}^T \mathbf{x} = 2 \mathbf{x}")


@pytest.mark.parametrize(
    ("latex", "reason"),
    [
        (r"y = x^2, \quad u = \sin x", "nothing is claimed"),
        (r"\frac{d}{dx} x^2 = 2 x, \quad u = x", "u = x: a name is defined, and not used"),
        (r"\frac{d}{dx} x^2 = 2 x +", "ends too early"),
        (r"\frac{d}{dx} (x^2 = 2 x", "needs a relation"),
        (r"\frac{d}{dx} x = (1", r"\) is missing"),
        (r"x^{(2)} = x x", "a superscript in brackets"),
        (r"\frac{d}{dx} x^2 \Rightarrow 2 x = 2 x", r"cannot read on|begins no formula"),
        (r"\mathbf{w} \mathbf{x} = \mathbf{x} \mathbf{w}", "a product of shapes"),
        (r"\mathbf{x} + \mathbf{x}^T = 2 \mathbf{x}", "a sum of shapes"),
        (r"\frac{d}{dx} \sqrt{-1 - x^2} = x", "only 0 of"),
        (r"\frac{d}{dn} n^2 = 2 n", "a derivative by a size"),
        (r"\nabla z = z", "z is no function"),
        (r"\frac{d}{dx} y = 1, \quad y = u, \quad u = y", "defined by one another"),
        (r"\sum_i z = z", "the index i stands at nothing"),
        (r"\sum_i w_i a_{i1} = z", r"the index i counts \d of bold w, \d of A"),
        ("x / 2 z = x / (2 z)", "a / b c can be read in two ways"),
        (r"x_a = x_a", "a stands as an index; say a = 1"),
        (r"T(x, w) = x^2 = x x", "T does not depend on w"),
        (r"\begin{cases} 0, & z < 5 \\ 1, & z > 0 \end{cases} = 0", "2 cases .* hold, not one"),
        (r"x_i = x_i, \quad i \ne i", "only 0 of"),
        (r"\sqrt{2} \approx x", "stands a number"),
        (r"\begin{cases} 0, & z > 50 \\ z, & z \le 50 \end{cases} = z", "a case that never occurs"),
        (r"\mathbf{w}^T \cdot \mathbf{x} = \mathbf{w} \cdot \mathbf{x}", "a row, and a dot"),
        (r"z^T = z", "the transpose of a number"),
        (r"\frac{df}{dx} = f(\mathbf{x}^T)", "a function of a row"),
        (
            r"\frac{\partial \mathbf{x}^T}{\partial \mathbf{x}} = I",
            "a derivative of shape .* by a vector",
        ),
        (r"\mathbf{x} \oslash [\mathbf{x} > \mathbf{0}] = \mathbf{x}", "a case that never occurs"),
        (r"z \odot b = z b", "entrywise product of two numbers"),
        (r"z \oslash b = z / b", "entrywise quotient of two numbers"),
        (r"\operatorname{sum}(\mathbf{w} \cdot \mathbf{x}) = z", "the sum of one number"),
        (r"f(\mathbf{1}) = f(\mathbf{1})", "the size of the ones"),
        (r"\frac{\partial z}{\partial \mathbf{x}^T} = \mathbf{0}", "by what is not a symbol"),
        (r"\frac{\partial \mathbf{x}}{\partial (A \mathbf{x})} = A", "by what is not a symbol"),
        (r"\frac{\partial (x y)}{\partial (\mathbf{x}, y)} = A", "a coordinate that is no number"),
        (r"\frac{dz}{dx} \in \mathbb{R}^{\times 1}", "ends too early"),
        (r"\mathbf{x}_{ij} = x_{ij}", "bold x with 2 indices"),
        (r"\mathbf{0}_i = \mathbf{0}", "bold 0 with 1 indices"),
        (r"x_i = x_i, \quad i = 0, \dots, n", "an index counts from 1"),
        (
            r"\mathbf{x} + z = z + \mathbf{x}, \quad j = 1, \dots, n",
            "no such index stands anywhere",
        ),
        (r"x_i = x_i, \quad x \ne 0", "x stands nowhere else"),
        (r"\frac{x}{x} = 1, \quad x > -5", "its condition is too weak"),
        (r"\frac{dy}{dx} = \frac{dy}{du} \frac{du}{dx}, \quad u = f(w)", "zero on every side"),
        (r"c_{t+1} = b_t - z = b_t + z - 2 z, \quad t = 1, \dots, 3", "c: no step by one"),
        (r"\frac{d \mathbf{u}}{dx} = 2 x, \quad \mathbf{u} = x^2", "bold u is bold, and a number"),
        (
            r"u \odot \mathbf{x} = u \odot \mathbf{x}, \quad u = 2 \mathbf{x}",
            "u is not bold, and no num",
        ),
        (
            r"\mathbf{u} \cdot \mathbf{x} = \mathbf{x} \cdot \mathbf{u}, \quad u = z",
            "defined, and not used",
        ),
        (r"\frac{dC}{dw} = 2 \frac{dC}{dw}, \quad C = z^2", "zero on every side"),
    ],
)
def test_what_cannot_be_read_is_refused_with_the_reason(latex, reason):
    with pytest.raises(Unreadable, match=reason):
        prove(latex)


# -- what it takes symbols for ---------------------------------------------------------------------


def test_without_braces_one_digit_is_meant():
    prove(r"\frac12 x^23 = \frac{3}{2} x^2")
    with pytest.raises(Wrong):
        prove("x^12 = x^{12}")


def test_an_open_function_does_not_stand_for_its_own_derivative():
    with pytest.raises(Wrong):
        prove(r"\frac{df}{dx} = f(x)")


def test_a_partial_derivative_holds_still_the_names_beside_its_variable():
    where = ("y = x + u", "u = x^2")
    prove(r"\frac{\partial y}{\partial x} = 1", *where)
    prove(r"\frac{dy}{dx} = 1 + 2 x", *where)


def test_a_partial_derivative_acts_through_a_name_where_its_variable_is_not_seen():
    prove(r"\frac{\partial y}{\partial x} = 2 x \cos u", r"y = \sin u", "u = x^2")


def test_a_condition_restricts_what_is_claimed():
    with pytest.raises(Wrong):
        prove(r"\sqrt{x^2} = x")
    prove(r"\sqrt{x^2} = x, \quad x > 0")


def test_a_case_has_not_occurred_where_it_is_not_defined():
    with pytest.raises(Unreadable, match="a case that never occurs"):
        prove(r"\begin{cases} z^z, & z < 0 \\ z, & z > 0 \end{cases} = [z > 0] \, z")


@pytest.mark.parametrize(
    "moved", [r"\mathbf{w} \cdot \mathbf{x}", r"b", r"\mathbf{w} \cdot \mathbf{x} + 1.1 b"]
)
def test_an_edge_is_found_where_it_is(moved):
    claim = r"\frac{\partial}{\partial b} \max(0, \mathbf{w} \cdot \mathbf{x} + b) = [%s > 0]"
    prove(claim % r"\mathbf{w} \cdot \mathbf{x} + b")
    with pytest.raises(Wrong):
        prove(claim % moved)


def test_on_an_edge_itself_one_case_holds():
    cases = r"\begin{cases} 0, & z %s 0 \\ 1, & z %s 0 \end{cases}"
    prove(r"\frac{d}{dz} \max(0, z) = " + cases % ("<", ">"))
    with pytest.raises(Unreadable, match="2 cases of a case distinction hold"):
        prove(r"\frac{d}{dz} \max(0, z) = " + cases % (r"\le", r"\ge"))
    prove(r"\frac{d}{dz} \max(0, z) = " + cases % (r"\le", ">"))
    with pytest.raises(Wrong):  # the choice of the book is 0
        prove(r"\frac{d}{dz} \max(0, z) = " + cases % ("<", r"\ge"))
    prove("[z > 0] = " + cases % (r"\le", ">"))
    with pytest.raises(Wrong):
        prove(r"[z \ge 0] = " + cases % (r"\le", ">"))


def test_what_the_text_defines_is_not_defined_again():
    with pytest.raises(Wrong):
        prove(r"y = x^2, \quad \frac{dy}{dx} = 2 x", "y = x^3")


def test_a_name_goes_on_step_by_step():
    where = (r"t = 1, \dots, 1", "b_1 = p")
    prove("b_{t+1} = b_t - z = b_t + z - 2 z", *where)
    with pytest.raises(Unreadable, match="b: no step by one"):
        prove("b_{t+2} = b_t - z = b_t + z - 2 z", *where)
    with pytest.raises(Unreadable, match="c is defined by what depends on the index t"):
        prove("c = b_t - z = b_t + z - 2 z", *where)


def test_an_index_that_the_name_lacks_is_claimed_for_all_its_values():
    where = (r"\mathbf{y} \in \mathbb{R}^N", r"\mathbf{z} \in \mathbb{R}^N", "v_i = y_i - z_i")
    total = r" = y_i - z_i, \quad \sum_{i=1}^N v_i = \sum_{i=1}^N (y_i - z_i)"
    prove("v_i" + total, *where)
    with pytest.raises(Wrong, match="v_N = y_i - z_i"):
        prove("v_N" + total, *where)


def test_sizes_differ_from_point_to_point():
    with pytest.raises(Wrong):
        prove(r"\mathbf{1}^T \mathbf{x} = \frac{n}{4} \operatorname{sum}(\mathbf{x})")


def test_ones_side_by_side_have_sizes_of_their_own():
    claim = r"\frac{\partial}{\partial A} \operatorname{sum}(A) = "
    prove(claim + r"\mathbf{1} \mathbf{1}^T")
    with pytest.raises(Wrong):
        prove(claim + r"\mathbf{1}^T \mathbf{1}")


def test_one_sign_of_ones_has_one_size():
    prove(r"\mathbf{u} \odot \mathbf{u} = \mathbf{u}, \quad \mathbf{u} = \mathbf{1}")
    with pytest.raises(Wrong):
        prove(r"\mathbf{1}^T \mathbf{1} = n")


def test_diag_of_a_matrix_is_its_diagonal():
    prove(r"\operatorname{diag}(\operatorname{diag}(\mathbf{x})) = \mathbf{x}")
    with pytest.raises(Unreadable, match="the diagonal of shape"):
        prove(r"\operatorname{diag}(A) = \mathbf{x}")


# -- how it measures -------------------------------------------------------------------------------


def test_a_derivative_of_a_derivative_keeps_nine_digits():
    def slope_at(x):
        return differences.slope(lambda t: scalar(np.exp(2 * (x + t))))

    second = differences.slope(lambda t: slope_at(0.3 + t)).item()
    assert second == pytest.approx(4 * np.exp(0.6), rel=1e-9)


@pytest.mark.parametrize("place", [0, 0.007])
def test_a_kink_is_not_measured(place):
    with pytest.raises(Unsettled):
        differences.slope(lambda t: scalar(abs(t - place)))


@pytest.mark.parametrize("f", [lambda t: 1 / t, lambda t: abs(t) / t, lambda t: 1 / t**2])
def test_a_limit_that_does_not_exist_is_not_measured(f):
    with pytest.raises(Unsettled):
        differences.limit(lambda t: scalar(f(t)))


def test_a_limit_is_measured_where_there_is_no_value():
    assert differences.limit(lambda t: scalar(np.sin(t) / t)).item() == pytest.approx(1, rel=1e-9)


# -- how it changes a symbol -----------------------------------------------------------------------


def changed(latex):
    return {mutation.latex for mutation in mutations(Reading(latex))}


def test_every_kind_of_slip_is_tried():
    latex = r"\frac{\partial y}{\partial \mathbf{x}} = 2 \mathbf{w}^T \sin(x_1), \quad x_1 > 0"
    for slip in [
        latex.replace("2 ", "3 "),
        latex.replace("2 ", "  "),
        latex.replace("^T", ""),
        latex.replace(r"\sin", r"\cos"),
        latex.replace(r"\sin(x_1", r"\sin(x_2"),
        latex.replace(r"\mathbf{w}", r"\mathbf{x}"),
    ]:
        assert slip in changed(latex)


def test_a_condition_and_the_name_that_is_defined_are_left_alone():
    assert all(r"z > 0" in latex for latex in changed(r"\ln(z^2) = 2 \ln z, \quad z > 0"))
    assert all("T(x) =" in latex for latex in changed("T(x) = x^2 = x x"))


def test_slips_of_different_kinds_are_drawn():
    found = mutations(
        Reading(r"\frac{\partial}{\partial \mathbf{x}} 2 a_1 x_1 = 2 a_1 \mathbf{e}^T")
    )
    assert {m.kind for m in found} == {"letter", "bold", "number", "index", "factor", "transpose"}
    assert len({m.kind for m in drawn(found, "r6", 6)}) == 6


def test_the_same_slips_are_drawn_every_time():
    found = mutations(Reading(r"\frac{d}{dx} x^3 = 3 x^2"))
    assert drawn(found, "r6", 3) == drawn(found, "r6", 3)
    assert drawn(found, "r6", 3) != drawn(found, "r7", 3)
