"""The kinds of question that can be marked, and cannot be had by asking a program."""

from classroom.questions.derivations import SLIPS, Step, Steps, WrongLine
from classroom.questions.explanations import Explain
from classroom.questions.formulas import Formula
from classroom.questions.programs import Program
from classroom.questions.question import Question, Wrong
from classroom.questions.values import Choice, Numbers

__all__ = [
    "SLIPS",
    "Choice",
    "Explain",
    "Formula",
    "Numbers",
    "Program",
    "Question",
    "Step",
    "Steps",
    "Wrong",
    "WrongLine",
]
