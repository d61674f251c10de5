"""Rules for the factors of a product: deltas, powers, merged axes.

A product is a list of indexed factors, `out` its output labels, and `sizes` the dimension of every
label. Every rule keeps the value of the product, summed over the labels that are in `sizes` and not
in `out`: so a label that is made equal to another one, or is no longer summed, leaves `sizes`. A
rule that finds nothing returns the very list it was given.
"""

from __future__ import annotations

from mathlib.symbolic.constants import is_long, is_radical, normalize, number_power
from mathlib.symbolic.expression import Expression, Factor, Number
from mathlib.symbolic.nodes import Constant, Function, Identity, MergeAxes, Power

#: Functions of a number's sign: a mask is 0 where relu is.
SIGNS = ("sign", "step", "at_least_zero")


def contract_deltas(flat, out, sizes):
    """Give the labels of every delta one name; keep the deltas between two output labels."""
    place = {label: k for k, label in enumerate(out)}
    names: dict[int, int] = {}
    kept: list[tuple[Identity, int]] = []

    def name(label):
        while label in names:
            label = names[label]
        return label

    for e, labels in flat:
        if isinstance(e, Identity):
            i, j = sorted(map(name, labels), key=lambda label: place.get(label, len(place)))
            if i != j:
                names[j] = i
                kept += [(e, j)] if j in place else []
                sizes.pop(j) if j not in place else None
    others = [f for f in flat if not isinstance(f[0], Identity)]
    return [(e, (name(j), j)) for e, j in kept] + [(e, tuple(map(name, ls))) for e, ls in others]


def cancel_merges(flat, out, sizes):
    """Merge equal merged axes, and drop those that only sum to 1.

    Where the merged axis of two is the same label, or the pair is, so is the other. A merged axis
    that is summed and stands nowhere else takes for every pair one value, 1; so do the two of a
    pair for every merged index.
    """
    merges = [f for f in flat if isinstance(f[0], MergeAxes)]
    for k, merge in enumerate(merges):
        rest = [f for f in flat if f is not merge]
        if alone := _labels_that_sum_to_one(merge, rest, out):
            for label in alone:
                del sizes[label]
            return rest
        for other in merges[:k]:
            deltas = _deltas_between(merge, other)
            if deltas is not None:
                return rest + deltas
    return flat


def _labels_that_sum_to_one(merge, rest, out):
    """Return the labels of merged axes that stand nowhere else, if they sum to 1."""
    whole, *pair = merge[1]
    elsewhere = labels_of(rest).union(out)
    alone = [label for label in dict.fromkeys(merge[1]) if label not in elsewhere]
    if whole in alone:
        return [whole]
    return pair if alone == pair else []


def _deltas_between(merge, other):
    """Return what two merges say of their labels, if they share the merged axis or the pair."""
    (e, (whole, *pair)), (same, (other_whole, *other_pair)) = merge, other
    if same is not e or (whole != other_whole and pair != other_pair):
        return None
    ends = zip(e.shape, (whole, *pair), (other_whole, *other_pair), strict=True)
    return [(Identity(d), (a, b)) for d, a, b in ends if a != b]


def collect_powers(flat, power):
    """Merge the powers of one base with one indexing; `power` raises to one."""
    flat = collect_general_powers(flat)
    alike: dict[Factor, list[tuple[Number, Expression]]] = {}
    for e, labels in merge_radicals(flat):
        base, exponent = _raised(e)
        key = base, tuple(sorted(labels)) if base.symmetric else labels
        alike.setdefault(key, []).append((exponent, e))
    merged = []
    for (base, labels), found in alike.items():
        exponent = normalize(sum(exponent for exponent, _ in found))
        if len(found) == 1 or isinstance(base, Constant):
            merged.append((found[0][1], labels))
        elif exponent:
            merged.append((power(base, exponent), labels))
    return merged


def cancel_signs(flat, power):
    """Replace sign(x) / |x| by 1 / x, x sign(x) by |x|, and [x > 0] relu(x) by relu(x)."""
    for sign in flat:
        if not isinstance(sign[0], Function) or sign[0].name not in SIGNS:
            continue
        (x,) = sign[0].children
        for other in flat:
            base, exponent = _raised(other[0])
            if other[1] == sign[1] and (met := _without_sign(sign[0].name, x, base, exponent)):
                rest = [f for f in flat if f is not sign and f is not other]
                powers = [(power(e, times), sign[1]) for e, times in met if times]
                return [*rest, *powers]
    return flat


def _without_sign(name, x, base, exponent):
    """Return the powers that a sign or a mask of x makes of another factor, or None."""
    inside = base.children if isinstance(base, Function) else ()
    if name != "sign":
        of_same = exponent > 0 and inside == (x,) and base.name == "relu"
        return [(base, exponent)] if of_same else None
    if exponent == -1 and inside == (x,) and base.name == "abs":
        return [(x, -1)]
    if base is x and exponent > 0 and exponent % 2 == 1:
        return [(x, exponent - 1), (Function("abs", (x,), True), 1)]
    return None


def collect_general_powers(flat):
    """Merge the powers of one base by expressions with its other powers: p^q / p is p^(q-1)."""
    for raised in flat:
        if not (isinstance(raised[0], Function) and raised[0].name == "raise_to"):
            continue
        base, total = raised[0].children
        alike = [f for f in flat if f is not raised and f[1] == raised[1] and _base(f[0]) is base]
        if alike:
            from mathlib.symbolic.general_powers import general_power

            for e, _ in alike:
                further = e.exponent if isinstance(e, Power) else 1
                total = total + (e.children[1] if isinstance(e, Function) else further)
            rest = [f for f in flat if f is not raised and not any(f is a for a in alike)]
            return collect_general_powers([*rest, (general_power(base, total.body), raised[1])])
    return flat


def _raised(e):
    """Return the base and the exponent of a power by a number."""
    return (e.base, e.exponent) if isinstance(e, Power) else (e, 1)


def _base(e):
    """Return what is raised to a power, by a number or by an expression."""
    if isinstance(e, Function) and e.name == "raise_to":
        return e.children[0]
    return e.base if isinstance(e, Power) else e


def merge_radicals(flat):
    """Multiply radicals of one exponent: sqrt(2) sqrt(3) is sqrt(6), and sqrt(2) sqrt(8) is 4."""
    radicals = [e for e, _ in flat if is_radical(e)]
    if len(radicals) < 2:
        return flat
    numbers: dict[Number, Number] = {}
    for e in radicals:
        numbers[e.exponent] = numbers.get(e.exponent, 1) * e.base.coefficient
    if any(is_long(number, exponent) for exponent, number in numbers.items()):
        return flat
    merged = [(number_power(number, exponent), ()) for exponent, number in numbers.items()]
    return [f for f in flat if not is_radical(f[0])] + merged


def labels_of(factors):
    """Return all labels of some factors."""
    return {label for _, labels in factors for label in labels}


def blocks_of(flat):
    """Return the factors in blocks that share no label; those without labels are in none."""
    joined: dict[int, int] = {}  # each label to another of its block, or to itself

    def leader(label):
        while (other := joined.setdefault(label, label)) != label:
            joined[label] = label = joined[other]
        return label

    for _, labels in flat:
        for label in labels[1:]:
            joined[leader(label)] = leader(labels[0])
    blocks: dict[int, list[Factor]] = {}
    for f in flat:
        if f[1]:
            blocks.setdefault(leader(f[1][0]), []).append(f)
    return [*blocks.values()]
