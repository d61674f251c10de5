"""Lines of Python code, numbered by what they compute, and the function that they make.

A line is a template such as ``{} @ {}`` and the numbers of the lines whose results fill its gaps.
Two lines with the same template and the same operands are one line: that is how common parts are
computed once. Only at the end, when it is known how often each result is used, are lines put into
words: what is used once stands where it is used, the rest gets a name.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import count
from string import ascii_letters
from typing import NamedTuple

from mathlib.symbolic.expression import Labels

#: Templates whose result may share memory with their operand.
VIEW = re.compile(
    r"\{\}(\.T|\[.*\]|\.(reshape|transpose)\(.*\))|np\.(einsum|broadcast_to)\([^{}]*\{\}[^{}]*\)"
)
#: Text that no operator beside it can tear apart: a name, a call, an index, something in brackets.
ATOM = re.compile(
    r"([\w.]+|[\w.]+\([^()]*(\([^()]*\)[^()]*)*\))(\.T)?(\[[^\[\]]*\])?|\([^()]*\)\[[^\[\]]*\]"
)
#: Above this many characters, a text gets a line and a name of its own.
LONG = 60


class Source(NamedTuple):
    """The text of a function ``f``, and the dimensions whose sizes it is given by name."""

    text: str
    counted: list[str]


class SourceBuilder:
    """Lines of code that are added one by one."""

    def __init__(self) -> None:
        self.lines: list[tuple[str, tuple[int, ...]]] = []
        self.numbers: dict[tuple[str, tuple[int, ...]], int] = {}

    def add(self, template: str, *operands: int) -> int:
        """Return the number of a line, which is added if it is new."""
        key = template, operands
        if key not in self.numbers:
            self.numbers[key] = len(self.lines)
            self.lines.append(key)
        return self.numbers[key]

    def scaled(self, scale: int | None, line: int) -> int:
        """Return a scalar times a value; None stands for 1."""
        if scale is None or self.lines[scale] == ("1.0", ()):
            return line
        if self.lines[scale] == ("-1.0", ()):
            return self.add("-{}", line)
        return self.add("{} * {}", scale, line)

    def aligned(self, line: int, labels: Labels, target: Labels) -> int:
        """Return a value with its axes in the order of `target`, new ones where it lacks some."""
        ordered = tuple(label for label in target if label in labels)
        if ordered != tuple(labels):
            order = tuple(tuple(labels).index(label) for label in ordered)
            line = self.add("{}.T" if order == (1, 0) else f"{{}}.transpose{order}", line)
        index = [":" if label in labels else "None" for label in target]
        while index and index[0] == "None":
            index.pop(0)
        return self.add(f"{{}}[{', '.join(index)}]", line) if "None" in index else line

    def batched(
        self, left: tuple[int, Labels], right: tuple[int, Labels], batch: Labels, met: int
    ) -> tuple[int, Labels]:
        """Return the product of matrices that meet in one label, for every value of a batch."""
        (row,) = {*left[1]} - {*batch, met}
        (column,) = {*right[1]} - {*batch, met}
        lines = self.aligned(*left, (*batch, row, met)), self.aligned(*right, (*batch, met, column))
        return self.add("{} @ {}", *lines), (*batch, row, column)

    def broadcast(self, line: int, labels: Iterable[int], shape: Sequence[str]) -> int:
        """Return a value repeated along the axes on which it does not depend."""
        if len({*labels}) == len(shape):
            return line
        return self.add(f"np.broadcast_to({{}}, ({''.join(f'{d}, ' for d in shape)}))", line)

    # ----------------------------------------------------------------------------- the function

    def function(
        self, result: int, arguments: Sequence[str], sizes: Mapping[str, str | None]
    ) -> Source:
        """Return the lines that a result needs as a Python function."""
        body, answer = self._body(result, {*arguments, *sizes})
        words = {*re.findall(r"\w+", " ".join([*body, answer]))}
        counted = [d for d, how in sizes.items() if how is None and d in words]
        found = [f"{d} = {how}" for d, how in sizes.items() if how and d in words]
        by_name = ["**sizes"][: len(counted)]
        taken = ", ".join([*arguments, *by_name])
        checked = [f"{', '.join([*arguments, *counted])} = fitted({taken})"] if taken else []
        lines = [*checked, *found, *body, f"return {answer}"]
        return Source(f"def f({taken}):\n" + "".join(f"    {line}\n" for line in lines), counted)

    def _body(self, result: int, taken: set[str]) -> tuple[list[str], str]:
        """Return the assignments, and the text of the result; names must not be `taken`."""
        needed = self._needed(result)
        uses = Counter(operand for k in needed for operand in self.lines[k][1])
        free = (name for k in count(1) if (name := f"t{k}") not in taken)
        texts: dict[int, str] = {}
        body = []
        for k in needed:
            template, operands = self.lines[k]
            text = _filled(template, [texts[o] for o in operands])
            if operands and k != result and (uses[k] > 1 or len(text) > LONG):
                body.append(f"{(name := next(free))} = {text}")
                text = name
            texts[k] = text
        answer = f"np.array({texts[result]})" if self._shares_memory(result) else texts[result]
        return body, answer

    def _shares_memory(self, k: int) -> bool:
        """Whether a result may share memory with an argument, or with itself."""
        template, operands = self.lines[k]
        if not operands:
            return template.isidentifier()
        broadcast = template.startswith("np.broadcast_to")
        return bool(VIEW.fullmatch(template)) and (broadcast or self._shares_memory(operands[0]))

    def _needed(self, result: int) -> list[int]:
        """Return the lines that a result is made of; operands have smaller numbers."""
        needed, waiting = set(), [result]
        while waiting:
            k = waiting.pop()
            if k not in needed:
                needed.add(k)
                waiting += self.lines[k][1]
        return sorted(needed)


def _filled(template: str, texts: Sequence[str]) -> str:
    """Return the template with texts in its gaps, bracketed where they could be torn apart."""
    before, *pieces = template.split("{}")
    for text, after in zip(texts, pieces, strict=True):
        argument = before.endswith(("(", ", ")) and after.startswith((")", ","))
        before += (text if argument or ATOM.fullmatch(text) else f"({text})") + after
    return before


def subscripts(*labels: Labels) -> str:
    """Return labels as the letters of an einsum, a letter for each label that these arrays have.

    However many labels an expression has, two arrays have few.
    """
    letters = dict(zip(sorted({l for ls in labels for l in ls}), ascii_letters, strict=False))
    *operands, outputs = ("".join(letters[label] for label in ls) for ls in labels)
    return f"{','.join(operands)}->{outputs}"
