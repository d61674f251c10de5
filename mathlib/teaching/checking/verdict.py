"""What a reader is told about an answer: a little at first, more on request.

The first words name the reason, or the place: which entry, and whether it is too large or too
small. They never give the right number. A hint says where to look next, and the right value comes
only when it is asked for.
"""

from __future__ import annotations

from typing import Any, NamedTuple

NOT_ANSWERED = "not answered yet"


class Verdict(NamedTuple):
    """Whether an answer is right, and what helps if it is not; true if it is right.

    Attributes
    ----------
    right : bool
        Whether it is.
    kind : str
        The kind of mistake, for counting: one of those of `mathlib.diagnose`, or ``"unanswered"``,
        ``"unread"`` (what was typed is no answer), ``"shape"``, ``"rounded"``, ``"place"`` (no
        known mistake explains it); empty if it is right.
    message : str
        What is said at first.
    hints : tuple of str
        What helps next; no more than where to look.
    answer : object
        The right answer: a formula, an array or a number. `reveal` returns it.

    Examples
    --------
    >>> import mathlib as ml
    >>> verdict = ml.check([2, -6], lambda w: w @ w, [1.0, 3.0])
    >>> verdict
    Not right: the second entry has the wrong sign.
    >>> verdict.reveal()
    array([2., 6.])
    """

    right: bool
    kind: str
    message: str
    hints: tuple[str, ...] = ()
    answer: Any = None

    def hint(self, step: int = 1) -> str:
        """Return help: 1 says where to look, 2 says more, and 3 gives the answer.

        Raises
        ------
        ValueError
            If there is no such hint.
        """
        if step not in (1, 2, 3):
            raise ValueError(f"there are hints 1, 2 and 3, not {step!r}")
        if self.right:
            return "It is right."
        if step <= len(self.hints):
            return self.hints[step - 1]
        return f"The answer is {self.answer}." if step == 3 else "Compare with .reveal()."

    def reveal(self) -> Any:
        """Return the right answer."""
        return self.answer

    def __bool__(self) -> bool:
        return self.right

    def __str__(self) -> str:
        return self.message

    def __repr__(self) -> str:
        return self.message
