"""One entry of an expression, with letters for its axes and sums over the others."""

from __future__ import annotations

import itertools
from fractions import Fraction

from mathlib.printing import forms
from mathlib.printing.forms import Form
from mathlib.printing.matrix_notation import MatrixForms, NoMatrixFormError
from mathlib.printing.radicals import readable_numbers
from mathlib.printing.readable_functions import call, readable_function
from mathlib.printing.selections import indicator
from mathlib.symbolic import axis_nodes, nodes
from mathlib.symbolic.canonical_form import power
from mathlib.symbolic.expression import Expression
from mathlib.symbolic.unknown_functions import Applied

#: Functions along the last axis, of which an entry can be written by entries.
ALONG_AXIS = (nodes.LogSumExp, nodes.Softmax, axis_nodes.Extreme, axis_nodes.Hardmax)
LETTERS = "ijklpqrstuvwabcdefgh"


def index_form(e: Expression) -> Form:
    """One entry, with letters for the axes."""
    taken = {symbol.name for symbol in e.symbols} | e.dimensions  # Σ_i x[i] / i would be read wrong
    letters = unused(taken, len(e.shape))
    return entry(e, letters, taken.union(letters))


def entry(e: Expression, subscripts: list[str], used: set[str]) -> Form:
    """Return the entry of an expression at the given letters; `used` are not free for sums."""
    match e:
        case nodes.Identity():
            return Form("delta", (listed(subscripts),))
        case nodes.LowerTriangle():
            difference = " - ".join(subscripts)
            return Form("at_least_zero", (forms.word(difference, difference),))
        case nodes.Selection():
            return indicator(e, subscripts)
        case nodes.Power():
            return forms.power(entry(e.base, subscripts, used), Fraction(e.exponent), False)
        case Applied():
            return call(e, [entry(a, subscripts, used) for a in e.children], False)
        case nodes.Function():
            name, children = readable_function(e)
            name = "raise_to" if name == "entrywise power" else name
            at = [subscripts if len(a.shape) == len(subscripts) else [] for a in children]
            return Form(name, tuple(entry(a, s, used) for a, s in zip(children, at, strict=True)))
        case nodes.Sum():
            return forms.total([entry(c * term, subscripts, used) for c, term in e.terms])
        case nodes.Product():
            return _entry_of_product(e, subscripts, used)
        case nodes.MergeAxes():
            merged, *pair = subscripts
            joined = f"{merged},({','.join(pair)})"
            return Form("delta", (forms.word(joined, joined),))
    whole = forms.of_symbol(e, 0) if isinstance(e, nodes.Symbol) else _whole(e, used)
    if whole is None:
        return _along_axis(e, subscripts, used)
    return Form("entry", (whole, listed(subscripts))) if subscripts else whole


def _entry_of_product(e, subscripts, used):
    fixed = {ls[0]: str(f.start) for f, ls in e.factors if ls[:1] and _is_fixed(f, ls[0], e)}
    summed = sorted(e.summed - fixed.keys())
    names = dict(enumerate(subscripts)) | dict(zip(summed, unused(used, len(summed)), strict=True))
    names |= fixed
    used = used.union(names.values())
    above: list[Form] = []
    below: list[Form] = []
    number, factors = readable_numbers(e.coefficient, e.factors)
    for f, labels in factors:
        if labels and _is_fixed(f, labels[0], e):
            continue
        if not labels and isinstance(f, nodes.Power) and f.exponent < 0:
            below.append(entry(power(f.base, -f.exponent), [], used))
        else:
            above.append(entry(f, [names[label] for label in labels], used))
    above, below = forms.sort_factors(above), forms.sort_factors(below)
    if not summed:
        return forms.scaled(Fraction(number), above, None, below)
    over = listed([names[label] for label in summed])
    inner = Form("sum over", (over, forms.scaled(Fraction(1), above, None, below)))
    return forms.scaled(Fraction(number), [], inner, [])


def _is_fixed(f, label, e):
    """Say whether a factor picks one entry, whose position can be written in place of a letter."""
    return isinstance(f, nodes.Selection) and not (f.steps or f.from_end) and label in e.summed


def _whole(e, used):
    """Return a form for something that has no entries of its own; indexed inside if need be."""
    try:
        return MatrixForms(e)(e)
    except NoMatrixFormError:
        if isinstance(e, ALONG_AXIS):
            return None
        letters = unused(used, 2)
        inside = entry(e.base, letters, {*letters} | used)
        return Form(e.kind, (inside,))


def _along_axis(e, subscripts, used):
    """Return a function along the last axis of what is written in entries: ``softmax_j(x[i,j])``.

    The letter below runs over that axis; where it is one that the other axes have, another does.
    """
    before, last = subscripts[: len(e.base.shape) - 1], subscripts[len(e.base.shape) - 1 :]
    free = last and last[0] not in before
    letter = last[0] if free else unused(used, 1)[0]
    inside = entry(e.base, [*before, letter], used | {letter})
    name = rf"\{e.kind}" if e.kind in ("max", "min") else rf"\operatorname{{{e.kind}}}"
    form = Form("along axis", (forms.word(e.kind, name), listed([letter]), inside))
    return form if free or not last else Form("entry", (form, listed(last)))


def unused(used: set[str], number: int) -> list[str]:
    """Return letters that are not used; after the alphabet, i1, j1, ..."""
    endless = (letter + str(k or "") for k in itertools.count() for letter in LETTERS)
    return list(itertools.islice((letter for letter in endless if letter not in used), number))


def listed(letters: list[str]) -> Form:
    """Return letters as a subscript."""
    return forms.word(",".join(letters), "".join(letters))
