"""A formula in a line of text, read as an expression."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from mathlib.reading.grammar import parse
from mathlib.reading.meaning import meanings
from mathlib.reading.spellings import spellings
from mathlib.reading.tokens import UnreadableError, tokens
from mathlib.reading.words import ALSO, CONSTANTS, FUNCTIONS, SIZED
from mathlib.symbolic.expression import Expression
from mathlib.symbolic.nodes import Symbol


def read(
    text: str, *symbols: Symbol, shape: tuple[Any, ...] | None = None, **named: Expression
) -> Expression:
    r"""Read a formula that somebody typed: in the book's notation, or as Python, or a mixture.

    Parameters
    ----------
    text : str
        Such as ``"2 Xᵀ (X w - y)"``, ``"2*X.T @ (X@w - y)"`` or ``"2 X^T (Xw - y)"``.
    *symbols : Symbol
        The letters that may stand in it, under their own names.
    shape : tuple, optional
        The shape that is expected; it decides where the sizes of ``𝟏`` or ``I`` are open.
    **named : Expression
        Letters under other names, for a part that the text calls ``p``, say.

    Returns
    -------
    Expression
        A vector has shape ``(n,)``, whether the text writes it as a row or as a column.

    Raises
    ------
    TypeError
        If `text` is not text.
    ValueError
        If the text is not a formula of these letters, or can be read in two ways.

    Notes
    -----
    Side by side, ``xᵀ y`` is a number and ``x yᵀ`` a matrix, and ``A²`` is ``A A``. Python's signs
    have NumPy's meaning: ``*`` and ``**`` work on entries, ``@`` contracts, and ``.T`` leaves a
    vector as it is. What stands side by side binds more tightly than any sign.

    Examples
    --------
    >>> import mathlib as ml
    >>> X, w, y = ml.matrix("X", "m", "n"), ml.vector("w", "n"), ml.vector("y", "m")
    >>> read("2Xᵀ(Xw - y)", X, w, y)
    2 Xᵀ (X w - y)
    >>> read("2*X.T @ (X@w - y)", X, w, y) is read("2 X^T (X w - y)", X, w, y)
    True
    """
    if not isinstance(text, str):
        raise TypeError(f"read takes a formula as text, not {type(text).__name__}")
    known: dict[str, Expression] = {symbol.name: symbol for symbol in symbols}
    known |= named
    spelled = spellings(known)
    # Where there is a letter a, acos(a x) is a cos(a x).
    functions = {name for name in FUNCTIONS if not (name in ALSO and _is_product(name, known))}
    names = {*known, *spelled, *functions, *CONSTANTS, "I", "K", "D", *SIZED}
    names |= {d for symbol in known.values() for d in symbol.shape if isinstance(d, str)}
    signs = [sign._replace(text=spelled.get(sign.text, sign.text)) for sign in tokens(text, names)]
    tree = parse(signs, frozenset(functions - known.keys()))
    found = meanings(tree, known, shape)
    if len(found) > 1:
        shapes = " or ".join(str(e.shape) for e in found[:2])
        raise UnreadableError(
            f"the size of 𝟏 or I is open in {text!r}, and it matters ({shapes}): write ones('n') "
            "or eye('n') with its size"
        )
    return found[0]


def _is_product(name: str, letters: Collection[str]) -> bool:
    """Whether another name of a function is a letter beside a function."""
    return any(name[0] == letter and name[1:] in FUNCTIONS for letter in letters)
