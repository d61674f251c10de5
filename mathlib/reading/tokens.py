"""The signs that a typed formula is made of.

Three ways of writing meet here, often in one line: the book's own notation (``2 Xᵀ (X w - y)``),
Python's (``2 * X.T @ (X @ w - y)``), and what one types for LaTeX (``2 X^T (X w - y)``). A sign
keeps what tells them apart later: that ``.T`` is Python's transpose and ``ᵀ`` is mathematics', and
whether a space stood before it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import NamedTuple


class UnreadableError(ValueError):
    """A formula that cannot be read, or that can be read in two ways."""


class Token(NamedTuple):
    """A sign: what kind it is of, its text, and whether a space stands before it."""

    kind: str
    text: str
    spaced: bool


SUPERSCRIPT = "⁻⁺⁰¹²³⁴⁵⁶⁷⁸⁹"
RAISED = str.maketrans(SUPERSCRIPT, "-+0123456789")
#: A letter of a name; Python counts raised figures and the raised T as letters too.
LETTER = "[^\\W\\d_⁰¹²³⁴⁵⁶⁷⁸⁹ᵀ]"
#: Where functions come from in Python; it makes no difference here.
MODULES = "np|numpy|ml|mathlib|sp|sympy|scipy|math|jnp|jax|torch|tf|linalg|special"
#: What is quoted: a word, or the indices of einsum.
INDICES = r"\w+|\w+(?:,\w+)+|[\w,]+->\w*"
PATTERN = re.compile(
    rf"(?P<space>\s+)"
    r"|(?P<number>(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)"
    rf"|(?P<module>(?:{MODULES})\.(?:linalg\.|special\.|nn\.functional\.|numpy\.)?)"
    rf"|(?P<method>\.(?:T\b|{LETTER}\w*(?=\()))"
    rf"|(?P<ones>𝟏|\\mathbf\{{1\}}|\\bm\{{1\}})"
    rf"|(?P<name>{LETTER}(?:[^\W⁰¹²³⁴⁵⁶⁷⁸⁹ᵀ])*)"
    rf"|(?P<raised>∘?⁻?ᵀ|∘?[{SUPERSCRIPT}]+)"
    rf"|(?P<quoted>(?<![\w)\]'])'(?:{INDICES})'|\"(?:{INDICES})\")"
    rf"|(?P<sign>\*\*|∘\^|\^|<=|>=|==|\|\||‖|[-+*/@⊙⊘⊗∘·×÷−≤≥<>()\[\]|,:='])"
)
#: What is typed for a sign, and which sign it is.
ALIKE = {"||": "‖", "×": "·", "÷": "/", "−": "-", "≤": "<=", "≥": ">=", "∘": "⊙"}


def tokens(text: str, names: Collection[str]) -> list[Token]:
    """Return the signs of a formula; letters that run together are told apart by the known names.

    Examples
    --------
    >>> [sign.text for sign in tokens("2Xᵀ(Xw - y)", {"X", "w", "y"})]
    ['2', 'X', 'ᵀ', '(', 'X', 'w', '-', 'y', ')']
    """
    signs: list[Token] = []
    place, spaced = 0, False
    while place < len(text):
        found = PATTERN.match(text, place)
        if not found:
            raise UnreadableError(f"cannot read {text[place]!r}, after {text[:place]!r}")
        kind, sign, place = str(found.lastgroup), found[0], found.end()
        if kind == "space":
            spaced = True
            continue
        if kind == "name":
            signs += _names(sign, names, spaced)
        elif kind != "module":  # the functions of all of them are read alike
            signs.append(Token(kind, ALIKE.get(sign, sign), spaced))
        spaced = kind == "module" and spaced
    return signs


def _names(letters: str, names: Collection[str], spaced: bool) -> Iterator[Token]:
    """Yield the name, or, where nobody has that name, the known ones that it is made of."""
    pieces = [letters] if letters in names else _split(letters, names) or [letters]
    for k, piece in enumerate(pieces):
        yield Token("name", piece, spaced and k == 0)


def _split(letters: str, names: Collection[str]) -> list[str]:
    """Return letters as one name after the other, the longest first; empty if they are not.

    It goes from the end to the start and settles each place once: a long word costs its letters
    times the names, however many ways there are to split it.
    """
    ends = {len(letters): len(letters)}  # where a name can start, and where the longest one ends
    for start in reversed(range(len(letters))):
        fitting = [start + len(name) for name in names if name and letters.startswith(name, start)]
        if reached := [end for end in fitting if end in ends]:
            ends[start] = max(reached)
    if 0 not in ends:
        return []
    pieces, place = [], 0
    while place < len(letters):
        pieces.append(letters[place : ends[place]])
        place = ends[place]
    return pieces
