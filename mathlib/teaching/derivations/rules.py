"""Which rule differentiates an expression, and by what: the names, and when one rule is enough.

What a rule is asked for is the derivative of an expression by its *parts*: the variable, and what
stands inside. Where the only part is the variable itself, one rule gives the derivative at a
stroke. Everything else is either split by the rules for sums, factors, products, quotients and
chains on one line after another (`working`), or its parts get names (`intermediates`).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeGuard

from mathlib.symbolic import axis_nodes, nodes, spectral_nodes
from mathlib.symbolic.expression import Expression, topological_order
from mathlib.symbolic.whole_functions import Whole

#: The rule for a kind of node; sums, products and functions of entries need a closer look.
RULE_OF = {
    spectral_nodes.Cholesky: "the derivative of a triangular factor",
    spectral_nodes.OfSymmetric: "the derivative by eigenvectors",
    spectral_nodes.TraceOfExponential: "the derivative of the trace of an exponential",
    spectral_nodes.Eigenvalues: "the derivative of eigenvalues",
    spectral_nodes.LargestEigenvalue: "the derivative of the largest eigenvalue",
    spectral_nodes.SingularValueNorm: "the derivative of a norm of singular values",
    nodes.Power: "the power rule",
    nodes.Inverse: "the derivative of an inverse",
    nodes.Determinant: "Jacobi's formula",
    nodes.LogDeterminant: "the derivative of a log-determinant",
    nodes.Softmax: "the derivative of softmax",
    nodes.LogSumExp: "the derivative of logsumexp",
    axis_nodes.Max: "the derivative of max",
    axis_nodes.Min: "the derivative of min",
    axis_nodes.Hardmax: "the derivative of hardmax",
}

#: A scalar of more parts is too long to be written out on every line: its parts get names.
LONGEST = 40


def affected(e: Expression, by: nodes.Symbol) -> list[Expression]:
    """Return the children that a change of the variable reaches."""
    return [child for child in e.children if by in child.symbols]


def parts_of(e: Expression, by: nodes.Symbol) -> Iterator[Expression]:
    """Yield what an expression is differentiated by: the variable, and what stands inside.

    A linear function of a linear function is one, and a power in a product belongs to it.
    """
    for child in affected(e, by):
        if isinstance(child, nodes.Power) and isinstance(e, nodes.Product):
            yield child.base
        elif is_linear(e, by) and is_linear(child, by):
            yield from parts_of(child, by)
        else:
            yield child


def is_linear(e: Expression, by: nodes.Symbol) -> bool:
    """Say whether an expression is a sum, or a product that is linear in its one part."""
    reached = affected(e, by)
    single = len(reached) == 1 and not isinstance(reached[0], nodes.Power)
    return isinstance(e, nodes.Sum) or (isinstance(e, nodes.Product) and single)


def takes_one_rule(e: Expression, by: nodes.Symbol) -> bool:
    """Say whether one rule gives the derivative at a stroke.

    Between scalars, the rules are as narrow as those of a first course: 9 x⁴ takes two, 4 x + 5
    one. A rule for vectors covers more: 9 A x, a dot product, a quadratic form.
    """
    if e is by or by not in e.symbols:
        return True
    if e.shape or by.shape:
        return {*parts_of(e, by)} == {by}
    reached = affected(e, by)
    match e:
        case nodes.Sum():
            return all(t is by or (is_linear(t, by) and affected(t, by) == [by]) for t in reached)
        case nodes.Product():
            return reached == [by]
    return reached == [by]


def works_by_rules(e: Expression, by: nodes.Symbol) -> bool:
    """Say whether the rules for sums, factors, products, quotients and chains suffice.

    They do between scalars, if all that stands in between is scalar too, and not too long for a
    line. With vectors they do where no function stands inside another: sums, scalar multiples and
    entrywise products of what takes one rule, with a derivative of two axes at most.
    """
    if e.shape or by.shape:
        return len(e.shape) + len(by.shape) <= 2 and _has_no_chain(e, by)
    for node in topological_order(e):
        several = isinstance(node, nodes.FUNCTION_NODES) and len(affected(node, by)) > 1
        if by in node.symbols and (node.shape or several):
            return False
    return e.node_count <= LONGEST


def _has_no_chain(e: Expression, by: nodes.Symbol) -> bool:
    if takes_one_rule(e, by):
        return True
    reached = [f.base if is_below(f) else f for f in affected(e, by)]
    split = isinstance(e, nodes.Sum) or (isinstance(e, nodes.Product) and not e.summed)
    return split and all(_has_no_chain(part, by) for part in reached)


def is_below(factor: Expression) -> TypeGuard[nodes.Power]:
    """Say whether a factor is written in the denominator."""
    return isinstance(factor, nodes.Power) and factor.exponent < 0


def is_composed(e: Expression, by: nodes.Symbol) -> bool:
    """Say whether a function or a power of something else than the variable stands in it."""
    for node in topological_order(e):
        if isinstance(node, nodes.FUNCTION_NODES) and {*affected(node, by)} - {by}:
            return True
    return False


def rule_of(e: Expression, by: nodes.Symbol) -> str:
    """Return the name of the rule by which an expression is differentiated."""
    reached = affected(e, by)
    match e:
        case _ if e is by:
            return "the identity" if by.shape else "the power rule"  # x is x¹
        case _ if not reached:
            return "the constant rule"
        case nodes.Sum():
            return f"the {'difference' if min(c for c, _ in e.terms) < 0 else 'sum'} rule"
        case nodes.Function(name="raise_to"):
            in_exponent = by in e.children[1].symbols
            return "the derivative of a power by its exponent" if in_exponent else "the power rule"
        case nodes.Function() | Whole():
            return f"the derivative of {e.name}"
        case nodes.Product() if len(reached) > 1:
            return "the product rule"
        case nodes.Product() if isinstance(reached[0], nodes.Power):
            return f"the {'quotient' if is_below(reached[0]) else 'power'} rule"
        case nodes.Product():
            return _rule_of_linear(e, reached[0])
    return RULE_OF[type(e)]


def _rule_of_linear(e: nodes.Product, part: Expression) -> str:
    own = next(labels for f, labels in e.factors if f is part)
    others = [f.shape for f, labels in e.factors if f is not part and labels]
    if len({*own}) < len(own):
        return "the trace"
    if not others or not own:
        return "the sum of the entries" if own and e.summed else "the constant factor rule"
    if not e.summed:
        return "an elementwise product"
    if len(own) == len(others) == 1 and len(others[0]) == 1 + len(e.shape):
        return "a matrix times the variable" if e.shape else "the dot product"
    return "a linear function"
