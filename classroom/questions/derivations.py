"""Questions about derivations: one with a wrong line, and one to be handed in line by line."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any, ClassVar

import mathlib as ml
from classroom.questions.question import NUMBER, TEXT, Question, Wrong, typed
from classroom.questions.values import same_value
from mathlib.symbolic.expression import Expression
from mathlib.symbolic.nodes import Symbol

#: The slips that a question may ask for, in the words of the book.
SLIPS = {
    "sign": "a sign is wrong",
    "transpose": "a matrix is transposed and should not be, or should be and is not",
    "inner derivative": "the derivative of the inner function is missing",
    "factor": "a number that multiplies is lost, or wrong, or there is one too many",
    "missing term": "one of the ways in which the variable enters is left out",
    "order": "matrices are multiplied in the wrong order",
    "product rule": "the slopes of two factors are multiplied; the product rule is not used",
    "index": "an index is wrong, two are exchanged, or a sum runs over the wrong index",
    "wrong point": "a derivative is taken at the wrong point",
}


@dataclass(frozen=True)
class Step:
    """One line of a derivation: the derivative of `y` by `x`; `answer` is one way to type it."""

    name: str
    asked: str
    y: Expression
    x: Symbol
    answer: str


@dataclass(frozen=True)
class WrongLine(Question):
    """A derivation with one wrong line: find it, say what went wrong, put it right.

    The lines after the wrong one follow from it, as they do when people err. `wanted` is the right
    line as an expression, `letters` are the symbols that may stand in it. `values` hold, for each
    line, what its left side is and what the line says it is, at the point `at`; the tests take
    the key from them a second time.
    """

    lines: tuple[str, ...]
    wrong_line: int
    slip: str
    wanted: Expression
    letters: tuple[Symbol, ...]
    answer: str
    at: Mapping[str, float] = field(default_factory=dict)
    values: tuple[tuple[float, float], ...] = ()

    title = "Find the wrong line"
    SHARES: ClassVar[dict[str, float]] = {"line": 0.4, "slip": 0.2, "corrected": 0.4}

    @classmethod
    def of(
        cls,
        draw: Random,
        prompt: str,
        lines: Sequence[tuple[str, float, float]],
        slip: str,
        answer: str,
        letters: str,
        at: Mapping[str, float],
    ) -> WrongLine:
        """Make the question from its lines, each with the true value of its left side and its own.

        The first line whose two values differ is the wrong one. The wrong answers are those that
        people give whatever the derivation is.
        """
        values = tuple((true, said) for _, true, said in lines)
        line = 1 + next(k for k, (true, said) in enumerate(values) if not close(true, said))
        symbols = tuple(ml.scalars(letters))
        elsewhere = draw.choice([k for k in range(2, len(lines) + 1) if k != line])
        another = draw.choice([other for other in SLIPS if other != slip])
        rest = f'slip = "{slip}"\ncorrected = "{answer}"'
        return cls(
            prompt=f"{prompt} Write `corrected` in the letters {said_letters(letters)}.",
            wrong=(
                Wrong(f"line = {elsewhere}\n{rest}", 0.4),
                Wrong(f'line = {line}\nslip = "{another}"\ncorrected = "{answer}"', 0.8),
                Wrong(f'line = {line}\nslip = "{slip}"\ncorrected = "{answer} + 1"', 0.6),
                Wrong(f"line = {float(line)!r}\nslip = None\ncorrected = 7", 0.4),
                Wrong(f'line = "{line}"\n{rest}', 0.4),
            ),
            lines=tuple(text for text, _, _ in lines),
            wrong_line=line,
            slip=slip,
            wanted=ml.read(answer, *symbols),
            letters=symbols,
            answer=answer,
            at=at,
            values=values,
        )

    @property
    def answers(self) -> dict[str, list]:
        return {"line": NUMBER, "slip": TEXT, "corrected": TEXT}

    @property
    def asks(self) -> str:
        rows = "\n".join(f"{number}. ${line}$" for number, line in enumerate(self.lines, start=1))
        words = "\n".join(f'* `"{slip}"`: {said}' for slip, said in SLIPS.items())
        return (
            f"{self.prompt}\n\n{rows}\n\nThere is a mistake in exactly one line. Lines after it "
            "may use that line, and are wrong only because of it. Give three answers: as `line` "
            "the number of the line with the mistake; as `slip` the kind of mistake, in quotes; "
            "as `corrected` the right-hand side that this line should have, in quotes, in the "
            f"notation of the book or of NumPy.\n\nThe kinds of mistake:\n\n{words}"
        )

    @property
    def solution(self) -> str:
        return f'line = {self.wrong_line}\nslip = "{self.slip}"\ncorrected = "{self.answer}"'

    def mark(self, answers: Mapping[str, Any]) -> tuple[float, str, str]:
        share, said, kind = 0.0, [], ""
        if same_value(answers["line"], self.wrong_line):
            share += self.SHARES["line"]
            if same_value(answers["slip"], self.slip):
                share += self.SHARES["slip"]
            else:
                said.append("The line is right; what went wrong in it is something else.")
                kind = "slip"
        else:
            said.append("That is not the line with the mistake.")
            kind = "line"
        wrong = line_differs(answers["corrected"], self.wanted, self.letters)
        if wrong:
            said.append(f"The corrected line: {wrong}")
            kind = kind or "correction"
        else:
            share += self.SHARES["corrected"]
        return share, " ".join(said), kind


@dataclass(frozen=True)
class Steps(Question):
    """A derivation handed in line by line; each line is marked, whatever became of the others."""

    steps: tuple[Step, ...]

    title = "Line by line"

    @property
    def answers(self) -> dict[str, list]:
        return {step.name: TEXT for step in self.steps}

    @property
    def asks(self) -> str:
        rows = "\n".join(f"* `{step.name}`: {step.asked}" for step in self.steps)
        return f"{self.prompt}\n\n{rows}\n\nEach is a text in quotes, and is marked by itself."

    @property
    def solution(self) -> str:
        return "\n".join(f'{step.name} = "{step.answer}"' for step in self.steps)

    def mark(self, answers: Mapping[str, Any]) -> tuple[float, str, str]:
        said, kinds = [], []
        for step in self.steps:
            verdict = ml.check(typed(answers[step.name]), step.y, step.x)
            if not verdict.right:
                said.append(f"{step.name}: {verdict}")
                kinds.append(verdict.kind)
        return 1 - len(kinds) / len(self.steps), " ".join(said), kinds[0] if kinds else ""


def close(true: float, said: float) -> bool:
    """Say whether two numbers are the same but for rounding."""
    return math.isclose(true, said, rel_tol=1e-9, abs_tol=1e-12)


def said_letters(letters: str) -> str:
    """List letters as they are typed: ``a``, ``b`` and ``c``."""
    *most, last = [f"`{name}`" for name in letters.split()]
    return f"{', '.join(most)} and {last}" if most else last


def line_differs(answer: Any, wanted: Expression, letters: Sequence[Symbol]) -> str:
    """Say how a line of text differs from what it should be; empty if it does not."""
    text = typed(answer)
    if text is None:
        return "type the formula as text, in quotes."
    try:
        line = ml.read(text, *letters)
        return "" if ml.equal(line, wanted) else "this is not what should stand there."
    except (ValueError, ArithmeticError, RecursionError) as error:
        return f"it cannot be read: {error}."
