"""How each kind of form is written: a table, one kind a line."""

from __future__ import annotations

from typing import NamedTuple

# How tightly a form holds together: a part that holds less tightly than wanted gets brackets.
SUM, TERM, PRODUCT, SCRIPT, ATOM = range(5)


#: Comparisons with 0 of what is negated, by the names of those of what it negates.
OPPOSITES = {"step": "below zero", "at_least_zero": "at most zero"}


class Kind(NamedTuple):
    """How a kind of form is written; all parts are joined where `joint` is given."""

    tightness: int
    wanted: int  # of its parts
    text: str
    latex: str
    joint: tuple[str, str] | None = None


def _call(name: str, latex: str | None = None) -> Kind:
    escaped = name.replace("_", r"\_")
    latex = latex or rf"\operatorname{{{{{escaped}}}}}"
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
    "step": Kind(ATOM, SUM, "[{} > 0]", r"\left[{} > 0\right]"),
    "at_least_zero": Kind(ATOM, SUM, "[{} ≥ 0]", r"\left[{} \ge 0\right]"),
    "below zero": Kind(ATOM, SUM, "[{} < 0]", r"\left[{} < 0\right]"),
    "at most zero": Kind(ATOM, SUM, "[{} ≤ 0]", r"\left[{} \le 0\right]"),
    "where": Kind(ATOM, SUM, "where({}, {}, {})", r"\operatorname{{where}}\left({}, {}, {}\right)"),
    "maximum": Kind(ATOM, SUM, "max({}, {})", r"\max\left({}, {}\right)"),
    "minimum": Kind(ATOM, SUM, "min({}, {})", r"\min\left({}, {}\right)"),
    "raise_to": Kind(SCRIPT, ATOM, "{}^{}", "{}^{{{}}}"),
    "entrywise power": Kind(SCRIPT, ATOM, "{}∘^{}", r"{}^{{\circ {}}}"),
    "call": Kind(ATOM, SUM, "{}({})", r"{}\left({}\right)"),
    "arguments": Kind(SUM, SUM, "{}", "{}", (", ", ", ")),
    "entry": Kind(ATOM, ATOM, "{}[{}]", "{}_{{{}}}"),
    "rows": Kind(ATOM, SUM, "{}", "{}"),
    "rows and columns": Kind(ATOM, SUM, "{}, {}", "{},{}"),
    "columns": Kind(ATOM, SUM, ":, {}", ":,{}"),
    "roll": Kind(ATOM, SUM, "roll({}, {})", r"\operatorname{{roll}}\left({}, {}\right)"),
    "of rows": Kind(ATOM, SUM, "{}({}, axis=1)", r"{}\left({}, \text{{axis}}=1\right)"),
    "of columns": Kind(ATOM, SUM, "{}({}, axis=0)", r"{}\left({}, \text{{axis}}=0\right)"),
    "sized": Kind(ATOM, ATOM, "{}[{}×{}]", r"{}_{{{} \times {}}}"),
    "long": Kind(ATOM, ATOM, "{}[{}]", "{}_{{{}}}"),
    "commutation": Kind(ATOM, SUM, "{}[{},{}]", "{}_{{{},{}}}"),
    "delta": Kind(ATOM, ATOM, "δ[{}]", r"\delta_{{{}}}"),
    "along axis": Kind(ATOM, SUM, "{}_{}({})", r"{}_{{{}}}\left({}\right)"),
    "differential": Kind(ATOM, ATOM, "d{}", "d{}"),
    "partial": Kind(ATOM, ATOM, "{}{}", "{} {}"),
    "slope": Kind(TERM, SCRIPT, "{}/{}", r"\frac{{{}}}{{{}}}"),
    "second differential": Kind(ATOM, ATOM, "d²{}", "d^2{}"),
    "equation": Kind(SUM, SUM, "{} = {}", "{} = {}"),
    "equality": Kind(ATOM, SUM, "[{} = {}]", r"\left[{} = {}\right]"),
    "sum over": Kind(TERM, TERM, "Σ_{} {}", r"\sum_{{{}}} {}"),
    "trace": _call("tr"),
    "logdet": Kind(ATOM, SUM, "logdet({})", r"\log \left\lvert \det\left({}\right) \right\rvert"),
    "sigmoid": _call("sigmoid", r"\sigma"),
}
KINDS |= {n: _call(n, rf"\{n}") for n in ("det", "exp", "log", "sin", "cos", "tanh")}
KINDS |= {n: _call(n, rf"\{n}") for n in ("tan", "arcsin", "arccos", "arctan", "sinh", "cosh")}
KINDS |= {n: _call(n) for n in ("arcsinh", "arccosh", "arctanh", "log1p", "expm1", "erf")}
KINDS |= {n: _call(n) for n in ("lgamma", "digamma")}
KINDS["polygamma"] = Kind(
    ATOM, SUM, "polygamma({}, {})", r"\operatorname{{polygamma}}\left({}, {}\right)"
)
KINDS |= {n: _call(n, rf"\{n}") for n in ("max", "min")}
KINDS |= {n: _call(n) for n in ("logsumexp", "tril", "one_hot", "arange")}
KINDS |= {n: _call(n) for n in ("hardmax", "diag", "vec", "relu", "softplus", "sign", "softmax")}
KINDS |= {n: _call(n) for n in ("cholesky", "eigvalsh", "eigenvectors", "lambda_max")}
KINDS |= {n: _call(n) for n in ("leading_eigenvector", "polar", "leading_dyad", "least_dyad")}
KINDS |= {n: _call(n) for n in ("nuclear_norm", "spectral_norm", "least_stretch")}
for n in ("expm", "logm", "sqrtm"):
    KINDS |= {n: _call(n), f"{n}_differences": _call(f"{n}_differences")}
KINDS |= {
    "general_expm": KINDS["expm"],
    "trace_expm": Kind(
        ATOM,
        SUM,
        "tr(expm({}))",
        r"\operatorname{{tr}}\left(\operatorname{{expm}}\left({}\right)\right)",
    ),
}
