"""What may be declared of the entries of a symbol together, and what follows from it.

A declaration is kept as a word on the symbol. Nothing is made of it while the symbol is
differentiated; in results the symbol stands in its settled version, and then the rules here apply
to the factors of every product. Like those in `contraction_rules` they keep the value of the
product, summed over the labels that are in `sizes` and not in `out`, and return the very list where
they find nothing.
"""

from __future__ import annotations

from collections.abc import Iterable

from mathlib.symbolic.constant_nodes import LowerTriangle
from mathlib.symbolic.expression import Expression, Factor
from mathlib.symbolic.indices import fresh_labels
from mathlib.symbolic.nodes import Identity, Inverse, Power, Symbol
from mathlib.symbolic.spectral_nodes import Cholesky

#: Words that are kept on a symbol, and what else each implies.
IMPLIED = {
    "diagonal": ("lower",),
    "lower": (),
    "orthogonal": (),
    "sums_to_1": (),
    "one_hot": ("sums_to_1",),
    "definite": (),
}


def implied(words: Iterable[str]) -> tuple[str, ...]:
    """Return words and those that they imply, in order."""
    given = {*words}
    return tuple(sorted(given.union(*(IMPLIED[word] for word in given))))


def has(e: Expression, word: str) -> bool:
    """Say whether a symbol is settled, and a word is declared of it."""
    return isinstance(e, Symbol) and e.settled and word in e.structure


def use_declarations(flat: list[Factor], out, sizes) -> list[Factor]:
    """Replace factors by what they come to, as the symbols in them are declared."""
    if not any(_is_concerned(e) for e, _ in flat):
        return flat
    for rule in (_sum_to_one, _orthonormal_columns, _kept_length, _on_diagonal, _in_triangle):
        met = rule(flat, out, sizes)
        if met is not flat:
            return met
    return flat


def _is_concerned(e):
    inside = e.base if isinstance(e, (Inverse, Power)) else e
    if isinstance(inside, (Cholesky, LowerTriangle)):
        return True
    parts = inside.children if isinstance(e, Power) and inside.children else (inside,)
    return any(isinstance(part, Symbol) and part.settled and part.structure for part in parts)


def _sum_to_one(flat, out, sizes):
    """Drop the entries of a row that are summed and stand nowhere else: they are 1 in sum."""
    for f in flat:
        if has(f[0], "sums_to_1") and _is_alone(f[1][-1], flat, out):
            del sizes[f[1][-1]]
            return [other for other in flat if other is not f]
    return flat


def _orthonormal_columns(flat, out, sizes):
    """Replace QᵀQ by the identity, and of a square matrix QQᵀ too."""
    found = [f for f in flat if has(f[0], "orthogonal")]
    for k, (e, labels) in enumerate(found):
        for other, theirs in found[:k]:
            for axis in _orthonormal_axes(e) if other is e else ():
                label = labels[axis]
                if theirs[axis] == label and _is_alone(label, flat, out, times=2):
                    del sizes[label]
                    rest = [f for f in flat if f not in ((e, labels), (other, theirs))]
                    ends = labels[1 - axis], theirs[1 - axis]
                    return [*rest, (Identity(e.shape[1 - axis]), ends)]
    return flat


def _kept_length(flat, out, sizes):
    """Replace the sum of the squares of Q x by that of the squares of x, and of Q by 1."""
    for f in [f for f in flat if isinstance(f[0], Power) and f[0].exponent == 2]:
        for label in f[1]:
            rest = _without_rotation(f, label) if _is_alone(label, flat, out) else None
            if rest is not None:
                del sizes[label]
                sizes.update((l, d) for e, ls in rest for l, d in zip(ls, e.shape, strict=True))
                return [*(other for other in flat if other is not f), *rest]
    return flat


def _without_rotation(f, label):
    """Return what is left of the square of a product summed over a label, without its rotation."""
    from mathlib.symbolic.canonical_form import power, product

    base, labels = f[0].base, f[1]
    place = labels.index(label)
    rotations = [g for g in base.factors if has(g[0], "orthogonal") and place in g[1]]
    others = [g for g in base.factors if g not in rotations]
    if len(rotations) != 1 or any(place in ls for _, ls in others):
        return None
    ((rotation, ends),) = rotations
    axis = ends.index(place)
    if axis not in _orthonormal_axes(rotation) or ends[0] == ends[1]:
        return None
    if not others:
        return []
    inner = ends[1 - axis]
    new = {k: l for k, l in enumerate(labels) if k != place}
    if inner not in new:
        new[inner] = fresh_labels(1)[0]
    names = dict(new) | {l: l for _, ls in others for l in ls if l not in new}
    relabelled = [(e, tuple(names[l] for l in ls)) for e, ls in others]
    left = product(1, relabelled, tuple(new.values()))
    return [(power(left, 2), tuple(new.values()))]


def _on_diagonal(flat, out, sizes):
    """Replace the diagonal of a diagonal matrix, put on a diagonal, by the matrix.

    The diagonal of an inverse is that of the reciprocals, if the matrix is triangular; that of a
    triangle of ones is 1.
    """
    for f in [f for f in flat if len(f[1]) == 2 and f[1][0] == f[1][1]]:
        rest = [other for other in flat if other is not f]
        units = (g for g in rest if isinstance(g[0], Identity) and f[1][0] in g[1])
        unit = next(units, None)
        if unit is not None and is_triangular(f[0], "diagonal"):
            return [*(g for g in rest if g is not unit), (f[0], unit[1])]
        if isinstance(f[0], LowerTriangle):
            return rest
        if isinstance(f[0], Inverse) and is_triangular(f[0].base, "lower"):
            return [*rest, (Power(f[0].base, -1), f[1])]
    return flat


def _in_triangle(flat, out, sizes):
    """Drop a triangle of ones beside a lower triangular matrix; its transpose is diagonal there."""
    for triangle in [f for f in flat if isinstance(f[0], LowerTriangle)]:
        for f in flat:
            if is_triangular(f[0], "lower") and {*f[1]} == {*triangle[1]} and len({*f[1]}) == 2:
                rest = [other for other in flat if other is not f and other is not triangle]
                if f[1] == triangle[1]:
                    return [*rest, f]
                i, j = triangle[1]
                return [*rest, (f[0], (i, i)), (Identity(f[0].shape[0]), (i, j))]
    return flat


def is_triangular(e: Expression, word: str) -> bool:
    """Say whether a matrix is known to be lower triangular, or diagonal."""
    if isinstance(e, Inverse) or (isinstance(e, Power) and e.exponent > 0):
        return is_triangular(e.base, word)
    return has(e, word) or (word == "lower" and isinstance(e, Cholesky))


def _orthonormal_axes(e):
    """Return over which axes the columns, or the rows too, are orthonormal."""
    return (0, 1) if e.shape[0] == e.shape[1] else (0,)


def _is_alone(label, flat, out, times=1):
    """Say whether a label is summed, and stands in factors so many times."""
    return label not in out and sum(labels.count(label) for _, labels in flat) == times
