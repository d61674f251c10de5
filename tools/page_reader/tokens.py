"""Splits LaTeX into tokens, each of which knows where on the page it stands.

A token's kind is ``number``, ``name`` (a symbol: ``x``, ``bold x``, ``w hat``, ``alpha``), ``word``
(a function's name: ``sin``, ``diag``), ``text`` (prose inside a formula), ``dots``, or ``mark``
(everything that holds a formula together). Spacing and the size of brackets say nothing, so they
are left out.
"""

import re
from collections import namedtuple

from tools.page_reader.errors import Unreadable

Token = namedtuple("Token", "kind text start end")

PIECE = re.compile(
    r"(?P<newline>\\\\(?:\[[^\]]*\])?)|(?P<environment>\\(?:begin|end)\{[a-z*]+\})"
    r"|(?P<style>\\(?:mathbf|boldsymbol|operatorname|mathrm|text|mathbb|hat|bar|tilde|Delta)(?![A-Za-z]))"
    r"|(?P<bar>\\left\s*\.|\\(?:right|[Bb]igg?r?)\s*\|)"
    r"|(?P<command>\\(?:[A-Za-z]+|\S|\s))|(?P<number>\d+(?:\.\d+)?)"
    r"|(?P<letter>[A-Za-z])|(?P<other>\S)|(?P<space>\s+)"
)
SILENT = {
    r"\left",
    r"\right",
    r"\,",
    r"\;",
    r"\:",
    r"\!",
    r"\ ",
    r"\big",
    r"\Big",
    r"\displaystyle",
}
DOTS = {r"\dots", r"\ldots", r"\cdots", r"\vdots", r"\ddots"}
WORDS = {"sin", "cos", "tan", "cot", "exp", "ln", "log", "tanh", "max", "min", "det"}
WORDS |= {"arcsin", "arccos", "arctan", "sinh", "cosh"}
GREEK = {
    *("alpha", "beta", "gamma", "delta", "epsilon", "varepsilon", "zeta", "eta", "theta", "lambda"),
    *("mu", "nu", "xi", "pi", "rho", "sigma", "tau", "phi", "varphi", "chi", "psi", "omega"),
}
#: Ways to write one and the same mark.
SAME = {
    r"\neq": r"\ne",
    r"\leq": r"\le",
    r"\geq": r"\ge",
    r"\dfrac": r"\frac",
    r"\tfrac": r"\frac",
    r"\top": "T",
}


def tokenize(latex):
    """Return the tokens of a formula."""
    return list(tokens_of(list(PIECE.finditer(latex))))


def tokens_of(pieces):
    """Yield a token for each piece that says something; a style takes the group after it along."""
    pieces = [p for p in pieces if p.lastgroup != "space" and p[0] not in SILENT]
    while pieces:
        piece = pieces.pop(0)
        if piece.lastgroup == "style":
            yield styled(piece, pieces)
        else:
            yield token(piece)


def token(piece):
    """Return the token of a piece that stands alone."""
    text, place = piece[0], piece.span()
    if piece.lastgroup == "number":
        return Token("number", text, *place)
    if piece.lastgroup == "letter":
        return Token("name", text, *place)
    if text in DOTS:
        return Token("dots", text, *place)
    if text[1:] in WORDS:
        return Token("word", text[1:], *place)
    if text[1:] in GREEK:
        return Token("name", text[1:], *place)
    marks = {"newline": r"\\", "bar": r"\left." if "left" in text else r"\right|"}
    return Token("mark", marks.get(piece.lastgroup, SAME.get(text, text)), *place)


def styled(piece, pieces):
    r"""Return the token of a style and its group: ``\mathbf{x}``, ``\operatorname{diag}``."""
    style, group = piece[0], group_of(pieces)
    text = "".join(inner.text for inner in tokens_of(group))
    end = pieces.pop(0).end() if braced(pieces, "}") else (group or [piece])[-1].end()
    return Token(*named(style, text), piece.start(), end)


def braced(pieces, brace):
    """Tell whether a brace comes next."""
    return bool(pieces) and pieces[0][0] == brace


def group_of(pieces):
    """Take the pieces of a group in braces, without the closing brace, or else one piece."""
    if not braced(pieces, "{"):
        return [pieces.pop(0)] if pieces else []
    pieces.pop(0)
    group, depth = [], 1
    while pieces:
        depth += {"{": 1, "}": -1}.get(pieces[0][0], 0)
        if not depth:
            break
        group.append(pieces.pop(0))
    return group


def named(style, text):
    """Return kind and text of what a style makes of a text."""
    if not text:
        raise Unreadable(f"{style} has no group")
    if style in (r"\mathbf", r"\boldsymbol"):
        return "name", f"bold {text}"
    if style in (r"\hat", r"\bar", r"\tilde"):
        return "name", f"{text} {style[1:]}"
    if style == r"\Delta":
        return "name", f"Delta {text}"
    if style == r"\mathbb":
        return "mark", rf"\mathbb{{{text}}}"
    if style == r"\mathrm" and len(text) == 1:
        return "name", text
    return ("text" if style == r"\text" else "word"), text
