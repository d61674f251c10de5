"""One entry of an expression, with letters for its axes and sums over the others."""

from __future__ import annotations

import itertools
from fractions import Fraction

from mathlib.printing import forms
from mathlib.printing.forms import Form
from mathlib.printing.matrix_notation import MatrixForms, NoMatrixFormError
from mathlib.printing.radicals import readable_numbers
from mathlib.printing.readable_functions import call, readable_function, whole_call
from mathlib.printing.selections import indicator, listed as listed, place
from mathlib.symbolic import axis_nodes, nodes
from mathlib.symbolic.canonical_form import power
from mathlib.symbolic.coefficients import scale
from mathlib.symbolic.expression import Expression, Labels
from mathlib.symbolic.index_nodes import Range
from mathlib.symbolic.unknown_functions import Applied
from mathlib.symbolic.whole_functions import Whole

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
        case nodes.Pick():
            return indicator(e, subscripts)
        case Range():
            return listed(subscripts)
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
            return forms.total([entry(scale(c, term), subscripts, used) for c, term in e.terms])
        case nodes.Product():
            return _entry_of_product(e, subscripts, used)
        case nodes.MergeAxes():
            merged, *pair = subscripts
            joined = f"{merged},({','.join(pair)})"
            return Form("delta", (forms.word(joined, joined),))
    whole = _whole(e, used)
    if whole is None:
        return _along_axis(e, subscripts, used)
    return Form("entry", (whole, listed(subscripts))) if subscripts else whole


def _entry_of_product(e, subscripts, used):
    picks = _telling_picks(e)
    summed = sorted(e.summed - picks.keys())
    names = dict(enumerate(subscripts)) | dict(zip(summed, unused(used, len(summed)), strict=True))
    used = used.union(names.values())
    while unnamed := [label for label in picks if label not in names]:
        for label in unnamed:
            pick, at = picks[label]
            if all(other in names for other in at):
                names[label] = place(pick, [names[other] for other in at])
    above: list[Form] = []
    below: list[Form] = []
    number, factors = readable_numbers(e.coefficient, e.factors)
    for f, labels in factors:
        if labels and picks.get(labels[0]) == (f, labels[1:]):
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


def _telling_picks(e):
    """Return, of summed labels, the pick that says what stands in their place: ``t[i]`` for c.

    None is told by itself, be it by way of others.
    """
    found: dict[int, tuple[nodes.Pick, Labels]] = {}
    for f, labels in e.factors:
        if not isinstance(f, nodes.Pick) or not f.stays_inside or labels[0] not in e.summed:
            continue
        reached, waiting = set(), [*labels[1:]]
        while waiting:
            label = waiting.pop()
            reached.add(label)
            waiting += [l for l in found[label][1] if l not in reached] if label in found else []
        if labels[0] not in found and labels[0] not in reached:
            found[labels[0]] = f, labels[1:]
    return found


def _whole(e, used):
    """Return a form for something that has no entries of its own; indexed inside if need be."""
    if isinstance(e, nodes.Symbol):
        return forms.of_symbol(e, 0)
    if isinstance(e, Whole):
        return whole_call(e, [_argument(part, used) for part in e.children])
    try:
        return MatrixForms(e)(e)
    except NoMatrixFormError:
        if isinstance(e, ALONG_AXIS):
            return None
        letters = unused(used, 2)
        inside = entry(e.base, letters, {*letters} | used)
        return Form(e.kind, (inside,))


def _argument(e, used):
    """Return a form for the whole of something; with letters, if it has none without."""
    try:
        return MatrixForms(e)(e)
    except NoMatrixFormError:
        letters = unused(used, len(e.shape))
        return entry(e, letters, used.union(letters))


def _along_axis(e, subscripts, used):
    """Return a function along the last axis of what is written in entries: ``softmax_j(x[i,j])``.

    The letter below runs over that axis; where it is one that the other axes have, another does.
    """
    before, last = subscripts[: len(e.base.shape) - 1], subscripts[len(e.base.shape) - 1 :]
    free = last and last[0] not in before
    letter = last[0] if free else unused(used, 1)[0]
    inside = entry(e.base, [*before, letter], used | {letter})
    form = Form("along axis", (forms.function_name(e.kind), listed([letter]), inside))
    return form if free or not last else Form("entry", (form, listed(last)))


def unused(used: set[str], number: int) -> list[str]:
    """Return letters that are not used; after the alphabet, i1, j1, ..."""
    endless = (letter + str(k or "") for k in itertools.count() for letter in LETTERS)
    return list(itertools.islice((letter for letter in endless if letter not in used), number))
