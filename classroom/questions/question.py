"""What every kind of question has: a prompt, an answer cell, a solution, and a way to be marked.

A question stands here in one variant. Answers come as plain values, and anything may come.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

TEXT = [["str"], "text in quotes"]
NUMBER = [["int"], "a whole number"]
FUNCTION = [["function"], "a function"]
ANY_VALUE = [["int", "float", "str", "tuple", "list"], "a number, a text or a shape such as (3, 5)"]


LONGEST = 1000  # letters of a formula; a longer one is no answer


def typed(answer: Any) -> str | None:
    """Return the text that was typed; nothing if it is no text, or far too long to be read."""
    return answer if isinstance(answer, str) and len(answer) <= LONGEST else None


@dataclass(frozen=True)
class Wrong:
    """A wrong answer that people give, and the share of the points that it earns."""

    code: str
    earns: float


@dataclass(frozen=True)
class Question:
    """One variant of a question.

    Attributes
    ----------
    prompt : str
        What is asked, in Markdown.
    wrong : tuple of Wrong
        Wrong answers for the tests.
    """

    prompt: str
    wrong: tuple[Wrong, ...]

    title: ClassVar[str]
    by_hand: ClassVar[bool] = False

    @property
    def answers(self) -> dict[str, list]:
        """The names that an answer has, with the types that can be read and their name."""
        raise NotImplementedError

    @property
    def stub(self) -> str:
        """The answer cell as it is released."""
        return "\n".join(f"{name} = ..." for name in self.answers)

    @property
    def solution(self) -> str:
        """The answer cell with a solution."""
        raise NotImplementedError

    @property
    def asks(self) -> str:
        """What is asked, and in what form the answer is wanted."""
        return self.prompt

    def mark(self, answers: Mapping[str, Any]) -> tuple[float, str, str]:
        """Return the share of the points, a sentence, and the kind of the mistake."""
        raise NotImplementedError
