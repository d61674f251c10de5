"""The tree that a formula is read into."""

from dataclasses import dataclass

#: Letters that are sizes.
SIZES = "nmNk"
#: Letters that count; others do so where a sum or a range says it.
INDICES = frozenset("ijl")


@dataclass(frozen=True)
class Tree:
    """An operation and what it is applied to.

    Symbols are trees without parts: ``Tree("symbol", value="bold x")``. An indexed symbol keeps its
    indices as parts: ``Tree("entry", (i,), "x")`` is :math:`x_i`, an entry of the bold x.
    """

    op: str
    parts: tuple = ()
    value: object = None

    def walk(self):
        """Yield the tree and all trees in it."""
        yield self
        for part in self.parts:
            yield from part.walk()

    def symbols(self):
        """Return the symbols that are mentioned; an entry mentions what it is an entry of."""
        return {whole(tree) for tree in self.walk() if tree.op in ("symbol", "entry")}

    def replaced(self, old, new):
        """Return the tree with one tree for another, wherever it stands."""
        if self == old:
            return new
        parts = tuple(part.replaced(old, new) for part in self.parts)
        # What has not changed stays the same object: `arrays.Unsized` tells signs apart by it.
        return self if parts == self.parts else Tree(self.op, parts, self.value)


def whole(tree):
    r"""Return the name of the array that a symbol is, or is an entry of.

    Entries of the bold x are written :math:`x_i`, entries of A are written :math:`a_{ij}` or
    :math:`A_{ij}`, and :math:`\mathbf{x}_i` is a row of X. Any other bold or capital letter with
    one index is a name of its own, as in :math:`W_1`.
    """
    name = tree.value
    if tree.op == "symbol":
        return name
    if len(tree.parts) == 2:
        return name.upper()
    if name == "bold x":
        return "X"
    if name.startswith("bold ") or name[0].isupper():
        return f"{name}_"
    return f"bold {name}"


def number(value):
    """Return the tree of a number."""
    return Tree("number", value=float(value))


def symbol(name):
    """Return the tree of a symbol."""
    return Tree("symbol", value=name)


#: Zero, as a number and as a vector.
ZEROS = {number(0), symbol("bold 0")}
