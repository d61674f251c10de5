"""What a diagnosis says: whether an answer is right, why it is not, and where to look."""

from __future__ import annotations

from typing import Any, NamedTuple

#: Where to look, by the kind of mistake; no hint gives the answer away.
HINTS = {
    "layout": "Which axis belongs to the output, and which to the variable?",
    "transpose inside": "Write one entry with its indices, and see which index is summed.",
    "outer vs inner": "Write one entry with its indices: which of them are left at the end?",
    "gradient vs Jacobian": "How many outputs are there, and how many inputs?",
    "symmetry assumed": "Try a matrix whose entries [0, 1] and [1, 0] differ.",
    "missing path": "Find every place in which the variable stands; each gives a term.",
    "missing factor": "Go through the chain rule once more: each step gives a factor.",
    "factor 2": "Follow the number: where does a square put it, and what becomes of it?",
    "factor N": "Over how many entries is summed, and by what is the sum divided?",
    "sign": "Follow the minus signs one step at a time.",
    "mask": "For which entries is the function flat?",
    "f instead of f'": "What is the slope of that function, and is it the function itself?",
    "f' at the wrong point": "At which value was the function computed on the way forward?",
    "chain rule": "Name the intermediate result, differentiate both steps, and multiply.",
    "order": "Check the shapes of neighbours: which Jacobian comes from the outermost step?",
    "elementwise vs matmul": "Write one entry with its indices: is anything summed?",
    "batch sum": "The variable is used for every example: what becomes of all those effects?",
    "noncommutative": "Keep every matrix on its side of the one that changes.",
    "off-diagonal missing": "Does the first output change when the second input does?",
    "norm vs square": "Is there a root around the sum of squares?",
    "scalar thinking": "Change one entry of the matrix: what happens to the result?",
}


class Reason(NamedTuple):
    """Why an answer is wrong: what kind of mistake, what it is here, and where to look."""

    kind: str
    sentence: str
    hint: str


class Diagnosis(NamedTuple):
    """Whether an answer is right, and if not, why; true if it is right.

    Attributes
    ----------
    right : bool
        Whether it is.
    reasons : tuple of Reason
        Each with `kind`, `sentence` and `hint`, the likeliest first; empty if nothing explains it.
    derivative : Derivative or ndarray
        The right answer; it is never shown unless asked for.
    remark : str
        What there is to say if there are no reasons.
    """

    right: bool
    reasons: tuple[Reason, ...]
    derivative: Any
    remark: str

    def __bool__(self):
        return self.right

    def __str__(self):
        return "\n".join(self.reasons[0][1:]) if self.reasons else self.remark

    def __repr__(self):
        return str(self)
