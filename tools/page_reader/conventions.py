"""What a display keeps to besides being true; without these, a slip can leave it true of nothing.

Every name that is defined is used. A bold letter is a vector, and a plain small one is a number. A
condition, and the range of an index, speak of what is claimed. What vanishes is said to be 0.
"""

import numpy as np

from tools.page_reader.arrays import Unsized, is_scalar, need, possible
from tools.page_reader.functions import NAMED
from tools.page_reader.indices import counted, letters_of, open_indices
from tools.page_reader.scope import FIXED
from tools.page_reader.tokens import GREEK
from tools.page_reader.tree import INDICES, Tree, number, whole


def check_names(reading):
    """Demand that every statement of a display speaks of what the others speak of."""
    claims = [s for s in reading.statements if not s.only_bounds]
    trees = [side for s in claims + reading.given for side in s.sides]
    known = names(trees)
    indices = {i for tree in trees for t in tree.walk() if t.op == "entry" for i in t.parts}
    for item in reading.statements:
        text = reading.text(item)
        if item.is_range:
            need(item.sides[0] in indices, f"{text}: no such index stands anywhere")
        elif item.is_condition:
            unknown = names(item.sides) - known - INDICES
            need(not unknown, f"{text}: {', '.join(sorted(unknown))} stands nowhere else")
        elif item not in reading.claims:
            need(is_used(item, reading), f"{text}: a name is defined, and not used")


def names(trees):
    """Return all names in formulas."""
    return {name for tree in trees for name in tree.symbols()}


def is_used(item, reading):
    """Tell whether what a statement defines, or gives a shape, stands in another one."""
    head = head_of(item.sides[0])
    trees = [
        t for s in reading.statements if s is not item for side in s.sides for t in side.walk()
    ]
    entries = {t.value for t in trees if t.op == "entry"} if head.op == "entry" else set()
    return head.value in entries or whole(head) in names(trees)


def head_of(left):
    """Return the name on the left of a definition, without its arguments."""
    return left.parts[0] if left.op == "call" else left


def check_definition(item, scope):
    """Demand that a name has the kind and the indices of what it is defined by, or the next."""
    left, body = item.sides[:2]
    head = head_of(left)
    extra = open_indices([body], scope) - letters_of(head)
    need(not extra, f"{head.value} is defined by what depends on the index {', '.join(extra)}")
    need(all(goes_on(i, head, body) for i in head.parts), f"{head.value}: no step by one")
    for indexed in counted([left, body], scope):
        value = indexed.value(left)
        number_ = not isinstance(value, Unsized) and is_scalar(value)
        if head.value.startswith("bold "):
            need(not number_, f"{head.value} is bold, and a number")
        elif is_small(head.value):
            need(number_, f"{head.value} is not bold, and no number")


def goes_on(index, head, body):
    """Tell whether a name with the index t + 1 is defined by the same name with the index t."""
    if index.op != "sum":
        return True
    before, one = index.parts[0], index.parts[-1]
    step = len(index.parts) == 2 and one == number(1)
    return step and Tree("entry", (before,), head.value) in body.walk()


def is_small(name):
    """Tell whether a name is a plain small letter, maybe with a hat."""
    letter = name.removeprefix("Delta ").split()[0]
    return letter in GREEK or (len(letter) == 1 and letter.islower())


def vanishes(values):
    """Tell whether all sides of a claim are zero at a point, as far as a zero can be measured."""
    arrays = [array for value in values for array in possible(value)]
    return all(np.abs(array).max() < 1e-9 for array in arrays)


def says_zero(item):
    """Tell whether a side of a claim is without a symbol, and so a zero that is written."""
    return any(not side.symbols() - {*FIXED, *NAMED} for side in item.sides)
