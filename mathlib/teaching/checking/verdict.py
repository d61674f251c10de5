"""What a reader is told about an answer: a little at first, more on request.

The first words name the reason, or the place: which entry, and whether it is too large or too
small. They never give the right number. A hint says where to look next, and the right value comes
only when it is asked for.
"""

from __future__ import annotations

from typing import Any, NamedTuple

NOT_ANSWERED = "not answered yet"
RIGHT = "right"


ONE_BY_ONE = "Name the steps from what is given to the answer, and do them one by one."
#: Where to look where no mistake of calculus is known: by what is wrong with the numbers.
HINTS = {
    "unanswered": "Put your answer where the dots are.",
    "unread": "Type a number, a list such as [1, 2], or a formula in quotes.",
    "shape": "How many outputs are there, and how many inputs?",
    "layout": "Which axis belongs to the output, and which to the variable?",
    "swapped entries": "Which number belongs to which entry?",
    "rounded": "Type the formula, and let Python compute the decimals.",
    "sign": "Follow the minus signs one step at a time.",
    "place": "Work out one entry alone, one step at a time.",
}


#: The second hint, where no rule is at fault.
MORE = {
    "unanswered": "Begin with the shape: is it one number, a list, or a list of rows?",
    "unread": "What Python computes is taken, as np.exp(2) is; so is a formula in quotes.",
    "shape": "One output by n inputs is a list of n numbers; m outputs by n are m rows of n.",
    "layout": "In numerator layout a row belongs to an output, and a column to an input.",
    "rounded": "Where the digits are not asked for, type the formula instead of the number.",
    "swapped entries": "Ask of each entry: which output is it, and which input moved?",
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
    rule : str
        What the outermost step of the function asks for, if the function is known in letters.
    formula : str
        The derivative in letters, where numbers were asked for.

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
    rule: str = ""
    formula: str = ""

    def hint(self, step: int = 1) -> str:
        """Return help: 1 says where to look, 2 which rule is due, and 3 gives the answer.

        Where numbers were asked for and the answer is known in letters, 3 gives the letters.

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
            numbers = "; for numbers, put them in" if self.formula else ""
            return f"The answer is {self.formula or self.answer}{numbers}."
        first = self.hints[0] if self.hints else HINTS.get(self.kind, ONE_BY_ONE)
        return first if step == 1 else self._more()

    def _more(self) -> str:
        """Return the second hint: another way to say the form, or the rule that is due."""
        return MORE.get(self.kind) or self.rule or ONE_BY_ONE

    def reveal(self) -> Any:
        """Return the right answer."""
        return self.answer

    def __bool__(self) -> bool:
        return self.right

    def __str__(self) -> str:
        return self.message

    def __repr__(self) -> str:
        return self.message
