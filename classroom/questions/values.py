"""Questions whose answers are values: shapes, counts, costs, or one of several functions."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

from classroom.questions.question import ANY_VALUE, TEXT, Question, Wrong


@dataclass(frozen=True)
class Numbers(Question):
    """Shapes, counts, costs and orders, to be predicted: each has one right value."""

    parts: tuple[tuple[str, str, Any], ...]  # name, what is asked, the right value

    title = "Predict"

    @classmethod
    def of(
        cls, prompt: str, parts: tuple[tuple[str, str, Any], ...], *mistakes: Mapping[str, Any]
    ) -> Numbers:
        """Make the question; each of the mistakes gives other values to some of the names."""
        right = {name: value for name, _, value in parts}
        wrong = tuple(
            Wrong(
                "\n".join(f"{name} = {value!r}" for name, value in {**right, **mistake}.items()),
                1 - len(mistake) / len(parts),
            )
            for mistake in mistakes
        )
        return cls(prompt=prompt, wrong=wrong, parts=parts)

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
        return "\n".join(f"{name} = {as_typed(value)}" for name, _, value in self.parts)

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

    @classmethod
    def of(cls, draw: Random, prompt: str, right: str, others: Sequence[str]) -> Choice:
        """Make the question, with its options in an order that is drawn."""
        prompt = prompt.replace("^{1}", "")  # a drawn power may be one, which nobody writes
        options = [right, *others]
        draw.shuffle(options)
        wrong = tuple(
            Wrong(f'choice = "{letter(k)}"', 0.0)
            for k, option in enumerate(options)
            if option != right
        )
        shown = tuple(f"${option}$" for option in options)
        return cls(prompt=prompt, wrong=wrong, options=shown, right=options.index(right))

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
        chosen = answers["choice"]
        if same_value(chosen, letter(self.right)):
            return 1.0, "", ""
        kind = f"chose {chosen}"[:20] if isinstance(chosen, str) else "choice"
        return 0.0, "Differentiate the function that you chose.", kind


def as_typed(value: Any) -> str:
    """Write a value as a person types it, without the last digits of floating point."""
    return f"{value:.12g}" if isinstance(value, float) else repr(value)


def letter(number: int) -> str:
    """Return A for 0, B for 1 and so on."""
    return chr(ord("A") + number)


def same_value(given: Any, wanted: Any) -> bool:
    """Say whether a number, a shape or a word is the right one."""
    if isinstance(wanted, tuple):
        return (
            isinstance(given, (tuple, list))
            and len(given) == len(wanted)
            and all(map(same_value, given, wanted))
        )
    if isinstance(wanted, str):
        return isinstance(given, str) and given.strip().lower() == wanted.lower()
    if isinstance(given, bool) or not isinstance(given, (int, float)):
        return False
    try:
        return math.isclose(given, wanted, rel_tol=1e-9, abs_tol=1e-12)
    except OverflowError:  # a whole number of hundreds of digits
        return False
