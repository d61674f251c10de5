"""SymPy's Jacobians have the axes of the output, then those of the variable, entry by entry."""

import pytest
import sympy as sp

from mathlib.witnesses.sympy_components import as_entries, entry_names, sympy_jacobian

s, t = sp.symbols("s t")
x = sp.Matrix(sp.symbols("x1:4"))
x1, x2, x3 = x
A = sp.Matrix(2, 3, sp.symbols("A1:3(1:4)"))


def test_names_of_entries_count_from_one():
    assert entry_names("x", (4,)) == ["x1", "x2", "x3", "x4"]
    assert entry_names("A", (2, 3)) == [symbol.name for symbol in A]
    assert entry_names("b", ()) == ["b"]
    assert entry_names("T", (1, 2, 2)) == ["T111", "T112", "T121", "T122"]


def test_names_of_entries_stay_apart_beyond_nine():
    assert entry_names("x", (11,))[-1] == "x11"
    assert entry_names("A", (2, 11))[::11] == ["A1_1", "A2_1"]
    assert len(set(entry_names("A", (12, 11)))) == 12 * 11


def test_scalar_by_scalar_is_an_expression():
    assert sympy_jacobian(t**3, t) == 3 * t**2


def test_scalar_by_vector_is_a_row():
    assert sympy_jacobian(x1 * x2**2, x) == sp.Matrix([[x2**2, 2 * x1 * x2, 0]])


def test_vector_by_scalar_is_a_column():
    assert sympy_jacobian([t, s * t], t) == sp.Matrix([[1], [s]])


def test_vector_by_vector_has_a_row_for_each_component():
    assert sympy_jacobian(A * x, x) == A


@pytest.mark.parametrize("form", [list, tuple, sp.Matrix, sp.Array, lambda v: sp.Matrix(v).T])
def test_a_vector_may_come_in_any_form(form):
    assert sympy_jacobian(form([x1 * x3, x2]), form([x1, x2, x3])) == sp.Matrix(
        [[x3, 0, x1], [0, 1, 0]]
    )


def test_scalar_by_matrix_has_the_shape_of_the_matrix():
    u = sp.Matrix([s, t])
    assert sympy_jacobian((u.T * A * x)[0], A) == u * x.T


def test_matrix_by_scalar_has_the_shape_of_the_matrix():
    assert sympy_jacobian(t**2 * A, t) == 2 * t * A


def test_vector_by_matrix_has_three_axes():
    J = sympy_jacobian(A * x, A)
    assert isinstance(J, sp.NDimArray)
    assert J.shape == (2, 2, 3)
    assert J[0].tolist() == [[x1, x2, x3], [0, 0, 0]]
    assert J[1].tolist() == [[0, 0, 0], [x1, x2, x3]]


def test_matrix_by_vector_has_three_axes():
    J = sympy_jacobian(A * x1 + x2 * sp.ones(2, 3), x)
    assert J.shape == (2, 3, 3)
    assert [sp.Matrix(J[:, :, k]) for k in range(3)] == [A, sp.ones(2, 3), sp.zeros(2, 3)]


def test_matrix_by_matrix_has_four_axes():
    J = sympy_jacobian(A.T, A)
    assert J.shape == (3, 2, 2, 3)
    assert J[2, 1, 1, 2] == 1
    assert J[2, 1, 1, 1] == 0


def test_a_nested_list_of_one_row_stays_a_matrix():
    assert sympy_jacobian([t * x1, t * x2], [[x1, x2]]).shape == (2, 1, 2)


def test_components_may_be_any_functions():
    f = sp.Function("f")
    assert sympy_jacobian([sp.exp(s * t), f(s), 3], [s, t]) == sp.Matrix(
        [[t * sp.exp(s * t), s * sp.exp(s * t)], [f(s).diff(s), 0], [0, 0]]
    )


def test_numbers_are_constants():
    assert sympy_jacobian([2, 3.5], [s, t]) == sp.zeros(2, 2)


def test_where_sympy_misleads_the_entries_do_not():
    # diff(A*v, A[i, j]) is 0 for MatrixSymbols, and diff of 2 det(S) is 0 as well.
    S = sp.Matrix(2, 2, sp.symbols("S1:3(1:3)"))
    assert sympy_jacobian(2 * S.det(), S) == 2 * S.adjugate().T


@pytest.mark.parametrize(
    ("components", "came"), [("x**2", r"'x\*\*2'"), ([s, None], "a NoneType"), (s > t, "Greater")]
)
def test_components_must_be_expressions(components, came):
    with pytest.raises(TypeError, match=rf"components must be .* SymPy expressions, not .*{came}"):
        sympy_jacobian(components, t)


@pytest.mark.parametrize("variable", [t**2, 3, sp.Function("f")(t)])
def test_variables_must_be_symbols(variable):
    with pytest.raises(TypeError, match=r"variables must be SymPy symbols, but .* is not one"):
        sympy_jacobian(t**2, [s, variable])


def test_variables_must_differ():
    with pytest.raises(ValueError, match="variables must all be different, but t comes twice"):
        sympy_jacobian(t**2, [t, s, t])


M, v = sp.MatrixSymbol("M", 2, 3), sp.MatrixSymbol("v", 3, 1)


@pytest.mark.parametrize(
    "value", [M * v, M, M[0, 1], (M * v)[0, 0], sp.Trace(M * M.T), [t, M[0, 0]]]
)
def test_matrices_must_be_as_entries(value):
    with pytest.raises(ValueError, match=r"components holds .*not written out.*plain symbols"):
        sympy_jacobian(value, t)


def test_variables_must_be_as_entries_too():
    with pytest.raises(ValueError, match=r"variables holds M, whose matrices are not written out"):
        sympy_jacobian(t, M)


@pytest.mark.parametrize(("components", "variables"), [([], [t]), ([t], []), (sp.zeros(0, 3), t)])
def test_there_must_be_something_to_differentiate(components, variables):
    with pytest.raises(ValueError, match=r"(components|variables) is empty: its shape is \(0,"):
        sympy_jacobian(components, variables)


def test_rows_must_have_one_length():
    with pytest.raises(ValueError, match="components must be an array, but its rows differ"):
        sympy_jacobian([[s, t], [s]], t)


def test_numbers_are_as_entries_as_floats():
    assert as_entries([[1, 2, 3], [4, 5, 6]], "A").dtype == float
    assert as_entries([1, t], "v").dtype == object
