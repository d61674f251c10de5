"""A function to be written with NumPy alone, and measured where it cannot reach."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from classroom.questions.question import FUNCTION, Question, Wrong

NOTHING = "the function returns nothing."
#: The beginning of a slow way: the slopes of a number by all entries of an array, each measured.
DIFFERENCES = """\
import numpy as np


def differences(f, x, step=1e-5):
    x = np.array(x, dtype=float)
    slopes = np.empty(x.shape)
    for k in range(x.size):
        kept = x.flat[k]
        x.flat[k] = kept + step
        above = f(x)
        x.flat[k] = kept - step
        slopes.flat[k] = (above - f(x)) / (2 * step)
        x.flat[k] = kept
    return slopes


"""


@dataclass(frozen=True)
class Program(Question):
    """A function to be written with NumPy alone, called on fresh inputs of several shapes.

    `inputs` draws the arguments of one call, `reference` computes what must come; `large` draws
    inputs for which only a method of the right cost ends in time, and which earns most. `slow` is
    the code of another way, by differences or by algebra, which the tests hold against the
    reference on small inputs.
    """

    name: str
    reference: Callable[..., Any]
    inputs: Sequence[Callable[[np.random.Generator], tuple]]
    large: Callable[[np.random.Generator], tuple]
    code: str
    signature: str
    slow: str

    title = "Write it with NumPy"
    SMALL: ClassVar[float] = 0.25  # the share of what is right at small shapes, at any cost

    @classmethod
    def of(
        cls,
        prompt: str,
        signature: str,
        code: str,
        slow: str,
        inputs: Sequence[Callable[[np.random.Generator], tuple]],
        large: Callable[[np.random.Generator], tuple],
        mistakes: Sequence[tuple[str, str, float]],
    ) -> Program:
        """Make the question; each mistake puts other text into the code, and earns its share."""
        name = signature.split("(")[0]
        code = textwrap.dedent(code).strip()
        assert all(old in code for old, _, _ in mistakes), signature
        return cls(
            prompt=prompt,
            wrong=tuple(Wrong(code.replace(old, new), earns) for old, new, earns in mistakes),
            name=name,
            reference=defined(code, name),
            inputs=inputs,
            large=large,
            code=code,
            signature=signature,
            slow=DIFFERENCES + textwrap.dedent(slow).strip(),
        )

    @property
    def answers(self) -> dict[str, list]:
        return {self.name: FUNCTION}

    @property
    def stub(self) -> str:
        return f"def {self.signature}:\n    ..."

    @property
    def asks(self) -> str:
        return (
            f"{self.prompt}\n\nWrite `{self.signature}` with NumPy alone; the book's package is "
            "not there when it is graded. It is called on inputs of several shapes that you do not "
            "know, one of them so large that a derivative by differences would not end in time. "
            "It must not change its arguments."
        )

    @property
    def solution(self) -> str:
        return textwrap.dedent(self.code).strip()

    def mark(self, answers: Mapping[str, Any]) -> tuple[float, str, str]:
        function = answers[self.name]
        if not callable(function):
            return 0.0, f"{self.name} is not a function.", "error"
        draw = np.random.default_rng(20240518)
        small = [self._tried(function, make(draw)) for make in self.inputs]
        if set(small) == {NOTHING}:  # the dots are still there
            return 0.0, f"Not answered: {NOTHING}", "unanswered"
        share = self.SMALL * small.count("") / len(small)
        failed = [said for said in small if said]
        if failed:  # what is wrong on small inputs is not right on large ones
            return share, failed[0], "values"
        said = self._tried(function, self.large(draw))
        if said:
            return share, f"On small inputs it is right. On a large one: {said}", "cost"
        return 1.0, "", ""

    def _tried(self, function: Callable, arguments: tuple) -> str:
        """Say what is wrong with one call; empty if nothing is."""
        wanted = self.reference(*arguments)
        try:
            given = function(*arguments)
        except Exception as error:  # the student's, whatever it is
            return str(error) or "It raises an error."
        return difference(given, wanted)


def defined(code: str, name: str) -> Callable[..., Any]:
    """Return the function that an author's own code defines."""
    scope: dict[str, Any] = {}
    exec(code, scope)
    return scope[name]


def difference(given: Any, wanted: Any) -> str:
    """Say how what came differs from what must come; empty if it does not."""
    if given is None:
        return NOTHING
    if isinstance(wanted, (tuple, list)):
        if not isinstance(given, (tuple, list)) or len(given) != len(wanted):
            return f"{len(wanted)} results are wanted."
        return next(filter(None, map(difference, given, wanted)), "")
    if isinstance(wanted, dict):
        if not isinstance(given, dict) or set(given) != set(wanted):
            return f"A dictionary with the keys {', '.join(sorted(wanted))} is wanted."
        return next(filter(None, (difference(given[key], wanted[key]) for key in wanted)), "")
    if not isinstance(given, (int, float, np.ndarray, np.generic, list)):
        return "What comes back is no array of numbers."
    right = np.asarray(wanted, dtype=float)
    try:
        found = np.asarray(given)
    except (ValueError, OverflowError):  # a list of lists of several lengths
        return "What comes back is no array of numbers."
    if found.dtype.kind not in "biuf":
        return "What comes back is no array of numbers."
    if found.shape != right.shape:
        return f"What comes back has the shape {found.shape}, and {right.shape} is wanted."
    scale = np.abs(right).max(initial=0)
    # NaN is close to nothing, itself included.
    with np.errstate(all="ignore"):
        close = np.abs(found.astype(float) - right) <= 1e-8 * scale
    return "" if close.all() else "The shape is right and the numbers are not."
