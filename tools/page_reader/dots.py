"""Fills in what dots leave out: from the item before them to the item after them, counting on."""

from tools.page_reader.arrays import need
from tools.page_reader.errors import Unreadable
from tools.page_reader.indices import running_index
from tools.page_reader.tree import Tree, number, symbol


def expand(items, scope):
    """Return a list of trees in which dots are replaced by what they stand for.

    ``f_1, f_2, dots, f_m`` counts from 2 to m; ``dots, e_i, dots`` runs through all values of i;
    between equal items dots stand for as many more as make n.
    """
    if "dots" not in [item.op for item in items]:
        return items
    if len(items) == 3 and items[0].op == items[2].op == "dots":
        return every(items[1], scope)
    places = [place for place, item in enumerate(items) if item.op == "dots"]
    need(len(places) == 1 and 0 < places[0] < len(items) - 1, "dots that stand between nothing")
    (place,) = places
    before, after = items[place - 1], items[place + 1]
    between = counted(before, after, scope)
    if between is None:
        between = [before] * (scope.sizes["n"] - len(items) + 1)
    return [*items[:place], *between, *items[place + 1 :]]


def every(item, scope):
    """Return an item for every value of the index that is open in it."""
    letter = running_index(item, scope)
    need(letter is not None, "dots on both sides of an item without an index")
    values = range(1, scope.highest(letter, [item]) + 1)
    return [item.replaced(symbol(letter), number(value)) for value in values]


def counted(before, after, scope):
    """Return the trees between two, or None if the two are the same."""
    steps = list(differences(before, after))
    if not steps:
        return None
    ranges = {(scope.integer(low), scope.integer(high)) for low, high in steps}
    need(len(ranges) == 1, "dots between items that differ in more than one way")
    ((low, high),) = ranges
    need(low < high, "dots that count downwards")
    return [moved(before, after, number(i)) for i in range(low + 1, high)]


def differences(a, b):
    """Yield the pairs of indices, or of numbers, in which two trees differ."""
    if a == b:
        return
    if countable(a) and countable(b):
        yield a, b
    elif (a.op, a.value, len(a.parts)) == (b.op, b.value, len(b.parts)):
        for one, other in zip(a.parts, b.parts, strict=True):
            yield from differences(one, other)
    else:
        raise Unreadable("dots between items that are not alike")


def countable(tree):
    """Tell whether a tree can be a place in a count: a number, a size, or a sum of these."""
    return tree.op in ("number", "symbol") or (tree.op == "sum" and all(map(countable, tree.parts)))


def moved(a, b, value):
    """Return a tree with a value wherever it differs from another."""
    if a == b:
        return a
    if countable(a) and countable(b):
        return value
    parts = (moved(one, other, value) for one, other in zip(a.parts, b.parts, strict=True))
    return Tree(a.op, tuple(parts), a.value)


def expand_grid(cells, columns, scope):
    """Return the cells of a matrix with its dots filled in, and the number of its columns."""
    rows = [list(cells[at : at + columns]) for at in range(0, len(cells), columns)]
    if not any(cell.op == "dots" for cell in cells):
        return list(cells), columns
    if is_diagonal(rows):
        rows = diagonal(rows, scope)
    else:
        rows = expand_rows([row if dotted(row) else expand(row, scope) for row in rows], scope)
    return [cell for row in rows for cell in row], len(rows[0])


def dotted(row):
    """Tell whether a row of a matrix stands for rows that are left out."""
    return all(cell.op == "dots" for cell in row)


def expand_rows(rows, scope):
    """Return rows with a row of dots filled in, entry by entry."""
    place = next((place for place, row in enumerate(rows) if dotted(row)), None)
    if place is None:
        return rows
    need(0 < place < len(rows) - 1, "dots that stand between nothing")
    marks = [Tree("dots")]
    length = len(rows[0])
    need(len({len(row) for row in rows if not dotted(row)}) == 1, "rows that are not equally long")
    columns = []
    for column in range(length):
        above = [row[column] for row in rows[:place]]
        below = [row[column] for row in rows[place + 1 :]]
        columns.append(expand(above + marks + below, scope))
    need(len({len(column) for column in columns}) == 1, "dots that stand for unequal numbers")
    return [list(row) for row in zip(*columns, strict=True)]


def is_diagonal(rows):
    """Tell whether a matrix with dots has one and the same item everywhere off its diagonal."""
    inner = [(i, j, cell) for i, row in enumerate(rows) for j, cell in enumerate(row)]
    off = {cell for i, j, cell in inner if i != j and cell.op != "dots"}
    on = {cell for i, j, cell in inner if i == j and cell.op != "dots"}
    square = len(rows) == len(rows[0])
    return square and len(off) == 1 and not off & on


def diagonal(rows, scope):
    """Return the rows of a matrix of which the diagonal is counted on."""
    items = expand([row[i] for i, row in enumerate(rows)], scope)
    off = next(cell for j, cell in enumerate(rows[0]) if j and cell.op != "dots")
    return [[a if i == j else off for j in range(len(items))] for i, a in enumerate(items)]
