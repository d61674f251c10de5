r"""What is typed for LaTeX, brought to the book's notation.

Braces are read from the inside: what is in them holds no others. So the table is gone through until
it changes nothing, and ``\frac{1}{\sqrt{x^{2}}}`` is three fractions of the work.
"""

from __future__ import annotations

import re
from collections.abc import Callable

#: Commands that choose a face.
FACES = "mathbf|mathrm|mathit|mathsf|mathbb|bf|rm|boldsymbol|bm|vec|text|operatorname\\*?|mathop"
#: What one fraction, or one exponent, may be made of.
ONE = r"(\{[^{}]*\}|\\[a-z]+|[^\s{}\\])"
#: Signs and commands, and what they are in the book's notation; functions follow.
SIGNS: list[tuple[str, str | Callable[[re.Match[str]], str]]] = [
    (r"\\[,;!:]|\\(left|right|quad|qquad|[bB]igg?[lrm]?|displaystyle)(?![a-zA-Z])", " "),
    (r"\\begin\{[bpvBV]?matrix\}|\\begin\{array\}\{[^{}]*\}", "["),
    (r"\\end\{[bpvBV]?matrix\}|\\end\{array\}", "]"),
    (r"\\(mathbf|boldsymbol|bm|mathbb)\s*\{\s*1\s*\}|\\mathbb\s*\{\s*I\s*\}", " 𝟏 "),
    (r"𝟏\s*_\s*\{([^{}]*[<>][^{}]*)\}", r" [\1]"),
    (r"(𝟏|\b1)\s*(?=\[[^\[\]]*[<>])", " "),
    (rf"\\(?:{FACES})\s*\{{([^{{}}]*)\}}", r" \1 "),
    (rf"\\(?:{FACES})(?![a-z])", " "),
    (r"\\norm\s*\{([^{}]*)\}", r"‖\1‖"),
    (r"\\abs\s*\{([^{}]*)\}", r"|\1|"),
    (r"\\[lr]?Vert(?![a-z])|\\\||\|\|", "‖"),
    (r"\\[lr]?vert(?![a-z])|\\mid(?![a-z])", "|"),
    (r"‖\s*_\s*(2|\{2\})", "‖"),
    (r"(?:\\langle|⟨)([^,⟩]*),([^⟩]*?)(?:\\rangle(?![a-z])|⟩)", r"dot(\1,\2)"),
    (r"\\cdot(?![a-z])", "·"),
    (r"\\times(?![a-z])|\\ast(?![a-z])", "*"),
    (r"\\div(?![a-z])", "/"),
    (r"\^\s*\{?\s*(?:\\odot|\\circ|⊙|∘)\s*(-?\d+)\s*\}?", r"**(\1)"),
    (r"\\(odot|circ)(?![a-z])", "⊙"),
    (r"\\oslash(?![a-z])", "⊘"),
    (r"\\otimes(?![a-z])", "⊗"),
    (r"\\geq?(?![a-z])", ">="),
    (r"\\leq?(?![a-z])", "<="),
    (r"\\gt(?![a-z])", ">"),
    (r"\\lt(?![a-z])", "<"),
    (r"\^\s*\{\s*(-?)\s*(\\top|\\intercal|⊤|T)\s*\}", r"^\1T "),
    (r"\^\s*(-?)\s*(\\top|\\intercal|⊤)(?![a-z])", r"^\1T "),
    (r"\^\s*\{([^{}]*)\}", r"^(\1)"),
    (r"\\sqrt\s*\[([^\[\]]*)\]\s*\{([^{}]*)\}", r"((\2)^(1/(\1)))"),
    (r"\\sqrt\s*\{([^{}]*)\}|√\s*\{([^{}]*)\}", r"sqrt(\1\2)"),
    (
        rf"\\[dt]?frac\s*{ONE}\s*{ONE}",
        lambda two: f"(({two[1].strip('{}')})/({two[2].strip('{}')}))",
    ),
    (r"\^T(?=[^\W_])", "^T "),
    (r"\\[{]", "("),
    (r"\\[}]", ")"),
]
TABLE = [(re.compile(sign), meaning) for sign, meaning in SIGNS]
AFTER_LETTER = re.compile(r"(?<=\w)\\([a-zA-Z]+)")
COMMAND = re.compile(r"\\([a-zA-Z]+)")
GROUPS = str.maketrans("{}", "()")
#: Nobody nests braces more deeply.
DEEPEST = 30


def without_latex(text: str) -> str:
    r"""Return a formula without commands and braces.

    Examples
    --------
    >>> without_latex(r"\frac{2 x^3}{\sqrt{1 + x^{4}}}")
    '((2 x^3)/(sqrt(1 + x^(4))))'
    """
    for _ in range(DEEPEST):
        before = text
        for sign, meaning in TABLE:
            text = sign.sub(meaning, text)
        if text == before:
            break
    text = AFTER_LETTER.sub(r" \1 ", text)
    return COMMAND.sub(r"\1 ", text).translate(GROUPS)
