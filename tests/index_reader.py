"""Reads index notation as text, such as ``∂y[i]/∂x[j] = Σ_k A[i,k] B[k,j]``, and computes it.

It knows nothing of the engine. A sum over letters takes all the factors that follow it, and the
range of a letter is the length of the axis at which it stands. What stands without letters, as
``Q⁻¹`` in ``(Q⁻¹)[i,j]``, is an array as a whole.
"""

import itertools
import re

import numpy as np

from tools.page_reader.errors import Unreadable

TOKEN = re.compile(
    r"\s*(Σ_|δ|\d+(?:\.\d+)?|[^\W\d⁰¹²³⁴⁵⁶⁷⁸⁹ᵀ][\w]*?(?![^\W⁰¹²³⁴⁵⁶⁷⁸⁹ᵀ])|⁻?[⁰¹²³⁴⁵⁶⁷⁸⁹]+|\S)"
)
SUPERSCRIPTS = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")
FUNCTIONS = {name: getattr(np, name) for name in ("exp", "log", "sin", "cos", "tanh", "sqrt")}
FUNCTIONS |= {"relu": lambda x: np.maximum(x, 0), "sigmoid": lambda x: 1 / (1 + np.exp(-x))}
FUNCTIONS |= {"softplus": lambda x: np.log1p(np.exp(x)), "sign": np.sign}
FUNCTIONS |= {"det": np.linalg.det, "tr": np.trace}
ENDS = {"+", "-", "/", ")", "]", ",", "|", ">", "≥", "<", "≤", "=", None}
COMPARED = {">": np.greater, "≥": np.greater_equal, "<": np.less, "≤": np.less_equal}


def entries(text, values, shape):
    """Return the array that a text says entry by entry; its letters stand on a left side.

    Parameters
    ----------
    text : str
    values : mapping of str to array_like
        The symbols' values.
    shape : tuple of int
        The shape of the array.
    """
    left, _, right = text.rpartition(" = ") if text.startswith("∂") else ("", "", text)
    groups = re.findall(r"\[([^\]]*)\]", left)
    letters = [letter for group in groups for letter in group.split(",")]
    if len(letters) != len(shape) or len({*letters}) < len(letters):
        raise Unreadable(f"{left!r} has no letter of its own for each of {len(shape)} axes")
    reader = Reader(right, {name: np.asarray(v, float) for name, v in values.items()})
    value = reader.sum()
    if reader.next is not None:
        raise Unreadable(f"cannot read on at {reader.next!r}")
    found = np.empty(shape)
    for place in np.ndindex(*shape):
        found[place] = value(dict(zip(letters, place, strict=True)))
    return found


class Reader:
    """Takes tokens from the front and returns functions of the letters' values."""

    def __init__(self, text, values):
        self.tokens, self.values = TOKEN.findall(text), values
        self.ranges = {}  # of letters, as far as they are known

    @property
    def next(self):
        """The next token, or None."""
        return self.tokens[0] if self.tokens else None

    def take(self, *wanted):
        """Take the next token, which is one of those wanted."""
        if self.next is None or (wanted and self.next not in wanted):
            raise Unreadable(f"{self.next!r} stands where {wanted} should")
        return self.tokens.pop(0)

    def sum(self):
        """Read terms with plus and minus between them."""
        signs = [-1 if self.next == "-" and self.take() else 1]
        terms = [self.term()]
        while self.next in ("+", "-"):
            signs.append(1 if self.take() == "+" else -1)
            terms.append(self.term())
        return lambda at: sum(s * term(at) for s, term in zip(signs, terms, strict=True))

    def term(self):
        """Read factors, and what they are divided by."""
        above = self.product()
        if self.next != "/":
            return above
        self.take()
        below = self.factor()
        return lambda at: above(at) / below(at)

    def product(self):
        """Read factors side by side."""
        factors = []
        while self.next not in ENDS or (self.next == "|" and not factors):
            factors.append(self.factor())
        if not factors:
            raise Unreadable("nothing is multiplied")

        def multiplied(at):
            value = factors[0](at)
            for factor in factors[1:]:
                other = factor(at)
                value = value @ other if np.ndim(value) and np.ndim(other) else value * other
            return value

        return multiplied

    def factor(self):
        """Read an atom with its exponent, or one entry of it."""
        value = self.atom()
        while self.next and (self.next in ("[", "^", "ᵀ") or self.next[-1] in "⁰¹²³⁴⁵⁶⁷⁸⁹"):
            value = self.with_script(value)
        return value

    def with_script(self, base):
        """Read what stands behind an atom."""
        script = self.take()
        if script == "[":
            return self.entry(base)
        if script == "ᵀ":
            return lambda at: base(at).T
        if script == "^":
            exponent = self.factor()
        else:
            number = int(script.translate(SUPERSCRIPTS))
            exponent = lambda at: number  # noqa: E731

        def raised(at):
            value, times = base(at), exponent(at)
            return np.linalg.matrix_power(value, times) if np.ndim(value) else value**times

        return raised

    def entry(self, base):
        """Read letters or positions as the place of an entry, and learn how far letters run."""
        places = [self.take()]
        while self.take(",", "]") == ",":
            places.append(self.take())
        shape = np.shape(base({}))
        if len(shape) != len(places):
            raise Unreadable(f"{places} are not the axes of shape {shape}")
        self.ranges |= {p: size for p, size in zip(places, shape, strict=True) if not p.isdigit()}
        return lambda at: base(at)[tuple(int(p) if p.isdigit() else at[p] for p in places)]

    def atom(self):
        """Read a number, a name, a function, a sum, a delta, or something in brackets."""
        token = self.take()
        if token[0].isdigit():
            return lambda at: float(token)
        if token == "(":
            inside = self.sum()
            self.take(")")
            return inside
        if token == "|":
            inside = self.sum()
            self.take("|")
            return lambda at: np.abs(inside(at))
        if token in ("Σ_", "δ", "["):
            return {"Σ_": self.over, "δ": self.delta, "[": self.comparison}[token]()
        if token in self.values:
            return lambda at: self.values[token]
        if token not in FUNCTIONS or self.next != "(":
            raise Unreadable(f"{token} is neither a symbol nor a function")
        return self.call(FUNCTIONS[token])

    def call(self, function):
        """Read the arguments of a function."""
        self.take("(")
        arguments = [self.sum()]
        while self.take(",", ")") == ",":
            arguments.append(self.sum())
        return lambda at: function(*(argument(at) for argument in arguments))

    def over(self):
        """Read a sum over letters."""
        letters = [self.take()]
        while self.next == ",":
            self.take()
            letters.append(self.take())
        outside, self.ranges = self.ranges, {}
        body = self.product()
        if self.next == "/":
            self.take()
            above, below = body, self.factor()
            body = lambda at: above(at) / below(at)  # noqa: E731
        if not {*letters} <= {*self.ranges}:
            raise Unreadable(f"how far {letters} run is not said")
        ranges = [range(self.ranges[letter]) for letter in letters]
        inside = {letter: n for letter, n in self.ranges.items() if letter not in letters}
        self.ranges = {**inside, **outside}
        return lambda at: sum(
            body({**at, **dict(zip(letters, places, strict=True))})
            for places in itertools.product(*ranges)
        )

    def delta(self):
        """Read Kronecker's delta of two letters."""
        self.take("[")
        first, _, second, _ = (self.take() for _ in range(4))
        return lambda at: float(at[first] == at[second])

    def comparison(self):
        """Read 1 where something holds, else 0."""
        left = self.sum()
        compared = COMPARED[self.take(*COMPARED)]
        right = self.sum()
        self.take("]")
        return lambda at: float(compared(left(at), right(at)))
