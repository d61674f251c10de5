"""Takes down what statements define: names, functions, shapes, ranges."""

from types import SimpleNamespace

from tools.page_reader.context import Definition
from tools.page_reader.errors import Unreadable
from tools.page_reader.functions import NAMED
from tools.page_reader.indices import letters_of, open_indices
from tools.page_reader.scope import FIXED
from tools.page_reader.tree import INDICES, SIZES, number, symbol, whole


def context_of(statements, functions, context):
    """Return what statements define, on the ground of what is given already."""
    context.functions |= functions - {"sigma"}
    for item in statements:
        if item.is_range:
            low, high = item.sides[1].parts
            if low != number(1):
                raise Unreadable("an index counts from 1")
            context.ranges[item.sides[0].value] = high
        elif item.is_shape and is_name(item.sides[0]):
            context.shapes.setdefault(full_name(item.sides[0]), item.sides[1].parts)
        elif item.relations[:1] == ("=",) and not item.is_condition:
            define(context, *item.sides[:2])
    note_arguments(context, [side for item in statements for side in item.sides])
    return context


def define(context, left, right):
    """Take down what a name is equal to, if a name is what stands on the left."""
    head, parameters = (left.parts[0], left.parts[1:]) if left.op == "call" else (left, ())
    if head.op not in ("symbol", "entry") or whole(head) in FIXED or not are_names(parameters):
        return
    if whole(head) in {*context.definitions, *context.elementwise, *NAMED}:
        return
    if is_circular(head, right) or not counts(head, context) or leaves_open(head, right):
        return
    unused = {whole(part) for part in parameters} - right.symbols()
    if unused:
        raise Unreadable(f"{whole(head)} does not depend on {', '.join(sorted(unused))}")
    if head.op == "symbol":
        context.definitions[head.value] = Definition(right, parameters)
    elif not any(d.indices == head.parts for d in context.entries.get(head.value, ())):
        definition = Definition(right, parameters, head.parts)
        context.entries.setdefault(head.value, []).append(definition)


def is_name(tree):
    """Tell whether a tree is a symbol of its own, as W and W_1 are, and x_1 is not."""
    numbered = all(part.op == "number" for part in tree.parts)
    return tree.op == "symbol" or (tree.op == "entry" and numbered and whole(tree).endswith("_"))


def full_name(tree):
    """Return the name of a symbol, with its number if it has one."""
    return whole(tree) + ",".join(str(int(part.value)) for part in tree.parts)


def are_names(trees):
    """Tell whether trees are symbols or entries, all different."""
    return len(set(trees)) == len(trees) and all(t.op in ("symbol", "entry") for t in trees)


def counts(head, context):
    """Tell whether the letters in a name's indices are letters that count, and the name is not."""
    letters = {part.value for part in head.parts if part.op == "symbol"}
    return letters <= {*INDICES, *SIZES, *context.ranges} and head.value not in INDICES


def leaves_open(head, body):
    """Tell whether an index stands in the body that the name does not have, as in v_N = y_i."""
    unbound = open_indices([body], SimpleNamespace(sizes=SIZES, held=())) & INDICES
    return bool(unbound - letters_of(head))


def is_circular(head, body):
    """Tell whether a name stands in what it would be defined by."""
    if head.op == "symbol":
        return head.value in body.symbols()
    rule = any(part.value in INDICES for part in head.parts)
    return any(
        tree == head
        or (tree.op == "symbol" and tree.value == whole(head))
        or (rule and tree.op == "entry" and tree.value == head.value)
        for tree in body.walk()
    )


def note_arguments(context, trees):
    """Take down with which arguments each function stands, and which variables are moved."""
    for tree in (part for whole_tree in trees for part in whole_tree.walk()):
        if tree.op == "call" and tree.parts[0].op in ("symbol", "entry"):
            if any(part.symbols() - set(SIZES) for part in tree.parts[1:]):
                context.arguments.setdefault(whole(tree.parts[0]), tree.parts[1:])
        elif tree.op == "derivative":
            for variable in tree.parts[1:]:
                moved = variable.parts if variable.op == "point" else (variable,)
                context.variables += tuple(
                    m for m in map(base, moved) if m not in context.variables
                )


def base(variable):
    """Return the symbol that a variable is, or is an entry of."""
    return symbol(whole(variable)) if variable.op == "entry" else variable
