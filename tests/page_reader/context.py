"""What is said about the symbols of a display."""

from dataclasses import dataclass, field

from page_reader.tree import SIZES, Tree


@dataclass
class Definition:
    """What a name is equal to; a function has parameters."""

    body: Tree
    parameters: tuple = ()
    indices: tuple = ()


@dataclass
class Context:
    """All that a display, and the text around it, say about its symbols."""

    definitions: dict = field(default_factory=dict)
    entries: dict = field(default_factory=dict)
    shapes: dict = field(default_factory=dict)
    functions: set = field(default_factory=set)
    arguments: dict = field(default_factory=dict)
    variables: tuple = ()
    elementwise: frozenset = frozenset()
    ranges: dict = field(default_factory=dict)

    @property
    def sizes(self):
        """The letters that only a shape makes sizes, with values of their own."""
        trees = [tree for shape in self.shapes.values() for tree in shape]
        letters = {name for tree in trees for name in tree.symbols()} - {*SIZES}
        return dict(zip(sorted(letters), range(7, 9), strict=False))
