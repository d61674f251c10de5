"""What is written, as a tree, before it is text or LaTeX.

A *form* is a kind and its parts; `kinds` says how each kind is written, and `typesetting` writes
it. Forms are built by the functions below, which keep them as a person would write them:
transposes stand where they are fewest, products are flat, numbers stand in front.
"""

from __future__ import annotations

from fractions import Fraction

from mathlib.printing.form import Form
from mathlib.symbolic.differentials import DifferentialSymbol
from mathlib.symbolic.nodes import Symbol
from mathlib.symbolic.shapes import Dimension, dimension_factors

# ------------------------------------------------------------------------------ names and words


def symbol(name: str, rank: int, symmetric: bool = False) -> Form:
    """Return the name of a scalar, vector or matrix."""
    return Form("symbol", (name, rank), symmetric or rank == 0)


def of_symbol(s: Symbol, rank: int, symmetric: bool = False) -> Form:
    """Return the name of a symbol, or of the change of one; as of a number, with rank 0."""
    if isinstance(s, DifferentialSymbol):
        return Form("differential", (symbol(s.variable_name, rank),), rank == 0)
    return symbol(s.name, rank, symmetric)


def word(text: str, latex: str, symmetric: bool = True) -> Form:
    """Return something that is written as it is."""
    return Form("word", (text, latex), symmetric)


ZERO = word("0", "0")
ONE = word("1", "1")
ONES = word("𝟏", r"\mathbf{1}", symmetric=False)
IDENTITY = word("I", "I")
#: The commutation matrix and the duplication matrix, whose sizes may stand behind.
K = word("K", "K")
D = word("D", "D", symmetric=False)


def ones(rank: int) -> Form:
    """Return ones, as a number, a vector or a matrix."""
    return (ONE, ONES, matmul(ONES, Form("transpose", (ONES,))))[rank]


def function_name(name: str) -> Form:
    """Return the name of a function, to stand before a bracket."""
    return word(name, rf"\{name}" if name in ("max", "min") else rf"\operatorname{{{name}}}")


def dimension(d: Dimension) -> Form:
    """Return a size: a name, a number, or a product of them."""
    parts = dimension_factors(d)
    names = [symbol(part, 0) for part in parts if isinstance(part, str)]
    number = next((part for part in parts if isinstance(part, int)), 1)
    return scaled(Fraction(number), names, None, [])


def commutation(m: Dimension, n: Dimension) -> Form:
    """Return the matrix that takes vec(A) to vec(Aᵀ), of A with m rows and n columns."""
    return K if m == n else Form("commutation", (K, dimension(m), dimension(n)))


# -------------------------------------------------------------------------- products and powers


def matmul(*factors: Form) -> Form:
    """Return a product of matrices and vectors, flat."""
    flat = [part for f in factors for part in (f.parts if f.kind == "matmul" else (f,))]
    flat = [part for part in flat if part is not ONE] or [ONE]
    return Form("matmul", tuple(flat)) if len(flat) > 1 else flat[0]


def hadamard(factors: list[Form], below: list[Form], rank: int) -> Form:
    """Return a product entry by entry, over another one."""
    above = _entrywise([f for f in factors if f is not ones(rank)])
    if below:
        return Form("entrywise quotient", (above or ones(rank), _entrywise(below)))
    return above or ones(rank)


def _entrywise(factors: list[Form]) -> Form | None:
    flat = [part for f in factors for part in (f.parts if f.kind == "hadamard" else (f,))]
    merged = sort_factors([power(f, Fraction(flat.count(f)), True) for f in dict.fromkeys(flat)])
    if len(merged) < 2:
        return merged[0] if merged else None
    return Form("hadamard", tuple(merged), all(f.symmetric for f in merged))


def collect_powers(scalars: list[Form]) -> list[Form]:
    """Write equal scalars as powers, in order."""
    counted = [power(f, Fraction(scalars.count(f)), False) for f in dict.fromkeys(scalars)]
    return sort_factors(counted)


def sort_factors(factors: list[Form]) -> list[Form]:
    """Order factors that commute: numbers, deltas, names, functions and products, brackets."""
    rank = {"delta": -1, "symbol": 0, "sum": 2, "differential": 3}

    def key(f: Form) -> tuple[int, Form]:
        base = f.parts[0] if f.kind in ("power", "sqrt") else f
        if _is_number(base):
            return -2, f
        return rank.get(base.kind if f.kind != "sqrt" else f.kind, 1), f

    return sorted(factors, key=key)


def _is_number(f: Form) -> bool:
    """Say whether a form is a number alone."""
    return f.kind == "scaled" and not (f.parts[1] or f.parts[2] or f.parts[3])


def power(base: Form, exponent: Fraction, entrywise: bool) -> Form:
    """Return a power, of a scalar or of every entry; of a norm's square, the norm's."""
    if base.kind == "power" and base.parts[0].kind == "norm":
        base, exponent = base.parts[0], exponent * base.parts[1]
    if exponent == 1:
        return base
    if exponent == Fraction(1, 2):
        return Form("sqrt", (base,), base.symmetric)
    return Form("power", (base, exponent, entrywise), base.symmetric)


def scaled(number: Fraction, above: list[Form], body: Form | None, below: list[Form]) -> Form:
    """Return a body times a number and scalars, over scalars."""
    if number == 1 and not below and len(above) + (body is not None) == 1:
        return body or above[0]
    symmetric = body is None or body.symmetric
    return Form("scaled", (number, tuple(above), body, tuple(below)), symmetric)


def taken_apart(f: Form) -> tuple[Fraction, tuple, Form | None, tuple]:
    """Return the number of a form, scalars above, what they multiply, and what stands below."""
    return f.parts if f.kind == "scaled" else (Fraction(1), (), f, ())


def negative(f: Form) -> Form:
    """Return a form with the opposite sign in front."""
    number, above, body, below = taken_apart(f)
    return scaled(-number, [*above], body, [*below])


def total(terms: list[Form], symmetric: bool = False) -> Form:
    """Return a sum, what is subtracted last."""
    ordered = sorted(terms, key=lambda f: f.kind == "scaled" and f.parts[0] < 0)
    return Form("sum", tuple(ordered), symmetric)


#: Ones on the diagonal and below.
TRIANGLE = Form("tril", (ones(2),))

# ----------------------------------------------------------------------------------- transposes


def transpose(f: Form) -> Form:
    """Return the transpose, written with as few transposes as may be."""
    if f.symmetric:
        return f
    if f._transpose is None:
        f._transpose = _transposed(f)
    return f._transpose


def _transposed(f: Form) -> Form:
    match f.kind:
        case "transpose":
            return f.parts[0]
        case "inv":
            inside = Form("inv", (transpose(f.parts[0]),))
            return min(Form("inverse transpose", f.parts), inside, key=_transposes)
        case "inverse transpose":
            return Form("inv", f.parts)
        case "matmul":
            return matmul(*map(transpose, reversed(f.parts)))
        case "kronecker":
            return Form("kronecker", tuple(map(transpose, f.parts)))
        case "commutation":
            return Form("commutation", (f.parts[0], f.parts[2], f.parts[1]))
        case "scaled":
            number, above, body, below = f.parts
            return scaled(number, above, transpose(body), below)
    wrapped = Form("transpose", (f,))
    if f.of_matrix or f.kind in ("sum", "hadamard", "entrywise quotient", "power"):
        return min(wrapped, _transposed_inside(f), key=_transposes)
    return wrapped


def _transposed_inside(f: Form) -> Form:
    """Return what is made entry by entry, of parts that are transposed each by itself."""
    if f.kind == "power":
        base, exponent, entrywise = f.parts
        return power(transpose(base), exponent, entrywise)
    parts = [transpose(part) for part in f.parts]
    ordered = sort_factors(parts) if f.kind == "hadamard" else parts
    return Form(f.kind, tuple(ordered), of_matrix=f.of_matrix)


def _transposes(f: Form) -> int:
    return f.transposes


def fewest_transposes(*forms: Form) -> Form:
    """Return the form with fewest transposes; of several, the first by the alphabet."""
    return min(forms, key=lambda f: (f.transposes, f))


def trace(f: Form) -> Form:
    """Return a trace, of the matrix or its transpose, and of a product in the best rotation."""
    parts = [form.parts if form.kind == "matmul" else (form,) for form in (f, transpose(f))]
    rotations = [matmul(*p[k:], *p[:k]) for p in parts for k in range(len(p))]
    return Form("trace", (fewest_transposes(*rotations),), True)
