r"""What a reader types in quotes, brought to what the parser of formulas reads.

People copy from the page, from a notebook or from LaTeX: ``"dL/dw = 2 X^{\top} (Xw - y)."`` is a
formula with a left side, a point at the end, and a transpose in another alphabet.
"""

from __future__ import annotations

import re

from mathlib.teaching.checking.characters import plain
from mathlib.teaching.checking.latex import without_latex

#: What stands around a formula: marks of code and of mathematics, remarks, and the end of a line.
AROUND = re.compile(r"#.*$|\\\\\s*\Z|^\s*\\[(\[]|\\[)\]]\s*$", re.MULTILINE)
DEFINITION = re.compile(r"^\s*(?:lambda\b[\w\s,*]*:|return\b)")
#: Python and its siblings, as the book writes them.
CODE = [
    (re.compile(pattern), meaning)
    for pattern, meaning in [
        (r"\.(?:astype|copy|item|numpy|detach|float|double)\([^()]*\)", ""),
        (
            r"\b(?:np\.|numpy\.|jnp\.|torch\.)?(?:as)?(?:array|tensor)\(|(?:\bnp\.)?\bfloat(?:32|64)?\(",
            "(",
        ),
        (r"\bint\((?=[-+]?\d+\))", "("),
        (r"(?<=\d)_(?=\d{3})", ""),
        (r"\bidentity\(", "eye("),
        (r"\bmultiply\.outer\(", "outer("),
        (r"\b(ones|zeros)\((\w+)\.shape\)", r"\1_like(\2)"),
        (r"\b(\w+)\.shape\[(-?\d)\]", r"size(\1, \2)"),
        (r"\b(\w+)\.size\b(?!\()", r"size(\1)"),
        (r"\.mT\b|\.t\(\)|\.conj\(\)\.T\b", ".T"),
        (r"\bdim=", "axis="),
        (r"\bkeepdim=", "keepdims="),
        (r"%\*%", "@"),
        (r"(?<![\d.])\.\s?([*/^])", r"\1"),
        (r"(?<=[a-z])\.\(", "("),
        (r"^(.+) if (.+) else (.+)$", r"where(\2, \1, \3)"),
        (r"√", "sqrt "),
        (r"(?<=\w)𝟏", " 𝟏"),
        (r"(?<![\w.])(?:np|numpy|math)\.(e|tau)\b", r"\1_"),
    ]
]
#: Constants under the names that `CODE` gives them.
CONSTANTS = {"e_": "exp(1)", "tau_": "(2 π)"}
CONSTANT = re.compile(r"\b(e_|tau_)")
PER_CENT = re.compile(r"\s*([-+]?[\d.]+)\s*%\s*")


def formula_in(text: str) -> str:
    r"""Return the formula that a line of text holds, in the book's notation.

    Examples
    --------
    >>> formula_in(r"dy/dx = \frac{2 x^3}{\sqrt{1 + x^{4}}}.")
    '((2 x^3)/(sqrt(1 + x^(4))))'
    >>> formula_in("lambda z: z.astype(float) .* 2  # twice"), formula_in("12.5 %")
    ('z * 2', '(12.5/100)')
    """
    text = bare(text)
    if percent := PER_CENT.fullmatch(text):
        return f"({percent[1]}/100)"
    text = without_latex(text)
    for sign, meaning in CODE:
        text = sign.sub(meaning, text)
    return CONSTANT.sub(lambda found: CONSTANTS[found[1]], text).strip()


def bare(text: str) -> str:
    """Return what is answered, without a left side and without what stands around it.

    Examples
    --------
    >>> bare("`dy/dx = 2 x`"), bare("return [2, 3]  # the slopes")
    ('2 x', '[2, 3]')
    """
    text = DEFINITION.sub("", right_side(AROUND.sub("", plain(text).strip().strip("`$")))).strip()
    return text.strip("`$").strip().rstrip(".;").rstrip("\\,").strip().strip("$")


def right_side(text: str) -> str:
    """Return what stands behind the last sign of equality that is in no brackets.

    Examples
    --------
    >>> right_side("f'(x) = sum(x, axis=0)"), right_side("x >= 2")
    (' sum(x, axis=0)', 'x >= 2')
    """
    depth, start = 0, 0
    for k, sign in enumerate(text):
        depth += (sign in "([{") - (sign in ")]}")
        alone = text[k - 1 : k] not in tuple("=<>!") and text[k + 1 : k + 2] != "="
        if not depth and (sign == "≈" or (sign == "=" and alone)):
            start = k + 1
    return text[start:]
