"""Reads what brackets hold: groups, points, rows, conditions, matrices, case distinctions."""

from tools.page_reader.errors import Unreadable
from tools.page_reader.layout import cut, environment, parted
from tools.page_reader.tree import Tree, number


class Brackets:
    """The part of the parser that reads brackets; `grammar.Parser` has the rest."""

    def round_bracket(self):
        """Read a group in brackets, a point ``(x, y)``, or a derivative with names held still."""
        inside = self.arguments()
        if inside[0].op == "derivative" and self.took("_"):
            still = tuple(map(self.inner, cut(self.group(), ",")))
            return Tree("held_still", (*inside, *still))
        return inside[0] if len(inside) == 1 else Tree("point", inside)

    def square_bracket(self):
        """Read a condition that counts as 0 or 1, a row, or a matrix given by its entry."""
        inside = self.arguments("]")
        if len(inside) > 1:
            return Tree("matrix", inside, len(inside))
        if inside[0].op == "compare":
            return Tree("indicator", inside)
        if self.took("_"):
            return self.by_entry(inside[0])
        return inside[0]

    def by_entry(self, formula):
        """Read the two indices of a matrix that is given by its entry."""
        indices = self.indices(self.group())
        if len(indices) != 2:
            raise Unreadable("a matrix given by its entry has two indices, as in [...]_{ij}")
        return Tree("by_entry", (formula, *indices))

    def environment(self, begin):
        """Read a matrix or a case distinction."""
        kind, tokens = environment(self.tokens, begin)
        rows = [cut(row, "&") for row in cut(tokens, r"\\") if row]
        if kind == "cases":
            return Tree("cases", tuple(part for row in rows for part in self.case(row)))
        if kind not in ("bmatrix", "pmatrix") or len({len(row) for row in rows}) != 1:
            raise Unreadable(f"a {kind} whose rows are not equally long, or of an unknown kind")
        cells = [self.inner(cell) if cell else number(0) for row in rows for cell in row]
        return Tree("matrix", tuple(cells), len(rows[0]))

    def case(self, row):
        """Read one line of a case distinction: its value and its condition."""
        if len(row) != 2:
            raise Unreadable("a case needs a value and a condition, with & between them")
        value, condition = parted(row[0]), parted(row[1])
        if not condition:
            return self.inner(value), Tree("otherwise")
        return self.inner(value), self.inner(condition)
