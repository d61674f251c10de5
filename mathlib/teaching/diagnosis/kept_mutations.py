"""Mutations that do not depend on the answer, kept for the answers that others give."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from itertools import chain, islice

from mathlib.symbolic.expression import Expression
from mathlib.symbolic.nodes import Symbol
from mathlib.teaching.diagnosis.candidate import Mutation
from mathlib.teaching.diagnosis.formula_mutations import formula_mutations, misread
from mathlib.teaching.diagnosis.rule_mutations import broken_rules, reordered


@lru_cache(maxsize=8)
def rules_of(y: Expression, x: Symbol, formula: Expression, most: int) -> list[Mutation]:
    """Return what comes of one broken rule in a form of the function."""
    return different(broken_rules(y, x), formula, most)


@lru_cache(maxsize=8)
def slips_of(y: Expression, x: Symbol, formula: Expression, most: int) -> list[Mutation]:
    """Return what comes of one slip in the finished formula."""
    found = reordered(y, x), formula_mutations(formula, y), misread(y, x)
    return different(chain(*found), formula, most)


def different(mutations: Iterable[Mutation], formula: Expression, most: int) -> list[Mutation]:
    """Return mutations whose formulas are not the right one, the first of each kind."""
    found: dict[tuple[Expression, str], Mutation] = {}
    for m in islice(mutations, 2 * most):
        if m.formula is not formula:
            found.setdefault((m.formula, m.kind), m)
    return [*found.values()][:most]
