"""Where to look, by the kind of mistake and by what stands in the function.

A hint must fit the place: it speaks of a square only where there is one, of a sum only where
something is summed, and of the chain rule only where one function stands in another. No hint gives
the answer away.
"""

from __future__ import annotations

from typing import NamedTuple

from mathlib.symbolic import nodes
from mathlib.symbolic.expression import Expression, topological_order

HINTS = {
    "layout": "Which axis belongs to the output, and which to the variable?",
    "transpose inside": "Write one entry with its indices, and see which index is summed.",
    "outer vs inner": "Write one entry with its indices: which of them are left at the end?",
    "gradient vs Jacobian": "How many outputs are there, and how many inputs?",
    "symmetry assumed": "Try a matrix whose entries [0, 1] and [1, 0] differ.",
    "missing path": "Find every place in which the variable stands; each gives a term.",
    "missing factor": "Which factors stand still when the variable moves? They stay in the result.",
    "factor 2": "Follow each number from the function to the derivative: what becomes of it?",
    "factor N": "Follow each number from the function to the derivative: what becomes of it?",
    "sign": "Follow the minus signs one step at a time.",
    "mask": "For which entries is the function flat?",
    "f instead of f'": "What is the slope of that function, and is it the function itself?",
    "f' at the wrong point": "At which value was the function computed on the way forward?",
    "chain rule": "Name the intermediate result, differentiate both steps, and multiply.",
    "order": "Check the shapes of neighbours: which Jacobian comes from the outermost step?",
    "elementwise vs matmul": "Write one entry with its indices: is anything summed?",
    "batch sum": "How many slopes are there, and which of them are to be added?",
    "noncommutative": "Keep every matrix on its side of the one that changes.",
    "off-diagonal missing": "Does the first output change when the second input does?",
    "norm vs square": "Is there a root around the sum of squares?",
    "condition": "Is anything said of these numbers? If not, take them to be any.",
    "power rule": "Where does the variable stand: below, or in the exponent?",
    "another order": "How often, and which way: is the slope of the function wanted?",
    "constant kept": "A constant factor stays. What becomes of a constant term?",
    "other variable": "Which letter moves, and which ones are held still?",
    "swapped entries": "Which entry belongs to which variable?",
    "another entry": "Which entry belongs to which variable?",
    "one entry": "Go through that entry once more; the others are right.",
    "extra factor": "Which factors have cancelled on the way?",
    "number for matrix": "Which entries of a multiple of the identity are 0?",
    "another part": "Which letter stands for what? Compare with the function.",
    "convention": "Does your text count a pair of equal entries as one variable, or as two?",
    "scalar thinking": "Change one entry of the matrix: what happens to the result?",
}
#: What is said instead where the function has a square, a sum, or a function in a function.
WITH_SQUARE = {"factor 2": "Follow the number: where does a square put it, and what becomes of it?"}
WITH_SUM = {
    "factor N": "Over how many entries is summed, and by what is the sum divided?",
    "batch sum": "The variable stands in every term of the sum: what becomes of all those effects?",
}
WITH_CHAIN = {"missing factor": "Go through the chain rule once more: each step gives a factor."}


class Places(NamedTuple):
    """What stands in a function, as far as hints speak of it."""

    square: bool
    sum: bool
    chain: bool


def places(y: Expression) -> Places:
    """Say what stands in a function.

    Examples
    --------
    >>> import mathlib as ml
    >>> x, z = ml.vector("x", "n"), ml.scalar("z")
    >>> places(ml.sum(x**2))
    Places(square=True, sum=True, chain=False)
    >>> places(z**3 * ml.sin(5 * z))
    Places(square=False, sum=False, chain=True)
    """
    parts = topological_order(y)
    return Places(
        any((isinstance(e, nodes.Power) and e.exponent == 2) or _is_inner_square(e) for e in parts),
        any(isinstance(e, nodes.Product) and _sums(e) for e in parts),
        any(isinstance(e, nodes.FUNCTION_NODES) and _is_composed(e) for e in parts),
    )


def hint(kind: str, y: Expression | None) -> str:
    """Return where to look; without the function in letters, no more than what holds everywhere."""
    said = HINTS[kind]
    if y is None:
        return said
    here = places(y)
    said = WITH_SQUARE.get(kind, said) if here.square else said
    said = WITH_SUM.get(kind, said) if here.sum else said
    return WITH_CHAIN.get(kind, said) if here.chain else said


def _is_inner_square(e: Expression) -> bool:
    """Say whether a product multiplies something by itself, as ``x @ x`` does."""
    return isinstance(e, nodes.Product) and len({*e.children}) < len(e.children)


def _sums(e: nodes.Product) -> bool:
    """Say whether a product adds up entries: a single factor's, or those of equal factors."""
    return bool(e.summed) and len({child for child in e.children if child.shape}) == 1


def _is_composed(e: Expression) -> bool:
    """Say whether a function is taken of more than a symbol."""
    return any(not isinstance(child, nodes.Symbol) and child.symbols for child in e.children)
