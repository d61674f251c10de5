"""An answer beside the value that it must be, where no derivative is asked for."""

from __future__ import annotations

from typing import Any

import numpy as np

from mathlib.symbolic.expression import Expression
from mathlib.teaching.checking.places import finding, same, shaped, wrong_shape
from mathlib.teaching.checking.typed import UnreadError, understood
from mathlib.teaching.checking.verdict import RIGHT, Verdict

Array = np.ndarray
HOW_MANY = "How many numbers are asked for, and in which form?"


def compared(answer: Any, right: Array, error: Array | float) -> Verdict:
    """Say whether an answer is a value, but for an error, and what is wrong with it if not."""
    given = understood(answer, {}, right.shape)
    if callable(given):
        raise UnreadError("Your answer is a function, and a value is wanted: call it.")
    if isinstance(given, Expression) and (open_names := given.symbols or given.dimensions):
        letters = ", ".join(sorted(map(str, open_names)))
        raise UnreadError(f"Your answer has letters in it ({letters}), and numbers are wanted.")
    numbers = given.evaluate() if isinstance(given, Expression) else given
    found = shaped(np.asarray(numbers, dtype=float), right)
    if found is None:
        kind, sentence = wrong_shape(np.asarray(numbers), right)
        return Verdict(False, kind, sentence, (HOW_MANY,), right[()])
    if same(found, right, error).all():
        return Verdict(True, "", RIGHT, (), right[()])
    kind, sentence = finding(found, right)
    return Verdict(False, kind, sentence, (), right[()])
