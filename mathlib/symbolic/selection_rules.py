"""Rules for the constants that pick entries, in products; see `contraction_rules`.

A pick of what is the same everywhere is that; two equal picks of one axis are the identity between
what they lead to; a pick of what was picked is one pick.
"""

from __future__ import annotations

from mathlib.symbolic.contraction_rules import labels_of
from mathlib.symbolic.nodes import Identity, Selection


def cancel_selections(flat, out, sizes):
    """Drop a pick of what is the same everywhere, and make one of two that follow each other."""
    picks = [f for f in flat if isinstance(f[0], Selection) and f[0].stays_inside]
    for pick in picks:
        e, (label, *others) = pick
        rest = [f for f in flat if f is not pick]
        elsewhere = [f for f in rest if label in f[1]]
        if label in out or label in others:
            continue
        if not elsewhere:
            del sizes[label]
            sizes.update(zip(others, e.shape[1:], strict=True))
            return rest
        if len(elsewhere) == 1 and isinstance(elsewhere[0][0], Selection):
            left = [f for f in rest if f is not elsewhere[0]]
            if (met := _met(pick, elsewhere[0])) is not None and label not in labels_of(left):
                del sizes[label]
                return [*left, *met]
    return flat


def _met(pick, other):
    """Return what two picks come to that share the first axis of one of them, or None."""
    (e, (label, *ends)), (f, theirs) = pick, other
    if e is f and theirs[0] == label and ends and e.steps[0]:
        return [(Identity(e.shape[1]), (ends[0], theirs[1]))] if ends[0] != theirs[1] else None
    if not f.stays_inside or theirs[1:] != (label,):
        return None
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
