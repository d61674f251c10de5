"""Proves a display: at random points, every side of every statement has one value.

A display is *read* if all it says can be computed, and *true* if the sides agree, wherever they
are defined, at points of different sizes, until every case of a case distinction has occurred.
"""

from contextlib import suppress

import numpy as np

from tools.page_reader.context import Context
from tools.page_reader.conventions import check_definition, check_names, says_zero, vanishes
from tools.page_reader.definitions import context_of, is_name
from tools.page_reader.errors import Unreadable, Unsettled, Wrong
from tools.page_reader.evaluation import Evaluation
from tools.page_reader.indices import counted
from tools.page_reader.points import Point, Whole, edges
from tools.page_reader.relations import TOLERANCE, compared, finite, precision
from tools.page_reader.statements import COMPARISONS, read_statements
from tools.page_reader.surroundings import Surroundings
from tools.page_reader.tree import INDICES, Tree

#: At how many random points a claim is tried, and how many are drawn to find them.
POINTS, DRAWS = 3, 80
#: At how many points of whole numbers a claim is tried that has a condition.
WHOLE_POINTS = 40


class Reading:
    """A display that has been taken apart."""

    def __init__(self, latex, surroundings=None):
        around = surroundings or Surroundings()
        given, functions = [], set(around.functions)
        for text in around.where:
            statements, functions = read_statements(text, functions)
            given += statements
        self.latex, self.where = latex, tuple(around.where)
        self.statements, functions = read_statements(latex, functions)
        around_it = context_of(given, functions, Context(elementwise=around.elementwise))
        self.context = context_of(self.statements, functions, around_it)
        self.given, self.alive = given, []
        self.claims = [s for s in self.statements if not s.only_bounds and self.claims_more(s)]

    def claims_more(self, item):
        """Tell whether a statement says more than what a name is defined to be."""
        if item.is_shape:
            return not is_name(item.sides[0])
        return len(item.relations) > 1 or not self.defines(item)

    def defines(self, item):
        """Tell whether a statement defines the name on its left."""
        left, right = item.sides[:2]
        head = left.parts[0] if left.op == "call" else left
        entries = self.context.entries.get(head.value, []) if head.op == "entry" else []
        definition = self.context.definitions.get(head.value) if head.op == "symbol" else None
        return any(d is not None and d.body is right for d in [definition, *entries])

    def conditions(self, item):
        """Return the conditions under which a claim is made: those given, and those of its line."""
        given = [s for s in self.given if COMPARISONS.issuperset(s.relations)]
        return given + [s for s in self.statements if s.is_condition and s.line == item.line]

    # --------------------------------------------------------------------------------- proof

    def prove(self):
        """Demand that the display is true; `Wrong` or `Unreadable` say why it is not."""
        if not self.claims:
            raise Unreadable("nothing is claimed: each side is the definition of a name")
        check_names(self)
        self.prove_at_random()
        self.check_definitions()
        sides = [side for claim in self.claims for side in claim.sides]
        for point in edges(self.context.reached(sides), self.context):
            list(self.proved_at(point))
        self.prove_conditions()
        for claim in self.claims:
            if claim not in self.alive and not (claim.is_shape or says_zero(claim)):
                raise Unreadable(f"{self.text(claim)}: zero on every side, and none says so")

    def prove_at_random(self):
        """Demand that the display is true at random points."""
        times, outcomes = dict.fromkeys(range(len(self.claims)), 0), set()
        for seed in range(DRAWS):
            point = Point(seed)
            for number in self.proved_at(point):
                times[number] += 1
                outcomes |= point.outcomes
            if min(times.values()) >= POINTS and outcomes >= self.cases():
                return
        number = min(times, key=times.get)
        if times[number] < POINTS:
            where = f"only {times[number]} of {DRAWS} points where it is defined and smooth"
            raise Unreadable(f"{self.text(self.claims[number])}: {where}")
        raise Unreadable("a case that never occurs")

    def check_definitions(self):
        """Demand that names are defined as names of their kind, where they are defined at all."""
        for item in filter(self.defines, self.statements):
            for seed in range(DRAWS):
                with suppress(Unsettled), np.errstate(all="ignore"):
                    check_definition(item, Evaluation(self.context, Point(seed)))
                    break

    def prove_conditions(self):
        """Demand that the conditions of a line let through no point where it has no meaning."""
        if any(map(self.restricts, self.claims)):
            for point in map(Whole, range(WHOLE_POINTS)):
                list(self.proved_at(point, strictly=True))

    def restricts(self, claim):
        """Tell whether a claim has a condition in its line, on more than indices."""
        own = [s for s in self.statements if s.is_condition and s.line == claim.line]
        return any(side.symbols() - INDICES for s in own for side in s.sides)

    def cases(self):
        """Return all cases of all distinctions and brackets, as they are noted when they occur."""
        trees = [part for s in self.claims for side in s.sides for part in side.walk()]
        rows = {(t, row) for t in trees if t.op == "cases" for row in range(len(t.parts) // 2)}
        return rows | {(t, one) for t in trees if t.op == "indicator" for one in (True, False)}

    def proved_at(self, point, strictly=False):
        """Yield the claims that are true at a point; those that are not made there are left out."""
        scope = Evaluation(self.context, point)
        for number, claim in enumerate(self.claims):
            point.outcomes.clear()  # a case has occurred only if the claim could be tried there
            try:
                with np.errstate(all="ignore"):
                    made = [self.prove_claim(claim, i) for i in self.all_indices(claim, scope)]
            except Unsettled:
                if strictly and self.restricts(claim):
                    raise Unreadable(f"{self.text(claim)}: its condition is too weak") from None
                continue
            except RecursionError:
                raise Unreadable("names that are defined by one another") from None
            if made:
                yield number

    def all_indices(self, item, scope):
        """Yield a scope for all values of the indices a claim leaves open, where it is made.

        An index that only a condition has is meant for all its values, as in x_i > 0.
        """
        conditions = [compare(condition) for condition in self.conditions(item)]
        for indexed in counted(item.sides, scope):
            if all(i.holds(c) for c in conditions for i in counted([c], indexed)):
                yield indexed

    def prove_claim(self, item, scope):
        """Demand that one claim is true at a point."""
        if item.is_shape:
            wanted = tuple(scope.integer(size) for size in item.sides[1].parts)
            shape = scope.value(item.sides[0]).shape
            self.demand(shape == wanted, item, 0, f"the shape is {shape}, not {wanted}")
            return
        values = self.values(item, scope)
        for place, relation in enumerate(item.relations):
            pair = values[place : place + 2]
            rounded = relation == r"\approx"
            tolerance = precision(item.token_sides[place + 1]) if rounded else TOLERANCE
            difference = compared(relation, *pair, tolerance)
            self.demand(not difference, item, place, difference)

    def values(self, item, scope):
        """Return the values of all sides, each of which is looked at even where one has none."""
        values, unsettled = [], None
        for side in item.sides:
            try:
                values.append(finite(scope.value(side)))
            except Unsettled as error:
                unsettled = error
        if unsettled:
            raise unsettled
        if item not in self.alive and not vanishes(values):
            self.alive.append(item)
        return values

    def demand(self, condition, item, place, sentence):
        """Raise `Wrong` unless a claim is true."""
        if not condition:
            raise Wrong(f"{self.text(item, place, place + 2)}: {sentence}")

    def text(self, item, start=0, end=None):
        """Return a statement, or some sides of it, as it stands on the page."""
        sides = item.token_sides[start:end]
        return " ".join(self.latex[sides[0][0].start : sides[-1][-1].end].split())


def compare(item):
    """Return the condition that a statement is."""
    return Tree("compare", item.sides, item.relations)
