"""What is printed follows from the structure: other names give the same text in other letters."""

import re
from itertools import combinations
from random import Random

import pytest
from random_expressions import Builder, variables

import mathlib as ml
from mathlib.symbolic import nodes
from mathlib.symbolic.canonical_form import product
from mathlib.symbolic.constants import constant, size
from mathlib.symbolic.expression import (
    dimension_factors,
    dimension_product,
    topological_order,
)
from mathlib.symbolic.index_nodes import Gather, IndexSymbol

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
            case IndexSymbol():
                new[node] = IndexSymbol(names[node.name], shape, other(node.below))
            case nodes.Symbol():
                traits = (node.declared_symmetric, node.nonnegative, node.settled, *node.structure)
                new[node] = nodes.Symbol(names[node.name], shape, *traits)
            case nodes.Size():
                new[node] = size(other(node.dimension))
            case Gather():
                new[node] = Gather(parts[0], shape[0])
            case nodes.Constant():
                new[node] = renamed_constant(node, shape)
            case nodes.Product(factors=()):
                new[node] = constant(node.coefficient, shape)
            case nodes.Product():
                factors = zip(parts, (labels for _, labels in node.factors), strict=True)
                new[node] = product(node.coefficient, list(factors), node.axes, shape)
            case _:
                new[node] = node.rebuild(*parts)
    return new[e]


def renamed_constant(node, shape):
    """Build a constant anew, in a shape of other names."""
    match node:
        case nodes.Selection() | nodes.Listing():
            return type(node)(shape, *node.data[1:])
        case nodes.MergeAxes():
            return nodes.MergeAxes(*shape[1:])
    return type(node)(shape[0], *node.data[1:])


def random_expression(seed):
    """Return a random expression, or a derivative of one as a bare formula."""
    random = Random(seed)
    e = Builder(random).build(random.choice(SHAPES)).symbolic
    if not variables(e) or random.random() < 0.5:
        return e
    return ml.derivative(e, random.choice(variables(e))).formula


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
        new.add(random.choice(stems) + "".join(random.choices("bcdwxyz", k=random.randint(1, 4))))
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


# Names of one letter, of several, with digits, underscores and words of LaTeX and of the notation.
AWKWARD = (
    "x x1 x_1 x_ _x x__1 x_a x_ab xa x_a1 _ __ alpha alpha1 alpha_1 Alpha bf exp exp1 exp_1 I I1 tr"
)
MAKERS = (
    ml.scalar,
    lambda name: ml.vector(name, "n"),
    lambda name: ml.matrix(name, "m", "n"),
)


@pytest.mark.parametrize("rank", [0, 1, 2])
def test_no_two_names_in_one_formula_look_alike(rank):
    for first, second in combinations(AWKWARD.split(), 2):
        a, b = (MAKERS[rank](name) for name in (first, second))
        for text in ((a + b).latex(), str(a + b)):
            left, right = text.split(" + ")
            assert left != right, (first, second)


def test_a_number_below_is_written_as_one_does_unless_another_name_has_it():
    x1, x_1, y = (ml.vector(name, "n") for name in ("x1", "x_1", "y"))
    assert (y + x_1).latex() == r"\mathbf{x}_{1} + \mathbf{y}"
    assert (x1 + x_1).latex() == r"\mathbf{x}_{1} + \mathbf{x}_{\_1}"
    assert (ml.tanh(x1) @ x_1).latex().endswith(r"\, \mathbf{x}_{\_1}")


def test_a_word_of_the_notation_is_quoted_as_a_name():
    exp = ml.scalar("exp")
    assert str(ml.exp(exp)) == "exp('exp')"
    assert ml.exp(exp).latex() == r"\exp\left(\mathsf{exp}\right)"


def test_names_are_a_mapping():
    x = ml.vector("x", "n")
    with pytest.raises(TypeError, match=r"names maps names to parts, .* but it is \['s'\]"):
        (x @ x).text(names=["s"])
