"""Questions whose answers are values: shapes, counts, costs, or one of several functions."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from classroom.questions.question import ANY_VALUE, TEXT, Question


@dataclass(frozen=True)
class Numbers(Question):
    """Shapes, counts, costs and orders, to be foretold: each has one right value."""

    parts: tuple[tuple[str, str, Any], ...]  # name, what is asked, the right value

    title = "Foretell"

    @property
    def answers(self) -> dict[str, list]:
        return {name: ANY_VALUE for name, _, _ in self.parts}

    @property
    def asks(self) -> str:
        return (
            self.prompt
            + "\n\n"
            + "\n".join(f"* `{name}`: {asked}" for name, asked, _ in self.parts)
        )

    @property
    def solution(self) -> str:
        return "\n".join(f"{name} = {value!r}" for name, _, value in self.parts)

    def mark(self, answers: Mapping[str, Any]) -> tuple[float, str, str]:
        missed = [name for name, _, value in self.parts if not same_value(answers[name], value)]
        share = 1 - len(missed) / len(self.parts)
        return (
            share,
            f"Not right: {', '.join(missed)}." if missed else "",
            missed[0] if missed else "",
        )


@dataclass(frozen=True)
class Choice(Question):
    """Of several functions, the one that has a given derivative."""

    options: tuple[str, ...]
    right: int

    title = "Which function?"

    @property
    def answers(self) -> dict[str, list]:
        return {"choice": TEXT}

    @property
    def asks(self) -> str:
        rows = "\n".join(f"* `{letter(k)}`: {option}" for k, option in enumerate(self.options))
        return f'{self.prompt}\n\n{rows}\n\nGive its letter as `choice`, in quotes: `"A"`.'

    @property
    def solution(self) -> str:
        return f'choice = "{letter(self.right)}"'

    def mark(self, answers: Mapping[str, Any]) -> tuple[float, str, str]:
        if answers["choice"] == letter(self.right):
            return 1.0, "", ""
        return 0.0, "Differentiate the function that you chose.", f"chose {answers['choice']}"[:20]


def letter(number: int) -> str:
    """Return A for 0, B for 1 and so on."""
    return chr(ord("A") + number)


def same_value(given: Any, wanted: Any) -> bool:
    """Say whether a number, a shape or a word is the right one."""
    if isinstance(wanted, tuple):
        return isinstance(given, (tuple, list)) and list(given) == list(wanted)
    if isinstance(wanted, str):
        return isinstance(given, str) and given.strip().lower() == wanted.lower()
    if isinstance(given, bool) or not isinstance(given, (int, float)):
        return False
    return math.isclose(given, wanted, rel_tol=1e-9)
