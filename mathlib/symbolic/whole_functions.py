"""Unknown functions of whole arguments: f(x) with its gradient ∇f(x), g(x) with J_g(x).

Of such a function the shape of its value is known, and that every entry of the value may depend on
every entry of the arguments. Its derivatives are functions of the same kind, with the axes of what
they are taken by behind those of the value.
"""

from __future__ import annotations

from collections.abc import Iterator

from mathlib.symbolic.expression import Expression, Factor, Labels
from mathlib.symbolic.indices import fresh_labels


class Unknown:
    """A function of which nothing is known but its name."""

    name: str


class Whole(Unknown, Expression):
    """An unknown function of whole arguments, differentiated so often by each of them."""

    def _initialize(self, name, arguments, value_shape, orders):
        self.name, self.children, self.orders = name, arguments, orders
        self.value_shape = value_shape
        by = [a.shape for a, order in zip(arguments, orders, strict=True) for _ in range(order)]
        self.shape = value_shape + tuple(d for shape in by for d in shape)
        self.symmetric = not value_shape and len(self.shape) == max(orders) == sum(orders) == 2

    def rebuild(self, *parts: Expression) -> Expression:
        """Return the same of other arguments."""
        return Whole(self.name, parts, self.value_shape, self.orders)


def whole_jacobians(e: Whole) -> Iterator[tuple[Expression, int, list[Factor], Labels, Labels]]:
    """Yield the local Jacobian by every argument."""
    labels, place = e.axes, len(e.value_shape)
    for k, (part, order) in enumerate(zip(e.children, e.orders, strict=True)):
        place += order * len(part.shape)
        orders = (*e.orders[:k], order + 1, *e.orders[k + 1 :])
        slope = Whole(e.name, e.children, e.value_shape, orders)
        new = fresh_labels(len(part.shape))
        yield part, 1, [(slope, (*labels[:place], *new, *labels[place:]))], labels, new
