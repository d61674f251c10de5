"""What only a derivation writes: derivatives by their names, one still to be found, entries.

An ordinary derivative is written with d, a partial one with ∂: the difference is one of notation,
and the lines of one claim keep to one of the two.
"""

from __future__ import annotations

from collections.abc import Sequence

from mathlib.printing import forms
from mathlib.printing.forms import Form
from mathlib.printing.index_notation import listed
from mathlib.printing.kinds import ATOM, KINDS, PRODUCT, SCRIPT, SUM, TERM, Kind
from mathlib.printing.typesetting import write
from mathlib.symbolic.nodes import Symbol

KINDS |= {
    "partial derivative": Kind(ATOM, ATOM, "∂{}/∂{}", r"\frac{{\partial {}}}{{\partial {}}}"),
    "ordinary derivative": Kind(ATOM, ATOM, "d{}/d{}", r"\frac{{d {}}}{{d {}}}"),
    # Bound like a product, so that it can be the last factor of one: x · d/dx sin(x).
    "partial operator": Kind(PRODUCT, SCRIPT, "∂/∂{} {}", r"\frac{{\partial}}{{\partial {}}} {}"),
    "ordinary operator": Kind(PRODUCT, SCRIPT, "d/d{} {}", r"\frac{{d}}{{d {}}} {}"),
    "operator": Kind(ATOM, ATOM, "∂/∂{}", r"\frac{{\partial}}{{\partial {}}}"),
    "applied": Kind(TERM, TERM, "{} {}", r"{} \, {}"),
    "times": Kind(TERM, PRODUCT, "{}", "{}", (" · ", r" \cdot ")),
    "call": Kind(ATOM, SUM, "{}({})", r"{}\left({}\right)"),
    "listed": Kind(ATOM, SUM, "{}", "{}", (", ", ", ")),
}


def letter(symbol: Symbol) -> Form:
    """Return a name as it is written."""
    return forms.symbol(symbol.name, len(symbol.shape))


def entry_of(form: Form, letters: Sequence[str]) -> Form:
    """Return an entry of what a form stands for; without letters, the form itself."""
    if form.kind == "symbol" and letters:
        form = forms.symbol(form.parts[0], 0)  # an entry is no vector, so not bold
    return Form("entry", (form, listed(list(letters)))) if letters else form


def sum_of_forms(terms: Sequence[Form]) -> Form:
    """Return a sum of one term or several."""
    return forms.total(list(terms)) if len(terms) > 1 else terms[0]


def signed_sum(terms: Sequence[tuple[bool, Form]]) -> Form:
    """Return a sum of terms, each with whether it is subtracted; what is subtracted stands last."""
    written = [Form("negative", (form,)) if minus else form for minus, form in terms]
    written.sort(key=lambda form: form.kind == "negative")
    return Form("sum", tuple(written)) if len(written) > 1 else written[0]


def derivative_form(of: Form, by: Form, ordinary: bool, applied: bool = False) -> Form:
    """Return the name of a derivative: a fraction, or an operator applied to what follows it."""
    if applied:
        return Form("ordinary operator" if ordinary else "partial operator", (by, of))
    return Form("ordinary derivative" if ordinary else "partial derivative", (of, by))


def reads_alike(working: Form, simple: Form) -> bool:
    """Say whether a line is the simplified one but for the dots between its factors."""
    return write(working, False).replace(" · ", " ") == write(simple, False)
