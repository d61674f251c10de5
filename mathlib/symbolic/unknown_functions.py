"""Functions of which nothing is known but their names: f(x), f'(x), ∂₁f(x, y).

With them the chain rule can be stated in the abstract, as textbooks do. They act entry by entry, or
on whole arguments (`whole_functions`), and their derivatives are again functions that are not
known. To compute, put one that is known in the place of each (`UnknownFunction.substitute`, or
``evaluate(f=ml.sin)``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from mathlib.symbolic import nodes
from mathlib.symbolic.canonical_form import broadcast, product, up_to_transpose
from mathlib.symbolic.constants import as_expression
from mathlib.symbolic.expression import Expression, substitute, topological_order
from mathlib.symbolic.names import checked_dimension
from mathlib.symbolic.shapes import Shape, broadcast_shapes, shape_text
from mathlib.symbolic.whole_functions import Unknown, Whole


class Applied(Unknown, nodes.Function):
    """An unknown function of every entry, differentiated so often by each of its arguments."""

    def _initialize(self, name, arguments, orders):
        super()._initialize(name, arguments, False)
        self.orders = orders

    def rebuild(self, *arguments):
        """Return the same of other arguments."""
        return applied(self.name, self.orders, *arguments)


def applied(name: str, orders: tuple[int, ...], *arguments: Expression) -> Expression:
    """Return an unknown function of arguments of one shape."""
    return up_to_transpose(lambda *parts: Applied(name, parts, orders), *arguments)


def slopes(e: Applied) -> Iterator[Callable[..., Expression]]:
    """Yield the partial derivatives of an unknown function, in the order of its arguments."""
    for k, order in enumerate(e.orders):
        orders = (*e.orders[:k], order + 1, *e.orders[k + 1 :])
        yield lambda *arguments, orders=orders: applied(e.name, orders, *arguments)


class UnknownFunction:
    """A function of which nothing is known but its name; made by `function`, called on expressions.

    Attributes
    ----------
    name : str
    shape : tuple or None
        The shape of its value, if it is a function of whole arguments.
    """

    def __init__(self, name: str, shape: Shape | None = None):
        self.name, self.shape = name, shape

    def __repr__(self):
        return self.name

    def __call__(self, *arguments: Any) -> Expression:
        """Return the function of the arguments; if of every entry, their shapes are aligned."""
        if not arguments:
            raise TypeError(f"{self.name} takes arguments: {self.name}(x)")
        parts = [as_expression(argument) for argument in arguments]
        if any(self.name in {s.name for s in part.symbols} for part in parts):
            raise ValueError(f"{self.name} names both a function and a symbol; rename one of them")
        if self.shape is not None:
            return Whole(self.name, tuple(parts), self.shape, (0,) * len(parts))
        shape = parts[0].shape
        for part in parts[1:]:
            shape = broadcast_shapes(shape, part.shape, f"arguments of {self.name}")
        return applied(self.name, (0,) * len(parts), *(broadcast(part, shape) for part in parts))

    def substitute(self, known: Callable[..., Any], e: Expression) -> Expression:
        """Return an expression with a known function in the place of this one.

        Parameters
        ----------
        known : callable
            Makes an expression of expressions, entry by entry: ``ml.sin``, ``lambda u: u**2 + 1``.
        e : Expression
            Where this function stands, or its derivatives.

        Returns
        -------
        Expression

        Examples
        --------
        >>> import mathlib as ml
        >>> f, x = ml.function("f"), ml.vector("x", "n")
        >>> f.substitute(ml.sin, ml.derivative(f(x), x))
        diag(cos(x))
        """
        return with_known(e, {self.name: known})


def function(name: str, shape: Any = None) -> UnknownFunction:
    """Return a function of which nothing is known but its name.

    Parameters
    ----------
    name : str
        A name for text, LaTeX and values.
    shape : tuple of str or int, optional
        The shape of its value, if that depends on whole arguments: ``()`` for a number, ``("m",)``
        for a vector. If it is not given, the function acts entry by entry.

    Returns
    -------
    UnknownFunction
        To be called on one expression or several.

    Raises
    ------
    ValueError
        If the name is not one, or the shape holds what is no dimension.

    Notes
    -----
    It has no numbers before it is known what it is: ``evaluate(x=..., f=ml.sin)``.

    Examples
    --------
    >>> import mathlib as ml
    >>> f, g, x = ml.function("f"), ml.function("g"), ml.scalar("x")
    >>> ml.derivative(f(g(x)), x)
    f'(g(x)) g'(x)
    >>> ml.derivative(f(x), x).evaluate(x=0, f=ml.sin)
    array(1.)
    >>> F, G, v = ml.function("F", shape=()), ml.function("G", shape=("m",)), ml.vector("v", "n")
    >>> ml.derivative(F(G(v)), v)
    ∇F(G(v))ᵀ J_G(v)
    """
    if not isinstance(name, str) or not name.isidentifier():
        raise ValueError(f"the name of a function must be a word, like f, not {name!r}")
    if shape is None:
        return UnknownFunction(name)
    dimensions = tuple(shape) if isinstance(shape, (tuple, list)) else (shape,)
    return UnknownFunction(name, tuple(map(checked_dimension, dimensions)))


def unknown_names(e: Expression) -> set[str]:
    """Return the names of the unknown functions in an expression."""
    return {node.name for node in topological_order(e.body) if isinstance(node, Unknown)}


def refuse_unknown(node: Unknown) -> ValueError:
    """Return the error that nothing can be computed."""
    name, example = node.name, "ml.sin"
    if isinstance(node, Whole):
        example = "lambda x: A @ x" if node.value_shape else "lambda x: x @ x"
    return ValueError(
        f"nothing is known of {name}, so it has no numbers; say what it is, as in "
        f"evaluate({name}={example}), or put it into its place: "
        f"{name}.substitute({example}, y)"
    )


def with_known(e: Expression, known: Mapping[str, Callable[..., Any]]) -> Expression:
    """Return an expression with known functions in the place of unknown ones."""
    new: dict[Expression, Expression] = {}
    for node in topological_order(e.body):
        parts = [new[child] for child in node.children]
        if isinstance(node, (Applied, Whole)) and node.name in known:
            new[node] = _known(node, known[node.name], parts)
        elif any(a is not b for a, b in zip(parts, node.children, strict=True)):
            new[node] = node.rebuild(*parts)
        else:
            new[node] = node
    return new[e.body]


def _known(
    node: Applied | Whole, definition: Callable[..., Any], parts: list[Expression]
) -> Expression:
    """Return a known function, differentiated as the unknown one is, of these arguments."""
    from mathlib.symbolic.differentiation import jacobian_tensor

    places = [
        nodes.Symbol(f"{node.name} {k}", part.shape, False, False, False)
        for k, part in enumerate(parts)
    ]
    result = as_expression(definition(*places))
    if isinstance(node, Whole):
        return substitute(_of_whole(node, result, places), dict(zip(places, parts, strict=True)))
    result = broadcast(result, node.shape)
    for place, order in zip(places, node.orders, strict=True):
        for _ in range(order):
            slope = jacobian_tensor(result, place)
            result = product(1, [(slope, node.axes + node.axes)], node.axes, node.shape)
    return substitute(result, dict(zip(places, parts, strict=True)))


def _of_whole(node: Whole, result: Expression, places: list[nodes.Symbol]) -> Expression:
    """Return the value of a known function of whole arguments, differentiated as the unknown is."""
    from mathlib.symbolic.differentiation import jacobian_tensor

    if result.shape != node.value_shape:
        raise ValueError(
            f"{node.name} has values of shape {shape_text(node.value_shape)}, and what is put in "
            f"its place has shape {shape_text(result.shape)}"
        )
    for place, order in zip(places, node.orders, strict=True):
        for _ in range(order):
            result = jacobian_tensor(result, place)
    return result
