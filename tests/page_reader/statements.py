"""Takes a display apart: lines, statements, and the sides of each.

A *statement* is a chain of sides with relations between them. Where the leftmost side is a name
that nothing else gives a value, ``u = x^2`` or ``T(x, y) = 12 x + 3 y - 12``, the statement defines
that name. Behind the first statement of a line, ``x > 0``, ``j \\ne i`` and ``i = 1, \\dots, n``
are conditions.
"""

from dataclasses import dataclass

from page_reader.errors import Unreadable
from page_reader.functions import NAMED
from page_reader.grammar import RELATIONS, parse
from page_reader.layout import cut, parted
from page_reader.scope import FIXED, Context, Definition
from page_reader.tokens import tokenize
from page_reader.tree import SIZES, Tree, whole

#: Letters that are functions wherever a bracket follows.
FUNCTIONS = {"f", "g", "bold f", "bold g", "sigma"}
ALIGNED = {"aligned", "align", "align*", "gathered", "split"}
#: What makes a comparison a claim, wherever it stands.
MEASURED = {"derivative", "gradient", "directional", "limit"}
COMPARISONS = {"<", ">", r"\le", r"\ge", r"\ne"}


@dataclass
class Statement:
    """A chain of sides, as trees and as tokens; `first` tells whether it begins a line."""

    sides: tuple
    relations: tuple
    first: bool
    token_sides: tuple

    @property
    def is_shape(self):
        """Whether it says which shape something has."""
        return self.relations == (r"\in",)

    @property
    def is_range(self):
        """Whether it says which values an index has."""
        return any(side.op == "list" for side in self.sides)

    @property
    def is_condition(self):
        """Whether it restricts what the statements before it are claimed for."""
        plain = not any(part.op in MEASURED for side in self.sides for part in side.walk())
        return not self.first and plain and COMPARISONS.issuperset(self.relations)


def equations(tokens):
    """Return the equations of a display as lists of tokens; a line that begins with = goes on."""
    tokens = parted(tokens)
    if tokens and tokens[0].text.removeprefix(r"\begin{").removesuffix("}") in ALIGNED:
        tokens = tokens[1:-1]
    found = []
    for line in cut(tokens, r"\\"):
        cells = cut(line, "&")
        for left, right in zip(cells[::2], [*cells[1::2], []], strict=False):
            if left or not found:
                found.append(left + right)
            else:
                found[-1] += right
    return [equation for equation in found if equation]


def pieces(equation):
    """Return the statements of an equation as lists of tokens, a range as one of them."""
    marked = [t._replace(kind="mark", text=",") if is_separator(t) else t for t in equation]
    parts = [part for part in map(parted, cut(marked, ",")) if part]
    joined = []
    for part in parts:
        follows = joined and (part[0].kind == "dots" or joined[-1][-1].kind == "dots")
        if follows and len(part) == 1:
            joined[-1] += part
        else:
            joined.append(list(part))
    return joined


def is_separator(token):
    """Tell whether a token stands between statements."""
    return token.text in (r"\quad", r"\qquad") or token.kind == "text"


def sides(tokens):
    """Return the sides of a statement as lists of tokens, and the relations between them."""
    parts = cut(tokens, *RELATIONS)
    ends = [len(part) for part in parts[:-1]]
    places = [sum(ends[: i + 1]) + i for i in range(len(ends))]
    return parts, tuple(tokens[place].text for place in places)


def read_statements(latex, functions=frozenset()):
    """Return the statements of a display.

    Parameters
    ----------
    latex : str
    functions : set of str
        Names that are functions, besides those of `FUNCTIONS` and those that the display defines.
    """
    found = [
        (piece, place == 0)
        for equation in equations(tokenize(latex))
        for place, piece in enumerate(pieces(equation))
    ]
    known = {*FUNCTIONS, *functions, *filter(None, (defined_function(p) for p, _ in found))}
    return [statement(piece, first, known) for piece, first in found], known


def statement(tokens, first, functions):
    """Return one statement."""
    parts, relations = sides(tokens)
    if any(not part for part in parts):
        raise Unreadable("a side of an equation is empty")
    if relations == (r"\in",):
        trees = (parse(parts[0], functions), shape(parts[1], functions))
    else:
        trees = tuple(side(part, functions) for part in parts)
    return Statement(trees, relations, first, tuple(parts))


def side(tokens, functions):
    """Return one side; that of a range, ``1, dots, n``, is a list."""
    if any(token.kind == "dots" for token in tokens) and len(tokens) == 3:
        return Tree("list", tuple(parse([tokens[i]], functions) for i in (0, 2)))
    return parse(tokens, functions)


def shape(tokens, functions):
    r"""Return the shape in ``\mathbb{R}^{m \times n}``; a single size is that of a column."""
    if not tokens or tokens[0].text != r"\mathbb{R}":
        raise Unreadable(r"behind \in stands \mathbb{R}^{m \times n}")
    sizes = [t for t in tokens[1:] if t.text not in "^{}"]
    trees = tuple(parse(part, functions) for part in cut(sizes, r"\times") if part)
    return Tree("shape", trees if len(trees) == 2 else (*trees, parse(tokenize("1"), functions)))


def defined_function(tokens):
    """Return the function that a statement defines, as in ``T(x, y) = ...``, or None."""
    parts, relations = sides(tokens)
    head = parts[0]
    if relations[:1] != ("=",) or not head or head[0].kind not in ("name", "word"):
        return None
    opening = next((i for i, t in enumerate(head) if t.text == "("), None)
    if opening is None or head[-1].text != ")" or (opening > 1 and head[1].text != "_"):
        return None
    arguments = cut(head[opening + 1 : -1], ",")
    plain = all(part and part[0].kind == "name" for part in arguments)
    return head[0].text if plain else None


# ------------------------------------------------------------------------------------ definitions


def context_of(statements, functions, given=None):
    """Return what statements define, on the ground of what is given already."""
    context = given or Context()
    context.functions |= functions - {"sigma"}
    for item in statements:
        if item.is_range:
            context.ranges[item.sides[0].value] = item.sides[1].parts[-1]
        elif item.is_shape and is_name(item.sides[0]):
            context.shapes.setdefault(full_name(item.sides[0]), item.sides[1].parts)
        elif item.relations[:1] == ("=",):
            define(context, *item.sides[:2])
    trees = [side for item in statements for side in item.sides]
    note_arguments(context, trees)
    return context


def define(context, left, right):
    """Take down what a name is equal to, if a name is what stands on the left."""
    head, parameters = (left.parts[0], left.parts[1:]) if left.op == "call" else (left, ())
    if head.op not in ("symbol", "entry") or whole(head) in FIXED or not are_names(parameters):
        return
    if whole(head) in {*context.definitions, *NAMED}:
        return
    if is_circular(head, right):
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
    return tree.op == "symbol" or (tree.op == "entry" and whole(tree).endswith("_"))


def full_name(tree):
    """Return the name of a symbol, with its number if it has one."""
    return whole(tree) + ",".join(str(int(part.value)) for part in tree.parts)


def are_names(trees):
    """Tell whether trees are symbols or entries, all different."""
    return len(set(trees)) == len(trees) and all(t.op in ("symbol", "entry") for t in trees)


def is_circular(head, body):
    """Tell whether a name stands in what it would be defined by."""
    if head.op == "symbol":
        return head.value in body.symbols()
    return any(
        tree == head or (tree.op == "symbol" and tree.value == whole(head)) for tree in body.walk()
    )


def note_arguments(context, trees):
    """Take down with which arguments each function stands, and which variables are moved."""
    for tree in (part for tree in trees for part in tree.walk()):
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
    return Tree("symbol", value=whole(variable)) if variable.op == "entry" else variable
