"""Names that are found: those a person would choose, with what they stand for, read back."""

import contextlib
import re
from random import Random

import numpy as np
import pytest
from asked_derivatives import ASKED, SIZES as ASKED_SIZES
from random_expressions import SIZES, Builder, variables
from readback import column, laid_out, read
from trials import seeds

import mathlib as ml
from mathlib.evaluation.arguments import dimension_names
from mathlib.printing import numbers
from mathlib.printing.printer import TooLongError
from mathlib.symbolic.expression import dimension_factors

x, w, v = ml.vectors("x w v", "n")
y = ml.vector("y", "m")
X, G = ml.matrices("X G", "m", "n")
A, B = ml.matrices("A B", "n", "n")
W = ml.matrix("W", "n", "k")
t = ml.scalar("t")

MEAN = ml.mean(X, axis=0)
NORMALIZED = (X - MEAN) / ml.sqrt(ml.mean((X - MEAN) ** 2, axis=0) + 1e-5)
ROWS = ml.norm(X, axis=1)
DISTANCE = 1 + 2 * ((w - v) @ (w - v)) / ((1 - w @ w) * (1 - v @ v))

FOUND = {
    "a softmax": (ml.jacobian(ml.softmax(A @ x), x), ["diag(p) A - p pᵀ A", "p = softmax(A x)"]),
    "a residual": (ml.gradient(ml.norm(X @ w - y) ** 3, w), ["3 ‖r‖ Xᵀ r", "r = X w - y"]),
    "an inverse": (
        ml.gradient(ml.sum((X @ ml.inv(X.T @ X) @ X.T @ y - y) ** 2), X),
        ["2 (X H Xᵀ y - y) yᵀ X H", "H = (Xᵀ X)⁻¹"],
    ),
    "an inverse and a softmax that stand once": (
        ml.inv(X.T @ X + t * ml.eye("n")) @ X.T @ ml.softmax(X @ w),
        ["H Xᵀ p", "H = (Xᵀ X + t I)⁻¹", "p = softmax(X w)"],
    ),
    "but nothing that stands alone": (2 * ml.softmax(X @ w), ["2 softmax(X w)"]),
    "what comes to less without names": (
        ml.derivative(ml.sum(x / (1 + ml.abs(x))), x),
        ["(𝟏 ⊘ (|x| + 𝟏)∘²)ᵀ"],
    ),
    "batch norm": (
        ml.gradient(ml.sum(G * NORMALIZED), X),
        [
            "G diag(𝟏 ⊘ sigma) + 𝟏 𝟏ᵀ (Z - G diag(𝟏 ⊘ sigma)) / m - Z",
            "mu = Xᵀ 𝟏 / m",
            "R = X - 𝟏 muᵀ",
            "sigma = sqrt((R∘²)ᵀ 𝟏 / m + 1e-5 𝟏)",
            "Z = R diag(((G ⊙ R)ᵀ 𝟏) ⊘ sigma∘³) / m",
        ],
    ),
    "norms of rows": (
        ml.gradient(ml.sum(G * X / ROWS[:, None]), X),
        ["diag(𝟏 ⊘ r) G - diag(((G ⊙ X) 𝟏) ⊘ r∘³) X", "r = sqrt(X∘² 𝟏)"],
    ),
    "layers": (
        ml.gradient(ml.sum(ml.sigmoid(W.T @ ml.tanh(B @ x)) ** 2), B),
        [
            "2 ((W (s∘² ⊙ (𝟏 - s))) ⊙ (𝟏 - z∘²)) xᵀ",
            "z = tanh(B x)",
            "s = sigmoid(Wᵀ z)",
        ],
    ),
    "a differential": (
        ml.differential(ml.norm(X @ w - y) ** 3, w),
        ["df = 3 ‖r‖ rᵀ X dw", "r = X w - y"],
    ),
    "what changes has no name": (
        ml.differential(ml.inv(X.T @ X) @ X.T, X),
        ["dY = H (dX - X H (dXᵀ X + Xᵀ dX))ᵀ", "H = (Xᵀ X)⁻¹"],
    ),
    "nothing that is long": (ml.gradient(ml.sum((X @ w - y) ** 2), w), ["2 Xᵀ (X w - y)"]),
    "nothing at all": (ml.gradient(ml.sum(x), A), ["0"]),
}


@pytest.mark.parametrize(("e", "lines"), FOUND.values(), ids=FOUND)
def test_names_are_those_a_person_would_choose(e, lines):
    whole, *below = lines
    below = [f"where {below[0]}", *(f"      {line}" for line in below[1:])] if below else []
    assert e.text(names="auto") == "\n".join([whole, *below])


def test_latex_has_the_definitions_below():
    J = ml.jacobian(ml.softmax(x), x)
    assert J.latex(names="auto") == (
        r"\begin{aligned} & \operatorname{diag}\left(\mathbf{p}\right) - \mathbf{p} \, "
        r"\mathbf{p}^T \\ & \text{where } \mathbf{p} = "
        r"\operatorname{softmax}\left(\mathbf{x}\right) \end{aligned}"
    )
    f = ml.gradient(ml.sum(ml.sigmoid(W.T @ ml.tanh(B @ x)) ** 2), B)
    assert r" \\ & \phantom{\text{where }} \mathbf{s} = \sigma" in f.latex(names="auto")


def test_index_notation_defines_entries():
    J = ml.jacobian(ml.softmax(A @ x), x)
    assert J.index_notation(names="auto") == (
        "∂y[i]/∂x[j] = A[i,j] p[i] - Σ_k A[k,j] p[i] p[k]\nwhere p[i] = softmax(A x)[i]"
    )
    assert J.index_notation(names={"s": ml.softmax(A @ x)}) == (
        "∂y[i]/∂x[j] = A[i,j] s[i] - Σ_k A[k,j] s[i] s[k]"
    )


def test_tensors_have_names_entry_by_entry():
    Q, K, V = (ml.tensor(name, "h", rows, "d") for name, rows in zip("QKV", "nmm", strict=True))
    P = ml.softmax(ml.einsum("hid,hjd->hij", Q, K))
    g = ml.gradient(ml.sum(ml.einsum("hij,hjd->hid", P, V) ** 2), Q)
    whole, below = g.text(names="auto").split("\n")
    assert below == "where p[i,j,k] = softmax_k(Σ_l K[i,k,l] Q[i,j,l])"
    assert "softmax" not in whole


def test_letters_that_are_used_are_left_to_what_uses_them():
    p, s = ml.vectors("p s", "n")
    J = ml.jacobian(ml.softmax(A @ p) + s, p)
    assert J.text(names="auto") == "diag(q) A - q qᵀ A\nwhere q = softmax(A p)"
    names = ml.vectors("p s q", "n")
    J = ml.jacobian(ml.softmax(A @ names[0]) + names[1] + names[2], names[0])
    assert "p1 = softmax(A p)" in J.text(names="auto")
    r = ml.vector("w", "r")
    J = ml.gradient(ml.norm(ml.matrix("M", "m", "r") @ r - y) ** 3, r)
    assert "where e = M w - y" in J.text(names="auto")
    f = ml.function("r")
    assert "where e = X w - y" in (f(t) * ml.norm(X @ w - y) * (X @ w - y)).text(names="auto")


def test_several_parts_of_one_kind_are_numbered():
    e = ml.softmax(A @ x) * ml.softmax(B @ x)
    assert ml.jacobian(e, x).text(names="auto").splitlines()[1:] == [
        "where p1 = softmax(A x)",
        "      p2 = softmax(B x)",
    ]


def test_with_names_returns_the_formula_and_its_parts():
    whole, parts = ml.gradient(ml.norm(X @ w - y) ** 3, w).with_names()
    assert str(whole) == "3 ‖r‖ Xᵀ r"
    assert {name: str(part) for name, part in parts.items()} == {"r": "X w - y"}
    whole, parts = NORMALIZED.with_names({"Z": NORMALIZED, "mu": MEAN})
    assert (str(whole), str(parts["mu"])) == ("Z", "Xᵀ 𝟏 / m")
    assert str(parts["Z"]).startswith("(X - 𝟏 muᵀ) diag")


@pytest.mark.parametrize("names", ["automatic", ["r"], 3])
def test_names_are_found_or_given_and_nothing_else(names):
    with pytest.raises(TypeError, match=r"names maps names to parts, .* or is 'auto'"):
        (x @ x).text(names=names)


# ------------------------------------------------------------------------------------ read back


#: Found where something is written entry by entry.
IN_ENTRIES = re.compile(r"\[[^]]*\bi\b|[δΣ]|\\sum|\\delta|_\{[^}]*i")


def lines_of(e, layout, latex):
    """Return the formula, and the right sides of the definitions."""
    if not latex:
        whole, *below = e.text(layout, names="auto").split("\n")
        return whole, [re.sub("^(where|     ) ", "", line) for line in below]
    text = e.latex(layout, names="auto")
    if not text.startswith(r"\begin{aligned}"):
        return text, []
    inside = text.removeprefix(r"\begin{aligned} & ").removesuffix(r" \end{aligned}")
    whole, *below = inside.split(r" \\ & ")
    return whole, [re.sub(r"^(\\phantom{\\text{where }}|\\text{where }) ?", "", l) for l in below]


def assert_equal(found, expected):
    scale = max(1, np.abs(expected).max())
    np.testing.assert_allclose(found, expected, rtol=1e-7, atol=1e-8 * scale)


def assert_read_back(e, values, sizes, outputs=None):
    """Compare the definitions, in order, and the formula with what is computed."""
    whole, parts = e.with_names()
    sizes = {d: sizes[d] for d in dimension_names(e)}
    factors = [f for part in parts.values() for d in part.shape for f in dimension_factors(d)]
    known = {**sizes, **values, **{f"size{f}": f for f in factors if isinstance(f, int)}}

    def value(part):
        wanted = {s.name: known[s.name] for s in part.symbols}
        return part.evaluate(**wanted, **{d: sizes[d] for d in dimension_names(part)})

    computed = {name: known.setdefault(name, value(part)) for name, part in parts.items()}
    expected = e.evaluate(**values, **sizes)
    assert_equal(value(whole), expected)
    for layout in ("numerator", "denominator"):
        for latex in (False, True):
            formula, below = lines_of(e, layout, latex)
            for (name, array), line in zip(computed.items(), below, strict=True):
                left, right = line.split(" = ", 1)
                assert latex or re.sub(r"\[.*", "", left) == name
                if array.ndim < 3 and not IN_ENTRIES.search(line):
                    found = read(right, known, column(array).shape, latex)
                    assert_equal(found, column(array))
            if expected.ndim < 3 and not IN_ENTRIES.search(formula):
                wanted = laid_out(expected, outputs, layout)
                assert_equal(read(formula, known, wanted.shape, latex), wanted)


@pytest.fixture(autouse=True)
def all_digits(monkeypatch):
    """Write numbers in as many digits as a float needs."""
    monkeypatch.setattr(numbers, "DIGITS", 17)


@pytest.mark.parametrize("asked", ASKED, ids=[asked.title for asked in ASKED])
def test_asked_derivatives_are_read_back(asked, rng):
    derivative = asked.derivative()
    outputs = None if derivative.is_gradient else len(derivative.of.shape)
    assert_read_back(derivative, asked.sample(rng), ASKED_SIZES, outputs)


@pytest.mark.parametrize("seed", seeds(150, 3000))
def test_random_expressions_and_their_derivatives_are_read_back(seed):
    random = Random(seed)
    builder = Builder(random)
    e = builder.build(random.choice([(), ("n",), ("m", "n"), ("n", "n")])).symbolic
    outputs = None
    if variables(e) and random.random() < 0.7:
        outputs = len(e.shape)
        e = ml.derivative(e, random.choice(variables(e)))
    symbols = e.symbols if e.of is None else e.of.symbols
    values = {symbol.name: builder.values[symbol.name] for symbol in symbols}
    if any(1 in np.shape(value) for value in values.values()):  # 𝟏 may stand for a number there
        return
    with contextlib.suppress(TooLongError):
        assert_read_back(e, values, SIZES, outputs)
