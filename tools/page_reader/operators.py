"""Reads what calculus adds to a formula: derivatives, sums over an index, limits, functions."""

from tools.page_reader.errors import Unreadable
from tools.page_reader.layout import cut, until
from tools.page_reader.tokens import WORDS
from tools.page_reader.tree import Tree, number, symbol

DERIVATIVES = {"d", r"\partial"}


class Operators:
    """The part of the parser that reads operators; `grammar.Parser` has the rest."""

    def fraction(self):
        """Read a derivative, or a quotient."""
        top, bottom = self.group(), self.group()
        if top and bottom and top[0].text in DERIVATIVES and bottom[0].text == top[0].text:
            return self.derivative(top, bottom)
        return Tree("divide", (self.inner(top), self.inner(bottom)))

    def derivative(self, top, bottom):
        """Read a derivative; without a numerator it is an operator on the rest of the term."""
        kind = top.pop(0).text
        variables = self.variables(bottom, kind)
        order, top = order_of(top)
        if order != len(variables):
            raise Unreadable(f"a derivative of order {order} by {len(variables)} variables")
        tree = Tree("derivative", (self.inner(top) if top else self.term(), *variables), kind)
        if top and self.point_follows():
            self.take()
            return Tree("at_arguments", (tree, *self.arguments()))
        return tree

    def point_follows(self):
        """Tell whether arguments come next, as in the derivative of g at (0, 0)."""
        if not self.next_is("("):
            return False
        return len(cut(until(self.tokens[1:], ")"), ",")) > 1

    def variables(self, tokens, kind):
        """Read the variables under a derivative, each as often as its exponent says."""
        found = []
        for part in split_before(tokens, kind):
            variable = self.inner(part[1:])
            times = 1
            if variable.op == "power":
                variable, exponent = variable.parts
                times = int(exponent.value)
            if not is_variable(variable):
                raise Unreadable("a derivative by what is not a symbol")
            found += [variable] * times
        return found

    def directional(self):
        """Read a directional derivative, the slope of what follows along a vector."""
        self.expect("_")
        return Tree("directional", (self.inner(self.group()), self.factor()))

    def nabla(self):
        """Read a gradient, of a function or at a point, by all its arguments or by one."""
        by = (self.inner(self.group()),) if self.took("_") else ()
        if not by:
            return Tree("gradient", (self.atom(),))
        return Tree("derivative", (self.atom(), *by), r"\partial")

    def series(self, kind="sum"):
        """Read a sum over an index, which takes the rest of the term."""
        self.expect("_")
        index, *lower = cut(self.group(), "=")
        upper = [self.group()] if self.took("^") else []
        letters = cut(index, ",")
        if any(len(letter) != 1 for letter in letters) or len(lower) != len(upper):
            raise Unreadable("a sum is over an index, from a limit below to a limit above")
        limits = tuple(self.inner(limit) for limit in [*lower, *upper])
        tree = self.term()
        for (letter,) in reversed(letters):
            tree = Tree(f"series_{kind}", (symbol(letter.text), tree, *limits))
        return tree

    def limit(self):
        """Read a limit, which takes the rest of the term."""
        self.expect("_")
        variable, *target = cut(self.group(), r"\to")
        if len(target) != 1:
            raise Unreadable("a limit says what goes where")
        return Tree("limit", (self.inner(variable), self.inner(target[0]), self.term()))

    def evaluated(self):
        r"""Read a value at a point: ``\left. ... \right|_{u = x^2}``."""
        tree = self.inner(until(self.tokens, r"\right|"))
        self.expect("_")
        places = [self.inner(part) for part in cut(self.group(), ",")]
        for place in places:
            if place.op != "compare" or place.value != ("=",):
                raise Unreadable("after the bar stands a symbol, and what it is equal to")
            tree = Tree("at", (tree, *place.parts))
        return tree

    def enclosed(self, function, closer):
        """Read the function that a pair of marks stands for, as of an absolute value."""
        return Tree("apply", (self.inner(until(self.tokens, closer)),), function)

    def root(self):
        """Read a square root."""
        return Tree("apply", (self.inner(self.group()),), "sqrt")

    def word(self, word):
        """Read a function that has a name of its own, with its exponent and its arguments."""
        if word not in WORDS and not self.next_is("(", "^", "_", "'"):
            return symbol(word)
        if word == "max" and self.took("_"):
            return self.greatest()
        head = self.subscripted(word)
        exponent = self.group() if self.took("^") else None
        primes = 0
        while self.took("'", r"\prime"):
            primes += 1
        head = Tree("prime", (head,), primes) if primes else head
        arguments = self.arguments() if self.took("(") else (self.bare_argument(),)
        tree = Tree("call", (head, *arguments))
        return self.raised(tree, exponent) if exponent else tree

    def bare_argument(self):
        """Read the argument of a function that has no brackets."""
        tree = self.factor()
        return (
            Tree("product", (tree, self.factor()))
            if tree.op == "number" and self.tokens_go_on()
            else tree
        )

    def tokens_go_on(self):
        """Tell whether a symbol follows, as the x in sin 3x."""
        return bool(self.tokens) and self.tokens[0].kind == "name"

    def greatest(self):
        """Read the greatest value over all vectors of length one."""
        condition = self.inner(self.group())
        match condition:
            case Tree("compare", (Tree("apply", (direction,), "norm"), one), ("=",)) if (
                one == number(1)
            ):
                return Tree("greatest", (direction, self.term()))
        raise Unreadable("a maximum is over the vectors of length one, or of listed arguments")


def is_variable(tree):
    """Tell whether a derivative can be taken by a tree: a symbol, a point of them, or vec W."""
    if tree.op == "point":
        return all(map(is_variable, tree.parts))
    vec = tree.op == "call" and tree.parts[0] == symbol("vec") and len(tree.parts) == 2
    return is_variable(tree.parts[1]) if vec else tree.op in ("symbol", "entry")


def order_of(top):
    """Return the order of a derivative and its numerator, from ``^2 f`` or ``f``."""
    if not top or top[0].text != "^":
        return 1, top
    rest = list(top[1:])
    exponent = until(rest, "}") if rest.pop(0).text == "{" else top[1:2]
    return int(exponent[0].text), rest


def split_before(tokens, mark):
    """Return tokens cut before each mark."""
    starts = [place for place, token in enumerate(tokens) if token.text == mark]
    return [tokens[a:b] for a, b in zip(starts, [*starts[1:], len(tokens)], strict=True)]
