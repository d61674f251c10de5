"""What is said about the symbols of a display."""

from dataclasses import dataclass, field

from tools.page_reader.tree import SIZES, Tree


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

    def reached(self, trees):
        """Return formulas, and all that their names are defined by."""
        found, known = list(trees), set()
        for tree in found:  # which grows
            parts = {t.value for t in tree.walk() if t.op == "entry"}
            for name in sorted((tree.symbols() | parts) - known):
                known.add(name)
                whole_name = [self.definitions[name]] if name in self.definitions else []
                by_entry = self.entries.get(name.removeprefix("bold "), [])
                found += [definition.body for definition in [*whole_name, *by_entry]]
        return found

    @property
    def sizes(self):
        """The letters that only a shape makes sizes, with values of their own."""
        trees = [tree for shape in self.shapes.values() for tree in shape]
        letters = {name for tree in trees for name in tree.symbols()} - {*SIZES}
        return dict(zip(sorted(letters), (13, 17), strict=False))
