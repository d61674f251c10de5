"""Expressions with symbolic shapes, kept in one canonical form.

Conventions
-----------
Every expression is a symbol, a function of expressions, a sum, or a product of *indexed factors*:
``A @ x`` is the product of ``A[i, k]`` and ``x[k]``, summed over ``k``, with output label ``i``.
A label that is not an output label is summed, however often it occurs.

The operators have NumPy's meanings: ``*``, ``/`` and ``**`` work entry by entry, shapes are
aligned at their last axes, ``@`` contracts, ``.T`` reverses the axes, ``x > 0`` is 0 or 1.
A shape is a tuple of dimensions, each a name or a number; names that differ never fit. Axes that
are joined into one, as by `vec`, have the product of their dimensions: ``"m*n"``.

Expressions are built by functions that simplify (`add`, `product`, `power`, ...), never by their
classes, and equal expressions are one object: comparing is ``is``, and what is shared is stored
once. A node is made after its children, so ``serial`` sorts any graph from the leaves up.
"""

from __future__ import annotations

from fractions import Fraction
from functools import cache, cached_property
from itertools import count
from math import prod
from typing import Any
from weakref import WeakValueDictionary

from mathlib.symbolic.structural_order import StructuralOrder

Dimension = str | int
Shape = tuple[Dimension, ...]
Number = int | Fraction
Labels = tuple[int, ...]
Factor = tuple["Expression", Labels]

_nodes: WeakValueDictionary[tuple, Expression] = WeakValueDictionary()
_serials = count()


class Expression:
    """A scalar, vector, matrix or tensor of symbolic shape.

    Made by `vector`, `matrix`, `scalar` and their like, by the operators, and by the functions
    of `mathlib`; read with ``str``, `latex` and `index_notation`, turned into numbers with
    `evaluate` and `compile`.
    """

    shape: Shape = ()
    symmetric = False  # known to be its own transpose
    nonnegative = False  # known to have no negative entry
    children: tuple[Expression, ...] = ()
    of: Expression | None = None  # what it is the derivative of

    __array_ufunc__ = None  # NumPy leaves the operators to us
    __iter__ = None

    def __new__(cls, *data):
        """Return the node of these contents; there is only one."""
        node = _nodes.get((cls, data))
        if node is None:
            node = super().__new__(cls)
            node.data = data
            node._initialize(*data)
            node.serial = next(_serials)
            node.size = 1 + sum(child.size for child in node.children)
            node.printing_weight = node._printing_weight()
            node.symbols = node._symbols()
            node.first_name = node._first_name()
            _nodes[cls, data] = node
        return node

    def __reduce__(self):
        return type(self), self.data

    def _symbols(self) -> frozenset[Expression]:
        parts = {child.symbols for child in self.children}
        union = frozenset().union(*parts)
        if any(len(part) < len(union) for part in parts):
            refuse_double_names(union)
        return union

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
        """How much of a mouthful it is: orders the terms of a sum."""
        return 1 + sum(child.printing_weight for child in self.children)

    def _first_name(self) -> str:
        """Return the first name in it: orders the terms of a sum."""
        named = [child for child in self.children if child.shape] or self.children
        return min((child.first_name for child in named), key=_by_letter, default="")

    @cached_property
    def order(self) -> tuple:
        """Sorts the terms of a sum: products first, variables before parameters."""
        return -self.printing_weight, _by_letter(self.first_name), self.size, StructuralOrder(self)

    @cached_property
    def with_symmetry(self) -> Expression:
        """The same with every symmetric symbol known to be its own transpose."""
        return substitute(
            self, {s: s.symmetric_version for s in self.symbols if s.declared_symmetric}
        )

    @cached_property
    def T(self) -> Expression:
        """The transpose: the axes in reverse order (a vector is its own)."""
        labels = self._algebra.fresh_labels(len(self.shape))
        return self._algebra.product(1, [(self.body, labels)], labels[::-1])

    def __add__(self, other):
        return self._algebra.add(self, other)

    def __radd__(self, other):
        return self._algebra.add(other, self)

    def __sub__(self, other):
        return self._algebra.add(self, self._algebra.scale(-1, other))

    def __rsub__(self, other):
        return self._algebra.add(other, -self)

    def __neg__(self):
        return self._algebra.scale(-1, self)

    def __mul__(self, other):
        return self._functions.multiply(self, other)

    def __rmul__(self, other):
        return self._functions.multiply(other, self)

    def __truediv__(self, other):
        return self * self._functions.raised(other, -1)

    def __rtruediv__(self, other):
        return self._functions.multiply(other, self**-1)

    def __matmul__(self, other):
        return self._functions.matmul(self, other)

    def __rmatmul__(self, other):
        return self._functions.matmul(other, self)

    def __pow__(self, exponent):
        return self._functions.raised(self, exponent)

    def __rpow__(self, base):
        return self._functions.raised(base, self)

    def __abs__(self):
        return self._functions.abs(self)

    def __gt__(self, other):
        return self._functions.step(self - other)

    def __lt__(self, other):
        return self._functions.step(other - self)

    def __ge__(self, other):
        return 1 - self._functions.step(other - self)

    def __le__(self, other):
        return 1 - self._functions.step(self - other)

    def __bool__(self):
        raise TypeError(
            f"{self} has no truth value: comparisons of expressions are expressions, 0 or 1. "
            "Evaluate it first, or compare objects with =="
        )

    def __str__(self):
        return self.text()

    __repr__ = __str__

    def _repr_latex_(self):
        return f"${self.latex()}$"

    def text(self, layout="numerator", names=None, vectorized=False) -> str:
        """Matrix notation as plain text; the options are those of `latex`."""
        from mathlib.printing import printer

        return printer.text(self, layout, names, vectorized)

    def latex(self, layout="numerator", names=None, vectorized=False) -> str:
        """Matrix notation as LaTeX.

        Parameters
        ----------
        layout : {"numerator", "denominator"}
            Which way a derivative lies; other expressions look the same in both.
        names : mapping of str to Expression, optional
            Intermediate results to be shown by a name, such as ``{"s": ml.softmax(x)}``.
        vectorized : bool
            Show a derivative by a matrix, or of one, as the matrix of ``vec`` (columns stacked)
            by ``vec``: a Kronecker product where there is one.

        Examples
        --------
        >>> import mathlib as ml
        >>> A, x = ml.matrix("A", "m", "n"), ml.vector("x", "n")
        >>> J = ml.derivative(ml.softmax(A @ x), x)
        >>> J.text(names={"s": ml.softmax(A @ x)})
        'diag(s) A - s sᵀ A'
        >>> ml.derivative(A @ x, A).text(vectorized=True)
        'xᵀ ⊗ I'
        """
        from mathlib.printing import printer

        return printer.latex(self, layout, names, vectorized)

    def index_notation(self, latex: bool = False) -> str:
        """Entry by entry, with sums: ``Σ_k A[i,k] x[k]``, as text or as LaTeX."""
        from mathlib.printing import printer

        return printer.index_notation(self, latex)

    def evaluate(self, /, *unnamed: Any, **values: Any) -> Any:
        """Return the numbers, as a NumPy array; see `evaluation.evaluate`."""
        from mathlib.evaluation import arguments, evaluate, numpy_arrays

        symbols = (symbol.name for symbol in arguments.accepted_symbols(self))
        arguments.refuse_unnamed(unnamed, "evaluate", "values", symbols)
        return evaluate.evaluate(self, values, numpy_arrays)

    def compile(self, *arguments: Any) -> Any:
        """Return a NumPy function of the arguments; see `lambdify.lambdify`."""
        from mathlib.evaluation import lambdify

        return lambdify.lambdify(self, arguments)

    def components(self, /, *unnamed: Any, **sizes: Any) -> Any:
        """Return the entries as SymPy expressions; see `sympy_printer.components`."""
        from mathlib.evaluation import arguments, sympy_printer

        arguments.refuse_unnamed(unnamed, "components", "sizes", arguments.dimension_names(self))
        return sympy_printer.components(self, sizes)

    @property
    def _algebra(self):
        from mathlib.symbolic import canonical_form

        return canonical_form

    @property
    def _functions(self):
        from mathlib.symbolic import functions

        return functions

    @property
    def _linear_algebra(self):
        from mathlib.symbolic import linear_algebra

        return linear_algebra


def topological_order(*roots: Expression) -> list[Expression]:
    """Everything the roots are made of, and themselves: children before parents."""
    seen = dict.fromkeys(roots)
    waiting = list(seen)
    while waiting:
        new = [child for child in waiting.pop().children if child not in seen]
        seen |= dict.fromkeys(new)
        waiting += new
    return sorted(seen, key=lambda node: node.serial)


def substitute(e: Expression, swaps: dict[Expression, Expression]) -> Expression:
    """Return an expression with some of its parts replaced, and simplified anew."""
    new = dict(swaps)
    for node in topological_order(e) if swaps else []:
        parts = [new.get(child, child) for child in node.children]
        if node not in new and any(a is not b for a, b in zip(parts, node.children, strict=True)):
            new[node] = node.rebuild(*parts)
    return new.get(e, e)


@cache
def dimension_factors(dimension: Dimension) -> tuple[Dimension, ...]:
    """Return the names and the number that are multiplied in a dimension."""
    parts = map(str.strip, str(dimension).split("*"))
    return tuple(int(part) if part.isdigit() else part for part in parts)


def dimension_product(*dimensions: Dimension) -> Dimension:
    """Return the dimension of joined axes: ``"m*n"``, whatever the order; numbers multiplied."""
    factors = [factor for d in dimensions for factor in dimension_factors(d)]
    number = prod(factor for factor in factors if isinstance(factor, int))
    names = sorted(factor for factor in factors if isinstance(factor, str))
    return "*".join([*[str(number)][: number != 1], *names]) if names else number


def shape_text(shape: Shape) -> str:
    """Return a shape as Python writes it, without quotes: ``(m, n)``, ``(n,)``."""
    return f"({', '.join(map(str, shape))}{',' if len(shape) == 1 else ''})"


def refuse_double_names(symbols: frozenset[Expression]) -> None:
    """Refuse a name that stands for two symbols, or for a symbol and a dimension."""
    by_name = {}
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


def _by_letter(name):
    """Variables (p to z) before parameters (a to o), as in x - a; then by the alphabet."""
    return name[:1].lower() < "p", name
