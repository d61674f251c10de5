"""Notation as a tree, from which both plain text and LaTeX are written.

Conventions
-----------
A vector is a column. A *form* is a kind and its parts; `KINDS` says how each kind is written.
Forms are built by the functions below, which keep them in the shape a person would write:
transposes are pushed to where they are fewest, products are flat, numbers stand in front.
"""

from __future__ import annotations

import re
from fractions import Fraction
from typing import NamedTuple

# How tightly a form holds together: a part that holds less tightly than wanted gets brackets.
SUM, TERM, PRODUCT, SCRIPT, ATOM = range(5)


class Kind(NamedTuple):
    """How a kind of form is written; all parts are joined where `joint` is given."""

    tightness: int
    wanted: int  # of its parts
    text: str
    latex: str
    joint: tuple[str, str] | None = None


def _call(name: str, latex: str | None = None) -> Kind:
    latex = latex or rf"\operatorname{{{{{name}}}}}"
    return Kind(ATOM, SUM, f"{name}({{}})", rf"{latex}\left({{}}\right)")


KINDS = {
    "transpose": Kind(SCRIPT, ATOM, "{}ᵀ", "{}^T"),
    "inv": Kind(SCRIPT, ATOM, "{}⁻¹", "{}^{{-1}}"),
    "inverse transpose": Kind(SCRIPT, ATOM, "{}⁻ᵀ", "{}^{{-T}}"),
    "matmul": Kind(PRODUCT, SCRIPT, "{}", "{}", (" ", r" \, ")),
    "hadamard": Kind(TERM, SCRIPT, "{}", "{}", (" ⊙ ", r" \odot ")),
    "entrywise quotient": Kind(TERM, SCRIPT, "{} ⊘ {}", r"{} \oslash {}"),
    "kronecker": Kind(TERM, SCRIPT, "{}", "{}", (" ⊗ ", r" \otimes ")),
    "quotient": Kind(TERM, SCRIPT, "{} / {}", r"\frac{{{}}}{{{}}}"),
    "negative": Kind(TERM, TERM, "-{}", "-{}"),
    "norm": Kind(ATOM, SUM, "‖{}‖", r"\left\lVert {} \right\rVert"),
    "abs": Kind(ATOM, SUM, "|{}|", r"\left\lvert {} \right\rvert"),
    "sqrt": Kind(ATOM, SUM, "sqrt({})", r"\sqrt{{{}}}"),
    "at_least_zero": Kind(ATOM, SUM, "[{} ≥ 0]", r"\left[{} \ge 0\right]"),
    "step": Kind(ATOM, SUM, "[{} > 0]", r"\left[{} > 0\right]"),
    "maximum": Kind(ATOM, SUM, "max({}, {})", r"\max\left({}, {}\right)"),
    "minimum": Kind(ATOM, SUM, "min({}, {})", r"\min\left({}, {}\right)"),
    "entry": Kind(ATOM, ATOM, "{}[{}]", "{}_{{{}}}"),
    "delta": Kind(ATOM, ATOM, "δ[{}]", r"\delta_{{{}}}"),
    "sum over": Kind(TERM, TERM, "Σ_{} {}", r"\sum_{{{}}} {}"),
    "trace": _call("tr"),
    "logdet": Kind(ATOM, SUM, "logdet({})", r"\log \left\lvert \det\left({}\right) \right\rvert"),
    "sigmoid": _call("sigmoid", r"\sigma"),
}
KINDS |= {n: _call(n, rf"\{n}") for n in ("det", "exp", "log", "sin", "cos", "tanh")}
KINDS |= {n: _call(n) for n in ("diag", "vec", "relu", "softplus", "sign", "softmax", "logsumexp")}


class Form(NamedTuple):
    """A kind and its parts."""

    kind: str
    parts: tuple
    symmetric: bool = False  # known to be its own transpose
    of_matrix: bool = False  # a function of every entry of a matrix, so of its transpose too


def symbol(name: str, rank: int, symmetric: bool = False) -> Form:
    """Return the name of a scalar, vector or matrix."""
    return Form("symbol", (name, rank), symmetric or rank == 0)


def word(text: str, latex: str) -> Form:
    """Something that is written as it is."""
    return Form("word", (text, latex), True)


ONE = word("1", "1")
ONES = word("𝟏", r"\mathbf{1}")._replace(symmetric=False)
IDENTITY = word("I", "I")


def matmul(*factors: Form) -> Form:
    """Return a product of matrices and vectors, flat."""
    flat = [part for f in factors for part in (f.parts if f.kind == "matmul" else (f,))]
    return Form("matmul", tuple(flat)) if len(flat) > 1 else flat[0]


def ones(rank: int) -> Form:
    """Ones, as a number, a vector or a matrix."""
    return (ONE, ONES, matmul(ONES, Form("transpose", (ONES,))))[rank]


def hadamard(factors: list[Form], below: list[Form], rank: int) -> Form:
    """Return a product entry by entry, over another one."""
    above = _entrywise([f for f in factors if f != ones(rank)])
    if below:
        return Form("entrywise quotient", (above or ones(rank), _entrywise(below)))
    return above or ones(rank)


def _entrywise(factors):
    flat = [part for f in factors for part in (f.parts if f.kind == "hadamard" else (f,))]
    merged = in_order([power(f, Fraction(flat.count(f)), True) for f in dict.fromkeys(flat)])
    if len(merged) < 2:
        return merged[0] if merged else None
    return Form("hadamard", tuple(merged), all(f.symmetric for f in merged))


def collected(scalars: list[Form]) -> list[Form]:
    """Write equal scalars as powers."""
    return in_order([power(f, Fraction(scalars.count(f)), False) for f in dict.fromkeys(scalars)])


def in_order(factors: list[Form]) -> list[Form]:
    """Order factors that commute: deltas, names, functions and products, brackets."""
    rank = {"delta": -1, "symbol": 0, "sum": 2}

    def key(f):
        base = f.parts[0] if f.kind == "power" else f
        return rank.get(base.kind, 1), write(f, latex=False)

    return sorted(factors, key=key)


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


def total(terms: list[Form], symmetric: bool = False) -> Form:
    """Return a sum, what is subtracted last."""
    ordered = sorted(terms, key=lambda f: f.kind == "scaled" and f.parts[0] < 0)
    return Form("sum", tuple(ordered), symmetric)


def transpose(f: Form) -> Form:
    """Return the transpose, written with as few transposes as may be."""
    if f.symmetric:
        return f
    wrapped = Form("transpose", (f,))
    if f.of_matrix:
        return min(wrapped, f._replace(parts=tuple(map(transpose, f.parts))), key=turns)
    match f.kind:
        case "transpose":
            return f.parts[0]
        case "inv":
            inside = Form("inv", (transpose(f.parts[0]),))
            return min(Form("inverse transpose", f.parts), inside, key=turns)
        case "inverse transpose":
            return Form("inv", f.parts)
        case "matmul":
            return matmul(*map(transpose, reversed(f.parts)))
        case "kronecker":
            return Form("kronecker", tuple(map(transpose, f.parts)))
        case "scaled":
            number, above, body, below = f.parts
            return scaled(number, above, transpose(body), below)
        case "sum" | "hadamard" | "entrywise quotient" | "power":
            return min(wrapped, _transposed_inside(f), key=turns)
    return wrapped


def _transposed_inside(f):
    """Return what is added or multiplied entry by entry, each part transposed by itself."""
    if f.kind == "power":
        base, exponent, entrywise = f.parts
        return power(transpose(base), exponent, entrywise)
    parts = [transpose(part) for part in f.parts]
    return Form(f.kind, tuple(in_order(parts) if f.kind == "hadamard" else parts))


def turns(f: Form) -> int:
    """How many transposes a form is written with."""
    inside = sum(turns(part) for part in _forms_in(f.parts))
    return inside + (f.kind in ("transpose", "inverse transpose"))


def fewest_turns(f: Form) -> Form:
    """Return a scalar as it is or transposed, whichever is written with fewer transposes."""
    return min(f, transpose(f), key=lambda form: (turns(form), write(form, latex=False)))


def trace(f: Form) -> Form:
    """Return a trace, of the matrix or its transpose, and of a product in the best rotation."""
    parts = [form.parts if form.kind == "matmul" else (form,) for form in (f, transpose(f))]
    turned = [matmul(*p[k:], *p[:k]) for p in parts for k in range(len(p))]
    best = min(turned, key=lambda form: (turns(form), write(form, latex=False)))
    return Form("trace", (best,), True)


def _forms_in(parts):
    for part in parts:
        if isinstance(part, Form):
            yield part
        elif isinstance(part, tuple):
            yield from _forms_in(part)


# ------------------------------------------------------------------------------------- writing


def write(f: Form, latex: bool) -> str:
    """Return the form as plain text, or as LaTeX."""
    return _written(f, latex)[0]


def _written(f, latex):
    """Return the text of a form, and how tightly it holds together."""
    match f.kind:
        case "symbol":
            return (_latex_name(*f.parts) if latex else f.parts[0]), ATOM
        case "word":
            return f.parts[latex], ATOM
        case "power":
            base, exponent, entrywise = f.parts
            # In LaTeX, a power of a logdet needs brackets: log |det A|² is the log of a square.
            wanted = ATOM + 1 if latex and base.kind == "logdet" else ATOM
            return _inside(base, wanted, latex) + _exponent(exponent, entrywise, latex), SCRIPT
        case "sum":
            return _sum(f.parts, latex), SUM
        case "scaled":
            return _written(_assembled(*f.parts), latex)
    kind = KINDS[f.kind]
    if f.kind == "quotient":  # a fraction in LaTeX; on one line, a b / (c d)
        wanted = (SUM, SUM) if latex else (PRODUCT, SCRIPT)
    else:
        wanted = (kind.wanted,) * len(f.parts)
    parts = [_inside(part, held, latex) for part, held in zip(f.parts, wanted, strict=True)]
    if f.kind == "entry" and latex and "_" in parts[0]:
        parts[0] = f"{{{parts[0]}}}"  # TeX takes no second subscript
    if kind.joint:
        return kind.joint[latex].join(parts), kind.tightness
    return (kind.latex if latex else kind.text).format(*parts), kind.tightness


def _inside(f, wanted, latex):
    text, tightness = _written(f, latex)
    if tightness >= wanted:
        return text
    return rf"\left({text}\right)" if latex else f"({text})"


def _sum(terms, latex):
    text = ""
    for term in terms:
        written = _inside(term, TERM, latex)
        if not text:
            text = written
        else:
            text += f" - {written[1:]}" if written[0] == "-" else f" + {written}"
    return text


def _assembled(number, above, body, below):
    """Write number, scalars and body as one product, or the quotient of two."""
    size = abs(number)
    if size.denominator > 1000 or size.numerator > 10**15:
        top, bottom = repr(float(size)), 1
    else:
        top, bottom = str(size.numerator), size.denominator
    factors = [*above, *(body.parts if body and body.kind == "matmul" else [body] if body else [])]
    if top != "1" or not factors:
        factors.insert(0, word(top, top))
    divisors = [*([word(str(bottom), str(bottom))] if bottom != 1 else []), *below]
    form = factors[0] if len(factors) == 1 else Form("matmul", tuple(factors))
    if divisors:
        form = Form(
            "quotient",
            (form, divisors[0] if len(divisors) == 1 else Form("matmul", tuple(divisors))),
        )
    return Form("negative", (form,)) if number < 0 else form


def _exponent(exponent, entrywise, latex):
    ring = ("", "∘", r"\circ ")[entrywise * (1 + latex)]
    if latex:
        return f"^{{{ring}{exponent}}}"
    if exponent.denominator != 1:
        return f"{ring}^({exponent})"
    return ring + str(exponent).translate(str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"))


GREEK = (
    "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi pi rho sigma tau "
    "upsilon phi chi psi omega Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi Omega"
)


def _latex_name(name, rank):
    """Vectors bold, matrices in plain capitals; what follows the letters is a subscript."""
    letters, index = re.fullmatch(r"(.*?)_?((?<=[^\W\d])\d+|(?<=_)[^_]+)?", name).groups()
    if letters in GREEK.split():
        letters = f"\\{letters}"
        text = rf"\boldsymbol{{{letters}}}" if rank == 1 else letters
    else:
        style = "mathbf" if rank == 1 else "mathrm" if len(letters) > 1 else None
        text = rf"\{style}{{{letters}}}".replace("_", r"\_") if style else letters
    subscript = index if index and (index.isdigit() or len(index) == 1) else rf"\text{{{index}}}"
    return f"{text}_{{{subscript}}}" if index else text
