"""An explanation in words, which a person marks."""

from __future__ import annotations

from dataclasses import dataclass

from classroom.questions.question import Question


@dataclass(frozen=True)
class Explain(Question):
    """An explanation in words, marked by a person by the rubric."""

    rubric: tuple[str, ...]

    title = "Explain"
    by_hand = True

    @property
    def answers(self) -> dict[str, list]:
        return {}

    @property
    def stub(self) -> str:
        return "*Write your explanation here, in place of this line.*"

    @property
    def solution(self) -> str:
        return "\n".join(f"* {point}" for point in self.rubric)
