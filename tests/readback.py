"""Reads matrix notation and computes what it says; it knows nothing of the engine.

Two front ends, plain text and LaTeX, turn a formula into one stream of tokens; a parser builds a
tree; the sizes of 𝟏 and I, which are not written, are found by making shapes fit; then the tree is
computed with NumPy.

Conventions
-----------
A vector is a column, and so has shape ``(n, 1)`` here; a scalar has shape ``(1, 1)``. What stands
side by side is multiplied: as matrices, or by a scalar. Sums need equal shapes.
"""

import re
from dataclasses import dataclass, field
from fractions import Fraction

import numpy as np


def read(formula, values, shape=None, latex=False):
    """Compute a formula.

    Parameters
    ----------
    formula : str
        Matrix notation.
    values : mapping of str to array_like
        The symbols' values, scalars, vectors and matrices; dimensions as numbers.
    shape : tuple of int, optional
        The shape that is expected, ``(rows, columns)``.
    latex : bool
        Whether the formula is LaTeX.
    """
    symbols = {plain(name): column(value) for name, value in values.items()}
    parser = Parser(latex_tokens(formula) if latex else text_tokens(formula), symbols)
    tree = parser.whole()
    if shape and tree.op != "number":
        same(tree.shape, shape)
    solve(parser.products)
    return np.broadcast_to(compute(tree), shape) if shape else compute(tree)


def laid_out(array, outputs, layout):
    """Return the matrix that is to be read: vectors are columns, or rows as the layout asks.

    `outputs` is how many of the axes are outputs of a derivative; None for any other expression.
    """
    if array.ndim == 1:
        row = outputs == 0 if layout == "numerator" else outputs == 1
        return array.reshape(1, -1) if row else array.reshape(-1, 1)
    if array.ndim == 2 and outputs == 1 and layout == "denominator":
        return array.T
    return array.reshape(1, 1) if array.ndim == 0 else array


def column(value):
    """Turn a number or a vector into a matrix."""
    array = np.asarray(value, float)
    return array.reshape(-1, 1) if array.ndim < 2 else array


def plain(name):
    """Write a symbol's name without what LaTeX takes away."""
    return name.replace("_", "")


# ----------------------------------------------------------------------------------------- tokens

SUPERSCRIPTS = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")
TOKEN = re.compile(
    r"\s*(?:(?P<number>[0-9]+(?:\.[0-9]*)?(?:e[+-]?[0-9]+)?)|(?P<name>[A-Za-zα-ωΑ-Ω_][A-Za-z0-9α-ωΑ-Ω_]*|𝟏)"
    r"|(?P<script>⁻ᵀ|ᵀ|∘?(?:⁻?[⁰¹²³⁴⁵⁶⁷⁸⁹]+|\^\(-?\d+(?:/\d+)?\)))|(?P<mark>[-+/⊙⊘⊗()\[\]>,|‖]))"
)


def text_tokens(formula):
    """Split plain text into pairs of a kind and a text."""
    tokens, place = [], 0
    while place < len(formula):
        match = TOKEN.match(formula, place)
        assert match, f"cannot read {formula[place:]!r}"
        tokens.append((match.lastgroup, match.group(match.lastgroup)))
        place = match.end()
    return tokens


RAW = re.compile(r"\\[A-Za-z]+|\\.|\d+(?:\.\d+)?(?:e[+-]?\d+)?|\S")
STYLES = {r"\mathbf", r"\mathrm", r"\boldsymbol", r"\operatorname", r"\text"}
MARKS = {r"\odot": "⊙", r"\oslash": "⊘", r"\otimes": "⊗", r"\lVert": "‖", r"\rVert": "‖"}


def latex_tokens(formula):
    """Turn LaTeX into the tokens of plain text."""
    return LatexReader(RAW.findall(formula)).until(None)


class LatexReader:
    """Walks over the pieces of a LaTeX formula."""

    def __init__(self, pieces):
        self.pieces = pieces

    def until(self, end):
        """Read tokens up to a closing piece, or to the end."""
        tokens = []
        while self.pieces and self.pieces[0] != end:
            self.take(self.pieces.pop(0), tokens)
        if end:
            assert self.pieces.pop(0) == end
        return tokens

    def take(self, piece, tokens):
        """Add the tokens of one piece, and of what belongs to it."""
        if piece == r"\frac":
            tokens += [("mark", "("), *self.bracketed(), ("mark", "/"), *self.bracketed()]
            tokens.append(("mark", ")"))
        elif piece == r"\sqrt":
            tokens += [("name", "sqrt"), *self.bracketed()]
        elif piece in STYLES:
            name = self.raw_group()
            tokens.append(("name", "𝟏" if name == "1" else name))
        elif piece == "^":
            tokens.append(("script", self.script()))
        elif piece == "_":
            tokens[-1] = ("name", tokens[-1][1] + self.raw_group())
        elif piece in (r"\lvert", r"\rvert"):
            opening = [("name", "abs"), ("mark", "(")]
            tokens += opening if piece == r"\lvert" else [("mark", ")")]
        elif piece == r"\sigma" and self.pieces[:1] == [r"\left"]:
            tokens.append(("name", "sigmoid"))
        elif piece in MARKS or piece in set("-+/()[]>,|"):
            tokens.append(("mark", MARKS.get(piece, piece)))
        elif piece[0].isdigit():
            tokens.append(("number", piece))
        elif piece not in (r"\left", r"\right", r"\,"):
            tokens.append(("name", piece.lstrip("\\")))

    def bracketed(self):
        """Read a group in braces as one in brackets."""
        assert self.pieces.pop(0) == "{"
        return [("mark", "("), *self.until("}"), ("mark", ")")]

    def raw_group(self):
        r"""Read a group in braces as letters; \text and Greek names are dissolved."""
        assert self.pieces.pop(0) == "{"
        letters, depth = "", 1
        while depth:
            piece = self.pieces.pop(0)
            depth += {"{": 1, "}": -1}.get(piece, 0)
            letters += "" if piece in (*"{}_", r"\text", r"\_") else piece.lstrip("\\")
        return letters

    def script(self):
        """Read what stands in an exponent."""
        exponent = self.raw_group() if self.pieces[0] == "{" else self.pieces.pop(0)
        fixed = {"T": "ᵀ", "-T": "⁻ᵀ", "-1": "⁻¹"}
        return fixed.get(exponent, f"^({exponent.removeprefix('circ')})")


# ----------------------------------------------------------------------------------------- shapes


class Size:
    """A number of rows or columns that is not known yet."""

    def __init__(self):
        self.equal = None


def known(size):
    """Follow a size to what is known about it."""
    while isinstance(size, Size) and size.equal is not None:
        size = size.equal
    return size


def same(shape, other):
    """Make two shapes equal, or fail."""
    for a, b in zip(shape, other, strict=True):
        a, b = known(a), known(b)
        if isinstance(a, Size):
            a.equal = b if a is not b else None
        elif isinstance(b, Size):
            b.equal = a
        else:
            assert a == b, f"sizes {a} and {b} differ"


def solve(products):
    """Find sizes of which others are the products."""
    for _ in products:
        for triple in products:
            whole, *parts = map(known, triple)
            numbers = [size for size in parts if not isinstance(size, Size)]
            if len(numbers) == 2:
                same((whole,), (numbers[0] * numbers[1],))
            elif numbers and not isinstance(whole, Size):
                (unknown,) = (size for size in parts if isinstance(size, Size))
                same((unknown,), (whole // numbers[0],))


@dataclass
class Tree:
    """An operation on trees, and the shape of its value."""

    op: str
    shape: tuple
    parts: list = field(default_factory=list)
    value: object = None

    def __post_init__(self):
        """Forget sizes that have become known."""
        self.shape = tuple(map(known, self.shape))

    @property
    def scalar(self):
        """Whether it is known to be one number."""
        return tuple(map(known, self.shape)) == (1, 1)


# ---------------------------------------------------------------------------------------- parsing

ENTRYWISE = {
    "exp": np.exp,
    "log": np.log,
    "sin": np.sin,
    "cos": np.cos,
    "tanh": np.tanh,
    "sqrt": np.sqrt,
    "abs": np.abs,
    "sign": np.sign,
    "sigmoid": lambda z: 1 / (1 + np.exp(-z)),
    "softplus": lambda z: np.log(1 + np.exp(z)),
    "relu": lambda z: np.where(z > 0, z, 0),
    "max": np.maximum,
    "min": np.minimum,
}
WHOLE = {
    "tr": np.trace,
    "det": np.linalg.det,
    "logdet": lambda a: np.log(np.abs(np.linalg.det(a))),
}
FUNCTIONS = {*ENTRYWISE, *WHOLE, "diag", "vec", "softmax", "logsumexp"}


class Parser:
    """Builds a tree from tokens, and makes the shapes fit."""

    def __init__(self, tokens, symbols):
        self.tokens, self.symbols = tokens, symbols
        self.products = []  # triples of a size and the two whose product it is

    def whole(self):
        """Read everything."""
        tree = self.sum()
        assert not self.tokens, f"left over: {self.tokens}"
        return tree

    def next_is(self, *marks):
        """Whether one of the marks comes next."""
        return bool(self.tokens) and self.tokens[0][0] == "mark" and self.tokens[0][1] in marks

    def expect(self, mark):
        """Step over a mark."""
        assert self.tokens.pop(0)[1] == mark

    def sum(self):
        """Read terms with plus and minus between them."""
        sign = self.tokens.pop(0)[1] if self.next_is("-") else "+"
        tree = self.signed(sign, self.term())
        while self.next_is("+", "-"):
            sign = self.tokens.pop(0)[1]
            term = self.signed(sign, self.term())
            same(tree.shape, term.shape)
            tree = Tree("sum", tree.shape, [tree, term])
        return tree

    def signed(self, sign, tree):
        """Apply a sign to a term."""
        return tree if sign == "+" else Tree("negative", tree.shape, [tree])

    def term(self):
        """Read products with ⊙, ⊘, ⊗ or / between them, from the left."""
        tree = self.product()
        while self.next_is("⊙", "⊘", "⊗", "/"):
            mark = self.tokens.pop(0)[1]
            other = self.scripted() if mark == "/" else self.product()
            tree = self.joined(mark, tree, other)
        return tree

    def joined(self, mark, tree, other):
        """Apply one of the marks of a term."""
        if mark == "⊗":
            shape = tuple(map(self.multiplied, tree.shape, other.shape))
            return Tree(mark, shape, [tree, other])
        same(other.shape, (1, 1) if mark == "/" else tree.shape)
        return Tree(mark, tree.shape, [tree, other])

    def multiplied(self, a, b):
        """Return the product of two sizes, to be found later if one is not known."""
        a, b = known(a), known(b)
        if isinstance(a, Size) or isinstance(b, Size):
            self.products.append((Size(), a, b))
            return self.products[-1][0]
        return a * b

    def product(self):
        """Read what stands side by side, from the left."""
        tree = self.scripted()
        while self.tokens and not self.next_is(*"+-⊙⊘⊗/)]>,", *self.closing):
            tree = self.times(tree, self.scripted())
        return tree

    closing = ()

    def times(self, left, right):
        """Multiply by a scalar, or multiply matrices."""
        if left.scalar or right.scalar:
            return Tree("scale", (right if left.scalar else left).shape, [left, right])
        same((left.shape[1],), (right.shape[0],))
        return Tree("matmul", (left.shape[0], right.shape[1]), [left, right])

    def scripted(self):
        """Read an atom and its superscripts."""
        tree = self.atom()
        while self.tokens and self.tokens[0][0] == "script":
            tree = self.script(tree, self.tokens.pop(0)[1])
        return tree

    def script(self, tree, script):
        """Apply a superscript: of a matrix without a ring, only ᵀ, ⁻¹ and ⁻ᵀ have a meaning."""
        if script == "ᵀ":
            return Tree("transpose", tree.shape[::-1], [tree])
        if script in ("⁻¹", "⁻ᵀ") and not tree.scalar:
            same(tree.shape, tree.shape[::-1])
            inverse = Tree("inverse", tree.shape, [tree])
            return inverse if script == "⁻¹" else Tree("transpose", tree.shape, [inverse])
        digits = script.lstrip("∘").strip("^()").translate(SUPERSCRIPTS)
        return Tree("power", tree.shape, [tree], float(Fraction(digits)))

    def atom(self):
        """Read a number, a name, a function's value, or something in brackets."""
        kind, text = self.tokens.pop(0)
        if kind == "number":
            return Tree("number", (1, 1), value=np.array([[float(text)]]))
        if kind == "name":
            return self.named(text)
        inside = self.inside({"(": ")", "[": ">", "‖": "‖", "|": "|"}[text])
        if text == "(":
            return inside
        if text == "‖":
            return Tree("norm", (1, 1), [inside])
        if text == "|":
            return Tree("abs", inside.shape, [inside])
        assert self.tokens.pop(0) == ("number", "0")
        self.expect("]")
        return Tree("step", inside.shape, [inside])

    def inside(self, end):
        """Read a sum up to a closing mark."""
        outer, self.closing = self.closing, (end,)
        tree = self.sum()
        self.expect(end)
        self.closing = outer
        return tree

    def named(self, name):
        """Read a symbol, 𝟏, I, or a function with its arguments."""
        if name in self.symbols:
            value = self.symbols[name]
            return Tree("value", value.shape, value=value)
        if name == "𝟏":
            return Tree("ones", (Size(), 1))
        if name == "I":
            size = Size()
            return Tree("identity", (size, size))
        assert name in FUNCTIONS, f"{name} is neither a symbol nor a function"
        if not self.next_is("("):
            return self.applied(name, [self.atom()])
        self.expect("(")
        arguments = []
        while True:
            end = "," if name in ("max", "min") and not arguments else ")"
            arguments.append(self.inside(end))
            if end == ")":
                return self.applied(name, arguments)

    def applied(self, name, arguments):
        """Apply a function."""
        tree, *others = arguments
        for other in others:
            same(tree.shape, other.shape)
        rows, columns = map(known, tree.shape)
        shape = tree.shape
        if name in WHOLE or (name == "logsumexp" and columns == 1):
            shape = (1, 1)
        elif name == "logsumexp":
            shape = (rows, 1)
        elif name == "diag":
            shape = (rows, rows) if columns == 1 else (rows, 1)
        elif name == "vec":
            shape = (self.multiplied(rows, columns), 1)
        return Tree(name, shape, arguments)


# -------------------------------------------------------------------------------------- computing


def softmax(a):
    """Along a column vector, or along the rows of a matrix."""
    axis = 0 if a.shape[1] == 1 else 1
    return np.exp(a) / np.exp(a).sum(axis=axis, keepdims=True)


def logsumexp(a):
    """Of a column vector, or of every row of a matrix."""
    axis = 0 if a.shape[1] == 1 else 1
    return np.log(np.exp(a).sum(axis=axis, keepdims=True))


OPERATIONS = {
    "sum": np.add,
    "negative": np.negative,
    "⊙": np.multiply,
    "⊘": np.divide,
    "/": np.divide,
    "⊗": np.kron,
    "scale": np.multiply,
    "matmul": np.matmul,
    "transpose": np.transpose,
    "inverse": np.linalg.inv,
    "norm": np.linalg.norm,
    "step": lambda a: np.where(a > 0, 1.0, 0.0),
    "diag": lambda a: np.diag(a[:, 0]) if a.shape[1] == 1 else np.diag(a).reshape(-1, 1),
    "vec": lambda a: a.T.reshape(-1, 1),
    "softmax": softmax,
    "logsumexp": logsumexp,
    **ENTRYWISE,
    **WHOLE,
}


def compute(tree):
    """Compute a tree whose sizes are known."""
    rows, columns = map(known, tree.shape)
    if tree.op in ("number", "value"):
        return tree.value
    if tree.op == "ones":
        return np.ones((rows, columns))
    if tree.op == "identity":
        return np.eye(rows)
    parts = [compute(part) for part in tree.parts]
    value = parts[0] ** tree.value if tree.op == "power" else OPERATIONS[tree.op](*parts)
    return np.reshape(value, (1, 1)) if np.ndim(value) == 0 else value
