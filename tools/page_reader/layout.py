"""Cuts lists of tokens where nothing is open: at commas, line ends, closing brackets."""

from tools.page_reader.errors import Unreadable

OPENING = {"(", "[", "{", r"\{", r"\left.", r"\lvert", r"\lVert", r"\lfloor"}
CLOSING = {")", "]", "}", r"\}", r"\right|", r"\rvert", r"\rVert", r"\rfloor"}


def depth_change(token):
    """Return how a token changes the number of open brackets."""
    if token.kind != "mark":
        return 0
    opens = token.text in OPENING or token.text.startswith(r"\begin")
    closes = token.text in CLOSING or token.text.startswith(r"\end")
    return opens - closes


def cut(tokens, *marks):
    """Return the parts of tokens between the marks that stand in no bracket."""
    parts, depth = [[]], 0
    for token in tokens:
        depth += depth_change(token)
        if depth == 0 and token.kind == "mark" and token.text in marks:
            parts.append([])
        else:
            parts[-1].append(token)
    return parts


def until(tokens, closer):
    """Take tokens up to the bracket that closes, take that too, and return the tokens before it."""
    taken, depth = [], 1
    while tokens:
        token = tokens.pop(0)
        depth += depth_change(token)
        if depth == 0:
            if token.text != closer:
                raise Unreadable(f"{token.text} stands where {closer} should")
            return taken
        taken.append(token)
    raise Unreadable(f"{closer} is missing")


def unwrapped(tokens):
    """Return tokens without the pair of brackets around all of them, if there is one."""
    if not tokens or tokens[0].text != "(":
        return tokens
    inside = until(list(tokens[1:]), ")")
    return inside if len(inside) == len(tokens) - 2 else tokens


def environment(tokens, begin):
    """Take tokens up to the end of an environment; return its kind and what is in it."""
    kind = begin.removeprefix(r"\begin{").removesuffix("}")
    return kind, until(tokens, rf"\end{{{kind}}}")


def parted(tokens):
    """Return tokens without prose, and without the comma or full stop at their end."""
    tokens = [token for token in tokens if token.kind != "text"]
    while tokens and tokens[-1].text in (",", ".", ";", r"\quad"):
        tokens = tokens[:-1]
    return tokens
