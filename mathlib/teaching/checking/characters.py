"""Characters that look alike, brought to the one that the formulas of this book are made of.

What is copied from a page, a slide or a PDF holds dashes for minus signs, mathematical italics for
letters, and spaces that have no width. A reader sees no difference, so there is none here.
"""

from __future__ import annotations

import re
from unicodedata import decomposition, normalize

#: Many characters that mean one sign.
ALIKE = {
    "-": "−–—‒﹣－﹘\u2010\u2011",
    "·": "⋅∙•",
    "*": "∗＊✱⁎",
    "×": "✕⨯✖",
    "⊙": "⨀",
    "'": "’′‘ʹ",
    "^": "ˆ＾",
    "|": "∣ǀ",
    "‖": "∥",
    "ᵀ": "⊺ᵗ",
    "<": "‹",
    " ": "\u00a0\u2002\u2003\u2009\u200a\u202f\u3000",
    "": "\u200b\u200c\u200d\u2060\ufeff\u00ad",
    "μ": "µ",
    "ε": "ϵ",
    "φ": "ϕ",
    "θ": "ϑ",
    "𝟏": "𝟙",
}
ONE_SIGN = str.maketrans({other: sign for sign, others in ALIKE.items() for other in others})
#: Letters and figures in a mathematical face, or as wide as a Chinese character; 𝟏 has a meaning.
FACED = re.compile("[\U0001d400-\U0001d7ce\U0001d7d0-\U0001d7ff！-～]|[ℎℝ]")
FRACTION = re.compile(r"(?:(\d+)\s*)?([¼-¾⅐-⅞])")
#: A quotient that is raised, as in x¹ᐟ².
RAISED_QUOTIENT = re.compile("([⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)[ᐟ⸍]([⁰¹²³⁴⁵⁶⁷⁸⁹]+)")


def plain(text: str) -> str:
    """Return a text in the characters of this book.

    Examples
    --------
    >>> plain("𝑥² – ½ 𝐰"), plain("2½"), plain("x⁻¹ᐟ²")
    ('x² - (1/2) w', '(2 + 1/2)', 'x^(-1/2)')
    """
    text = FACED.sub(lambda found: normalize("NFKC", found[0]), text.translate(ONE_SIGN))
    text = RAISED_QUOTIENT.sub(lambda found: f"^({_lowered(found[1])}/{_lowered(found[2])})", text)
    return FRACTION.sub(_fraction, text)


def _fraction(found: re.Match[str]) -> str:
    """Return a fraction of one character; beside a figure it is added to it, as in 2½."""
    above, below = decomposition(found[2]).removeprefix("<fraction> ").split(" 2044 ")
    value = "/".join("".join(chr(int(c, 16)) for c in part.split()) for part in (above, below))
    return f"({found[1]} + {value})" if found[1] else f"({value})"


def _lowered(raised: str) -> str:
    return normalize("NFKC", raised).replace("−", "-")
