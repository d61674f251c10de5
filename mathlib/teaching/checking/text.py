r"""What a reader types in quotes, brought to what the parser of formulas reads.

People copy from the page, from a notebook or from LaTeX: ``"dL/dw = 2 X^{\top} (Xw - y)."`` is a
formula with a left side, a point at the end, and a transpose in another alphabet. And a list may be
written as Python prints it, as NumPy does, or without brackets.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

#: Commands of LaTeX that choose a face.
FACES = "mathbf|mathrm|mathit|mathsf|boldsymbol|bm|vec|text|operatorname"
#: Signs and commands of LaTeX, and what they are in the book's notation; functions follow.
SIGNS = [
    (r"\\[,;!:]|\\(left|right|quad|big|Big)(?![a-z])", " "),
    (r"\\(mathbf|boldsymbol|bm)\s*\{\s*1\s*\}", " 𝟏 "),
    (rf"\\(?:{FACES})\s*\{{([^{{}}]*)\}}", r" \1 "),
    (rf"\\(?:{FACES})(?![a-z])", " "),
    (r"\\[lr]?Vert(?![a-z])|\\\||\|\|", "‖"),
    (r"\\[lr]?vert(?![a-z])|\\mid(?![a-z])", "|"),
    (r"‖\s*_\s*(2|\{2\})", "‖"),
    (r"\\cdot(?![a-z])|\\times(?![a-z])", "*"),
    (r"\\(odot|circ)(?![a-z])", "⊙"),
    (r"\\oslash(?![a-z])", "⊘"),
    (r"\\otimes(?![a-z])", "⊗"),
    (r"\\geq?(?![a-z])", ">="),
    (r"\\leq?(?![a-z])", "<="),
    (r"\^\s*\{?\s*(-?)\s*(\\top|\\intercal|⊤)\s*\}?", r"^\1T"),
    (r"\^\s*\{\s*(-?)\s*T\s*\}", r"^\1T"),
    (r"\^\s*\{([^{}]*)\}", r"^(\1)"),
    (r"\\sqrt\s*\{([^{}]*)\}|√\s*\{([^{}]*)\}", r"sqrt(\1)"),
    (r"\\d?frac\s*\{([^{}]*)\}\s*\{([^{}]*)\}", r"((\1)/(\2))"),
    (r"\^T(?=[^\W_])", "^T "),
    (r"√", "sqrt"),
    (r"(?<=\w)𝟏", " 𝟏"),
    (r"\bidentity\(", "eye("),
    (r"(\w+)\.shape\[(\d)\]", r"size(\1, \2)"),
    (r"(\w+)\.size\b(?!\()", r"size(\1)"),
    (r"^(.+) if (.+) else (.+)$", r"where(\2, \1, \3)"),
    ("½", "(1/2)"),
    ("¼", "(1/4)"),
    ("¾", "(3/4)"),
]
COMMAND = re.compile(r"\\([a-z]+)")
LEFT_SIDE = re.compile(r"^[\w\s/∂∇'.]*=(?!=)")
ARRAY = re.compile(r"(?:np\.)?array\((.*)\)", re.DOTALL)
TRUTHS = {"true": 1.0, "false": 0.0}


def formula_in(text: str) -> str:
    r"""Return the formula that a line of text holds, in the book's notation.

    Examples
    --------
    >>> formula_in(r"dy/dx = \frac{2 x^3}{\sqrt{1 + x^{4}}}.")
    '((2 x^3)/(sqrt(1 + x^(4))))'
    """
    text = LEFT_SIDE.sub("", text).strip().rstrip(".").strip().strip("$")
    for _ in range(1 + text.count("{")):  # what is inside comes first
        for sign, meaning in SIGNS:
            text = re.sub(sign, meaning, text)
    return COMMAND.sub(r"\1 ", text).strip()


def list_in(text: str, number: Callable[[str], float]) -> Any:
    """Return the list, or list of lists, that a line of text writes; None if it is none.

    Examples
    --------
    >>> list_in("np.array([[1, 2], [3, True]])", float), list_in("[1 2; 3 4]", float)
    ([[1.0, 2.0], [3.0, 1.0]], [[1.0, 2.0], [3.0, 4.0]])
    >>> list_in("(1.5, 2)", float), list_in("1.5", float)
    ([1.5, 2.0], None)
    """
    text = text.strip()
    if whole := ARRAY.fullmatch(text):
        text = whole[1].strip()
    found = _entries(text, number)
    return found if isinstance(found, list) else None


def _entries(text: str, number: Callable[[str], float]) -> Any:
    inside = text[1:-1] if _is_bracketed(text) else text
    for separator in (";", ","):
        parts = list(_split(inside, separator))
        if len(parts) > 1:
            rows = [f"[{part}]" if separator == ";" else part for part in parts if part.strip()]
            return [_entries(row.strip(), number) for row in rows]
    words = inside.lower().split()
    if len(words) > 1 and TRUTHS.keys() >= {*words}:
        return [TRUTHS[word] for word in words]
    if text.startswith("[") and inside is not text:
        return [_entries(word, number) for word in inside.split()]
    return TRUTHS[text.lower()] if text.lower() in TRUTHS else number(text)


def _is_bracketed(text: str) -> bool:
    """Whether one pair of brackets holds all of a text."""
    if text[:1] + text[-1:] not in ("[]", "()"):
        return False
    return "".join(_split(text[1:-1], "\0")) == text[1:-1]


def _split(text: str, separator: str) -> Iterator[str]:
    """Yield what stands between separators that are in no brackets; nothing if one is left open."""
    depth, start = 0, 0
    for k, sign in enumerate(text):
        depth += (sign in "([") - (sign in ")]")
        if depth < 0:
            return
        if sign == separator and not depth:
            yield text[start:k]
            start = k + 1
    yield text[start:]
