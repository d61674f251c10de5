"""How the signs of a formula belong together.

What stands side by side is a product, and binds most tightly: ``A x ⊙ b`` is ``(A x) ⊙ b``, and
``2 x @ y`` is ``(2 x) @ y``. The signs ``* @ / ⊙ ⊘ ⊗ ·`` follow, from left to right as in Python,
then ``+`` and ``-``. Where two readings are common, none is chosen: ``1/2x`` and ``a / b c`` are
refused, with the two ways to write what was meant; but the spaces of ``a/b c`` say ``(a/b) c``.

The tree is made of `Tree` nodes; what they mean is said in `mathlib.reading.meaning`.
"""

from __future__ import annotations

from fractions import Fraction

from mathlib.reading.index_signs import COMPARISONS
from mathlib.reading.powers import Powers
from mathlib.reading.signs import END
from mathlib.reading.tokens import Token, UnreadableError
from mathlib.reading.tree import Tree, number
from mathlib.reading.words import OF_NUMBERS, SIZED

PRODUCTS = {"*", "@", "/", "⊙", "⊘", "⊗", "·"}


def parse(signs: list[Token], functions: frozenset[str]) -> Tree:
    """Return the tree of a formula.

    Examples
    --------
    >>> from mathlib.reading.tokens import tokens
    >>> tree = parse(tokens("A x + b", {"A", "x", "b"}), frozenset())
    >>> tree.does, [part.does for part in tree.parts]
    ('+', ['beside', 'name'])
    """
    if not signs:
        raise UnreadableError("the formula is empty")
    parser = Parser(signs, functions)
    tree = parser.comparison()
    if parser.next is not END:
        raise UnreadableError(f"cannot read {parser.rest()!r}")
    if tree.does == "list":
        raise UnreadableError("a list is an argument of a function, as in concatenate([x, y])")
    return tree


class Parser(Powers):
    """Reads signs from left to right, and knows how tightly each binds."""

    def __init__(self, signs: list[Token], functions: frozenset[str]):
        """Begin with the first sign."""
        super().__init__(signs)
        self.functions = functions
        self.bars: list[str] = []  # those that are open

    # ------------------------------------------------------------------------------ what binds how

    def comparison(self) -> Tree:
        """Read a sum, or two that are compared."""
        left = self.sum()
        sign = self.take(*COMPARISONS)
        return Tree(sign, None, (left, self.sum())) if sign else left

    def sum(self) -> Tree:
        """Read terms with plus and minus between them."""
        tree = self.term()
        while sign := self.take("+", "-"):
            tree = Tree(sign, None, (tree, self.term()))
        return tree

    def term(self) -> Tree:
        """Read factors with signs between them."""
        tree = self.signed()
        while self.next.kind == "sign" and self.next.text in PRODUCTS:
            sign = self.take(*PRODUCTS)
            tree = self.divided(tree) if sign == "/" else Tree(sign, None, (tree, self.signed()))
        return tree

    def divided(self, tree: Tree) -> Tree:
        """Read what stands below a stroke, which may be read in two ways."""
        if tree.does == self.next.kind == "number" and self.space_after(self.place):
            half = Tree("number", Fraction(tree.word) / Fraction(self.primary().word))
            return self.beside(half)  # as in 1/2 x
        stroke = self.signs[self.place - 1]
        is_tight = not stroke.spaced and not self.next.spaced
        below = self.negated()
        if self.begins_factor() and is_tight and self.next.spaced:
            return self.beside(Tree("/", None, (tree, below)))
        if self.begins_factor():
            raise UnreadableError(
                "a product after / can be read in two ways: write a / (b c), or (a / b) c"
            )
        return Tree("/", None, (tree, below))

    def signed(self) -> Tree:
        """Read a product of what stands side by side, which may have a sign before it."""
        if self.take("-"):
            return Tree("negative", None, (self.signed(),))
        if self.take("+"):
            return self.signed()
        return self.beside(self.factor())

    def beside(self, first: Tree) -> Tree:
        """Read what stands beside a factor, if anything does."""
        parts = [first]
        while self.begins_factor():
            # Printed roots of numbers stand beside numbers, as in 2 3^(1/4).
            root = self.after_next.text in ("^", "**")
            if self.next.kind == parts[-1].does == "number" and not root:
                raise UnreadableError("two numbers stand side by side: put * or + between them")
            parts.append(self.factor())
        return first if len(parts) == 1 else Tree("beside", None, tuple(parts))

    def begins_factor(self) -> bool:
        """Say whether what comes next stands beside what was read."""
        sign = self.next
        if sign.kind in ("name", "number", "ones"):
            return True
        if sign.kind != "sign":
            return False
        return sign.text in "([" or (sign.text in ("|", "‖") and sign.text not in self.bars[-1:])

    # --------------------------------------------------------------------------------- the factors

    def factor(self) -> Tree:
        """Read one factor with all that is raised or hung on it."""
        tree = self.primary()
        while True:
            sign = self.next
            if sign.kind == "raised":
                self.place += 1
                tree = self.raised(tree, sign.text)
            elif sign.kind == "method":
                self.place += 1
                tree = self.method(tree, sign.text[1:])
            elif self.take("'"):
                tree = Tree("transpose", None, (tree,))
            elif self.is_index(tree):
                tree = self.item(tree)
            elif power := self.take("**", "^", "∘^"):
                tree = self.powered(tree, power)
            else:
                return tree

    def is_index(self, tree: Tree) -> bool:
        """Say whether a bracket comes next that hangs on a factor which can have an index."""
        return self.next.text == "[" and not self.next.spaced and tree.does != "number"

    def method(self, tree: Tree, name: str) -> Tree:
        """Return a factor with Python's ``.T`` or a method such as ``.sum(axis=0)``."""
        if name == "T":
            return Tree("turned", None, (tree,))
        self.demand("(", f".{name}")
        return Tree("call", name, (tree, *self.arguments()))

    def arguments(self) -> list[Tree]:
        """Read what stands between the brackets of a call."""
        found: list[Tree] = []
        if self.take(")"):
            return found
        while True:
            found.append(self.argument())
            if not self.take(","):
                break
        self.demand(")", "a bracket")
        return found

    def argument(self) -> Tree:
        """Read an argument, which may have a name."""
        if self.next.kind == "name" and self.after_next.text == "=":
            name = self.next.text
            self.place += 2
            return Tree("named", name, (self.sum(),))
        return self.comparison()

    def primary(self) -> Tree:
        """Read a number, a name, a call, or what stands in brackets or bars."""
        sign = self.next
        self.place += 1
        if sign.kind == "number":
            return Tree("number", number(sign.text))
        if sign.kind == "ones":
            return Tree("ones")
        if sign.kind == "quoted":
            return Tree("quoted", sign.text[1:-1])
        if sign.kind == "name":
            return self.named(sign.text)
        if sign.kind == "sign" and sign.text in ("(", "["):
            return self.bracket(sign.text)
        if sign.kind == "sign" and sign.text in ("|", "‖"):
            return self.between_bars(sign.text)
        self.place -= 1
        if sign is END:
            raise UnreadableError(f"something is missing after {self.read()!r}")
        raise UnreadableError(f"cannot read {self.rest()!r}, after {self.read()!r}")

    def named(self, name: str) -> Tree:
        """Return a symbol, or a function of what follows it, with brackets or without."""
        if name in SIZED and self.take("("):
            return Tree("call", name, tuple(self.arguments()))
        if name not in self.functions:
            return Tree("name", name)
        powers = []
        while power := self.power_of_function():
            powers.append(power)
        parts = self.arguments() if self.take("(") else [self.unbracketed(name)]
        tree = Tree("call", name, tuple(parts))
        for power in powers:
            if isinstance(power, str):
                tree = self.raised(tree, power)
            else:
                tree = Tree("^", None, (tree, power))
        return tree

    def unbracketed(self, name: str) -> Tree:
        """Read what a function is taken of: one factor, or those that are written as one word."""
        parts = [self.factor()]
        while name in OF_NUMBERS and self.next.kind in ("name", "number"):
            if self.next.text in self.functions:
                break
            if self.next.spaced:
                raise UnreadableError(
                    f"{name} can be read in two ways: put brackets around what it is taken of"
                )
            parts.append(self.factor())
        return parts[0] if len(parts) == 1 else Tree("beside", None, tuple(parts))

    def bracket(self, opening: str) -> Tree:
        """Read what stands in brackets: a factor, a condition that is 1 or 0, or several parts."""
        outer, self.bars = self.bars, []
        closing = {"(": ")", "[": "]"}[opening]
        inside = self.comparison()
        if self.take(","):
            inside = Tree("list", None, (inside, *self.rest_of_list(closing)))
        else:
            self.demand(closing, "a bracket")
        self.bars = outer
        return inside

    def between_bars(self, bar: str) -> Tree:
        """Read what stands between bars."""
        self.bars.append(bar)
        inside = self.sum()
        self.demand(bar, "a bar")
        self.bars.pop()
        return Tree("call", "abs" if bar == "|" else "norm", (inside,))
