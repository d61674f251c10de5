"""Factors of a product that cancel: deltas, a matrix and its inverse, axes joined and taken apart.

A product is a list of indexed factors, `out` its output labels, and `sizes` the dimension of every
label. A label that is made equal to another one, or is no longer summed, leaves `sizes`.
"""

from __future__ import annotations

from mathlib.symbolic.nodes import Identity, Inverse, MergeAxes


def contract_deltas(flat, out, sizes):
    """Give the labels of every delta one name; keep the deltas between two output labels."""
    place = {label: k for k, label in enumerate(out)}
    names, kept = {}, []

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


def cancel_inverses(flat, out, sizes):
    """Replace a matrix times its inverse by the identity, to be contracted."""
    for inverse, labels in [f for f in flat if isinstance(f[0], Inverse)]:
        for other, theirs in [f for f in flat if f[0] is inverse.base]:
            for (a, b), (c, d) in _facing(labels, theirs, other.symmetric):
                if b == c and b not in out and sum(ls.count(b) for _, ls in flat) == 2:
                    del sizes[b]
                    rest = [f for f in flat if f not in ((inverse, labels), (other, theirs))]
                    return [*rest, (Identity(inverse.shape[0]), (a, d))]
    return flat


def _facing(labels, theirs, symmetric):
    """Return the ways in which two matrices can stand side by side."""
    ways = [(labels, theirs), (labels[::-1], theirs[::-1])]
    return ways + [(a, b[::-1]) for a, b in ways] if symmetric else ways


def cancel_merges(flat, out, sizes):
    """Let joints of one whole, or of one pair, be one; drop a joint that only sums to 1."""
    joints = [f for f in flat if isinstance(f[0], MergeAxes)]
    for k, (e, (whole, *pair)) in enumerate(joints):
        others = [label for f in flat if f is not joints[k] for label in f[1]]
        ends = dict.fromkeys((whole, *pair))
        lonely = [label for label in ends if label not in out and label not in others]
        if whole in lonely or lonely == pair:
            for label in [whole] if whole in lonely else pair:
                del sizes[label]
            return [f for f in flat if f is not joints[k]]
        for other, (their_whole, *theirs) in joints[:k]:
            if other is e and (whole == their_whole or pair == theirs):
                ends = zip(e.shape, (whole, *pair), (their_whole, *theirs), strict=True)
                deltas = [(Identity(d), (a, b)) for d, a, b in ends if a != b]
                return [f for f in flat if f is not joints[k]] + deltas
    return flat
