r"""Numbers that a reader types in quotes, as Python, NumPy or LaTeX shows them, or bare.

Rows end with a semicolon, a new line, or a bracket. Entries stand apart by commas or by spaces.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any

import numpy as np

from mathlib.teaching.checking.text import bare

NAMES = "array|asarray|matrix|mat|Matrix|ImmutableMatrix|Array|tensor|Tensor|Size|list|tuple|vstack"
CALL = re.compile(rf"(?:\w+\.)*(?:{NAMES})\((.*?)(?:,\s*dtype=[\w.]+)?\)", re.DOTALL)
ROW = re.compile(r"(?:np\.)?r_(\[.*\])", re.DOTALL)
MATRIX = re.compile(r"\\begin\{(?:[bpvBV]?matrix|array)\}(?:\{[^{}]*\})?(.*)\\end\{.*\}", re.DOTALL)
TURNED = re.compile(r"(.*[\])])\s*(?:ᵀ|\.T|'|\^T|\^\{?\\top\}?|\^\{T\}|\^⊤)", re.DOTALL)
RESHAPED = re.compile(r"(.*\))\.reshape\(\(?([-\d, ]*\d)\)?\)", re.DOTALL)
IN_BRACKETS = {"[": "]", "(": ")", "{": "}", "<": ">"}
NUMBER = r"[-+−]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?"
ONLY_NUMBERS = re.compile(rf"{NUMBER}(?:\s+{NUMBER})+")
SIZES = re.compile(r"(\d+)\s*(?:x|×|by)\s*(\d+)")
TRUTHS = {"true": 1.0, "false": 0.0, "yes": 1.0, "no": 0.0, "t": 1.0, "f": 0.0}


def list_in(text: str, number: Callable[[str], float]) -> Any:
    r"""Return the list, or list of lists, that a text writes; None if it is none.

    Examples
    --------
    >>> list_in("np.array([[1, 2], [3, True]])", float), list_in("[1 2; 3 4]", float)
    ([[1.0, 2.0], [3.0, 1.0]], [[1.0, 2.0], [3.0, 4.0]])
    >>> list_in(r"\begin{pmatrix} 1 & 2 \\ 3 & 4 \end{pmatrix}", float)
    [[1.0, 2.0], [3.0, 4.0]]
    >>> list_in("(1.5, 2)", float), list_in("1.5", float)
    ([1.5, 2.0], None)
    """
    text = bare(text)
    if turned := TURNED.fullmatch(text):
        found = list_in(turned[1], number)
        rows = isinstance(found, list) and isinstance(found[0], list)
        return [list(column) for column in zip(*found, strict=True)] if rows else found
    if reshaped := RESHAPED.fullmatch(text):
        found = np.reshape(list_in(reshaped[1], number), [*map(int, reshaped[2].split(","))])
        return found.tolist()
    if matrix := MATRIX.fullmatch(text):
        lines = filter(str.strip, matrix[1].split("\\\\"))
        text = f"[{', '.join(f'[{line}]' for line in lines)}]".replace("&", ",")
    while whole := CALL.fullmatch(text) or ROW.fullmatch(text):
        text = whole[1].strip()
    if sizes := SIZES.fullmatch(text):
        return [float(size) for size in sizes.groups()]
    text = text.replace("\n", " " if _is_bracketed(text) else ";")
    found = _entries(text, number)
    return found if isinstance(found, list) else None


def _entries(text: str, number: Callable[[str], float]) -> Any:
    inside = text[1:-1].strip() if _is_bracketed(text) else text
    rows = [part for part in _split(inside, ";") if part.strip(" ,")]
    if len(rows) > 1 and all(part.strip(" ,")[0] not in "[(" for part in rows):
        return [_entries(f"[{row.strip(' ,')}]", number) for row in rows]
    parts = [part.strip() for part in _split(inside, ",") if part.strip()]
    if len(parts) > 1 or (parts and inside.endswith(",")):
        return [_entries(part, number) for part in parts]
    words = list(filter(None, _split(inside, " \t")))
    if len(words) > 1 and TRUTHS.keys() >= {word.lower() for word in words}:
        return [TRUTHS[word.lower()] for word in words]
    if inside is not text and text[0] in "[{":
        with suppress(ValueError):
            return [_entries(word, number) for word in words]
        return [_entries(inside, number)]
    if ONLY_NUMBERS.fullmatch(text):
        return [number(word) for word in words]
    return TRUTHS[text.lower()] if text.lower() in TRUTHS else number(text)


def _is_bracketed(text: str) -> bool:
    """Whether one pair of brackets holds all of a text."""
    if len(text) < 2 or IN_BRACKETS.get(text[0]) != text[-1]:
        return False
    return "".join(_split(text[1:-1], "\0")) == text[1:-1]


def _split(text: str, separators: str) -> Iterator[str]:
    """Yield what stands between separators that are in no brackets; nothing if one is left open."""
    depth, start = 0, 0
    for k, sign in enumerate(text):
        depth += (sign in "([{") - (sign in ")]}")
        if depth < 0:
            return
        if sign in separators and not depth:
            yield text[start:k]
            start = k + 1
    yield text[start:]
