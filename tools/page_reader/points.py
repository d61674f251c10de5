"""Where a display is tried: at random points, at edges of its conditions, at whole numbers."""

import numpy as np

from tools.page_reader.arrays import Unsized
from tools.page_reader.evaluation import Evaluation
from tools.page_reader.indices import counted
from tools.page_reader.tree import INDICES, SIZES, Tree

#: What sizes are: no two equal, none twice or the sum of two others, so that a factor is never a
#: size. The largest is that of the letter which is rarest, for it takes the longest.
PRIMES = (3, 5, 7, 11)
#: How often the way between two points is halved; the edge is then nearer than a part in 500.
HALVINGS = 9
#: How many edges, and how many points on an edge itself, are tried for each condition.
EDGES = 2
#: From how many draws they are taken.
DRAWS = 40


class Point:
    """Random values, drawn when they are first asked for: they depend on nothing but the name."""

    #: Whether z can be 0 in max(0, z), so that the slope is a choice.
    has_ties = False

    def __init__(self, seed):
        self.seed, self.positive, self.cache = seed, seed % 4 == 0, {}
        few = self.rng("sizes").permutation(PRIMES[:3])
        self.sizes = dict(zip(SIZES, [*few, *PRIMES[3:]], strict=True))
        self.outcomes, self.free = set(), {}  # `free` are the symbols that nothing defines

    def rng(self, *name):
        """Return the random numbers of a name."""
        return np.random.default_rng([self.seed, *repr(name).encode()])

    def once(self, key, make):
        """Return what was made for a key, and make it when it is asked for first."""
        if key not in self.cache:
            self.cache[key] = make()
        return self.cache[key]

    def draw(self, name, shape):
        """Return the array of a name."""
        return self.once((name, shape), lambda: self.fresh(self.rng("value", name), shape))

    def fresh(self, rng, shape):
        """Return new numbers: no two alike, none near 0; positive ones at every fourth point."""
        sign = 1 if self.positive else rng.choice([-1, 1], shape)
        return sign * rng.uniform(0.4, 1.9, shape)


class Between(Point):
    """A point on the way from one random point to another, of the same sizes and functions."""

    def __init__(self, seed, share):
        super().__init__(seed)
        self.share = share

    def fresh(self, rng, shape):
        """Return numbers between two that are new."""
        start, end = (super(Between, self).fresh(rng, shape) for _ in range(2))
        return (1 - self.share) * start + self.share * end


class Whole(Point):
    """A point of -1, 0 and 1 alone: conditions can hold with equality."""

    has_ties = True

    def fresh(self, rng, shape):
        """Return new whole numbers."""
        return rng.integers(-1, 2, shape).astype(float)


def edges(trees, context):
    """Yield points close to where a condition changes, on both sides, and points right there.

    Parameters
    ----------
    trees : list of Tree
        In which the conditions of case distinctions, of brackets and of max and min are looked for.
    context : Context
    """
    for condition in dict.fromkeys(c for tree in trees for c in conditions_in(tree)):
        near = (pair for seed in range(DRAWS) if (pair := around(condition, seed, context)))
        there = (p for p in map(Whole, range(DRAWS)) if tied(condition, p, context))
        for _, pair in zip(range(EDGES), near, strict=False):
            yield from pair
        for _, point in zip(range(EDGES), there, strict=False):
            yield point


def conditions_in(tree):
    """Yield the comparisons that decide what a formula says, but for those of indices alone."""
    for part in tree.walk():
        if part.op in ("cases", "indicator"):
            found = [p for p in part.parts if p.op == "compare"]
        elif part.op == "call" and part.parts[0].value in ("max", "min") and len(part.parts) == 3:
            found = [Tree("compare", part.parts[1:], (">",))]
        else:
            continue
        yield from (c for c in found if c.symbols() - INDICES)


def around(condition, seed, context):
    """Return points on both sides of an edge of a condition, or none if there is none."""
    low, high = 0.0, 1.0
    start = outcomes(condition, Between(seed, low), context)
    if start == outcomes(condition, Between(seed, high), context):
        return []
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        if outcomes(condition, Between(seed, middle), context) == start:
            low = middle
        else:
            high = middle
    return [Between(seed, low), Between(seed, high)]


def tied(condition, point, context):
    """Tell whether two sides of a condition are equal at a point, in any entry."""
    equal = Tree("compare", condition.parts, ("=",) * len(condition.value))
    return any(outcomes(equal, point, context))


def outcomes(condition, point, context):
    """Return where a condition holds, for all its entries and all values of its indices."""
    scopes = counted([condition], Evaluation(context, point), context.ranges)
    with np.errstate(all="ignore"):
        truths = [scope.compared(condition) for scope in scopes]
    return [bool(one) for t in truths if not isinstance(t, Unsized) for one in np.ravel(t)]
