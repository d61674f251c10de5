"""What is printed follows from the structure: other names give the same text in other letters."""

import re
from random import Random

import pytest
from random_expressions import Builder

import mathlib as ml
from mathlib.symbolic import nodes
from mathlib.symbolic.canonical_form import product
from mathlib.symbolic.constants import constant, size
from mathlib.symbolic.expression import (
    dimension_factors,
    dimension_product,
    topological_order,
)

SHAPES = [(), ("n",), ("m",), ("n", "k"), ("m", "n"), ("n", "n"), ("k*n",)]
NAME = re.compile(r"[A-Za-z0-9_]+")


def renamed(e, names, dimensions):
    """Build an expression anew, with other names."""

    def other(dimension):
        factors = dimension_factors(dimension)
        return dimension_product(*(dimensions.get(factor, factor) for factor in factors))

    new = {}
    for node in topological_order(e):
        shape = tuple(map(other, node.shape))
        parts = [new[child] for child in node.children]
        match node:
            case nodes.Symbol():
                traits = (node.declared_symmetric, node.nonnegative, node.symmetric)
                new[node] = nodes.Symbol(names[node.name], shape, *traits)
            case nodes.Size():
                new[node] = size(other(node.dimension))
            case nodes.Identity():
                new[node] = nodes.Identity(shape[0])
            case nodes.MergeAxes():
                new[node] = nodes.MergeAxes(*shape[1:])
            case nodes.Product(factors=()):
                new[node] = constant(node.coefficient, shape)
            case nodes.Product():
                factors = zip(parts, (labels for _, labels in node.factors), strict=True)
                new[node] = product(node.coefficient, list(factors), node.axes, shape)
            case _:
                new[node] = node.rebuild(*parts)
    return new[e]


def random_expression(seed):
    """Return a random expression, or a derivative of one as a bare formula."""
    random = Random(seed)
    e = Builder(random).build(random.choice(SHAPES)).symbolic
    if not e.symbols or random.random() < 0.5:
        return e
    return ml.derivative(e, random.choice(sorted(e.symbols, key=lambda s: s.name))).formula


def read_as(e, names):
    """Return the text and the LaTeX, each name replaced by what it stands for."""
    assert len({*names.values()}) == len(names)
    back = {new: old for old, new in names.items()}
    return [
        NAME.sub(lambda found: back.get(found[0], found[0]), text)
        for text in (e.text(), e.index_notation())
    ]


def in_order(old, random, stems):
    """Return new names that stand in the same order as the old ones."""
    new = set()
    while len(new) < len(old):
        new.add(random.choice(stems) + "".join(random.choices("abcdwxyz", k=random.randint(1, 4))))
    return dict(zip(sorted(old), sorted(new), strict=True))


@pytest.mark.parametrize("seed", range(150))
def test_other_names_in_the_same_order_give_the_same_text(seed):
    e = random_expression(seed)
    random = Random(seed)
    old = {symbol.name for symbol in e.symbols}
    texts = []
    for _ in range(3):
        # Variables p to z stand before parameters a to o, so each keeps its half of the alphabet.
        halves = [{n for n in old if (n < "p") is half} for half in (True, False)]
        names = in_order(halves[0], random, "cm") | in_order(halves[1], random, "rz")
        dimensions = in_order({"m", "n", "k"}, random, ["dim", "size"])
        texts.append(read_as(renamed(e, names, dimensions), names | dimensions))
    assert texts[0] == texts[1] == texts[2]
