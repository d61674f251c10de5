"""What a formula means: the expression that it writes.

The sizes of ``𝟏`` and ``I`` are not written, nor those of a square ``K`` and of ``D``. So every
part of a formula has a list of values, one for each choice of the symbols' sizes for which its
shapes fit, and most parts soon have only one. If several are left for the whole, the shape that is
expected decides, or the formula is refused.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from itertools import product
from typing import Any

from mathlib.reading.operations import OPERATIONS, Value
from mathlib.reading.tokens import UnreadableError
from mathlib.reading.tree import Tree
from mathlib.reading.words import CONSTANTS, FUNCTIONS, SIZED, option_places
from mathlib.symbolic.arithmetic import outer
from mathlib.symbolic.constant_arrays import eye, ones
from mathlib.symbolic.constants import as_expression, is_number, size as size_of
from mathlib.symbolic.expression import Expression
from mathlib.symbolic.shapes import shape_text
from mathlib.symbolic.vectorization import commutation, duplication

Shape = tuple[Any, ...]
#: More values than these are not kept: no formula of a page leaves so many sizes open.
MOST = 200
FAILURES = (ValueError, TypeError, AttributeError, IndexError)


class Meaning:
    """Turns trees into expressions."""

    def __init__(
        self,
        symbols: Mapping[str, Expression],
        dimensions: Collection[Any],
        rank: int | None = None,
    ):
        """Take the symbols, the dimensions that 𝟏 and I can have, and how many axes are wanted."""
        self.symbols, self.rank = symbols, rank
        self.dimensions = sorted(dimensions, key=lambda d: (isinstance(d, int), str(d)))

    def values(self, tree: Tree) -> list[Value]:
        """Return what a tree can stand for."""
        match tree:
            case Tree("number"):
                return [Value(as_expression(tree.word))]
            case Tree("name"):
                return self.name(tree.word)
            case Tree("quoted"):
                return [Value(tree.word)]
            case Tree("⊗") if self.rank == 2:
                return self.tensor_product(*map(self.values, tree.parts))
            case Tree("ones"):
                return [Value(ones(d)) for d in self.dimensions]
            case Tree("call"):
                return self.call(tree.word, tree.parts)
            case Tree("list"):
                return _fitting(_listed, *map(self.values, tree.parts))
            case Tree("item", None, (Tree("name", "K"), *sizes)) if "K" not in self.symbols:
                return [Value(commutation(*map(_size, sizes)))]
            case Tree("item"):
                index = tuple(map(self.part_of_index, tree.parts[1:]))
                return _fitting(lambda x: _item(x, index), self.values(tree.parts[0]))
        operation = OPERATIONS[tree.does]
        found = self.values(tree.parts[0])
        if len(tree.parts) == 1:
            return _fitting(operation, found)
        for part in tree.parts[1:]:
            found = _fitting(operation, found, self.values(part))
        return found

    def tensor_product(self, left: list[Value], right: list[Value]) -> list[Value]:
        """Return x ⊗ y: where a matrix is wanted, of two vectors also their outer product."""
        both = [[v for v in side if len(v.of.shape) == 1] for side in (left, right)]
        outer_ones = _fitting(lambda a, b: Value(outer(a.of, b.of)), *both) if all(both) else []
        return [*outer_ones, *_fitting(OPERATIONS["⊗"], left, right)]

    def part_of_index(self, tree: Tree) -> Any:
        """Return a part of an index: a number, a slice, a list or an index vector."""
        match tree:
            case Tree("none"):
                return None
            case Tree("number"):
                return tree.word
            case Tree("negative"):
                return -self.part_of_index(tree.parts[0])
            case Tree("slice"):
                return slice(*map(self.part_of_index, tree.parts))
            case Tree("list"):
                return [*map(self.part_of_index, tree.parts)]
        return self.values(tree)[0].of

    def name(self, name: str) -> list[Value]:
        """Return a symbol, a constant, or the size that a dimension has."""
        if name in self.symbols:
            return [Value(self.symbols[name])]
        if name in ("I", "eye"):
            return [Value(eye(d)) for d in self.dimensions]
        if name == "K":
            return [Value(commutation(n, n)) for n in self.dimensions]
        if name == "D" and (sizes := [n for n in self.dimensions if isinstance(n, int)]):
            return [Value(duplication(n)) for n in sizes]
        if name == "ones":
            return [Value(ones(d)) for d in self.dimensions]
        if name in CONSTANTS:
            return [Value(as_expression(CONSTANTS[name]))]
        if name in self.dimensions:
            return [Value(size_of(name))]
        letters = ", ".join(sorted(n for n, e in self.symbols.items() if not is_number(e)))
        known = f"the letters are {letters}" if letters else "there are no letters, only numbers"
        raise UnreadableError(f"{name} is not known here; {known}")

    def call(self, name: str, parts: tuple[Tree, ...]) -> list[Value]:
        """Return a function of its arguments."""
        if name == "full":
            filled = ones(*self.sizes(parts[:1]))
            return _fitting(lambda value: Value(value.of * filled), self.values(parts[1]))
        if name in SIZED:
            return [Value(SIZED[name](*self.sizes(parts)))]
        function = FUNCTIONS.get(name)
        if function is None:
            raise UnreadableError(f"there is no function {name} here")
        named = {part.word: _option(part.parts[0]) for part in parts if part.does == "named"}

        def called(*arguments: Value) -> Value:
            result = function(*(argument.of for argument in arguments), **named)
            rows = [a for a in arguments if a.row and isinstance(a.of, Expression)]
            row = any(a.of.shape == result.shape for a in rows)
            return Value(result, row)

        arguments = [part for part in parts if part.does != "named"]
        places, several = option_places(name)
        is_option = [*places[: len(arguments)], *[several] * (len(arguments) - len(places))]
        return _fitting(called, *map(self.argument, arguments, is_option))

    def argument(self, tree: Tree, is_option: bool) -> list[Value]:
        """Return what an argument of a function can be."""
        return [Value(_option(tree))] if is_option else self.values(tree)

    def sizes(self, parts: tuple[Tree, ...]) -> Iterator[Any]:
        """Yield dimensions, which may be in brackets, or those of something: ``len(x)``."""
        for part in parts:
            match part:
                case Tree("list"):
                    yield from self.sizes(part.parts)
                case Tree("call", "len" | "size", (of, *axes)):
                    shape = self.values(of)[0].of.shape
                    yield shape[int(_option(axes[0])) if axes else 0]
                case Tree("named"):
                    pass  # such as dtype=float
                case _:
                    yield _size(part)


def _size(tree: Tree) -> Any:
    return int(tree.word) if tree.does == "number" else tree.word


def _listed(*parts: Value) -> Value:
    return Value(tuple(part.of for part in parts))


def _item(x: Value, index: tuple[Any, ...]) -> Value:
    found = x.of[index]
    return Value(found, x.row and len(found.shape) == 1)


def _fitting(operation: Callable[..., Value], *choices: list[Value]) -> list[Value]:
    """Return the results for all choices of operands whose shapes fit, each once."""
    found: dict[Value, None] = {}
    failure: Exception | None = None
    for operands in product(*choices):
        try:
            found[operation(*operands)] = None
        except FAILURES as error:
            failure = failure or error
    if failure and not found:
        raise UnreadableError(str(failure)) from failure
    if len(found) > MOST:
        raise UnreadableError("too many sizes of 𝟏 and I are open: write ones('n') or eye('n')")
    return [*found]


def _option(tree: Tree) -> Any:
    """Return what an argument with a name is: a number, a word, or None."""
    if tree.does == "negative":
        return -_option(tree.parts[0])
    if tree.does == "list":
        return tuple(map(_option, tree.parts))
    if tree.does == "name":
        return {"True": True, "False": False, "None": None}.get(tree.word, tree.word)
    return tree.word


def meanings(
    tree: Tree, symbols: Mapping[str, Expression], shape: Shape | None
) -> list[Expression]:
    """Return what a formula can mean, as far as it has the expected shape or is a number."""
    dimensions = {d for symbol in symbols.values() for d in symbol.shape} | {*(shape or ())}
    meaning = Meaning(symbols, dimensions, None if shape is None else len(shape))
    found = {value.of: None for value in meaning.values(tree)}
    if not found:
        raise UnreadableError("the formula has no meaning, whatever the size of 𝟏 or I is")
    if shape is None:
        return [*found]
    exact = [value for value in found if value.shape == shape]
    if exact:
        return exact
    numbers = [value for value in found if not value.shape]
    if not numbers:
        came = " or ".join(dict.fromkeys(shape_text(value.shape) for value in found))
        raise UnreadableError(f"the formula has shape {came}, not {shape_text(shape)}")
    return numbers
