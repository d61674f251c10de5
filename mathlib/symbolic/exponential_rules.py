"""Rules for products with exponentials: shares of a sum, and shares that sum to 1.

``exp(x) / sum(exp(x))`` overflows where softmax does not, and its derivative reads worse; so do
``exp(x) / (1 + exp(x))`` and the sigmoid. They are recognised wherever they arise, in what a reader
types or on the way to a derivative. A rule takes the factors of a product, as those in
`contraction_rules` do, and returns the very list it was given if it finds nothing.
"""

from __future__ import annotations

from collections.abc import Iterator

from mathlib.symbolic.constants import is_number, normalize
from mathlib.symbolic.expression import Expression, Factor, Labels, Number
from mathlib.symbolic.nodes import Function, Power, Product, Softmax, Sum


def is_function(e: Expression, name: str) -> bool:
    """Say whether an expression is this function of entries."""
    return isinstance(e, Function) and e.name == name


def is_negated(e: Expression) -> bool:
    """Say whether an expression is written with a minus in front of all that it is made of."""
    if isinstance(e, Sum):
        return all(c < 0 for c, _ in e.terms)
    return isinstance(e, Product) and e.coefficient < 0


def beside_one(e: Expression, sign: int = 1) -> Expression | None:
    """Return z of 1 + exp(z), or of 1 - exp(z)."""
    if isinstance(e, Sum) and len(e.terms) == 2:
        (c, one), (d, part) = sorted(e.terms, key=lambda term: not is_number(term[1]))
        if (c, d) == (1, sign) and is_number(one) and is_function(part, "exp"):
            return part.children[0]
    return None


def sigmoid_of_opposite(z: Expression) -> Expression:
    """Return the sigmoid of -z: 1 / (1 + exp(z))."""
    from mathlib.symbolic.logistic import sigmoid

    return sigmoid(-z)


def two_exponents(e: Expression, sign: int = 1) -> tuple[Expression, Expression] | None:
    """Return a and b of exp(a) + exp(b), or of exp(a) - exp(b)."""
    if isinstance(e, Sum) and len(e.terms) == 2:
        (c, left), (d, right) = sorted(e.terms, key=lambda term: -term[0])
        if (c, d) == (1, sign) and is_function(left, "exp") and is_function(right, "exp"):
            return left.children[0], right.children[0]
    return None


#: Quotients of functions of one argument that have a name.
QUOTIENTS = {("sinh", "cosh"): "tanh", ("sin", "cos"): "tan"}


def collect_exponentials(flat: list[Factor], out: Labels, sizes: dict) -> list[Factor]:
    """Return the factors with softmax and sigmoid in the place of what they are by definition."""
    flat = _drop_whole_shares(flat, out, sizes)
    divisors = [f for f in flat if _base(f[0])[1] < 0]
    for above in filter(_may_be_over_another, flat):
        for below in flat if isinstance(_base(above[0])[0], Sum) else divisors:
            if above[1] == below[1] and (quotient := _quotient(above[0], below[0])):
                rest = [f for f in flat if f is not above and f is not below]
                return [*rest, *((e, above[1]) for e in quotient)]
    exponentials = [f for f in flat if is_function(_base(f[0])[0], "exp")]
    for exponential in exponentials:
        for other in flat:
            if other is not exponential and (share := _share(exponential, other)):
                rest = [f for f in flat if f is not exponential and f is not other]
                return [*rest, *share]
    return flat


def _may_be_over_another(factor: Factor) -> bool:
    """Say whether a factor can stand above in a tangent: a sine, or a bracket of exponentials."""
    e, _ = _base(factor[0])
    if isinstance(e, Function):
        return e.name in ("sin", "sinh")
    return isinstance(e, Sum) and any(is_function(term, "exp") for term in e.children)


def _drop_whole_shares(flat, out, sizes):
    """Leave out every softmax that is summed along its axis and stands with nothing on it."""
    for f in flat:
        if isinstance(f[0], Softmax):
            last = f[1][-1]
            if last not in out and sum(labels.count(last) for _, labels in flat) == 1:
                del sizes[last]
                return [other for other in flat if other is not f]
    return flat


def _share(exponential: Factor, other: Factor) -> list[Factor] | None:
    """Return what an exponential and another factor are together, if they are a share of 1."""
    e, labels = exponential
    part, times = _base(e)
    (a,) = part.children
    base, exponent = _base(other[0])
    if exponent < 0 and isinstance(base, Product):
        softmax = _softmax_of(a, labels, base, other[1])
        found = [softmax] if softmax else None
        once = -1
    elif exponent < 0 and labels == other[1]:
        found, once = _of_two(a, labels, base), -1
    else:
        found, once = _of_logistic(a, labels, base, other[1]), 1
    if not found or times < 1 or exponent * once < 1:
        return None
    rest = [(part, labels, times - 1), (base, other[1], exponent - once)]
    return [*found, *_powers(rest)]


def _base(e: Expression) -> tuple[Expression, Number]:
    return (e.base, e.exponent) if isinstance(e, Power) else (e, 1)


def _powers(factors) -> Iterator[Factor]:
    from mathlib.symbolic.powers import power

    for e, labels, exponent in factors:
        if exponent:
            yield power(e, normalize(exponent)), labels


def _softmax_of(a, labels, total, outer) -> Factor | None:
    """Return exp(a) over the sum of exp(a) along one of its axes."""
    if total.coefficient != 1 or len(total.factors) != 1 or len({*labels}) < len(labels):
        return None
    ((e, inner),) = total.factors
    at = dict(enumerate(outer))
    along = [k for k, label in enumerate(inner) if label in total.summed]
    if not is_function(e, "exp") or e.children[0] is not a or len(along) != 1:
        return None
    (k,) = along
    if any(at[label] != labels[j] for j, label in enumerate(inner) if j != k):
        return None
    from mathlib.symbolic.products import product

    order = (*labels[:k], *labels[k + 1 :], labels[k])
    return Softmax(product(1, [(a, labels)], order)), order


def _of_two(a, labels, total) -> list[Factor] | None:
    """Return exp(a) / (exp(a) + exp(b)), which is the sigmoid of a - b."""
    pair = two_exponents(total)
    if pair is None or a not in pair:
        return None
    b = pair[1] if a is pair[0] else pair[0]
    return [(sigmoid_of_opposite(b - a), labels)]


def _quotient(above: Expression, below: Expression) -> list[Expression] | None:
    """Return two factors as others, one of them a tangent: sinh(z) / cosh(z) is tanh(z)."""
    from mathlib.symbolic import functions
    from mathlib.symbolic.powers import power

    (top, times), (bottom, exponent) = _base(above), _base(below)
    if not (isinstance(top, Function) and isinstance(bottom, Function)):
        return _hyperbolic_tangent(above, below)
    name = QUOTIENTS.get((top.name, bottom.name))
    if name and times >= 1 and exponent <= -1 and top.children == bottom.children:
        tangent = getattr(functions, name)(*top.children)
        return [tangent, power(top, times - 1), power(bottom, exponent + 1)]
    return None


def _hyperbolic_tangent(above: Expression, below: Expression) -> list[Expression] | None:
    """Return (exp(a) - exp(b)) / (exp(a) + exp(b)) as factors, one of them a hyperbolic tangent."""
    from mathlib.symbolic.powers import power

    base, exponent = _base(below)
    if exponent < 0 and (ends := two_exponents(above, -1)):
        pair = two_exponents(base)
        if pair and {*pair} == {*ends}:
            return [_tanh((ends[0] - ends[1]) / 2), power(base, exponent + 1)]
    z = beside_one(above, -1)
    if z is not None and exponent > 0 and base is sigmoid_of_opposite(z):
        return [_tanh(-z / 2), power(base, exponent - 1)]
    return None


def _tanh(z):
    from mathlib.symbolic.elementwise import tanh

    return tanh(z)


def _of_logistic(a, labels, share, theirs) -> list[Factor] | None:
    """Return exp(a) times the sigmoid of -a, which is the sigmoid of a."""
    if labels != theirs or share is not sigmoid_of_opposite(a):
        return None
    return [(sigmoid_of_opposite(-a), labels)]
