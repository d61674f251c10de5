"""Changes one symbol of a display, as a slip of the pen would.

A mutation keeps the display's form and changes what it says: a letter for another letter of the
display, a number for the next, a sign turned, a transpose, a factor or the bold type dropped, an
index moved on, a function, an operation or a relation for its sister. These are its kinds.
"""

from collections import namedtuple
from itertools import zip_longest

import numpy as np

from tools.page_reader.tokens import tokenize

Mutation = namedtuple("Mutation", "latex slip kind")

SISTERS = {
    r"\sin": r"\cos",
    r"\cos": r"\sin",
    r"\ln": r"\exp",
    r"\exp": r"\ln",
    r"\tanh": r"\sin",
    r"\max": r"\min",
    r"\odot": r"\oslash",
    r"\oslash": r"\odot",
    "+": "-",
    "-": "+",
    ">": "<",
    r"\le": r"\ge",
    r"\ge": r"\le",
}


def mutations(reading):
    """Return every mutation of what a display claims.

    What only bounds the claim stays as it is: a condition, the range of an index, and the left side
    of a definition, for a name may be any name.
    """
    tokens = tokenize(reading.latex)
    places = mutable(reading, tokens)
    letters = sorted(
        {reading.latex[t.start : t.end] for t in places if t.kind == "name"} - {"d", "T"}
    )
    found = []
    for place in places:
        found += [
            m for m in slips(reading.latex, tokens, place, letters) if m.latex != reading.latex
        ]
    return found


def mutable(reading, tokens):
    """Return the tokens of the sides that claim something."""
    spans = [
        (side[0].start, side[-1].end)
        for item in reading.statements
        if not item.only_bounds
        for place, side in enumerate(item.token_sides)
        if {*item.relations[max(place - 1, 0) : place + 1]} != {r"\ne"}
        and not (place == 0 and reading.defines(item))
    ]
    return [t for t in tokens if any(start <= t.start < end for start, end in spans)]


def slips(latex, tokens, token, letters):
    """Yield the mutations at one token."""
    text = latex[token.start : token.end]
    before = tokens[: tokens.index(token)][-2:]

    index = "index" if in_subscript(tokens, token) else None

    def changed(new, slip, kind, start=token.start):
        head, tail = latex[:start], latex[token.end :]
        return Mutation(head + new + tail, f"{slip} in {head[-20:]}{new}{tail[:20]}", kind)

    if token.kind == "number":
        new = next_number(text)
        yield changed(new, f"{text} becomes {new}", index or "number")
    elif text in SISTERS:
        yield changed(SISTERS[text], f"{text} becomes {SISTERS[text]}", kind_of(text))
    elif text == "T" and before and before[-1].text == "^":
        yield changed("", "^T is dropped", "transpose", before[-1].start)
    elif token.kind == "name" and text not in ("d", "T"):
        alike = [letter for letter in letters if letter != text]
        for letter in alike:
            yield changed(letter, f"{text} becomes {letter}", index or "letter")
    if text.startswith(r"\mathbf"):
        yield changed(text[len(r"\mathbf") :], f"{text} becomes plain", "bold")
    if droppable(tokens, token):
        yield changed(" ", f"the factor {text} is dropped", "factor")


def kind_of(text):
    """Return the kind of slip that a sister is."""
    if text in "+-":
        return "sign"
    return "relation" if text in (">", r"\le", r"\ge") else "function"


def in_subscript(tokens, token):
    """Tell whether a token stands in a subscript."""
    for before in reversed(tokens[: tokens.index(token)]):
        if before.kind == "mark" and before.text not in "{+-":
            return before.text == "_"
    return False


def next_number(text):
    """Return a number that is one larger in its last digit."""
    whole, point, digits = text.partition(".")
    return f"{whole}.{int(digits) + 1:0{len(digits)}d}" if point else str(int(whole) + 1)


def droppable(tokens, token):
    """Tell whether a token is a factor beside another one, with nothing hanging on it."""
    at = tokens.index(token)
    if token.kind not in ("name", "number") or token.text == "d":
        return False
    before, after = tokens[at - 1] if at else None, tokens[at + 1] if at + 1 < len(tokens) else None
    factors = ("name", "number", "word")
    hangs = before is not None and (
        before.text in ("_", "^", r"\partial", "d") or before.kind == "word"
    )
    beside = after is not None and after.kind in factors
    return beside and not hangs


def drawn(found, seed, count):
    """Return some mutations at random, the same ones every time, of as many kinds as can be."""
    rng = np.random.default_rng(list(seed.encode()))
    kinds = {}
    for place in rng.permutation(len(found)):
        kinds.setdefault(found[place].kind, []).append(found[place])
    rounds = zip_longest(*(kinds[kind] for kind in rng.permutation(sorted(kinds))))
    return [mutation for one in rounds for mutation in one if mutation][:count]
