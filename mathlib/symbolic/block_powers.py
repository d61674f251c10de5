"""Equal blocks of a product collected as powers: (xᵀ y) (xᵀ y) is (xᵀ y)², x'x / x'x is 1.

A block is what summed labels hold together: a scalar such as xᵀ y, or a vector such as A x. It is
a product of indexed factors itself, and in a larger product its factors stand among the others.
"""

from __future__ import annotations

from collections import Counter
from typing import TypeGuard

from mathlib.symbolic.coefficients import split_coefficient
from mathlib.symbolic.constants import constant, normalize
from mathlib.symbolic.contraction_rules import blocks_of, labels_of
from mathlib.symbolic.expression import Expression, Factor, Labels, Number
from mathlib.symbolic.nodes import Power, Product


def collect_blocks(flat: list[Factor], out: Labels, sizes: dict) -> list[Factor]:
    """Merge the powers of one block; the very list that is given, if no two are alike."""
    from mathlib.symbolic.powers import power
    from mathlib.symbolic.products import product

    found: dict[tuple[Expression, Labels], list[tuple[Number, Number, list[Factor]]]] = {}
    for block in _repeated(flat, out):
        outer = _outer(block, out)
        number: Number
        exponent: Number
        if _is_power(block, out):
            e = block[0][0]
            assert isinstance(e, Power)
            number, unit, exponent = 1, e.base, e.exponent
        else:
            (number, unit), exponent = split_coefficient(product(1, block, outer)), 1
        found.setdefault((unit, outer), []).append((number, exponent, block))
    for (unit, outer), alike in found.items():
        if len(alike) > 1:
            used = [f for *_, block in alike for f in block]
            for label in labels_of(used).difference(outer):
                del sizes[label]
            exponent = normalize(sum(exponent for _, exponent, _ in alike))
            rest = [f for f in flat if not any(f is u for u in used)]
            numbers = [(constant(number), ()) for number, *_ in alike]
            return [*rest, (power(unit, exponent), outer), *numbers]
    return flat


def _repeated(flat: list[Factor], out: Labels) -> list[list[Factor]]:
    """Return the blocks of which another one, or the base of a power, is made of the same."""
    parts = [part for e, _ in flat for part in {e, *_parts(e)}]
    if len({*parts}) == len(parts):
        return []
    inner = [(f, tuple(label for label in f[1] if label not in out)) for f in flat]
    blocks = [[f for f, _ in block] for block in blocks_of(inner)]
    blocks = [b for b in blocks if not _is_power(b, out)] + [
        [f] for f in flat if _is_power([f], out)
    ]
    blocks = [block for block in blocks if len(_outer(block, out)) < 2]
    made_of = [_made_of(block, out) for block in blocks]
    times = Counter(made_of)
    return [block for block, parts in zip(blocks, made_of, strict=True) if times[parts] > 1]


def _made_of(block: list[Factor], out: Labels) -> frozenset:
    parts = _parts(block[0][0]) if _is_power(block, out) else [e for e, _ in block]
    return frozenset(Counter(parts).items())


def _parts(e: Expression) -> tuple[Expression, ...]:
    return e.base.children if _is_power_of_sum(e) else (e,)


def _outer(block: list[Factor], out: Labels) -> Labels:
    labels = labels_of(block)
    return tuple(label for label in dict.fromkeys(out) if label in labels)


def _is_power(block: list[Factor], out: Labels) -> bool:
    """Say whether a block is a power of another one, and not that power added up."""
    (e, labels), *others = block
    return not others and _is_power_of_sum(e) and {*labels} <= {*out}


def _is_power_of_sum(e: Expression) -> TypeGuard[Power]:
    """Say whether an expression is a power of a scalar or vector that is summed up of products."""
    return isinstance(e, Power) and isinstance(e.base, Product) and bool(e.base.summed)
