"""Reads what the engine prints and computes what it says; it knows nothing of the engine.

The grammar and the arithmetic are the page reader's. What is particular to prints stands here:
plain text is written in the reader's tokens; the symbols are those that have values, whole names
and not entries of anything; and nothing is spread: sums need equal shapes.

Conventions
-----------
A vector is a column, and so has shape ``(n, 1)`` here; a scalar has shape ``(1, 1)``.
"""

import re
from functools import partial
from itertools import combinations_with_replacement
from math import prod

import numpy as np
from exchanges import COMMUTATIONS, DUPLICATIONS, OPEN_EXCHANGES, commutation

from tools.page_reader.arrays import Sign, Unsized, fitted, need, possible
from tools.page_reader.context import Context
from tools.page_reader.errors import Unreadable
from tools.page_reader.evaluation import Evaluation
from tools.page_reader.functions import NAMED
from tools.page_reader.grammar import parse
from tools.page_reader.layout import until
from tools.page_reader.points import Point
from tools.page_reader.scope import OPEN
from tools.page_reader.tokens import Token, tokenize


def read(formula, values, shape, latex=False):
    """Compute a formula.

    Parameters
    ----------
    formula : str
        Matrix notation.
    values : mapping of str to array_like
        The symbols' values, scalars, vectors and matrices; dimensions as numbers.
    shape : tuple of int
        The shape that is expected, ``(rows, columns)``.
    latex : bool
        Whether the formula is LaTeX.
    """
    found = readings(formula, values, shape, latex)
    assert found, f"{formula} is nothing of shape {shape}"
    alike = (np.allclose(other, found[0], 1e-9, 1e-12) for other in found)
    assert all(alike), f"{formula}: a size is open"
    return found[0]


def readings(formula, values, shape, latex=False):
    """Return all values of the expected shape that a formula can have; see `read`."""
    symbols = {plain(name): np.asarray(value, float) for name, value in values.items()}
    assert len(symbols) == len(values), "two symbols of one name"
    tokens = latex_tokens(formula, symbols) if latex else text_tokens(formula, symbols)
    held = {f"symbol {name}": column(value) for name, value in symbols.items()}
    tree = parse(tokens, functions=set())
    if tree.op == "number":
        return [np.full(shape, tree.value)]
    picks = [t.text.removeprefix("pick ") for t in tokens if t.text.startswith("pick ")]
    sizes = lengths(values, shape, picks)
    # A dimension of size 1 leaves signs that are numbers. These fit everywhere: they come last.
    return fitting(tree, held, sizes, shape) or fitting(tree, held, [*sizes, 1], shape)


def fitting(tree, held, sizes, shape):
    """Return the values of the expected shape that a formula can have."""
    try:
        value = Prints(held, sizes).value(tree)
    except Unreadable:
        return []
    return [array for array in possible(value) if array.shape == shape]


def laid_out(array, outputs, layout):
    """Return the matrix that is to be read: vectors are columns, or rows as the layout asks.

    `outputs` is how many of the axes are outputs of a derivative; None for any other expression.
    """
    if array.ndim == 1:
        row = outputs == 0 if layout == "numerator" else outputs == 1
        return array.reshape(1, -1) if row else array.reshape(-1, 1)
    if array.ndim == 2 and outputs == 1 and layout == "denominator":
        return array.T
    return column(array)


def column(value):
    """Turn a number or a vector into a matrix."""
    return value.reshape(-1, 1) if value.ndim < 2 else value


def plain(name):
    """Write a symbol's name without what LaTeX takes away."""
    return name.replace("_", "")


# ----------------------------------------------------------------------------------------- tokens

TEXT = re.compile(
    r"(?P<number>[0-9]+(?:\.[0-9]*)?(?:e[+-]?[0-9]+)?)|(?P<space>\s+)"
    r"|(?P<name>[^\W\dᵀ⁰¹²³⁴⁵⁶⁷⁸⁹][^\Wᵀ⁰¹²³⁴⁵⁶⁷⁸⁹]*|𝟏)"
    r"|(?P<script>⁻?ᵀ|∘?⁻?[⁰¹²³⁴⁵⁶⁷⁸⁹]+)|(?P<raised>∘?\^)|(?P<mark>[-+/⊙⊘⊗()\[\]<>≤≥,|‖])"
)
#: The size of 𝟏 or I.
SIZED = re.compile(r"\[([\w ]+×[\w ]+|[^\W\d][\w ]*)\]")
SUPERSCRIPTS = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹ᵀ", "-0123456789T")
MARKS = {"≥": r"\ge", "≤": r"\le", "⊙": r"\odot", "⊘": r"\oslash", "⊗": r"\otimes"}
#: Marks that close as they open: they open at the start, after a space, and after what opens.
PAIRS = {"‖": (r"\lVert", r"\rVert"), "|": (r"\lvert", r"\rvert")}
OPENING = {"(", "[", "-", *(opening for opening, _ in PAIRS.values())}


def text_tokens(formula, symbols):
    """Return the tokens of plain text."""
    formula = formula.replace("axis=", "")
    tokens, place, fresh = [], 0, True
    while place < len(formula):
        match = TEXT.match(formula, place)
        need(match, f"cannot read {formula[place:]!r}")
        kind, text, place = match.lastgroup, match[0], match.end()
        if kind == "script":
            ring = [mark(r"\circ")] * text.startswith("∘")
            exponent = text.lstrip("∘").translate(SUPERSCRIPTS)
            tokens += [mark("^"), mark("{"), *ring, *tokenize(exponent), mark("}")]
        elif kind == "raised":
            end = end_of_exponent(formula, place)
            inside = text_tokens(formula[place:end].removeprefix("("), symbols)
            inside = inside[:-1] if formula[place] == "(" else inside
            ring = [mark(r"\circ")] * text.startswith("∘")
            tokens += [mark("^"), mark("{"), *ring, *inside, mark("}")]
            place = end
        elif text in COMMUTATIONS - {*symbols} and formula[place : place + 1] == "[":
            end = formula.index("]", place)
            tokens.append(commuting(formula[place + 1 : end], symbols))
            place = end + 1
        elif sized := SIZED.match(formula, place) if text in ("𝟏", "I") else None:
            tokens.append(of_size(text, sized[1].split("×")[0], symbols))
            place = sized.end()
        elif kind == "name":
            tokens.append(named("bold 1" if text == "𝟏" else plain(text), symbols))
        elif kind == "number":
            tokens.append(Token("number", text, 0, 0))
        elif text == "[" and tokens and not fresh:
            end = formula.index("]", place)
            while formula.count("[", place, end) > formula.count("]", place, end):
                end = formula.index("]", end + 1)
            pick(tokens, formula[place:end])
            text, place = "]", end + 1
        elif kind == "mark":
            text = PAIRS[text][not fresh] if text in PAIRS else MARKS.get(text, text)
            tokens.append(mark(text))
        fresh = kind == "space" or text in OPENING
    return tokens


def pick(tokens, index):
    """Put a function that picks before what was read last: a name, or something in brackets."""
    start = len(tokens) - 1
    if tokens[-1].text == ")":
        depth = 0
        for start in reversed(range(len(tokens))):
            depth += {")": 1, "(": -1}.get(tokens[start].text, 0)
            if not depth:
                break
        start -= start > 0 and tokens[start - 1].kind == "word"
    tokens[start:] = [Token("word", f"pick {index}", 0, 0), mark("("), *tokens[start:], mark(")")]


def picked(index, held):
    """Return the function that takes the rows, the columns or the entry of an index."""

    def part(text):
        if f"symbol {text}" in held:
            return held[f"symbol {text}"].ravel().astype(int)
        if ":" in text:
            return slice(*(int(end) if end else None for end in text.split(":")))
        return [int(k) for k in text[1:-1].split(",")] if text[0] == "[" else int(text)

    parts = [part(text.strip()) for text in re.findall(r"\[[^]]*\]|[^,\s]+", index)]
    alone = [isinstance(k, int) for k in parts]
    rows, columns = (
        ([k] if one else k for k, one in zip(parts, alone, strict=True))
        if (len(parts) == 2)
        else ([parts[0]] if alone[0] else parts[0], slice(None))
    )

    def of_array(a):
        need(a.shape[1] > 1 or len(parts) == 1, "the columns of a vector")
        try:
            found = a[rows][:, columns]
        except IndexError:
            raise Unreadable("an entry is picked that is not there") from None
        return found.T if alone[0] else found  # one row is a column

    return fitted(of_array)


def end_of_exponent(formula, place):
    """Return where an exponent ends: a bracket, a name or a number."""
    if formula[place] != "(":
        return TEXT.match(formula, place).end()
    depth = 0
    for end, letter in enumerate(formula[place:], place + 1):
        depth += {"(": 1, ")": -1}.get(letter, 0)
        if not depth:
            return end
    raise Unreadable(f"{formula[place:]!r} is not closed")


#: What stands in braces, which stand in braces, and so on.
BRACED = "[^{}]*"
for _ in range(5):
    BRACED = rf"(?:[^{{}}]|\{{{BRACED}\}})*"
#: A base that has a subscript of its own, and gets another one.
HELD = re.compile(rf"(?<![A-Za-z^_\\}}])\{{({BRACED})\}}_\{{")


def latex_tokens(formula, symbols):
    """Return the tokens of LaTeX, in which a name and its subscript are one."""
    formula = formula.replace(r"\sigma\left(", r"\operatorname{sigmoid}\left(")
    formula = formula.replace(r"\text{axis}=", "")
    while formula != (formula := HELD.sub(r"\\left(\1\\right)_{", formula)):
        pass
    formula = re.sub(r"\d+(?:\.\d+)?e[+-]?\d+", in_full, formula)
    pieces, tokens = tokenize(formula.replace(r"\_", "")), []
    while pieces:
        token = pieces.pop(0)
        if token.text == "_":  # of a name, it has been read with that
            del pieces[0]
            index = until(pieces, "}")
            pick(tokens, "".join(bare(inner.text) for inner in index))
            continue
        exponent = "".join(t.text for t in tokens[-3:]).endswith(("^", "^{-"))
        if token.kind not in ("name", "word") or (token.text == "T" and exponent):
            tokens.append(token)
            continue
        name = token.text
        if pieces and pieces[0].text == "_" and name in COMMUTATIONS - {*symbols}:
            del pieces[:2]
            sizes = " ".join(inner.text for inner in until(pieces, "}"))
            tokens.append(commuting(sizes, symbols))
            continue
        if pieces and pieces[0].text == "_" and name in ("I", "bold 1"):
            size = [inner.text for inner in until([*pieces[2:]], "}")]
            if name == "bold 1" or r"\times" in size:
                del pieces[:2]
                until(pieces, "}")
                size = size[: size.index(r"\times")] if name == "I" else size
                tokens.append(of_size(name, " ".join(size), symbols))
                continue
        if pieces and pieces[0].text == "_":
            below = "".join(inner.text for inner in until([*pieces[2:]], "}"))
            if plain(bare(name) + below) in symbols or bare(name) not in {*symbols, "I"}:
                del pieces[:2]
                name += "".join(inner.text for inner in until(pieces, "}"))
        tokens.append(named(plain(name), symbols))
        if tokens[-1].text.startswith("symbol "):
            bold, vector = name.startswith("bold "), symbols[plain(bare(name))].ndim == 1
            need(bold == vector, f"{name} is bold as vectors are, or it is one and is not")
    return tokens


def in_full(number):
    """Return a number without the power of ten that Python writes."""
    return np.format_float_positional(float(number[0]), trim="-")


def mark(text):
    """Return a token that holds a formula together."""
    return Token("mark", text, 0, 0)


def bare(name):
    """Return a name without its type."""
    return name.removeprefix("bold ")


def of_size(sign, size, symbols):
    """Return the token of 𝟏 or I of a size that is written, a symbol of known value."""
    n = prod(int(part if part.isdigit() else symbols[part]) for part in size.split())
    name = f"symbol {'I' if sign == 'I' else 1} {n}"
    symbols[name.removeprefix("symbol ")] = np.eye(n) if sign == "I" else np.ones(n)
    return Token("name", name, 0, 0)


def commuting(sizes, symbols):
    """Return the token of K with its sizes, which becomes a symbol of known value."""
    m, n = (
        prod(int(part if part.isdigit() else symbols[part]) for part in size.split())
        for size in sizes.split(",")
    )
    symbols[f"K {m} {n}"] = commutation(m, n)
    return Token("name", f"symbol K {m} {n}", 0, 0)


def named(name, symbols):
    """Return the token of a symbol, of 𝟏 or I, or of a function."""
    if bare(name) in symbols:
        return Token("name", f"symbol {bare(name)}", 0, 0)
    if name in COMMUTATIONS | DUPLICATIONS:
        return Token("name", "K" if name in COMMUTATIONS else "D", 0, 0)
    if name in ("bold 1", "I"):
        return Token("name", name, 0, 0)
    if name not in FUNCTIONS:
        raise Unreadable(f"{name} is neither a symbol nor a function")
    return Token("word", name, 0, 0)


# -------------------------------------------------------------------------------------- computing


def of_eigenvalues(function):
    """Return a function of a symmetric matrix."""

    def of_matrix(a):
        values, vectors = np.linalg.eigh(a)
        return (vectors * function(values)) @ vectors.T

    return fitted(of_matrix)


def exponential(a):
    """Return the exponential of a matrix that has as many eigenvectors as rows."""
    values, vectors = np.linalg.eig(a)
    return ((vectors * np.exp(values)) @ np.linalg.inv(vectors)).real


def differences(function, slope):
    """Return the divided differences of a function at the eigenvalues of a matrix."""

    def of_matrix(a):
        values = np.linalg.eigvalsh(a)
        steps = values[:, None] - values + np.eye(len(values))
        quotients = (function(values)[:, None] - function(values)) / steps
        return quotients + np.diag(slope(values))

    return fitted(of_matrix)


def dyad(place):
    """Return the outer product of two singular vectors."""

    def of_matrix(a):
        left, _, right = np.linalg.svd(a, full_matrices=False)
        return np.outer(left[:, place], right[place])

    return fitted(of_matrix)


def polar(a):
    """Return the product of all singular vectors."""
    left, _, right = np.linalg.svd(a, full_matrices=False)
    return left @ right


def one_hot(places, size):
    """Return rows with a 1 at each place."""
    return np.eye(size)[places[:, 0].astype(int)]


def reduced(function, of_two=None):
    """Return a function of all entries, along an axis that is given by number, or of two arrays."""

    def found(a, *b):
        if b and (a.shape == b[0].shape or b[0].shape != (1, 1)):
            need(a.shape == b[0].shape, f"the greater of shapes {a.shape} and {b[0].shape}")
            return of_two(a, b[0])
        axis = int(b[0][0, 0]) if b else None
        return column(function(a, axis=axis, keepdims=axis is None).astype(float))

    return fitted(found)


#: The words of the prints, without underscores: the page's, and those that no chapter uses.
FUNCTIONS = NAMED | {
    "max": reduced(np.max, np.maximum),
    "min": reduced(np.min, np.minimum),
    "logsumexp": reduced(lambda a, **how: np.log(np.exp(a).sum(**how))),
    "onehot": lambda a: Sign(partial(one_hot, a), range(int(a.max()) + 1, 36)).array(),
    "arange": lambda a: np.arange(a[0, 0]).reshape(-1, 1),
    "roll": fitted(lambda a, k, axis=0: np.roll(a, int(np.ravel(k)[0]), int(np.ravel(axis)[0]))),
    "cholesky": fitted(np.linalg.cholesky),
    "expm": fitted(exponential),
    "logm": of_eigenvalues(np.log),
    "sqrtm": of_eigenvalues(np.sqrt),
    "expmdifferences": differences(np.exp, np.exp),
    "logmdifferences": differences(np.log, lambda x: 1 / x),
    "sqrtmdifferences": differences(np.sqrt, lambda x: 0.5 / np.sqrt(x)),
    "eigvalsh": fitted(lambda a: column(np.linalg.eigvalsh(a))),
    "eigenvectors": fitted(lambda a: np.linalg.eigh(a)[1]),
    "lambdamax": fitted(lambda a: np.linalg.eigvalsh(a)[-1:].reshape(1, 1)),
    "leadingeigenvector": fitted(lambda a: np.linalg.eigh(a)[1][:, -1:]),
    "nuclearnorm": fitted(lambda a: np.array([[np.linalg.norm(a, "nuc")]])),
    "spectralnorm": fitted(lambda a: np.array([[np.linalg.norm(a, 2)]])),
    "leaststretch": fitted(lambda a: np.array([[np.linalg.norm(a, -2)]])),
    "polar": fitted(polar),
    "leadingdyad": dyad(0),
    "leastdyad": dyad(-1),
}


@fitted
def added(a, b):
    """Add what has one shape."""
    need(a.shape == b.shape, f"a sum of shapes {a.shape} and {b.shape}")
    return a + b


def lengths(values, shape, picks=()):
    """Return the sizes that an unwritten size can be: known ones, and products as of a vec."""
    known = {size for value in values.values() for size in np.shape(value)}
    known |= {value for value in values.values() if isinstance(value, int)}
    pairs = [*map(prod, combinations_with_replacement(known - {1}, 2))]
    known |= {*shape}
    ends = [re.split(":", part) for part in re.split("[, ]+", " ".join(picks)) if ":" in part]
    slices = [slice(*(int(end) if end else None for end in pair)) for pair in ends]
    known |= {len(range(size)[part]) for size in known for part in slices}
    known |= {listed.count(",") + 1 for listed in re.findall(r"\[[^]]*\]", " ".join(picks))}
    # I of a larger size would fill the memory before it is found not to fit.
    return sorted(known - {0, 1} | {size for size in pairs if size <= max(*known, 200)})


class Prints(Evaluation):
    """Computes what is printed, with the symbols held at their values."""

    unsized, functions = OPEN | OPEN_EXCHANGES, FUNCTIONS

    def __init__(self, held, lengths):
        super().__init__(Context(), Point(0), held)
        self.lengths = lengths

    def value(self, tree):
        """Return the array that a tree stands for."""
        if tree.op == "sum":
            first, *others = map(self.value, tree.parts)
            for other in others:
                first = added(first, other)
            return first
        if tree.op == "kronecker":
            parts = [self.value(part) for part in tree.parts]
            is_open = any(isinstance(part, Unsized) for part in parts)
            return fitted(self.kronecker if is_open else np.kron)(*parts)
        if tree.op == "apply" and tree.value == "abs":
            return fitted(np.abs)(self.value(tree.parts[0]))
        return super().value(tree)

    def call(self, head, values):
        """Apply a function; of open sizes, diag and vec make nothing longer than what is known."""
        if head.value.startswith("pick "):
            return picked(head.value.removeprefix("pick "), self.held)(*values)
        if head.value in ("diag", "vec"):
            values = [self.short(value, head.value == "diag") for value in values]
        return super().call(head, values)

    def short(self, value, of_diagonal):
        """Leave out the sizes at which a vector would be longer than all that is known."""
        if not isinstance(value, Unsized):
            return value
        longest = max(self.lengths)
        cases = [c for c in value.cases if (len(c[1]) if of_diagonal else c[1].size) <= longest]
        need(cases, "a vector that nothing is as long as")
        return Unsized(cases)

    def kronecker(self, a, b):
        """Multiply, one of open size: what is longer than all that is known fits nowhere."""
        longest = max(a.shape[0] * b.shape[0], a.shape[1] * b.shape[1])
        need(longest <= max(self.lengths), "a Kronecker product that nothing is as long as")
        return np.kron(a, b)
