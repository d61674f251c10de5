"""Says in plain sentences how a display is read: its statements, its sides, its letters.

What is said comes from the tree that is computed, not from the LaTeX, so that an author sees what
a misplaced bracket did.
"""

from tools.page_reader.conventions import names
from tools.page_reader.functions import NAMED
from tools.page_reader.scope import FIXED, OUTPUTS, usual_shape
from tools.page_reader.tree import INDICES, SIZES

DERIVATIVES = {"d": "derivative along every path", r"\partial": "partial derivative"}
OPEN = {"bold 1": "ones", "bold 0": "zeros", "I": "the identity"}


def explained(reading):
    """Yield the sentences that say how a display is read."""
    for text in reading.where:
        yield f"Said by the text around it: {text}"
    for item in reading.statements:
        yield f"{kind_of(item, reading)}: {reading.text(item)}"
        if item in reading.claims and not item.is_shape:
            for number, side in enumerate(item.sides, start=1):
                yield f"    side {number}: {said(side)}"
    roles = [f"{name} is {role}" for name, role in roles_in(reading)]
    if roles:
        yield f"Letters: {'; '.join(roles)}."


def kind_of(item, reading):
    """Return what a statement is there for."""
    if item.is_range:
        return "The values of an index"
    if item.is_condition:
        return "A condition on what its line claims"
    if item in reading.claims:
        return "Claimed"
    if item.is_shape:
        return "The shape of a name"
    return "The definition of a name"


def said(tree):
    """Return a formula as it was read, every operation with its operands in brackets."""
    parts = [said(part) for part in tree.parts]
    match tree.op:
        case "number":
            return f"{tree.value:g}"
        case "symbol":
            return tree.value
        case "dots":
            return "..."
        case "entry":
            return f"{tree.value}_{''.join(parts)}"
        case "call":
            return f"{parts[0]}({', '.join(parts[1:])})"
        case "prime":
            return parts[0] + "'" * tree.value
        case "compare":
            relations = [*tree.value, ""]
            return " ".join(f"{a} {b}" for a, b in zip(parts, relations, strict=True)).strip()
        case "apply":
            return f"{tree.value}({parts[0]})"
        case "derivative":
            return f"[{DERIVATIVES[tree.value]} of {parts[0]} by {', '.join(parts[1:])}]"
    return f"{tree.op.replace('_', ' ')}({', '.join(parts)})"


def roles_in(reading):
    """Yield the letters that no statement explains, and what each is taken for."""
    context = reading.context
    given = [side for item in reading.given for side in item.sides]
    sides = [side for item in reading.statements if not item.is_shape for side in item.sides]
    explained_above = {*context.definitions, *NAMED, *(f"bold {name}" for name in context.entries)}
    for name in sorted(names(context.reached(sides + given)) - explained_above):
        yield name.rstrip("_"), role(name, context)


def role(name, context):
    """Return what a letter is taken for."""
    if name in context.elementwise:
        return "a function whose entry i looks at entry i alone"
    if name in context.functions:
        outputs = OUTPUTS.get(name, "m") if name.startswith("bold ") else ""
        return f"any smooth function{f' with {outputs} values' if outputs else ''}"
    if name in context.shapes:
        return shaped([said(size) for size in context.shapes[name]])
    if name in OPEN:
        return f"{OPEN[name]} of the size that fits"
    if name in FIXED:
        return "the number of that name"
    if name in {*SIZES, *context.sizes}:
        return "a size"
    if name in INDICES or name in context.ranges:
        return "an index"
    return shaped(list(map(str, usual_shape(name))))


def shaped(sizes):
    """Return a shape in words."""
    if sizes == ["1", "1"]:
        return "a number"
    rows, columns = sizes
    return f"a column of {rows} numbers" if columns == "1" else f"a matrix of {rows} × {columns}"
