"""Derivations: the article's, line by line; every line proved; and a line that is wrong, found."""

import dataclasses
import re
from random import Random

import numpy as np
import pytest
from hypothesis import given, strategies as st
from identities import IDENTITIES
from processes import printed
from random_expressions import Builder, variables
from readback import laid_out, read
from trials import examples

import mathlib as ml
from mathlib.teaching import sample_points as points
from mathlib.teaching.derivations import verification as proofs

x = ml.scalar("x")
b = ml.scalar("b")
w, v = ml.vectors("w x", "n")
A, X, y = ml.matrix("A", "m", "n"), ml.matrix("X", "m", "n"), ml.vector("y", "m")
NEURON = ml.maximum(0, w @ v + b)
LOSS = ml.mean((y - ml.relu(X @ w + b)) ** 2)

IDENTITY_CASES = [
    pytest.param(identity, layout, detail, id=f"{identity.key}-{layout}-{detail}")
    for identity in IDENTITIES
    for layout, detail in [("numerator", "rules"), ("denominator", "components")]
]


def lines(derivation):
    """Return the lines, each with its rule where it is named."""
    return [f"{step.text()} | {step.rule}" for step in derivation.steps]


# --------------------------------------------------------------------- the article's derivations


@pytest.mark.parametrize(
    ("whole", "by", "result", "rule"),
    [
        (w + v, w, "∂(w + x)/∂w = I", "the sum rule"),
        (w - v, v, "∂(w - x)/∂x = -I", "the difference rule"),
        (w * v, w, "∂(w ⊙ x)/∂w = diag(x)", "an elementwise product"),
        (w * v, v, "∂(w ⊙ x)/∂x = diag(w)", "an elementwise product"),
        (w / v, w, "∂(w ⊘ x)/∂w = diag(𝟏 ⊘ x)", "an elementwise product"),
        (w / v, v, "∂(w ⊘ x)/∂x = -diag(w ⊘ x∘²)", "the quotient rule"),
        (v * b, v, "∂(b x)/∂x = b I", "the constant factor rule"),
        (v * b, b, "∂(b x)/∂b = x", "the constant factor rule"),
        (A @ v, v, "∂(A x)/∂x = A", "a matrix times the variable"),
        (v, v, "∂x/∂x = I", "the identity"),
        (A @ v, b, "∂(A x)/∂b = 𝟎", "the constant rule"),
        (A @ v, w, "∂(A x)/∂w = 0", "the constant rule"),
    ],
)
def test_one_rule_that_does_it_in_one_go(whole, by, result, rule):
    last = ml.derivation(whole, by).steps[-1]
    assert last.text().endswith(result.partition("/")[2].partition(" = ")[2])
    first = ml.derivation(whole, by).steps[0]
    assert (first.text().partition(" = ")[0], first.rule) == (result.partition(" = ")[0], rule)


def test_an_elementwise_sum_entry_by_entry():
    assert lines(ml.derivation(w + v, w, detail="components")) == [
        "∂(w + x)[i]/∂w[j] = ∂/∂w[j] (w[i] + x[i]) | write out an entry",
        "= δ[i,j] + 0 | the sum rule",
        "= δ[i,j] | simplify",
        "∂(w + x)/∂w = I | in matrix notation",
    ]


def test_a_dot_product_entry_by_entry():
    assert lines(ml.derivation(w @ v, w, detail="components")) == [
        "∂(wᵀ x)/∂w[j] = ∂/∂w[j] Σ_i w[i] x[i] | write out an entry",
        "= Σ_i δ[i,j] x[i] | the dot product",
        "= x[j] | sum over the Kronecker delta",
        "∂(wᵀ x)/∂w = xᵀ | in matrix notation",
    ]


def test_the_sum_of_an_elementwise_product():
    assert lines(ml.derivation(ml.sum(w * v), w)) == [
        "u = w ⊙ x | intermediate variable",
        "y = 𝟏ᵀ u | function of these variables",
        "∂u/∂w = diag(x) | an elementwise product",
        "∂y/∂u = 𝟏ᵀ | the sum of the entries",
        "∂y/∂w = ∂y/∂u ∂u/∂w | the vector chain rule",
        "= 𝟏ᵀ diag(x) | substitute the derivatives",
        "= xᵀ | multiply out",
    ]


def test_the_total_derivative_of_x_plus_its_square():
    assert lines(ml.derivation(x + x**2, x, detail="paths")) == [
        "u = x² | intermediate variable",
        "y = f(x, u) = u + x | function of these variables",
        "du/dx = 2 x | the power rule",
        "∂f/∂x = 0 + 1 | the sum rule",
        "= 1 | simplify",
        "∂f/∂u = 1 + 0 | the sum rule",
        "= 1 | simplify",
        "dy/dx = ∂f/∂x + ∂f/∂u · du/dx | the total derivative",
        "= 1 + 1 · 2 x | substitute the derivatives",
        "= 2 x + 1 | multiply out",
    ]


def test_a_total_derivative_inside_a_function_is_found_first():
    assert lines(ml.derivation(ml.sin(x + x**2), x, detail="paths"))[8:] == [
        "du2/dx = ∂f2/∂x + ∂f2/∂u1 · du1/dx | the total derivative",
        "= 1 + 1 · 2 x | substitute the derivatives",
        "= 2 x + 1 | multiply out",
        "dy/du2 = cos(u2) | the derivative of sin",
        "dy/dx = dy/du2 · du2/dx | the chain rule",
        "= cos(u2) · (2 x + 1) | substitute the derivatives",
        "= cos(u2) (2 x + 1) | multiply out",
        "= cos(x² + x) (2 x + 1) | substitute the intermediate variables",
    ]


def test_four_intermediate_variables_in_a_row():
    assert lines(ml.derivation(ml.log(ml.sin(x**3) ** 2), x)) == [
        "u1 = x³ | intermediate variable",
        "u2 = sin(u1) | intermediate variable",
        "u3 = u2² | intermediate variable",
        "y = log(u3) | function of these variables",
        "du1/dx = 3 x² | the power rule",
        "du2/du1 = cos(u1) | the derivative of sin",
        "du3/du2 = 2 u2 | the power rule",
        "dy/du3 = 1 / u3 | the derivative of log",
        "dy/dx = dy/du3 · du3/du2 · du2/du1 · du1/dx | the chain rule",
        "= (1 / u3) · 2 u2 · cos(u1) · 3 x² | substitute the derivatives",
        "= 6 u2 x² cos(u1) / u3 | multiply out",
        "= 6 x² cos(x³) sin(x³) / sin(x³)² | substitute the intermediate variables",
        "= 6 x² cos(x³) / sin(x³) | simplify",
    ]


def test_the_activation_by_its_weights():
    assert lines(ml.derivation(NEURON, w)) == [
        "u = wᵀ x + b | intermediate variable",
        "y = relu(u) | function of these variables",
        "∂u/∂w = xᵀ + 𝟎ᵀ | the sum rule",
        "= xᵀ | simplify",
        "dy/du = [u > 0] | the derivative of relu",
        "∂y/∂w = dy/du ∂u/∂w | the vector chain rule",
        "= [u > 0] xᵀ | substitute the derivatives",
        "= [wᵀ x + b > 0] xᵀ | substitute the intermediate variables",
    ]


def test_the_activation_by_its_bias():
    assert lines(ml.derivation(NEURON, b, detail="paths"))[2:] == [
        "∂u/∂b = 0 + 1 | the sum rule",
        "= 1 | simplify",
        "dy/du = [u > 0] | the derivative of relu",
        "∂y/∂b = dy/du · ∂u/∂b | the chain rule",
        "= [u > 0] · 1 | substitute the derivatives",
        "= [u > 0] | multiply out",
        "= [wᵀ x + b > 0] | substitute the intermediate variables",
    ]


def test_the_loss_by_the_weights():
    assert lines(ml.derivation(LOSS, w)) == [
        "u1 = X w + b 𝟏 | intermediate variable",
        "u2 = relu(u1) | intermediate variable",
        "u3 = u2 - y | intermediate variable",
        "L = ‖u3‖² / m | function of these variables",
        "∂u1/∂w = X + 0 | the sum rule",
        "= X | simplify",
        "∂u2/∂u1 = diag([u1 > 0]) | the derivative of relu",
        "∂u3/∂u2 = I + 0 | the difference rule",
        "= I | simplify",
        "∂L/∂u3 = 2 u3ᵀ / m | the power rule",
        "∂L/∂w = ∂L/∂u3 ∂u3/∂u2 ∂u2/∂u1 ∂u1/∂w | the vector chain rule",
        "= (2 u3ᵀ / m) I diag([u1 > 0]) X | substitute the derivatives",
        "= 2 (u3 ⊙ [u1 > 0])ᵀ X / m | multiply out",
        "= 2 ([X w + b 𝟏 > 0] ⊙ (relu(X w + b 𝟏) - y))ᵀ X / m"
        " | substitute the intermediate variables",
    ]


def test_the_loss_by_the_bias():
    assert lines(ml.derivation(LOSS, b))[10:] == [
        "∂L/∂b = ∂L/∂u3 ∂u3/∂u2 ∂u2/∂u1 ∂u1/∂b | the vector chain rule",
        "= (2 u3ᵀ / m) I diag([u1 > 0]) 𝟏 | substitute the derivatives",
        "= 2 [u1 > 0]ᵀ u3 / m | multiply out",
        "= 2 (relu(X w + b 𝟏) - y)ᵀ [X w + b 𝟏 > 0] / m | substitute the intermediate variables",
    ]


def test_a_chain_through_a_matrix_is_written_in_indices():
    assert lines(ml.derivation(ml.sum((A @ v - y) ** 2), A, detail="rules"))[2:] == [
        "∂u[i]/∂A[j,k] = δ[i,j] x[k] | the difference rule",
        "∂L/∂u = 2 uᵀ | the power rule",
        "∂L/∂A[i,j] = Σ_k ∂L/∂u[k] ∂u[k]/∂A[i,j] | the vector chain rule",
        "= Σ_k (2 u[k]) (δ[k,i] x[j]) | substitute the derivatives",
        "= 2 u[i] x[j] | multiply out",
        "∂L/∂A = 2 u xᵀ | in matrix notation",
        "= 2 (A x - y) xᵀ | substitute the intermediate variables",
    ]


def test_denominator_layout_turns_the_derivatives_and_the_chain():
    derivation = ml.derivation(LOSS, w, layout="denominator")
    assert lines(derivation)[10:12] == [
        "∂L/∂w = ∂u1/∂w ∂u2/∂u1 ∂u3/∂u2 ∂L/∂u3 | the vector chain rule",
        "= Xᵀ diag([u1 > 0]) I (2 u3 / m) | substitute the derivatives",
    ]
    assert derivation.steps[10].shapes == (("n", "m"), ("m", "m"), ("m", "m"), ("m", 1))
    assert str(derivation).startswith("(denominator layout: derivatives are transposed")


def test_the_shapes_of_a_chain_fit():
    step = ml.derivation(LOSS, w).steps[10]
    assert step.shapes == ((1, "m"), ("m", "m"), ("m", "m"), ("m", "n"))


def test_names_that_are_taken_are_not_given():
    u, f, whole = ml.scalars("u f1 y")
    derivation = ml.derivation(ml.sin(u * f * whole) * ml.exp(u), u, detail="paths")
    assert {name.name for name in derivation.names} == {"v1", "v2", "v3", "L"}
    assert any(step.text().startswith("L = g(v") for step in derivation.steps)


def test_letters_of_indices_are_no_names_and_no_dimensions():
    X, j = ml.matrix("X", "i", "k"), ml.vector("j", "k")
    assert lines(ml.derivation(X @ j, X)) == ["∂(X j)[l]/∂X[p,q] = δ[l,p] j[q] | a linear function"]


def test_a_second_derivative_is_derived_from_the_first():
    first = ml.gradient(w @ v + ml.sum((A @ v - y) ** 2), v)
    assert lines(ml.derivation(first, v))[-1] == "= 2 Aᵀ A | a matrix times the variable"


def test_a_number_has_the_derivative_zero():
    derivation = ml.derivation(3, x)
    assert lines(derivation) == ["d/dx 3 = 0 | the constant rule"]
    assert derivation.check() == "the line holds: it is what is measured"


# ------------------------------------------------------- the rules of one variable, line by line


def test_a_product_by_the_product_rule():
    assert lines(ml.derivation(x * ml.sin(x), x)) == [
        "d/dx (x sin(x)) = x · d/dx sin(x) + sin(x) · d/dx x | the product rule",
        "= x cos(x) + sin(x) | the derivative of sin and the power rule",
    ]


def test_a_sum_by_the_sum_rule_and_its_factors_by_theirs():
    assert lines(ml.derivation(2 * ml.tanh(x) + 9 * x**4, x)) == [
        "d/dx (2 tanh(x) + 9 x⁴) = d/dx (2 tanh(x)) + d/dx (9 x⁴) | the sum rule",
        "= 2 · d/dx tanh(x) + 9 · d/dx x⁴ | the constant factor rule",
        "= 2 · (1 - tanh(x)²) + 9 · 4 x³ | the derivative of tanh and the power rule",
        "= 36 x³ + 2 - 2 tanh(x)² | multiply out",
    ]


def test_a_quotient_by_the_quotient_rule():
    assert lines(ml.derivation(ml.sin(x) / x**2, x)) == [
        "d/dx (sin(x) / x²) = (x² · d/dx sin(x) - sin(x) · d/dx x²) / x⁴ | the quotient rule",
        "= (x² · cos(x) - sin(x) · 2 x) / x⁴ | the derivative of sin and the power rule",
        "= cos(x) / x² - 2 sin(x) / x³ | simplify",
    ]


def test_a_constant_over_something_by_the_power_and_the_chain_rule():
    assert lines(ml.derivation(5 / (x**2 + 1), x))[:3] == [
        "d/dx (5 / (x² + 1)) = 5 · d/dx (1 / (x² + 1)) | the constant factor rule",
        "= 5 · (-1 / (x² + 1)²) · d/dx (x² + 1) | the chain rule and the power rule",
        "= 5 · (-1 / (x² + 1)²) · (d/dx x² + 0) | the sum rule",
    ]


def test_a_partial_derivative_needs_no_total_derivative():
    p, q = ml.scalars("p q")
    assert lines(ml.derivation(ml.sin(7 * p * q) + 3 * p - 5 * q**2, p)) == [
        "∂/∂p (sin(7 p q) + 3 p - 5 q²) = ∂/∂p sin(7 p q) + ∂/∂p (3 p) - 0 | the difference rule",
        "= cos(7 p q) · ∂/∂p (7 p q) + ∂/∂p (3 p) | the chain rule and the derivative of sin",
        "= cos(7 p q) · 7 q + 3 | the constant factor rule",
        "= 7 q cos(7 p q) + 3 | multiply out",
    ]


def test_a_minus_in_front_stays_in_front():
    assert lines(ml.derivation(-3 * ml.exp(2 * x), x)) == [
        "d/dx (-3 exp(2 x)) = -3 · d/dx exp(2 x) | the constant factor rule",
        "= -3 · exp(2 x) · d/dx (2 x) | the chain rule and the derivative of exp",
        "= -3 · exp(2 x) · 2 | the constant factor rule",
        "= -6 exp(2 x) | multiply out",
    ]


def test_a_function_of_something_simple_is_done_on_one_line_and_a_longer_row_has_names():
    assert not any("u" in step.text() for step in ml.derivation(ml.cos(x**3 + 2), x).steps)
    rows = [ml.exp(6 * ml.cos(x**5)), ml.tanh(x**5 * ml.sin(x**5) + 7 * x)]
    for row in rows:
        assert "dy/dx = dy/du" in str(ml.derivation(row, x))


def test_what_is_too_long_for_a_line_gets_names():
    y = x
    for _ in range(5):
        y = ml.sin(y) * y
    assert "the total derivative" in str(ml.derivation(y, x))


@pytest.mark.parametrize(
    ("layout", "product"),
    [
        ("numerator", "diag(x) ∂sin(x)/∂x + diag(sin(x)) ∂x/∂x"),
        ("denominator", "∂sin(x)/∂x diag(x) + ∂x/∂x diag(sin(x))"),
    ],
)
def test_an_elementwise_product_by_the_product_rule(layout, product):
    first, *_, last = lines(ml.derivation(v * ml.sin(v), v, layout))
    assert first == f"∂(x ⊙ sin(x))/∂x = {product} | the product rule"
    assert last == "= diag(x ⊙ cos(x) + sin(x)) | multiply out"


@pytest.mark.parametrize(("layout", "turned"), [("numerator", "ᵀ"), ("denominator", "")])
def test_a_sum_of_independent_terms_by_the_sum_rule(layout, turned):
    whole = "∂(logsumexp(x) - wᵀ x)/∂x"
    assert lines(ml.derivation(ml.logsumexp(v) - w @ v, v, layout))[:2] == [
        f"{whole} = ∂logsumexp(x)/∂x - ∂(wᵀ x)/∂x | the difference rule",
        f"= softmax(x){turned} - w{turned} | the derivative of logsumexp and the dot product",
    ]


def test_a_scalar_in_front_of_a_vector_is_a_constant_factor():
    assert lines(ml.derivation(2 * b**2 * ml.sin(v), v)) == [
        "∂(2 b² sin(x))/∂x = 2 b² ∂sin(x)/∂x | the constant factor rule",
        "= 2 b² diag(cos(x)) | the derivative of sin",
    ]


def test_a_line_says_whether_something_is_still_to_be_found():
    steps = ml.derivation(x * ml.sin(x), x).steps
    assert [step.unfinished for step in steps] == [True, False]
    chain = ml.derivation(ml.sin(A @ v), v).steps
    assert [step.text() for step in chain if step.unfinished] == ["∂y/∂x = ∂y/∂u ∂u/∂x"]


def scalar_of(random, depth, letters):
    """Return a random scalar that has a value everywhere."""
    if depth == 0 or random.random() < 0.15:
        return random.choice([*letters, random.choice(letters) ** random.randint(2, 5)])
    one, other = (scalar_of(random, depth - 1, letters) for _ in range(2))
    function = random.choice([ml.sin, ml.cos, ml.tanh, ml.sigmoid, ml.softplus])
    number = random.choice([2, 3, -1, -5, 0.5])
    return random.choice(
        [
            one + other,
            one - number * other,
            one * other,
            number * one,
            one / (2 + ml.sin(other)),
            one / (other**2 + 3),
            function(one),
            (one**2 + 1) ** random.choice([-2, -1, 0.5, 1.5, 3]),
            function(other) ** random.choice([2, 3]),
        ]
    )


@examples(150)
@given(st.integers(0, 2**32))
def test_every_line_between_scalars_holds(seed):
    random = Random(seed)
    e = scalar_of(random, random.randint(0, 3), [x, b])
    derivation = ml.derivation(e, random.choice([x, b]), detail=random.choice(DETAILS))
    assert derivation.check(points=1)
    assert not derivation.steps[-1].unfinished


LAYOUTS = ["numerator", "denominator"]
DETAILS = ["rules", "components", "paths"]
OUTSIDE = [ml.scalar("outside"), ml.vector("outside", "m"), ml.matrix("outside", "n", "k")]


@examples(25)
@given(st.integers(0, 2**32))
def test_what_does_not_depend_on_the_variable_has_the_derivative_0(seed):
    random = Random(seed)
    e = Builder(random).build(random.choice([(), ("n",), ("m", "n"), ("n", "n")])).symbolic
    layout, detail = random.choice(LAYOUTS), random.choice(DETAILS)
    derivation = ml.derivation(e, random.choice(OUTSIDE), layout, detail)
    assert derivation.check(points=1)
    assert str(derivation.result) == "0"
    assert "the constant rule" in str(derivation)
    assert "the constant rule" in derivation._repr_html_()


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("detail", DETAILS)
@pytest.mark.parametrize(
    "whole",
    [A @ v, v, w, A, ml.ones("n"), ml.eye("n"), 0 * w, 2 * w - w**2, v > 0, ml.sign(v), b, w @ w],
    ids=str,
)
@pytest.mark.parametrize("by", [v, w, A, b], ids=str)
def test_constants_and_the_variable_itself_are_derived_in_every_way(whole, by, detail, layout):
    derivation = ml.derivation(whole, by, layout, detail)
    assert derivation.check(points=1)
    assert derivation.result == ml.derivative(whole, by)
    assert derivation._repr_html_().endswith("</table>")


def test_a_product_of_a_matrix_that_the_variable_is_not_in_entry_by_entry():
    assert lines(ml.derivation(A @ w, v, detail="components")) == [
        "∂(A w)[i]/∂x[j] = ∂/∂x[j] Σ_k A[i,k] w[k] | write out an entry",
        "= 0 | the constant rule",
        "∂(A w)/∂x = 0 | in matrix notation",
    ]


# ----------------------------------------------------------------------------- every line holds


@pytest.mark.parametrize(("identity", "layout", "detail"), IDENTITY_CASES)
def test_every_line_of_the_identities_holds(identity, layout, detail):
    function, expected = identity.function_and_derivative()
    derivation = ml.derivation(function, identity.symbols()[identity.by], layout, detail)
    assert re.match(r"(all \d+ lines hold, .*|the line holds: it) is", derivation.check(points=1))
    assert derivation.result == expected
    assert derivation.steps[-1].expression.with_symmetry is expected.with_symmetry


@examples(25)
@given(st.integers(0, 2**32))
def test_every_line_of_a_random_derivation_holds(seed):
    random = Random(seed)
    e = Builder(random).build(random.choice([(), ("n",), ("m", "n"), ("n", "n")])).symbolic
    for symbol in variables(e)[:1]:
        layout = random.choice(["numerator", "denominator"])
        detail = random.choice(["rules", "components", "paths"])
        assert ml.derivation(e, symbol, layout, detail).check(points=1)


#: What the reader of formulas does not know: names of derivatives, indices, zeros of any shape.
UNREAD = r"∂|\bd\w+/d|partial|frac\{d |δ|delta|[\w}⁻¹)]\[|Σ|sum|𝟎|bf\{0\}|[A-Za-z}]_\{[ijklpq]+\}"


def right_side(step, latex):
    """Return what is right of the last equals sign, as it can be read back."""
    formula = step.sides(latex)[1].split(" = ")[-1].replace(" · ", " ").replace(r"\cdot", "")
    if latex:  # the change of x has the name dx
        formula = re.sub(r"(?<![A-Za-z\\])d([A-Za-z])(?![A-Za-z])", r"\\mathrm{d\1}", formula)
        formula = re.sub(r"d\\mathbf\{(\w+)\}", r"\\mathbf{d\1}", formula)
    return re.sub(r"^0 \+ | \+ 0$", "", formula)  # a constant term, in a shape that is not written


@pytest.mark.parametrize("layout", ["numerator", "denominator"])
@pytest.mark.parametrize("identity", IDENTITIES, ids=lambda identity: identity.key)
def test_what_a_line_shows_is_what_it_says(identity, layout):
    function, _ = identity.function_and_derivative()
    derivation = ml.derivation(function, identity.symbols()[identity.by], layout)
    values, _ = next(proofs._points(derivation))
    for step in derivation.steps:
        array = points.computed(step.expression, values)
        outputs = len(step.of.shape) if step.is_derivative else None
        for latex in (False, True):
            formula = right_side(step, latex)
            if array.ndim < 3 and not re.search(UNREAD, formula):
                expected = laid_out(array, outputs, layout)
                found = read(formula, values, expected.shape, latex)
                np.testing.assert_allclose(found, expected, rtol=1e-7, atol=1e-9)


WRONG = {
    "twice": lambda e: 2 * e,
    "one more": lambda e: e + 1,
}


@pytest.mark.parametrize("mistake", WRONG)
@pytest.mark.parametrize(
    ("whole", "by", "detail"),
    [
        (ml.log(ml.sin(x**3) ** 2), x, "rules"),
        (LOSS, w, "rules"),
        (ml.exp(x) * ml.sin(3 * x) / (x**2 + 1), x, "rules"),
        (3 * v * ml.sin(v) - w * v, v, "rules"),
        (x + x**2, x, "paths"),
        (ml.sin(A @ v), v, "components"),
        (ml.sum((A @ v - y) ** 2), A, "rules"),
    ],
)
def test_a_wrong_line_is_named_with_its_rule(whole, by, detail, mistake):
    derivation = ml.derivation(whole, by, detail=detail)
    assert derivation.check(points=1)
    for k, step in enumerate(derivation.steps):
        broken = dataclasses.replace(step, expression=WRONG[mistake](step.expression))
        steps = (*derivation.steps[:k], broken, *derivation.steps[k + 1 :])
        named = rf"line {k + 1}, {re.escape(step.text())}, by {step.rule}, is not equal to "
        with pytest.raises(AssertionError, match=named):
            dataclasses.replace(derivation, steps=steps).check(points=1)


def test_a_transposed_line_is_found():
    derivation = ml.derivation(ml.sin(A @ v), v)
    (k,) = (k for k, step in enumerate(derivation.steps) if step.text() == "∂u/∂x = A")
    broken = dataclasses.replace(derivation.steps[k], expression=A.T)
    steps = (*derivation.steps[:k], broken, *derivation.steps[k + 1 :])
    with pytest.raises(AssertionError, match="line 3, ∂u/∂x = A, by a matrix times the variable"):
        dataclasses.replace(derivation, steps=steps).check()


def test_a_symmetric_variable_is_measured_entry_by_entry():
    S = ml.matrix("S", "n", "n", symmetric=True)
    assert ml.derivation(v @ ml.inv(S) @ v, S).check()


def test_what_has_a_value_nowhere_cannot_be_checked():
    with pytest.raises(ValueError, match=r"cannot be computed and measured.*positive=True"):
        ml.derivation(ml.log(-(x**2) - 1), x).check()


# ----------------------------------------------------------------------------------- how it shows


def test_the_plain_text_is_aligned():
    assert str(ml.derivation(NEURON, w)).splitlines()[5:8] == [
        "dy/du = [u > 0]             the derivative of relu",
        "∂y/∂w = dy/du ∂u/∂w         the vector chain rule, (1 × 1) (1 × n)",
        "      = [u > 0] xᵀ          substitute the derivatives",
    ]


def test_the_latex_is_that_of_the_book():
    steps = ml.derivation(ml.sin(A @ v), v).steps
    assert steps[4].latex() == (
        r"\frac{\partial \mathbf{y}}{\partial \mathbf{x}} = "
        r"\frac{\partial \mathbf{y}}{\partial \mathbf{u}} \, "
        r"\frac{\partial \mathbf{u}}{\partial \mathbf{x}}"
    )


def test_an_entry_of_a_numbered_name_has_one_subscript_at_a_time():
    text = " ".join(s.latex() for s in ml.derivation(LOSS, w, detail="components").steps)
    assert r"{u_{1}}_{i}" in text
    assert "}_{1}_{" not in text
    assert r"\mathbf{u}_{1}_" not in text


def test_in_a_notebook_a_line_is_a_row_that_marks_its_rules_by_name():
    html = ml.derivation(ml.sin(x**2), x)._repr_html_()
    assert html.startswith('<table class="derivation tex2jax_process">')
    assert '<span data-rule="the chain rule">the chain rule</span> and <span data-rule="' in html
    assert "href" not in html, "a notebook knows no book"
    assert "&gt;" in ml.derivation(NEURON, w)._repr_html_()
    assert "<caption>numerator layout</caption>" in ml.derivation(NEURON, w)._repr_html_()


def test_scalars_have_no_layout_to_be_said():
    assert "layout" not in str(ml.derivation(ml.sin(x**2), x))


SCRIPT = """
import sys, mathlib as ml
X, w, y = ml.matrix("X", "m", "n"), ml.vector("w", "n"), ml.vector("y", "m")
f = ml.sum(ml.exp(X @ w) * ml.sin(X @ w)) + ml.sum((X @ w - y) ** 2)
print(ml.derivation(f, w), ml.derivation(f, X)._repr_html_())
print({"numpy", "sympy"} & set(sys.modules))
"""


def test_the_same_bytes_in_every_process_and_no_library_needed():
    (output,) = printed(SCRIPT)
    assert output.endswith("set()\n")


# ------------------------------------------------------------------------------------- bad input


def test_errors_are_those_of_derivative():
    with pytest.raises(TypeError, match="a derivative is taken by a symbol, not by the expression"):
        ml.derivation(A @ v, A @ v)
    with pytest.raises(TypeError, match="derivative takes an expression, not list"):
        ml.derivation([1, 2], v)


def test_an_unknown_detail_or_layout_is_named():
    with pytest.raises(
        ValueError, match="detail is 'rules', 'components', 'paths' or 'differentials', not 'all'"
    ):
        ml.derivation(A @ v, v, detail="all")
    with pytest.raises(ValueError, match="layout is 'numerator' or 'denominator', not 'row'"):
        ml.derivation(A @ v, v, layout="row")


# --------------------------------------------------------------------------- where it is proved


def test_an_entry_that_is_always_0_is_no_kink():
    Q = ml.matrix("Q", "n", "n")
    off_diagonal = ml.sum(abs((1 - ml.eye("n")) * Q))
    assert ml.derivation(off_diagonal, Q).check().endswith("the last is what is measured")


def test_it_is_proved_where_inverted_matrices_have_full_rank():
    G = ml.inv(X.T @ X)
    assert "hold" in ml.derivation(y @ X @ G @ X.T @ y, X).check()
    assert "hold" in ml.derivation(ml.logdet(X @ X.T), X).check()


@pytest.mark.parametrize("points", [0, -1, 1.5, "two"])
def test_a_check_takes_at_least_one_point(points):
    with pytest.raises(ValueError, match="a check takes a whole number of points, at least 1, not"):
        ml.derivation(x**2, x).check(points)


def test_a_product_of_brackets_is_split_as_it_was_written():
    x = ml.scalar("x")
    steps = ml.derivation((x + 1) * (x**2 - 3), x).steps
    assert [f"{step.text()} | {step.rule}" for step in steps] == [
        "d/dx ((x + 1) (x² - 3)) = (x² - 3) · d/dx (x + 1) + (x + 1) · d/dx (x² - 3)"
        " | the product rule",
        "= (x² - 3) · (1 + 0) + (x + 1) · d/dx (x² - 3) | the sum rule",
        "= (x² - 3) + (x + 1) · (d/dx x² - 0) | the difference rule",
        "= (x² - 3) + (x + 1) · 2 x | the power rule",
        "= 3 x² + 2 x - 3 | multiply out",
    ]


@pytest.mark.parametrize(
    ("make", "rules"),
    [
        (lambda x: x * ml.sin(x), ["the product rule", "the derivative of sin and the power rule"]),
        (lambda x: 5 * ml.cos(x), ["the constant factor rule", "the derivative of cos"]),
        (
            lambda x: ml.sin(x) / x,
            ["the quotient rule", "the derivative of sin and the power rule"],
        ),
        (lambda x: x**3 - x, ["the difference rule", "the power rule"]),
        (lambda x: ml.exp(x) + ml.sin(x), ["the sum rule"]),
        (lambda x: ml.exp(x) / (x + 1), ["the quotient rule", "the sum rule"]),
    ],
    ids=["product", "factor", "quotient", "difference", "sum", "quotient of a sum"],
)
def test_the_rules_of_a_first_course_come_before_any_name(make, rules):
    x = ml.scalar("x")
    derivation = ml.derivation(make(x), x)
    assert len(derivation.names) == 1
    assert [step.rule for step in derivation.steps][: len(rules)] == rules
    assert "total derivative" not in str(derivation)
    assert derivation.check(points=1)


UNKNOWN = [
    (lambda f, g, u, v, B, x, t: u(x) / v(x), "x"),
    (lambda f, g, u, v, B, x, t: u(x) / (B @ x), "x"),
    (lambda f, g, u, v, B, x, t: u(x) * v(x), "x"),
    (lambda f, g, u, v, B, x, t: u(t) @ v(t), "t"),
    (lambda f, g, u, v, B, x, t: ml.gradient(f(g(x)), x), "x"),
]


@pytest.mark.parametrize("detail", ["rules", "components", "paths", "differentials"])
@pytest.mark.parametrize(("made", "by"), UNKNOWN)
def test_unknown_functions_of_vectors_are_derived_and_every_line_holds(made, by, detail):
    f, g = ml.function("f", shape=()), ml.function("g", shape=())
    u, v = ml.function("u", shape=("m",)), ml.function("v", shape=("m",))
    B, x, t = ml.matrix("B", "m", "n"), ml.vector("x", "n"), ml.scalar("t")
    symbol = {"x": x, "t": t}[by]
    derivation = ml.derivation(made(f, g, u, v, B, x, t), symbol, detail=detail)
    assert re.match(r"(all \d+ lines hold|the line holds)", derivation.check(points=1))
