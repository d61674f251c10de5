"""What people type is read: the book's notation, Python's, and mixtures of both."""

import pytest
from identities import IDENTITIES

import mathlib as ml
from mathlib.reading.tokens import tokens
from mathlib.symbolic.constants import size

X, A = ml.matrix("X", "m", "n"), ml.matrix("A", "n", "n")
w, x, y = ml.vector("w", "n"), ml.vector("x", "n"), ml.vector("y", "m")
b, N = ml.scalars("b N")
LETTERS = (X, A, w, x, y, b, N)
GRADIENT = 2 * X.T @ (X @ w - y)


@pytest.mark.parametrize(
    "text",
    [
        "2 Xᵀ (X w - y)",
        "2Xᵀ(Xw - y)",
        "2 X^T (X w - y)",
        "2 X^T(Xw-y)",
        "2 X' (X w - y)",
        "2*X.T @ (X@w - y)",
        "2 * X.T @ (X @ w - y)",
        "2*np.matmul(X.T, X@w - y)",
        "-2 Xᵀ (y − X w)",
        "2·Xᵀ·(X·w - y)",
        "2 transpose(X) (X w - y)",
    ],
)
def test_a_gradient_is_read_however_it_is_typed(text):
    assert ml.read(text, *LETTERS) is GRADIENT


C, E = ml.vector("c", 7), ml.matrix("E", "V", "d")
t = ml.indices("t", "m", below="V")


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("x[0]", x[0]),
        ("X[2]ᵀ w", X[2] @ w),
        ("2 X[:, 1] + y", 2 * X[:, 1] + y),
        ("X[1:3] w", X[1:3] @ w),
        ("X[:, -2:]ᵀ y", X[:, -2:].T @ y),
        ("c[:3] c[4:]ᵀ", ml.outer(C[:3], C[4:])),
        ("c[::2]", C[::2]),
        ("x[::-1]", x[::-1]),
        ("(X w)[1:3]²", (X @ w)[1:3] ** 2),
        ("X[[0, 2, 2]] w", X[[0, 2, 2]] @ w),
        ("c[[0, 2, 3]][1]", C[2]),
        ("E[t]", E[t]),
        ("E[t]ᵀ y", E[t].T @ y),
        ("X[arange(m), 0]", X[:, 0]),
        ("one_hot(t)ᵀ y", ml.one_hot(t).T @ y),
        ("roll(x, 2) - roll(X, -1, axis=1)ᵀ y", ml.roll(x, 2) - ml.roll(X, -1, axis=1).T @ y),
        ("take(x, 2)", x[2]),
        ("take(c, [0, 3, 2])", C[[0, 3, 2]]),
        ("x + ones('n') + eye('n') x", 2 * x + ml.ones("n")),
        ("X ones(n)", X @ ml.ones("n")),
        ("concatenate([x, w])", ml.concatenate([x, w])),
        ("np.stack([x, w], axis=1)", ml.stack([x, w], axis=1)),
        ("b[b > 0]", b * (b > 0)),
        ("b [b > 0]", b * (b > 0)),
        ("I[2]ᵀ x", x[2]),
    ],
)
def test_an_index_is_read_as_in_numpy(text, meaning):
    assert ml.read(text, *LETTERS, C, E, t, shape=meaning.shape) is meaning


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("xᵀ w", ml.dot(x, w)),
        ("x wᵀ", ml.outer(x, w)),
        ("x @ w", ml.dot(x, w)),
        ("x.T @ w", ml.dot(x, w)),
        ("x · w", ml.dot(x, w)),
        ("x * w", x * w),
        ("x ⊙ w", x * w),
        ("x ∘ w", x * w),
        ("x ⊘ w", x / w),
        ("x / w", x / w),
        ("x∘²", x**2),
        ("x²", x**2),
        ("x**2", x**2),
        ("A²", A @ A),
        ("A^2", A @ A),
        ("A**2", A**2),
        ("A⁻¹", ml.inv(A)),
        ("A^-1 x", ml.inv(A) @ x),
        ("A⁻ᵀ x", ml.inv(A).T @ x),
        ("A^(-1)", ml.inv(A)),
        ("A⁻²", ml.inv(A) @ ml.inv(A)),
        ("xᵀ A", x @ A),
        ("xᵀ(A + Aᵀ)", x @ (A + A.T)),
        ("2b x", 2 * b * x),
        ("1/2 x", x / 2),
        ("1/2 (x + w)", (x + w) / 2),
        ("x/2", x / 2),
        ("(1/2)x", x / 2),
        ("0.5x", x / 2),
        (".5 x", x / 2),
        ("2e-1 x", x / 5),
        ("b^2 x / N", b**2 * x / N),
        ("2 x / (b N)", 2 * x / (b * N)),
        ("-x", -x),
        ("2 * -x", -2 * x),
        ("b**-1 x", x / b),
        ("sin x", ml.sin(x)),
        ("sin²(x)", ml.sin(x) ** 2),
        ("np.exp(-x)", ml.exp(-x)),
        ("ln b", ml.log(b)),
        ("σ(x)", ml.sigmoid(x)),
        ("max(0, x)", ml.maximum(0, x)),
        ("ReLU(x)", ml.relu(x)),
        ("np.maximum(x, 0)", ml.maximum(x, 0)),
        ("[x > 0]", x > 0),
        ("(x > 0) * w", (x > 0) * w),
        ("‖x‖", ml.norm(x)),
        ("||x||", ml.norm(x)),
        ("‖x‖² x", ml.norm(x) ** 2 * x),
        ("x / ‖x‖", x / ml.norm(x)),
        ("x/||x||", x / ml.norm(x)),
        ("|b|", ml.abs(b)),
        ("|b| |N|", ml.abs(b) * ml.abs(N)),
        ("|b (|N| + 1)|", ml.abs(b * (ml.abs(N) + 1))),
        ("tr(A)", ml.trace(A)),
        ("tr A", ml.trace(A)),
        ("det(A) A⁻ᵀ", ml.det(A) * ml.inv(A).T),
        ("np.linalg.inv(A)", ml.inv(A)),
        ("X.sum(axis=0)", ml.sum(X, axis=0)),
        ("np.sum(X, axis=1)", ml.sum(X, axis=1)),
        ("np.mean(x)", ml.mean(x)),
        ("diag(x)", ml.diag(x)),
        ("diag(x) A", ml.diag(x) @ A),
        ("x ⊗ w", ml.kron(x, w)),
        ("𝟏ᵀ x", ml.sum(x)),
        ("X 𝟏", X @ ml.ones("n")),
        ("x 𝟏ᵀ + A", ml.outer(x, ml.ones("n")) + A),
        ("A + b I", A + b * ml.eye("n")),
        ("I - A", ml.eye("n") - A),
        ("n x", size("n") * x),
        ("x + 1", x + 1),
        ("softmax(x) - w", ml.softmax(x) - w),
        ("π x", ml.read("pi * x", x)),
    ],
)
def test_a_formula_means_what_it_says(text, meaning):
    assert ml.read(text, *LETTERS) is meaning


def test_a_letter_of_the_book_comes_before_a_word():
    I, tr = ml.scalar("I"), ml.vector("tr", "n")
    assert ml.read("I tr", I, tr) is I * tr


def test_a_part_can_have_a_name():
    p = ml.softmax(x)
    assert ml.read("p - w", w, p=p) is p - w


@pytest.mark.parametrize("layout", ["numerator", "denominator"])
@pytest.mark.parametrize(
    "identity",
    # Two have three and four axes, and are written entry by entry.
    [pytest.param(i, id=i.key) for i in IDENTITIES if i.key not in ("mc060", "mcXb")],
)
def test_what_is_printed_is_read_back(identity, layout):
    function, derivative = identity.function_and_derivative()
    text, shape = derivative.text(layout), derivative.shape
    turned = layout == "denominator" and len(function.shape) == 1 and len(shape) == 2
    found = ml.read(text, *identity.symbols().values(), shape=shape[::-1] if turned else shape)
    assert ml.equal(found.T if turned else found, derivative)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "the formula is empty"),
        ("2 X z", "z is not known here; the letters are A, N, X, b, w, x, y"),
        ("2 (X w - y", r"a bracket is not closed: '\)' is missing after '2 \(X w - y'"),
        ("‖x", "a bar is not closed: '‖' is missing after '‖x'"),
        ("x +", r"something is missing after 'x \+'"),
        ("x ) w", r"cannot read '\) w'"),
        ("x $ w", r"cannot read '\$', after 'x '"),
        ("x w", "two columns side by side have no product: xᵀ y is a number, x yᵀ a matrix"),
        ("w A", "a column before a matrix has no product: write its transpose, xᵀ A"),
        ("A wᵀ", "a row after a matrix has no product: write A x, without the transpose"),
        ("wᵀ + x", "a row and a column are added"),
        ("1/2b", r"can be read in two ways: write a / \(b c\), or \(a / b\) c"),
        ("x / N b", r"can be read in two ways"),
        ("x == w", "asks whether two things are equal; write one side"),
        ("[1, 2]", "a list is an argument"),
        ("A^b", "a matrix is raised to whole powers up to 9"),
        ("X w + y w", "two columns side by side"),
        ("I + I", r"the size of 𝟏 or I is open .* write ones\('n'\) or eye\('n'\)"),
        ("Xᵀ y + y", r"shapes \(n,\) and \(m,\)"),
    ],
)
def test_what_cannot_be_read_is_said_in_a_sentence(text, sentence):
    with pytest.raises(ValueError, match=sentence):
        ml.read(text, *LETTERS)


def test_what_exchanges_entries_is_read_as_it_is_printed():
    B, h = ml.matrix("B", 3, 3), ml.vector("h", 6)
    for e in (
        ml.commutation("m", "n"),
        ml.commutation("n", "n") @ ml.kron(A, A),
        ml.duplication(3) @ h + ml.vec(B),
    ):
        assert ml.read(str(e), X, A, B, h, shape=e.shape) is e


def test_the_shape_that_is_expected_decides_and_is_held_to():
    assert ml.read("I + I", *LETTERS, shape=("n", "n")) is 2 * ml.eye("n")
    with pytest.raises(ValueError, match=r"the formula has shape \(n,\), not \(m,\)"):
        ml.read("A x", *LETTERS, shape=("m",))


def test_only_text_is_read():
    with pytest.raises(TypeError, match="read takes a formula as text, not float"):
        ml.read(2.0, x)


@pytest.mark.parametrize("word", ["x" * 400, "x" * 400 + "q", "xw" * 150 + "q"])
def test_a_long_word_is_told_apart_letter_by_letter_at_once(word):
    """Each letter is settled once: names that start alike leave no more ways to try."""
    names = Asked({"x", "xx", "xxx", "xw", "w"})
    pieces = [sign.text for sign in tokens(word, names)]
    assert "".join(pieces) == word
    assert len(pieces) == 1 or max(map(len, pieces)) <= 3
    assert names.asked <= 2 * len(word) * len(names)


class Asked(set):
    """Names that count how often somebody looks for one."""

    asked = 0

    def __contains__(self, name):
        self.asked += 1
        return super().__contains__(name)

    def __iter__(self):
        for name in super().__iter__():
            self.asked += 1
            yield name
