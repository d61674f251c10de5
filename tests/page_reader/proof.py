"""Proves a display: at random points, every side of every statement has one value.

A display is *read* if all it says can be computed, and *true* if the sides agree, wherever they
are defined, at points of different sizes, until every case of a case distinction has occurred.
"""

from itertools import product

import numpy as np

from page_reader.arrays import Unsized, fitted, scalar
from page_reader.context import Context, Point
from page_reader.definitions import context_of, is_name
from page_reader.errors import Unreadable, Unsettled, Wrong
from page_reader.evaluation import COMPARE, Evaluation
from page_reader.indices import open_indices
from page_reader.scope import FIXED
from page_reader.statements import COMPARISONS, read_statements
from page_reader.surroundings import Surroundings
from page_reader.tree import Tree, whole

#: Relative to the largest entry; what is measured is good for about nine digits.
TOLERANCE = 1e-6
#: At how many points a claim is tried, and how many are drawn to find them. Where there is a
#: condition more are needed, to see one that has moved.
POINTS, POINTS_FOR_CONDITIONS, DRAWS = 3, 16, 80
#: Functions that have a condition in them.
CONDITIONAL = {"max", "min", "relu", "ReLU"}


class Reading:
    """A display that has been taken apart."""

    def __init__(self, latex, surroundings=None):
        around = surroundings or Surroundings()
        given, functions = [], set(around.functions)
        for text in around.where:
            statements, functions = read_statements(text, functions)
            given += statements
        self.latex = latex
        self.statements, functions = read_statements(latex, functions)
        around_it = context_of(given, functions, Context(elementwise=around.elementwise))
        self.context = context_of(self.statements, functions, around_it)
        self.given = given
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

    def is_used(self, item):
        """Tell whether what a statement defines, or gives a shape, stands in another one."""
        left = item.sides[0]
        head = left.parts[0] if left.op == "call" else left
        others = [side for s in self.statements if s is not item for side in s.sides]
        return any({head.value, whole(head)} & letters(side) for side in others)

    def conditions(self, item):
        """Return the conditions under which a claim is made: those given, and those of its line."""
        given = [s for s in self.given if COMPARISONS.issuperset(s.relations)]
        return given + [s for s in self.statements if s.is_condition and s.line == item.line]

    # --------------------------------------------------------------------------------- proof

    def prove(self):
        """Demand that the display is true; `Wrong` or `Unreadable` say why it is not."""
        if not self.claims:
            raise Unreadable("nothing is claimed: each side is the definition of a name")
        for item in self.statements:
            if not (item.only_bounds or item in self.claims or self.is_used(item)):
                raise Unreadable(f"{self.text(item)}: a name is defined, and not used")
        times, outcomes, wanted = dict.fromkeys(range(len(self.claims)), 0), set(), self.points()
        silent = {*times}
        for seed in range(DRAWS):
            point = Point(seed)
            for number, tells in self.proved_at(point):
                times[number] += 1
                outcomes |= point.outcomes
                silent -= {number} if tells else set()
            if min(times.values()) >= wanted and outcomes >= self.cases():
                return self.refuse_empty(silent)
        number = min(times, key=times.get)
        if times[number] < wanted:
            where = f"only {times[number]} of {DRAWS} points where it is defined and smooth"
            raise Unreadable(f"{self.text(self.claims[number])}: {where}")
        raise Unreadable("a case that never occurs")

    def refuse_empty(self, silent):
        """Refuse claims whose sides are zero wherever they are tried, if no side says zero."""
        for number in sorted(silent):
            if all(side.symbols() - {*FIXED} for side in self.claims[number].sides):
                raise Unreadable(f"{self.text(self.claims[number])}: zero on every side")

    def points(self):
        """Return at how many points the display is to be tried."""
        trees = [t for s in self.given + self.statements for side in s.sides for t in side.walk()]
        conditional = any(t.op in ("cases", "indicator") or t.value in CONDITIONAL for t in trees)
        return POINTS_FOR_CONDITIONS if conditional else POINTS

    def cases(self):
        """Return all cases of all case distinctions, as they are noted when they occur."""
        trees = [part for s in self.claims for side in s.sides for part in side.walk()]
        return {(t, row) for t in trees if t.op == "cases" for row in range(len(t.parts) // 2)}

    def proved_at(self, point):
        """Yield the claims that are true at a point, and whether anything there is not zero.

        Claims that are not made there are left out.
        """
        scope = Evaluation(self.context, point)
        for number, claim in enumerate(self.claims):
            point.outcomes.clear()  # a case has occurred only if the claim could be tried there
            try:
                with np.errstate(all="ignore"):
                    made = [self.prove_claim(claim, i) for i in self.all_indices(claim, scope)]
            except Unsettled:
                continue
            except RecursionError:
                raise Unreadable("names that are defined by one another") from None
            if made:
                yield number, any(made)

    def all_indices(self, item, scope):
        """Yield a scope for all values of the indices a claim leaves open, where it is made.

        An index that only a condition has is meant for all its values, as in x_i > 0.
        """
        conditions = [compare(condition) for condition in self.conditions(item)]
        for indexed in counted(item.sides, scope):
            if all(i.holds(c) for c in conditions for i in counted([c], indexed)):
                yield indexed

    def prove_claim(self, item, scope):
        """Demand that one claim is true at a point; return whether anything there is not zero."""
        if item.is_shape:
            wanted = tuple(scope.integer(size) for size in item.sides[1].parts)
            shape = scope.value(item.sides[0]).shape
            self.demand(shape == wanted, item, 0, f"the shape is {shape}, not {wanted}")
            return True
        values = [finite(scope.value(side)) for side in item.sides]
        for place, relation in enumerate(item.relations):
            pair = values[place : place + 2]
            rounded = relation == r"\approx"
            tolerance = precision(item.token_sides[place + 1]) if rounded else TOLERANCE
            difference = compared(relation, *pair, tolerance)
            self.demand(not difference, item, place, difference)
        return any(isinstance(value, Unsized) or np.any(value != 0) for value in values)

    def demand(self, condition, item, place, sentence):
        """Raise `Wrong` unless a claim is true."""
        if not condition:
            raise Wrong(f"{self.text(item, place, place + 2)}: {sentence}")

    def text(self, item, start=0, end=None):
        """Return a statement, or some sides of it, as it stands on the page."""
        sides = item.token_sides[start:end]
        return " ".join(self.latex[sides[0][0].start : sides[-1][-1].end].split())


def letters(tree):
    """Return the names in a tree, those of arrays and those of their entries."""
    return tree.symbols() | {part.value for part in tree.walk() if part.op == "entry"}


def counted(trees, scope):
    """Yield a scope for every combination of values of the indices that formulas leave open."""
    letters = sorted(open_indices(trees, scope))
    ranges = [range(1, scope.highest(letter, trees) + 1) for letter in letters]
    for values in product(*ranges):
        yield scope.holding(dict(zip(letters, map(scalar, values), strict=True)))


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
    if tokens[-1].kind != "number":
        raise Unreadable(r"behind \approx stands a number")
    number = tokens[-1].text
    return 0.5 * 10.0 ** -len(number.partition(".")[2]) / max(0.01, float(number))


def compared(relation, left, right, tolerance):
    """Return how two sides break their relation, or nothing if they keep it."""
    if relation == r"\ne":
        return "the two sides are equal" if not unequal(left, right) else ""
    if relation in ("=", r"\approx"):
        return unequal(left, right, tolerance)
    return "" if np.all(COMPARE[relation](left, right)) else f"{left} and {right}"


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
