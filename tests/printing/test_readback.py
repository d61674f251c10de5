"""What reads the prints takes every sign at its word: a slip of the printer cannot pass it."""

import numpy as np
import pytest
from readback import read

from tools.page_reader.errors import Unreadable

VALUES = {
    "A": np.arange(15.0).reshape(5, 3) - 4,
    "S": np.eye(3) + 2,
    "x": np.array([1.0, -2.0, 3.0]),
    "y_out": np.array([1.0, 2.0, -1.0, 4.0, 0.5]),
    "s": 3.0,
    "n": 3,
    "m": 5,
}
A, S, x, y = (VALUES[name] for name in ("A", "S", "x", "y_out"))
COLUMN, ROW = x.reshape(-1, 1), x.reshape(1, -1)

READ = {
    "a product": ("A x / n", r"\frac{A \, \mathbf{x}}{n}", (A @ x / 3).reshape(-1, 1)),
    "powers": ("x∘² ⊘ x∘⁻¹", r"\mathbf{x}^{\circ 2} \oslash \mathbf{x}^{\circ -1}", COLUMN**3),
    "a fractional power": ("s^(3/2) I", "s^{3/2} I", 3**1.5 * np.eye(3)),
    "an inverse transposed": ("S⁻ᵀ x", r"S^{-T} \mathbf{x}", np.linalg.inv(S) @ COLUMN),
    "a subscript": (
        "y_outᵀ A",
        r"\mathbf{y}_{\text{out}}^T A",
        (y @ A).reshape(1, -1),
    ),
    "ones of two lengths": ("A + s 𝟏 𝟏ᵀ", r"A + s \mathbf{1} \mathbf{1}^T", A + 3),
    "a Kronecker product": ("x ⊗ I", r"\mathbf{x} \otimes I", np.kron(COLUMN, np.eye(5))),
    "norms in norms": (
        "‖x - ‖x‖ 𝟏‖ x",
        r"\lVert \mathbf{x} - \lVert \mathbf{x} \rVert \mathbf{1} \rVert \mathbf{x}",
        np.linalg.norm(x - np.linalg.norm(x)) * COLUMN,
    ),
    "absolute values": (
        "|x| ⊙ |-x|",
        r"\left\lvert \mathbf{x} \right\rvert \odot \left\lvert -\mathbf{x} \right\rvert",
        COLUMN**2,
    ),
    "a small number": ("1e-07 x", r"1e-07 \, \mathbf{x}", 1e-7 * COLUMN),
    "zero": ("0", "0", np.zeros((3, 1))),
}


@pytest.mark.parametrize(("text", "latex", "value"), READ.values(), ids=READ)
def test_both_forms_are_read(text, latex, value):
    np.testing.assert_allclose(read(text, VALUES, value.shape), value)
    np.testing.assert_allclose(read(latex, VALUES, value.shape, latex=True), value)


REFUSED = {
    "two readings of a quotient": ("x / s s", r"\mathbf{x} / s s", "can be read in two ways"),
    "an unknown name": ("z x", r"z \mathbf{x}", "z is neither a symbol nor a function"),
    "an unknown mark": ("x ! s", r"\mathbf{x} ! s", "cannot read|begins no formula"),
}
SENSELESS = {
    "a number added to a vector": ("x + s", r"\mathbf{x} + s"),
    "a lost transpose": ("x A", r"\mathbf{x} A"),
    "ones that fit nowhere": ("A 𝟏 + x", r"A \mathbf{1} + \mathbf{x}"),
    "a row for a column": ("xᵀ", r"\mathbf{x}^T"),
}


@pytest.mark.parametrize(("text", "latex", "reason"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_read_is_refused(text, latex, reason):
    for formula, is_latex in ((text, False), (latex, True)):
        with pytest.raises(Unreadable, match=reason):
            read(formula, VALUES, (3, 1), is_latex)


@pytest.mark.parametrize(("text", "latex"), SENSELESS.values(), ids=SENSELESS)
def test_what_has_no_meaning_or_another_shape_is_refused(text, latex):
    for formula, is_latex in ((text, False), (latex, True)):
        with pytest.raises(AssertionError, match=r"is nothing of shape \(3, 1\)"):
            read(formula, VALUES, (3, 1), is_latex)


@pytest.mark.parametrize("latex", [r"A x", r"\mathbf{s} \mathbf{x}", r"\mathbf{A} \mathbf{x}"])
def test_vectors_are_bold_and_nothing_else_is(latex):
    with pytest.raises(Unreadable, match="bold as vectors are"):
        read(latex, VALUES, (5, 1), latex=True)


def test_a_size_that_nothing_tells_is_refused():
    with pytest.raises(AssertionError, match="a size is open"):
        read("𝟏ᵀ 𝟏", VALUES, (1, 1))


def test_a_size_that_is_written_is_taken():
    np.testing.assert_array_equal(read("𝟏[n]ᵀ 𝟏[n]", VALUES, (1, 1)), [[3]])
    assert read("tr(I[m×m])", VALUES, (1, 1)) == 5
    np.testing.assert_array_equal(
        read(r"I_{n \times n} \otimes \mathbf{1}_{m}^T", VALUES, (3, 15), latex=True),
        np.kron(np.eye(3), np.ones((1, 5))),
    )


def test_a_sign_of_size_1_is_found_where_nothing_else_fits():
    np.testing.assert_array_equal(read("x ⊗ I", VALUES, (3, 1)), COLUMN)


def test_a_logarithm_of_a_square_is_no_square_of_a_logarithm():
    squared = r"\log \left\lvert \det\left(S\right) \right\rvert^{2}"
    determinant = np.linalg.det(S)
    assert read(squared, VALUES, (1, 1), latex=True) == pytest.approx(np.log(determinant**2))
