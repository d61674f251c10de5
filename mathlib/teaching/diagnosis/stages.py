"""Which mistakes in a derivative are tried, and in which order.

The order is from what is simplest and commonest to what is rarest: the whole answer transposed or
unsummed; one rule broken, or a number in front; an inner for an outer product; one slip in the
finished formula; one of these with a number or a sum on top; two parts held constant; a broken rule
and a slip. An answer that an early stage explains is explained by later ones too, in more words.

The work is bounded. One more layer of a network adds rules to break, and makes every derivative
longer, so that all mutations together would take time that grows with the cube of the layers. Each
stage is cut off where its candidates, times the nodes of the formula and the entries of the values,
are more than `WORK`; of what is common the outermost steps are then tried, and the rest is said to
be unexplained.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import cached_property
from itertools import chain

import numpy as np

from mathlib.symbolic.expression import Expression, substitute, topological_order
from mathlib.teaching.diagnosis.candidate import Candidate, Mutation, Point, both
from mathlib.teaching.diagnosis.comparison import explains
from mathlib.teaching.diagnosis.entry_mutations import in_entries, in_other_places
from mathlib.teaching.diagnosis.factor_mutations import in_front, one_inside
from mathlib.teaching.diagnosis.formula_mutations import formula_mutations
from mathlib.teaching.diagnosis.kept_mutations import different, rules_of, slips_of
from mathlib.teaching.diagnosis.nesting_mutations import nesting_mutations
from mathlib.teaching.diagnosis.part_mutations import (
    by_other_variables,
    left_out,
    masks_taken_whole,
    other_parts,
)
from mathlib.teaching.diagnosis.question import Question
from mathlib.teaching.diagnosis.rule_mutations import held_constant
from mathlib.teaching.diagnosis.scalar_mutations import scalar_mutations
from mathlib.teaching.diagnosis.sum_mutations import unsummed
from mathlib.teaching.diagnosis.unsimplified import unsimplified
from mathlib.teaching.diagnosis.whole_answer import (
    inner_for_outer,
    numbers,
    on_top,
    shapes,
    telling_names,
)
from mathlib.teaching.diagnosis.wording import Wording, without_place

Array = np.ndarray

# How many candidates a stage may have, times the nodes of the formula; but some at least.
WORK, LEAST = 16_000, 40
# Rules broken so can come to the same as a number in front of everything.
SCALING = {"factor 2", "factor N", "sign", "missing path", "missing factor", "chain rule"}
SCALING |= {"norm vs square", "scalar thinking", "batch sum"}
# A slip with a factor or a transpose is commoner than rules that are broken so.
LATE = {"noncommutative", "f' at the wrong point"}
# As many entries of all values together make an evaluation twice as long.
ENTRIES = 10_000
# Of two mutations at once as many are tried as this, at most.
PAIRS = 150


class Stages:
    """The candidates for an answer about an expression.

    Parameters
    ----------
    question : Question
        What is asked.
    points : list of Point
        Where the answer is judged.
    generic : callable
        Returns a random point, at which nothing is special, or None.
    """

    def __init__(
        self, question: Question, points: list[Point], generic: Callable[[], Point | None]
    ):
        self.question, self.points, self.generic = question, points, generic
        self.y, self.x = question.y, question.x
        self.formula: Expression = _settled(question.derivative.body)
        self.names = telling_names(self.y, points)

    @cached_property
    def most(self) -> int:
        """How many candidates a stage may have."""
        nodes = len(topological_order(self.y, self.formula))
        entries = sum(map(np.size, self.points[0].values.values()))
        return max(LEAST, round(WORK / nodes / (1 + entries / ENTRIES)))

    @property
    def rare(self) -> int:
        """How many candidates a stage of two mutations may have."""
        return min(PAIRS, max(LEAST, self.most // 3))

    def all(self) -> Iterator[Iterable[Candidate]]:
        """Yield the stages; what names a place that nobody wrote comes last, without that place."""
        unwritten: list[Candidate] = []
        for stage in self._in_turn():
            yield self._written_ones(stage, unwritten)
        yield (replace(c, sentence=without_place(c.kind)) for c in unwritten)

    def _written_ones(
        self, stage: Iterable[Candidate], others: list[Candidate]
    ) -> Iterator[Candidate]:
        for c in stage:
            said = self.wording.told(c.sentence)
            if said is None:
                others.append(c)
            else:
                yield replace(c, sentence=said)

    @cached_property
    def wording(self) -> Wording:
        """What may be named."""
        return Wording(self.written, self.y, self.points[0])

    def _in_turn(self) -> Iterator[Iterable[Candidate]]:
        """Yield the stages in their order.

        A number in front of the whole is sought before the rules. If there is one, a rule may only
        say where it comes from: where few numbers tell, some rule fits by chance.
        """
        yield shapes(self.question)
        whole = [c for c in numbers(self.names) if explains(c, self.points)]
        rules = self._rules()
        likely = self._candidates(m for m in rules if m.kind not in LATE)
        scaling = (c for c in likely if c.kind in SCALING and self._comes_to_one_of(c, whole))
        yield scaling if whole else likely
        yield whole
        yield inner_for_outer(self.question)
        yield self._candidates(by_other_variables(self.y, self.x))
        slips = slips_of(self.y, self.x, self.formula, self.most)
        yield self._candidates(slips)
        for beginners in (scalar_mutations, nesting_mutations):
            yield self._candidates(beginners(self.y, self.x, self.formula))
        yield self._candidates(m for m in rules if m.kind in LATE)
        yield [*in_entries(self.points[0]), in_other_places()]
        yield from self._less_common()
        yield self._with_another_on_top([*rules, *slips])
        for rare in (held_constant(self.written, self.x, 2), self._pairs(rules)):
            yield self._candidates(different(rare, self.formula, self.rare))

    def single(self) -> Iterator[Iterable[Candidate]]:
        """Yield what one broken rule or slip leads to, even if a number in front does so too.

        Sums are left alone: some part of one comes to any ratio.
        """
        for mutations in (self._rules(), slips_of(self.y, self.x, self.formula, self.most)):
            yield self._candidates(m for m in mutations if m.kind != "batch sum")

    @cached_property
    def written(self) -> Expression:
        """What is differentiated, as the reader wrote it."""
        return unsimplified(self.y, self.points[0].values, self.question.noted)

    def _rules(self) -> list[Mutation]:
        """Return broken rules, first those of what was written."""
        forms = dict.fromkeys([self.written, self.y])
        rules = chain(
            *(rules_of(form, self.x, self.formula, self.most) for form in forms),
            masks_taken_whole(self.written, self.x),
        )
        return different(rules, self.formula, 2 * self.most)

    def _less_common(self) -> Iterator[Iterable[Candidate]]:
        """Yield what comes of factors, and of parts mistaken.

        One number is what some factor or part of the formula leads to, by chance.
        """
        yield self._of(left_out(self.y, self.x))
        if len(self.points) > 1 or self.points[0].given.size > 1:
            parts = topological_order(self.written)
            yield in_front(self.formula, self.y, parts, self.points[0])
            yield self._of(one_inside(self.formula, self.y))
            yield self._of(other_parts(self.formula, self.y))

    def _of(self, mutations: Iterable[Mutation]) -> Iterator[Candidate]:
        return self._candidates(different(mutations, self.formula, self.most))

    def _candidates(self, mutations: Iterable[Mutation]) -> Iterator[Candidate]:
        """Yield what formulas come to, or where a sum is missing, what is left of its terms."""
        for c in map(_candidate, mutations):
            if c.kind == "batch sum":
                yield from self._unsummed(c)
            else:
                yield c

    def _unsummed(self, c: Candidate) -> Iterator[Candidate]:
        array = c.evaluate(self.points[0])
        for key, part in unsummed(array.shape) if array is not None else ():
            yield Candidate((c.key, *key), c.kind, c.sentence, _then(c, part))

    def _with_another_on_top(self, mutations: list[Mutation]) -> Iterator[Candidate]:
        for c in map(_candidate, mutations):
            yield from on_top(c, self.question, self.names, self.points[0])

    def _pairs(self, rules: list[Mutation]) -> Iterator[Mutation]:
        """Yield a broken rule with a slip on top."""
        for first in rules:
            for second in formula_mutations(first.formula, self.y):
                said = both(first.sentence, second.sentence)
                yield Mutation(first.kind, said, second.formula, compound=True)

    def _comes_to_one_of(self, c: Candidate, others: list[Candidate]) -> bool:
        """Whether a candidate gives the same as another where nothing is special."""
        p = self.generic()
        if p is None:
            return False
        array = c.evaluate(p)
        return any(array is not None and _same(array, other.evaluate(p)) for other in others)


def _settled(e: Expression) -> Expression:
    """Return a formula in which what is declared, as symmetric, has drawn equal terms together."""
    back: dict[Expression, Expression] = {s.settled_version: s for s in e.symbols if s.is_declared}
    return substitute(e.with_symmetry, back) if back else e


def _candidate(m: Mutation) -> Candidate:
    return Candidate(m.formula, m.kind, m.sentence, lambda p: p.value(m.formula), m.compound)


def _then(c: Candidate, part: Callable[[Array], Array]) -> Callable[[Point], Array | None]:
    """Return what evaluates a part of what a candidate gives."""

    def evaluate(p: Point) -> Array | None:
        array = c.evaluate(p)
        return None if array is None else part(array)

    return evaluate


def _same(a: Array, b: Array | None) -> bool:
    if b is None or a.shape != b.shape:
        return False
    return bool((np.abs(a - b) <= 1e-9 * np.abs(b).max()).all())
