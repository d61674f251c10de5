"""Rules for the constants that pick entries, in products; see `contraction_rules`.

A pick of what is the same everywhere is that; two equal picks of one axis are the identity between
what they lead to; a pick of what was picked is one pick.
"""

from __future__ import annotations

from mathlib.symbolic.contraction_rules import labels_of
from mathlib.symbolic.index_arrays import listed
from mathlib.symbolic.nodes import Identity, Listing, Pick, Roll, Selection


def cancel_selections(flat, out, sizes):
    """Drop a pick of what is the same everywhere, and make one of two that follow each other."""
    picks = [f for f in flat if isinstance(f[0], Pick) and f[0].stays_inside]
    for pick in picks:
        e, (label, *others) = pick
        rest = [f for f in flat if f is not pick]
        elsewhere = [f for f in rest if label in f[1]]
        if isinstance(e, Roll) and (met := _rolled_on(pick, rest, out)):
            (gone,) = labels_of([pick]) - labels_of([met[1]])
            del sizes[gone]
            return [*(f for f in rest if f is not met[0]), met[1]]
        if label in out or label in others:
            continue
        if not elsewhere:
            del sizes[label]
            sizes.update(zip(others, e.shape[1:], strict=True))
            return rest
        if len(elsewhere) == 1 and isinstance(elsewhere[0][0], Pick):
            left = [f for f in rest if f is not elsewhere[0]]
            if (met := _met(pick, elsewhere[0])) is not None and label not in labels_of(left):
                del sizes[label]
                return [*left, *met]
    return flat


def _met(pick, other):
    """Return what two picks come to that share the first axis of one of them, or None."""
    (e, (label, *ends)), (f, theirs) = pick, other
    if e is f and theirs[0] == label and len(ends) == 1 and _never_twice(e):
        return [(Identity(e.shape[1]), (ends[0], theirs[1]))] if ends[0] != theirs[1] else None
    if not f.stays_inside or theirs[1:] != (label,):
        return None
    if isinstance(e, Selection) and isinstance(f, Selection):
        return _one_slice(pick, other)
    places, inner = _places(f), _places(e)
    if places is None or inner is None or not isinstance(e.shape[0], int):
        return None
    found = listed(e.shape[1:], tuple(places[k] for k in inner), f.shape[0], "what is picked from")
    return [(found, (theirs[0], *ends))]


def _one_slice(pick, other):
    """Return a slice of a slice as one, or None where that is not known."""
    (e, (_, *ends)), (f, theirs) = pick, other
    (step,), length = f.steps, e.shape[0]
    start, from_end = f.start + step * e.start, f.from_end
    if e.from_end and isinstance(length, int):
        start += step * length
    elif e.from_end:
        if not f.from_end or step != -1 or length != f.shape[0]:
            return None
        from_end = False  # counted back from the end, from the end
    shape, steps = (f.shape[0], *e.shape[1:]), tuple(step * inner for inner in e.steps)
    if shape == (length, length) and (start, steps, from_end) == (0, (1,), False):
        return [(Identity(length), (theirs[0], *ends))]
    return [(Selection(shape, start, steps, from_end), (theirs[0], *ends))]


def _never_twice(e):
    """Say whether a pick of one axis picks every entry once at most."""
    if isinstance(e, Selection):
        return bool(e.steps[0])
    whole = isinstance(e.shape[0], int) or min(getattr(e, "places", (0,))) >= 0
    return isinstance(e, Roll) or (
        isinstance(e, Listing) and whole and len({*e.places}) == len(e.places)
    )


def _places(e):
    """Return the places that a pick lists, or None where they are not numbers."""
    if isinstance(e, Listing):
        return e.places
    count = e.shape[1] if len(e.shape) == 2 else 1
    if not isinstance(e, Selection) or not isinstance(count, int) or len(e.steps) > 1:
        return None
    step = e.steps[0] if e.steps else 1
    return range(e.start, e.start + step * count, step)


def _rolled_on(pick, rest, out):
    """Return a roll that shares a summed axis with another, and what both come to, or None."""
    e, ends = pick
    for other in rest:
        shared = [label for label in ends if label in other[1] and label not in out]
        if not isinstance(other[0], Roll) or len(shared) != 1:
            continue
        left = [f for f in rest if f is not other]
        (label,) = shared
        if label in labels_of(left) or len({*ends, *other[1]}) != 3:
            continue
        (a, ahead), (b, behind) = (_other_end(f, label) for f in (pick, other))
        shift = behind - ahead
        if isinstance(e.shape[0], int):
            shift %= e.shape[0]
        if not shift:
            return other, (Identity(e.shape[0]), (a, b))
        return other, (Roll(e.shape[0], abs(shift)), (a, b) if shift > 0 else (b, a))
    return None


def _other_end(factor, label):
    """Return the other label of a roll, and how far it is ahead of this one."""
    e, (first, second) = factor
    return (second, e.shift) if first == label else (first, -e.shift)
