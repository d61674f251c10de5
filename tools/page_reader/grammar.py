r"""Reads tokens into a tree: the book's notation for formulas.

=========  =================================================================================
sum        terms with + and - between them
term       products with ``\cdot``, ``\odot``, ``\oslash``, ``\otimes`` between them
product    factors side by side; ``/`` divides what stands before it by the factor after it, and
           nothing is multiplied behind that
factor     an atom with its exponent, ``^T`` or ``^{-1}``
atom       a number, a symbol with indices, a function with its arguments, a fraction, a group, a
           matrix, a case distinction, a norm
=========  =================================================================================

An operator (a derivative without numerator, a sum over an index, a limit) takes the rest of its
term. A function without brackets takes the next factor, and if that is a number, one more.
"""

from tools.page_reader.brackets import Brackets
from tools.page_reader.errors import Unreadable
from tools.page_reader.layout import cut, until, unwrapped
from tools.page_reader.operators import Operators
from tools.page_reader.tree import Tree, number, symbol

JOINS = {
    r"\cdot": "dot",
    r"\times": "dot",
    r"\odot": "odot",
    r"\oslash": "oslash",
    r"\otimes": "kronecker",
    r"\bigcirc": "bigcirc",
}
RELATIONS = {"=", r"\ne", "<", ">", r"\le", r"\ge", r"\approx", r"\in"}
STOPS = {*JOINS, *RELATIONS, *"+-,)]}&|", r"\rvert", r"\rfloor", r"\rVert", r"\right|", r"\to"}
CLOSERS = {"(": ")", "[": "]", "{": "}", r"\{": r"\}"}


def parse(tokens, functions):
    """Return the tree of a formula.

    Parameters
    ----------
    tokens : list of Token
    functions : set of str
        The symbols that take a bracket after them as their arguments.
    """
    parser = Parser(tokens, functions)
    tree = parser.comparison()
    if parser.tokens:
        raise Unreadable(f"cannot read on at {parser.tokens[0].text!r}")
    return tree


class Parser(Brackets, Operators):
    """Takes tokens from the front and returns trees."""

    def __init__(self, tokens, functions):
        self.tokens, self.functions = list(tokens), functions

    # ------------------------------------------------------------------------------- tokens

    def next_is(self, *marks):
        """Tell whether one of the marks comes next."""
        return bool(self.tokens) and self.tokens[0].kind == "mark" and self.tokens[0].text in marks

    def take(self):
        """Take the next token."""
        if not self.tokens:
            raise Unreadable("a formula ends too early")
        return self.tokens.pop(0)

    def took(self, *marks):
        """Take one of the marks if it comes next, and tell whether it did."""
        return bool(self.next_is(*marks) and self.take())

    def expect(self, mark):
        """Take a mark that must come."""
        if not self.took(mark):
            raise Unreadable(f"{mark} is missing")

    def group(self):
        """Take a group in braces, or a single token, of a number its first digit alone."""
        if self.took("{"):
            return until(self.tokens, "}")
        token = self.take()
        if token.kind == "number" and len(token.text) > 1:
            self.tokens.insert(0, token._replace(text=token.text[1:]))
            token = token._replace(text=token.text[0])
        return [token]

    def inner(self, tokens):
        """Read tokens that stand for themselves."""
        return parse(tokens, self.functions)

    # ------------------------------------------------------------------------------ formulas

    def comparison(self):
        """Read a sum, or several with relations between them."""
        sides, relations = [self.sum()], []
        while self.next_is(*RELATIONS):
            relations.append(self.take().text)
            sides.append(self.sum())
        return Tree("compare", tuple(sides), tuple(relations)) if relations else sides[0]

    def sum(self):
        """Read terms with plus and minus between them."""
        terms = [self.signed()]
        while self.next_is("+", "-"):
            terms.append(self.signed())
        return Tree("sum", tuple(terms)) if len(terms) > 1 else terms[0]

    def signed(self):
        """Read a term with the sign before it."""
        if self.took("-"):
            return Tree("negative", (self.term(),))
        self.took("+")
        return self.term()

    def term(self):
        """Read products with marks between them, from the left."""
        tree = self.product()
        while self.next_is(*JOINS):
            tree = Tree(JOINS[self.take().text], (tree, self.product()))
        return tree

    def product(self):
        """Read factors side by side."""
        factors = [self.factor()]
        while self.tokens and not self.next_is(*STOPS):
            if self.took("/"):
                factors = [Tree("divide", (joined(factors), self.factor()))]
                if self.tokens and not self.next_is(*STOPS, "/"):
                    raise Unreadable("a / b c can be read in two ways: (a / b) c and a / (b c)")
            else:
                factors.append(self.factor())
        return joined(factors)

    def factor(self):
        """Read an atom with its exponents."""
        tree = self.atom()
        while self.took("^"):
            tree = self.raised(tree, self.group())
        return tree

    def raised(self, tree, exponent):
        """Apply an exponent: T, -1, -T, one with a ring for entry by entry, or a number."""
        text = "".join(token.text for token in exponent)
        if text == "T":
            return Tree("transpose", (tree,))
        if text == "-T":
            return Tree("transpose", (Tree("power", (tree, Tree("negative", (number(1),)))),))
        if unwrapped(exponent) is not exponent:
            raise Unreadable(f"a superscript in brackets, ({text.strip('()')}), which is no power")
        if text.startswith(r"\circ"):
            return Tree("hadamard_power", (tree, self.inner(exponent[1:])))
        return Tree("power", (tree, self.inner(exponent)))

    def atom(self):
        """Read what an exponent can stand on."""
        token = self.take()
        if token.kind == "number":
            return number(token.text)
        if token.kind == "dots":
            return Tree("dots", value=token.text)
        if token.kind == "word":
            return self.word(token.text)
        if token.kind == "name":
            return self.name(token.text)
        if token.text.startswith(r"\begin"):
            return self.environment(token.text)
        reader = self.MARKS.get(token.text)
        if not reader:
            raise Unreadable(f"{token.text!r} begins no formula that is known")
        return reader(self)

    # ------------------------------------------------------------------------------- symbols

    def name(self, name):
        """Read a symbol, its indices and primes, and its arguments if it is a function."""
        if name == "D" and self.next_is("_"):
            return self.directional()
        head = self.subscripted(name)
        name, primes = head.value, 0
        while self.took("'", r"\prime"):
            primes += 1
        head = Tree("prime", (head,), primes) if primes else head
        callable_ = primes or name in self.functions
        return Tree("call", (head, *self.arguments())) if callable_ and self.took("(") else head

    def subscripted(self, name):
        """Read a symbol with its indices; a subscript in bold or in words belongs to its name."""
        if not self.took("_"):
            return symbol(name)
        tokens = self.group()
        if len(tokens) == 1 and (tokens[0].kind == "text" or tokens[0].text.startswith("bold ")):
            return symbol(f"{name} {tokens[0].text}")
        indices = self.indices(tokens)
        if name in ("bold 0", "bold 1") or (name.startswith("bold ") and len(indices) > 1):
            raise Unreadable(f"{name} with {len(indices)} indices")
        return Tree("entry", indices, name)

    def indices(self, tokens):
        """Read a subscript: one index that is computed, or several side by side."""
        tokens = [digit for token in tokens for digit in digits(token)]
        if all(token.kind in ("name", "number") for token in tokens):
            return tuple(self.inner([token]) for token in tokens)
        return tuple(self.inner(part) for part in cut(tokens, ","))

    def arguments(self, closer=")"):
        """Read formulas with commas between them, up to a closing bracket."""
        tokens = until(self.tokens, closer)
        return tuple(self.inner(part) for part in cut(tokens, ","))


def digits(token):
    """Return a number in a subscript as its digits: the entry 12 is in row 1 and column 2."""
    number_of_several = token.kind == "number" and len(token.text) > 1
    return [token._replace(text=text) for text in token.text] if number_of_several else [token]


def joined(factors):
    """Return factors side by side as one tree."""
    return Tree("product", tuple(factors)) if len(factors) > 1 else factors[0]


Parser.MARKS = {
    "(": Parser.round_bracket,
    "[": Parser.square_bracket,
    "{": lambda self: self.inner(until(self.tokens, "}")),
    r"\frac": Parser.fraction,
    r"\sqrt": Parser.root,
    r"\nabla": Parser.nabla,
    r"\sum": Parser.series,
    r"\prod": lambda self: self.series("prod"),
    r"\lim": Parser.limit,
    r"\lvert": lambda self: self.enclosed("abs", r"\rvert"),
    r"\lfloor": lambda self: self.enclosed("floor", r"\rfloor"),
    r"\lVert": lambda self: self.enclosed("norm", r"\rVert"),
    r"\left.": Parser.evaluated,
}
