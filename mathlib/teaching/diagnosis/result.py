"""What a diagnosis says: whether an answer is right, why it is not, and where to look."""

from __future__ import annotations

from typing import Any, NamedTuple


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
