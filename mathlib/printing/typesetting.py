"""A notation tree written out, as plain text or as LaTeX.

A part that holds together less tightly than its place wants gets brackets. Bars do not say which
of them opens, so a norm or an absolute value that stands bare between bars gets brackets too:
‖z (‖f‖)² S‖. How tightly a form holds is known before it is written, so each is written once.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import groupby
from typing import Any

from mathlib.printing.form import forms_below
from mathlib.printing.forms import Form, word
from mathlib.printing.kinds import ATOM, KINDS, PRODUCT, SCRIPT, SUM, TERM
from mathlib.printing.latex_names import latex_name, names_that_look_alike, text_name
from mathlib.printing.numbers import exponent_text, split_fraction

BARS = ("norm", "abs", "logdet")  # between bars: of a logdet, in LaTeX


def write(f: Form, latex: bool) -> str:
    """Return the form as plain text, or as LaTeX."""
    return _write(_told_apart(f) if latex else f, latex, False)


def _told_apart(f: Form) -> Form:
    """Return a form in which no two symbols look alike in LaTeX."""
    symbols = [form for form in forms_below(f) if form.kind == "symbol"]
    alike = names_that_look_alike(form.parts for form in symbols)
    told = {s: word(s.parts[0], alike[s.parts]) for s in symbols if s.parts in alike}
    return replaced(f, told) if told else f


def replaced(part: Any, swaps: dict[Form, Form]) -> Any:
    """Return a form, or parts of one, with others in the place of some; `swaps` learns them."""
    if isinstance(part, tuple):
        return tuple(replaced(inner, swaps) for inner in part)
    if not isinstance(part, Form):
        return part
    if part not in swaps:
        inside = replaced(part.parts, swaps)
        swaps[part] = Form(part.kind, inside, part.symmetric, part.of_matrix)
    return swaps[part]


def _write(f: Form, latex: bool, between_bars: bool) -> str:
    """Return the text of a form, without brackets around it."""
    f = _shown(f)
    match f.kind:
        case "symbol":
            return latex_name(*f.parts) if latex else text_name(f.parts[0])
        case "word":
            return f.parts[latex]
        case "power":
            base, exponent, entrywise = f.parts
            # In LaTeX, a power of a logdet needs brackets: log |det A|² is the log of a square.
            wanted = ATOM + 1 if latex and base.kind == "logdet" else ATOM
            inside = _part(base, wanted, latex, between_bars)
            return inside + _exponent(exponent, entrywise, latex)
        case "sum":
            return _sum(f.parts, latex, between_bars)
        case "where below":
            return _with_definitions([_write(part, latex, False) for part in f.parts], latex)
    return _of_kind(f, latex, between_bars)


def _with_definitions(lines: list[str], latex: bool) -> str:
    """Return a formula, and below it what the names in it stand for."""
    first = r"& \text{where } " if latex else "where "
    further = r"& \phantom{\text{where }} " if latex else "      "
    whole, *below = lines
    below = [(further if k else first) + line for k, line in enumerate(below)]
    if not latex:
        return "\n".join([whole, *below])
    return r"\begin{aligned} & " + r" \\ ".join([whole, *below]) + r" \end{aligned}"


def _of_kind(f: Form, latex: bool, between_bars: bool) -> str:
    """Return the text of a form as `KINDS` has it."""
    kind = KINDS[f.kind]
    wanted: tuple[int, ...] = (kind.wanted,) * len(f.parts)
    if f.kind in ("quotient", "slope"):  # a fraction in LaTeX; on one line, a b / (c d)
        wanted = (SUM, SUM) if latex else (PRODUCT, SCRIPT)
    if f.kind in ("raise_to", "entrywise power"):
        wanted = _wanted_of_power(f, latex)
    if kind.tightness == ATOM:
        between_bars = f.kind in BARS or (between_bars and f.kind == "entry")
    parts = [
        _part(part, least, latex, between_bars) for part, least in zip(f.parts, wanted, strict=True)
    ]
    if f.kind == "entry" and latex and "_" in parts[0]:
        parts[0] = f"{{{parts[0]}}}"  # TeX takes no second subscript
    if kind.joint:
        return kind.joint[latex].join(parts)
    return (kind.latex if latex else kind.text).format(*parts)


def _wanted_of_power(f: Form, latex: bool) -> tuple[int, int]:
    """Return how tightly base and exponent must hold: in LaTeX, braces hold an exponent."""
    base, exponent = f.parts
    bare = exponent.kind in ("symbol", "word", "scaled")
    # In LaTeX, a power of a logdet needs brackets: log |det A|² is the log of a square.
    of_base = ATOM + 1 if latex and base.kind == "logdet" else ATOM
    return of_base, SUM if latex and f.kind == "raise_to" else ATOM if bare else ATOM + 1


def _part(f: Form, wanted: int, latex: bool, between_bars: bool) -> str:
    """Return the text of a part, in brackets where it needs them."""
    bare_bars = between_bars and (f.kind in ("norm", "abs") or (latex and f.kind == "logdet"))
    if _shown(f).tightness >= wanted and not bare_bars:
        return _write(f, latex, between_bars)
    text = _write(f, latex, False)
    return rf"\left({text}\right)" if latex else f"({text})"


def _sum(terms: tuple[Form, ...], latex: bool, between_bars: bool) -> str:
    text = ""
    for term in terms:
        written = _part(term, TERM, latex, between_bars)
        if not text:
            text = written
        else:
            text += f" - {written[1:]}" if written[0] == "-" else f" + {written}"
    return text


def _shown(f: Form) -> Form:
    """Return a form as it is written: a number in front as a quotient, A A as a power of A."""
    if f.kind == "scaled":
        f = _as_quotient(f)
    return _product(list(f.parts)) if f.kind == "matmul" else f


def _as_quotient(f: Form) -> Form:
    """Return number, scalars and body as one product, or as the quotient of two."""
    number, above, body, below = f.parts
    top, bottom = split_fraction(abs(number))
    factors = [*above, *(body.parts if body and body.kind == "matmul" else [body] if body else [])]
    if top.parts[0] != "1" or not factors:
        factors.insert(0, top)
    divisors = [*([bottom] if bottom else []), *below]
    form = _product(factors)
    if divisors:
        form = Form("quotient", (form, _product(divisors)))
    return Form("negative", (form,)) if number < 0 else form


def _product(factors: list[Form]) -> Form:
    """Return a product of matrices, in which repeated ones are powers: A⁻² for A⁻¹ A⁻¹."""
    runs = [(factor, len([*alike])) for factor, alike in groupby(factors)]
    powers = [factor if times == 1 else _matrix_power(factor, times) for factor, times in runs]
    return powers[0] if len(powers) == 1 else Form("matmul", tuple(powers))


def _matrix_power(f: Form, times: int) -> Form:
    if f.kind == "inv":
        return Form("power", (f.parts[0], Fraction(-times), False), f.symmetric)
    return Form("power", (f, Fraction(times), False), f.symmetric)


def _exponent(exponent: Fraction, entrywise: bool, latex: bool) -> str:
    ring = ("", "∘", r"\circ ")[entrywise * (1 + latex)]
    if latex:
        return f"^{{{ring}{exponent_text(exponent)}}}"
    if exponent.denominator != 1:
        return f"{ring}^({exponent_text(exponent)})"
    return ring + str(exponent).translate(str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"))
