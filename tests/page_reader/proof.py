"""Proves a display: at random points, every side of every statement has one value.

A display is *read* if all it says can be computed, and *true* if the sides agree, wherever they
are defined, at points of different sizes, until every case of a case distinction has occurred.
"""

from itertools import product

import numpy as np

from page_reader.arrays import Unsized, fitted, scalar
from page_reader.context import Point
from page_reader.definitions import context_of, is_name
from page_reader.errors import Unreadable, Unsettled, Wrong
from page_reader.evaluation import Evaluation
from page_reader.indices import open_indices
from page_reader.statements import COMPARISONS, read_statements
from page_reader.surroundings import Surroundings
from page_reader.tree import Tree

#: Relative to the largest entry; what is measured is good for about nine digits.
TOLERANCE = 1e-6
#: How many points a display is tried at; those with a condition in them need more, to see a limit
#: that has moved.
POINTS, POINTS_FOR_CONDITIONS, DRAWS = 3, 24, 80


class Reading:
    """A display that has been taken apart."""

    def __init__(self, latex, surroundings=None):
        around = surroundings or Surroundings()
        self.latex = latex
        given, functions = [], set(around.functions)
        for text in around.where:
            statements, functions = read_statements(text, functions)
            given += statements
        self.statements, functions = read_statements(latex, functions)
        self.context = context_of(given, functions)
        self.given = set(self.context.definitions)
        context_of(self.statements, functions, self.context)
        self.context.elementwise = set(around.elementwise)
        self.conditions = [s for s in given if COMPARISONS.issuperset(s.relations)]
        self.conditions += [s for s in self.statements if s.is_condition]
        self.claims = [
            s
            for s in self.statements
            if not s.is_condition and not s.is_range and self.claims_more(s)
        ]

    def claims_more(self, item):
        """Tell whether a statement says more than what a name is defined to be."""
        if item.is_shape:
            return not is_name(item.sides[0])
        return len(item.relations) > 1 or not self.defines(item)

    def defines(self, item):
        """Tell whether a statement defines the name on its left."""
        left, right = item.sides[0], item.sides[1]
        head = left.parts[0] if left.op == "call" else left
        if head.op == "symbol":
            found = self.context.definitions.get(head.value)
            return found is not None and found.body is right
        return head.op == "entry" and any(
            d.body is right for d in self.context.entries.get(head.value, ())
        )

    # --------------------------------------------------------------------------------- proof

    def prove(self):
        """Demand that the display is true; `Wrong` or `Unreadable` say why it is not."""
        if not self.claims:
            raise Unreadable("nothing is claimed: each side is the definition of a name")
        done, outcomes, wanted = 0, set(), self.points()
        for seed in range(DRAWS):
            try:
                outcomes |= self.prove_at(Point(seed))
            except Unsettled:
                continue
            except RecursionError:
                raise Unreadable("names that are defined by one another") from None
            done += 1
            if done >= wanted and outcomes >= self.cases():
                return
        if done < wanted:
            raise Unreadable(f"only {done} of {DRAWS} points where it is defined and smooth")
        raise Unreadable("a case that never occurs")

    def points(self):
        """Return at how many points the display is to be tried."""
        trees = [part for s in self.statements for side in s.sides for part in side.walk()]
        conditional = any(t.op in ("cases", "indicator") or t.value == "max" for t in trees)
        return POINTS_FOR_CONDITIONS if conditional else POINTS

    def cases(self):
        """Return all cases of all case distinctions, as they are noted when they occur."""
        trees = [part for s in self.claims for side in s.sides for part in side.walk()]
        return {(t, row) for t in trees if t.op == "cases" for row in range(len(t.parts) // 2)}

    def prove_at(self, point):
        """Demand that every claim is true at a point, for all values of its free indices."""
        scope = Evaluation(self.context, point)
        with np.errstate(all="ignore"):
            for item in self.conditions:
                if not self.has_index(item, scope) and not scope.holds(compare(item)):
                    raise Unsettled("a condition does not hold")
            for item in self.claims:
                for indexed in self.all_indices(item, scope):
                    self.prove_statement(item, indexed)
        return point.outcomes

    def has_index(self, item, scope):
        """Tell whether a condition is one on indices."""
        letters = {i for claim in self.claims for i in open_indices(claim.sides, scope)}
        return any(letters & side.symbols() for side in item.sides)

    def all_indices(self, item, scope):
        """Yield a scope for every combination of values of the indices that a claim leaves open."""
        letters = sorted(open_indices(item.sides, scope))
        ranges = [range(1, scope.highest(letter, item.sides) + 1) for letter in letters]
        conditions = [c for c in self.conditions if self.has_index(c, scope)]
        for values in product(*ranges):
            indexed = scope.holding(dict(zip(letters, map(scalar, values), strict=True)))
            if all(indexed.holds(compare(condition)) for condition in conditions):
                yield indexed

    def prove_statement(self, item, scope):
        """Demand that one claim is true at a point."""
        if item.is_shape:
            wanted = tuple(scope.integer(size) for size in item.sides[1].parts)
            shape = scope.value(item.sides[0]).shape
            self.demand(shape == wanted, item, 0, f"the shape is {shape}, not {wanted}")
            return
        values = [finite(scope.value(side)) for side in item.sides]
        for place, relation in enumerate(item.relations):
            tolerance = (
                precision(item.token_sides[place + 1]) if relation == r"\approx" else TOLERANCE
            )
            difference = compared(relation, *values[place : place + 2], tolerance)
            self.demand(not difference, item, place, difference)

    def demand(self, condition, item, place, sentence):
        """Raise `Wrong` unless a claim is true."""
        if not condition:
            left, right = item.token_sides[place : place + 2]
            raise Wrong(f"{self.latex[left[0].start : right[-1].end]}: {sentence}")


def compare(item):
    """Return the condition that a statement is."""
    return Tree("compare", item.sides, item.relations)


def finite(value):
    """Return a value, unless it is not a real number at this point."""
    if not isinstance(value, Unsized) and not np.all(np.isfinite(value)):
        raise Unsettled("not defined here")
    return value


def precision(tokens):
    """Return how closely a rounded number is meant: half of its last digit."""
    digits = tokens[-1].text.partition(".")[2]
    return 0.5 * 10.0 ** -len(digits) / float(tokens[-1].text)


def compared(relation, left, right, tolerance):
    """Return how two sides break their relation, or nothing if they keep it."""
    if relation == r"\ne":
        return "the two sides are equal" if not unequal(left, right) else ""
    if relation in ("=", r"\approx"):
        return unequal(left, right, tolerance)
    truth = {"<": np.less, ">": np.greater, r"\le": np.less_equal, r"\ge": np.greater_equal}
    return "" if np.all(truth[relation](left, right)) else f"{left} and {right}"


def unequal(left, right, tolerance=TOLERANCE):
    """Return how two sides differ, or nothing if they are equal."""

    @fitted
    def difference(a, b):
        if a.shape != b.shape:
            raise Unreadable(f"a side of shape {a.shape} and one of shape {b.shape}")
        scale = max(0.01, np.abs(a).max(), np.abs(b).max())
        return np.abs(a - b) / scale

    try:
        found = difference(left, right)
    except Unreadable as error:
        return str(error)
    found = found.at(4) if isinstance(found, Unsized) else found
    if found.max() <= tolerance:
        return ""
    place = tuple(int(i) + 1 for i in np.unravel_index(found.argmax(), found.shape))
    return f"the sides differ at {place}: {left} and {right}"
