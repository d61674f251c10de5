"""Which letters count in a formula and are counted by nothing in it: it is meant for all values."""

from itertools import product

from tools.page_reader.arrays import scalar
from tools.page_reader.tree import INDICES


def letters_of(entry):
    """Return the letters in the indices of an entry."""
    return {name for part in entry.parts for name in part.symbols()}


def open_indices(trees, scope):
    """Return the letters that stand as indices and are bound by no sum and no dots."""
    found = set()
    for tree in trees:
        inner = open_indices(tree.parts, scope)
        if tree.op == "entry":
            inner |= letters_of(tree) - {*scope.sizes, *scope.held}
        elif tree.op.startswith("series"):
            inner = open_indices(tree.parts[1:], scope) - {tree.parts[0].value}
        elif tree.op == "by_entry":
            inner -= {part.value for part in tree.parts[1:]}
        elif item := running(tree):
            inner -= {running_index(item, scope)}
        found |= inner
    return found


def running(tree):
    """Return the item that dots on both sides run through, ``dots, e_i, dots``, if there is one."""
    items = tree.parts[1:] if tree.op == "call" else tree.parts
    around = len(items) == 3 and items[0].op == items[2].op == "dots"
    return items[1] if around else None


def running_index(item, scope):
    """Return the letter that counts the items which dots stand for, or None."""
    letters = open_indices([item], scope) & INDICES
    return min(letters) if letters else None


def counted(trees, scope, others=()):
    """Yield a scope for all values of the indices that formulas leave open, and of others."""
    letters = sorted(open_indices(trees, scope) | {*others})
    ranges = [range(1, scope.highest(letter, trees) + 1) for letter in letters]
    for values in product(*ranges):
        yield scope.holding(dict(zip(letters, map(scalar, values), strict=True)))
