"""Expressions with symbolic shapes, kept in one canonical form.

Conventions
-----------
Every expression is a symbol, a function of expressions, a sum, or a product of *indexed factors*:
``A @ x`` is the product of ``A[i, k]`` and ``x[k]``, summed over ``k``, with output label ``i``.
A label that is not an output label is summed, however often it occurs.

The operators have NumPy's meanings: ``*``, ``/`` and ``**`` work entry by entry, shapes are
aligned at their last axes, ``@`` contracts, ``.T`` reverses the axes, ``x > 0`` is 0 or 1.
A shape is a tuple of dimensions, each a name or a number; names that differ never fit. Axes that
are merged into one, as by `vec`, have the product of their dimensions: ``"m*n"``.

Expressions are built by functions that simplify (`add`, `product`, `power`, ...), never by their
classes, and expressions of one canonical form are one object: then comparing is ``is``, and what is
shared is stored once. The converse does not hold. No form is canonical for all that is equal, and
this one leaves brackets as they are: ``(s + t) * x`` and ``s * x + t * x`` are equal and two
objects. Whether two expressions are equal is asked of numbers, by `mathlib.equal`.

A node is made after its children, so ``serial`` sorts any graph from the leaves up, and nothing has
to recurse. Whatever decides about order or orientation is read off the structure, never off a
``serial``: the same expression is to look the same in every session.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from fractions import Fraction
from functools import cached_property
from itertools import count
from threading import Lock
from typing import TYPE_CHECKING, Any
from weakref import WeakValueDictionary

from mathlib.symbolic.array_methods import ArrayMethods
from mathlib.symbolic.methods import Methods
from mathlib.symbolic.operators import Operators
from mathlib.symbolic.shapes import (
    Dimension as Dimension,
    Shape as Shape,
    dimension_factors as dimension_factors,
    dimension_names,
    dimension_product as dimension_product,
    shape_text as shape_text,
)
from mathlib.symbolic.structural_order import StructuralOrder
from mathlib.symbolic.writings import Writing, written

if TYPE_CHECKING:
    from mathlib.symbolic.nodes import Symbol

Number = int | Fraction
Labels = tuple[int, ...]
Factor = tuple["Expression", Labels]

_nodes: WeakValueDictionary[tuple, Expression] = WeakValueDictionary()
_storing = Lock()  # so that two threads cannot store two nodes of the same contents
_serials = count()


class Expression(Operators, ArrayMethods, Methods):
    """A scalar, vector, matrix or tensor of symbolic shape.

    Made by `vector`, `matrix`, `scalar` and their like, by the operators, and by the functions
    of `mathlib`; read with ``str``, `latex` and `index_notation`, turned into numbers with
    `evaluate` and `compile`.
    """

    shape: Shape = ()
    symmetric: Any = False  # known to be its own transpose
    nonnegative: bool = False  # known to have no negative entry
    children: tuple[Expression, ...] = ()
    term_count: int = 1  # how many terms it has once all brackets are multiplied out
    symbols: frozenset[Symbol]
    dimensions: frozenset[str]  # the names of all dimensions in it
    writings: tuple[Writing, ...] = ()  # how it was written, the latest first
    of: Expression | None = None  # what it is the derivative of
    by: Symbol  # by what, if it is a derivative
    differentiated_by: tuple[Symbol, ...] = ()  # likewise, of a differential with the changes
    is_gradient: bool  # whether it is always a column, if it is a derivative

    data: tuple[Hashable, ...]  # the contents, of which there is only one node
    serial: int  # nodes that were made later have a greater one
    node_count: int  # with shared parts counted as often as they stand
    printing_weight: int  # orders the terms of a sum: how much of a mouthful it is
    first_name: str  # orders the terms of a sum: the first name in it

    def __new__(cls, *data: Any) -> Expression:
        """Return the node of these contents; there is only one."""
        node = _nodes.get((cls, data))
        if node is None:
            node = super().__new__(cls)
            node.data = data
            node._initialize(*data)
            node.serial = next(_serials)
            node.node_count = 1 + sum(child.node_count for child in node.children)
            node.printing_weight = node._printing_weight()
            node.symbols = node._symbols()
            node.dimensions = node._dimensions()
            node.first_name = node._first_name()
            with _storing:
                node = _nodes.setdefault((cls, data), node)
        return node

    def _initialize(self, *data: Any) -> None:
        raise NotImplementedError

    def rebuild(self, *parts: Expression) -> Expression:
        """Return the same of other parts, simplified anew."""
        raise NotImplementedError

    def __reduce__(self):
        return _from_records, (_records(self),)

    def __copy__(self):
        return self

    def __deepcopy__(self, memo):
        return self

    def _symbols(self) -> frozenset[Symbol]:
        parts = [child.symbols for child in self.children]
        union: frozenset[Symbol] = frozenset().union(*parts)
        for part in parts:
            if len(part) == len(union):
                return part  # whose names were looked at when it was made
        refuse_double_names(union)
        return union

    def _dimensions(self) -> frozenset[str]:
        return dimension_names(self.shape).union(*(child.dimensions for child in self.children))

    @property
    def body(self) -> Expression:
        """The node itself; a derivative's is its formula."""
        return self

    @property
    def axes(self) -> Labels:
        """The labels of its axes in a product that is finished: 0, 1, ..."""
        return tuple(range(len(self.shape)))

    @property
    def factors(self) -> tuple[Factor, ...]:
        """What is multiplied in it: itself, unless it is a product."""
        return ((self, self.axes),)

    def _printing_weight(self) -> int:
        return 1 + sum(child.printing_weight for child in self.children)

    def _first_name(self) -> str:
        """Return the first name in it: orders the terms of a sum."""
        named = [child for child in self.children if child.shape] or self.children
        return min((child.first_name for child in named), key=_name_key, default="")

    @cached_property
    def sort_key(self) -> tuple:
        """Sorts the terms of a sum: products first, variables before parameters."""
        name = _name_key(self.first_name)
        return -self.printing_weight, name, self.node_count, StructuralOrder(self)

    @cached_property
    def with_symmetry(self) -> Expression:
        """The same with every symbol known to be what it is declared to be, such as symmetric."""
        return substitute(self, {s: s.settled_version for s in self.symbols if s.is_declared})

    @cached_property
    def T(self) -> Expression:
        """The transpose: the axes in reverse order (a vector is its own)."""
        from mathlib.symbolic.products import product

        labels = tuple(range(len(self.shape)))
        turned = product(1, [(self.body, labels)], labels[::-1])
        return written(turned, "transpose", self)


def topological_order(*roots: Expression) -> list[Expression]:
    """Everything the roots are made of, and themselves: children before parents."""
    seen = dict.fromkeys(roots)
    waiting = list(seen)
    while waiting:
        new = [child for child in waiting.pop().children if child not in seen]
        seen |= dict.fromkeys(new)
        waiting += new
    return sorted(seen, key=lambda node: node.serial)


def substitute(e: Expression, swaps: Mapping[Expression, Expression]) -> Expression:
    """Return an expression with some of its parts replaced, and simplified anew."""
    new = dict(swaps)
    for node in topological_order(e) if swaps else []:
        parts = [new.get(child, child) for child in node.children]
        if node not in new and any(a is not b for a, b in zip(parts, node.children, strict=True)):
            new[node] = node.rebuild(*parts)
    return new.get(e, e)


def refuse_double_names(symbols: frozenset[Symbol]) -> None:
    """Refuse a name that stands for two symbols, or for a symbol and a dimension."""
    by_name: dict[str, Symbol] = {}
    for symbol in symbols:
        other = by_name.setdefault(symbol.name, symbol)
        if other is not symbol:
            shapes = sorted([shape_text(symbol.shape), shape_text(other.shape)])
            raise ValueError(
                f"{symbol.name} names two symbols, of shapes {' and '.join(shapes)}"
                + (", with different assumptions" if shapes[0] == shapes[1] else "")
                + ". Give them different names, or use one of them throughout"
            )
    dimensions = {d for symbol in symbols for axis in symbol.shape for d in dimension_factors(axis)}
    both = by_name.keys() & dimensions
    if both:
        raise ValueError(f"{min(both)} names both a symbol and a dimension; rename one of them")


def _records(e):
    """Return all nodes of an expression in one flat list: pickling must not recurse."""
    nodes = topological_order(e)
    places = {node: place for place, node in enumerate(nodes)}
    return [(type(node), _replaced(node.data, places.__getitem__)) for node in nodes]


def _from_records(records):
    nodes: list[Expression] = []
    for cls, data in records:
        nodes.append(cls(*_restored(data, nodes)))
    return nodes[-1]


class _Place(int):
    """The place of a node in a list, where the node itself stood."""


def _replaced(data, place):
    if isinstance(data, tuple):
        return tuple([_replaced(part, place) for part in data])
    return _Place(place(data)) if isinstance(data, Expression) else data


def _restored(data, nodes):
    if isinstance(data, tuple):
        return tuple([_restored(part, nodes) for part in data])
    return nodes[data] if isinstance(data, _Place) else data


def _name_key(name):
    """Variables (p to z) before parameters (a to o), as in x - a; then by the alphabet."""
    return name[:1].lower() < "p", name
