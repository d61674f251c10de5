"""What a reader is told about an answer: a little at first, more on request.

The first words name the reason, or the place: which entry, and whether it is too large or too
small. They never give the right number. A hint says where to look next, and the right value comes
only when it is asked for.
"""

from __future__ import annotations

from typing import Any, NamedTuple

NOT_ANSWERED = "not answered yet"


ONE_BY_ONE = "Name the steps of the function, and differentiate them one by one."
#: Where to look where no mistake of calculus is known: by what is wrong with the numbers.
HINTS = {
    "unanswered": "Put your answer where the dots are.",
    "unread": "Type a number, a list such as [1, 2], or a formula in quotes.",
    "shape": "How many outputs are there, and how many inputs?",
    "layout": "Which axis belongs to the output, and which to the variable?",
    "swapped entries": "Which number belongs to which entry?",
    "rounded": "Type the formula, and let Python compute the decimals.",
    "sign": "Follow the minus signs one step at a time.",
    "place": "Work out this entry alone, one step at a time.",
}


class Verdict(NamedTuple):
    """Whether an answer is right, and what helps if it is not; true if it is right.

    Attributes
    ----------
    right : bool
        Whether it is.
    kind : str
        The kind of mistake, for counting: one of those of `mathlib.diagnose`, or ``"unanswered"``,
        ``"unread"`` (what was typed is no answer), ``"shape"``, ``"rounded"``, ``"swapped
        entries"``, ``"place"`` (no known mistake explains it); empty if it is right.
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
        if step == 3:
            return f"The answer is {self.answer}."
        hints = *self.hints, HINTS.get(self.kind, ONE_BY_ONE), ONE_BY_ONE
        return hints[step - 1]

    def reveal(self) -> Any:
        """Return the right answer."""
        return self.answer

    def __bool__(self) -> bool:
        return self.right

    def __str__(self) -> str:
        return self.message

    def __repr__(self) -> str:
        return self.message
