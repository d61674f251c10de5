"""A derivative typed as a formula, marked by the kind of its mistake."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import mathlib as ml
from classroom.questions.question import TEXT, Question, typed
from mathlib.symbolic.expression import Expression
from mathlib.symbolic.nodes import Symbol


@dataclass(frozen=True)
class Formula(Question):
    """A derivative typed as a formula; a known slip earns the share that the author gives it."""

    y: Expression
    x: Symbol
    answer: str
    shares: Mapping[str, float]
    layout: str = "numerator"

    title = "A formula"

    @property
    def answers(self) -> dict[str, list]:
        return {"formula": TEXT}

    @property
    def asks(self) -> str:
        return (
            f"{self.prompt}\n\nGive it as `formula`, in quotes, in the notation of the book "
            '(`"2 Xᵀ (X w - y)"`) or of NumPy (`"2 * X.T @ (X @ w - y)"`).'
        )

    @property
    def solution(self) -> str:
        return f'formula = "{self.answer}"'

    def mark(self, answers: Mapping[str, Any]) -> tuple[float, str, str]:
        verdict = ml.check(typed(answers["formula"]), self.y, self.x, layout=self.layout)
        if verdict.right:
            return 1.0, "", ""
        return self.shares.get(verdict.kind, 0.0), str(verdict), verdict.kind
