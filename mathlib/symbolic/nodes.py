"""The kinds of expressions: what each is made of, and how it is made again from other parts."""

from __future__ import annotations

from functools import cached_property
from math import prod

from mathlib.symbolic.constant_nodes import (
    Constant as Constant,
    Listing as Listing,
    LowerTriangle as LowerTriangle,
    MergeAxes as MergeAxes,
    Pick as Pick,
    Roll as Roll,
    Selection as Selection,
)
from mathlib.symbolic.expression import Expression, Factor
from mathlib.symbolic.shapes import dimension_names
from mathlib.symbolic.whole_functions import Whole


def canonical_form():
    """Return the module that builds nodes: it is built on them, and imported when needed."""
    from mathlib.symbolic import canonical_form

    return canonical_form


def functions():
    """Return the module of all functions, imported when needed."""
    from mathlib.symbolic import functions

    return functions


class Symbol(Expression):
    """A named scalar, vector or matrix.

    What is declared of it, such as being symmetric, is not used while it is differentiated: its
    entries are independent. Its settled version, which stands in results, is what is declared.
    """

    def _initialize(self, name, shape, declared_symmetric, nonnegative, settled, *structure):
        self.name, self.shape, self.nonnegative = name, shape, nonnegative
        self.declared_symmetric, self.structure = declared_symmetric, structure
        self.settled, self.symmetric = settled, settled and declared_symmetric
        self.is_declared = declared_symmetric or bool(structure)  # of its entries together

    def _first_name(self):
        return self.name

    def _printing_weight(self):
        return 1 if self.shape else 0

    def _symbols(self):
        return frozenset([self])

    @property
    def settled_version(self) -> Symbol:
        """The same symbol, known to be what it is declared to be."""
        return Symbol(*self.data[:4], self.is_declared, *self.structure)


class Size(Expression):
    """The number of values of an index, as a scalar."""

    nonnegative = True

    def _printing_weight(self):
        return 0

    def _initialize(self, dimension):
        self.dimension = dimension

    def _dimensions(self):
        return dimension_names((self.dimension,))


class Identity(Constant):
    """The identity matrix: Kronecker's delta."""

    symmetric = True

    def _initialize(self, dimension):
        self.shape = (dimension, dimension)


class Power(Expression):
    """Every entry to a power that is a number."""

    def _initialize(self, base, exponent):
        self.children, self.shape, self.exponent = (base,), base.shape, exponent
        self.base, self.nonnegative = base, base.nonnegative or exponent % 2 == 0

    @cached_property
    def symmetric(self):
        return self.base.symmetric

    def rebuild(self, *parts):
        return canonical_form().power(*parts, self.exponent)


class Function(Expression):
    """A function of every entry, of one argument or of several of one shape."""

    def _initialize(self, name, arguments, nonnegative):
        self.name, self.nonnegative = name, nonnegative
        self.children, self.shape = arguments, arguments[0].shape

    @cached_property
    def symmetric(self):
        return all(child.symmetric for child in self.children)

    def rebuild(self, *arguments):
        name = {"raise_to": "general_power"}.get(self.name, self.name)  # which asks for no sign
        return getattr(functions(), name)(*arguments)


class MatrixFunction(Expression):
    """A function of a whole matrix, or along the last axis; `kind` names it."""

    kind: str

    def _initialize(self, base):
        self.children, self.base, self.shape = (base,), base, self._shape(base.shape)

    def _shape(self, shape):
        return shape

    def rebuild(self, *parts):
        return getattr(functions(), self.kind)(*parts)


class Inverse(MatrixFunction):
    """The inverse of a square matrix."""

    kind = "inv"

    @cached_property
    def symmetric(self):
        return self.base.symmetric


class Determinant(MatrixFunction):
    """The determinant of a square matrix."""

    kind = "det"

    def _shape(self, shape):
        return ()


class Adjugate(MatrixFunction):
    """The determinant times the inverse, which exists without one: stands in code only."""

    kind = "adj"


class LogDeterminant(Determinant):
    """The logarithm of the absolute value of a determinant."""

    kind = "logdet"


class LogSumExp(MatrixFunction):
    """The logarithm of the sum of exponentials along the last axis."""

    kind = "logsumexp"

    def _shape(self, shape):
        return shape[:-1]

    def rebuild(self, *parts):
        return functions().logsumexp(*parts, axis=-1)


class Softmax(MatrixFunction):
    """Exponentials divided by their sum along the last axis."""

    kind = "softmax"
    nonnegative = True


#: What stands around an expression as a whole: the layers of a network.
FUNCTION_NODES = (Power, Function, MatrixFunction, Whole)


class Sum(Expression):
    """A sum of terms, each a pair of a number and an expression that has no numeric factor."""

    def _initialize(self, terms):
        self.terms, self.children = terms, tuple(term for _, term in terms)
        self.shape = self.children[0].shape
        self.term_count = sum(term.term_count for term in self.children)
        self.nonnegative = all(c > 0 and t.nonnegative for c, t in terms) or self._is_rest_of_one()

    def _is_rest_of_one(self):
        """Say whether it is 1 less a probability or a mask."""
        (c, one), (d, part), *more = sorted(self.terms, key=lambda term: term[0], reverse=True)
        bounded = isinstance(part, Softmax) or (
            isinstance(part, Function) and part.name in ("sigmoid", "step", "at_least_zero")
        )
        return isinstance(one, Product) and not one.factors and bounded and c >= -d and not more

    @cached_property
    def T(self):
        return self.rebuild(*(term.T for term in self.children))

    @cached_property
    def symmetric(self):
        return len(self.shape) == 2 and self.shape[0] == self.shape[1] and self.T is self

    def rebuild(self, *terms):
        scale = canonical_form().scale
        scaled = (scale(c, term) for (c, _), term in zip(self.terms, terms, strict=True))
        return canonical_form().add(*scaled)


class Product(Expression):
    """A number times the sum, over the labels that are not outputs, of indexed factors.

    The output labels are ``0, 1, ..., len(shape) - 1``.
    """

    factors: tuple[Factor, ...] = ()

    def _initialize(self, coefficient, factors, shape):
        self.coefficient, self.factors, self.shape = coefficient, factors, shape
        self.children = tuple(factor for factor, _ in factors)
        self.term_count = prod(f.term_count for f in self.children)
        self.nonnegative = coefficient >= 0 and all(f.nonnegative for f in self.children)

    def _printing_weight(self):
        repeated = len({*self.axes} - {l for _, ls in self.factors for l in ls})
        return 0 if repeated else sum(child.printing_weight for child in self.children)

    symmetric = Sum.symmetric

    @cached_property
    def summed(self) -> frozenset[int]:
        """The labels that are summed."""
        labels = {label for _, labels in self.factors for label in labels}
        return frozenset(labels.difference(self.axes))

    def rebuild(self, *factors):
        labelled = [(e, labels) for e, (_, labels) in zip(factors, self.factors, strict=True)]
        return canonical_form().product(self.coefficient, labelled, self.axes, self.shape)
