r"""Takes a display apart: lines, statements, and the sides of each.

A *statement* is a chain of sides with relations between them. Where the leftmost side is a name
that nothing else gives a value, ``u = x^2`` or ``T(x, y) = 12 x + 3 y - 12``, the statement defines
that name. Behind the first statement of a line, ``x > 0``, ``j \ne i`` and ``i = 1, \dots, n``
are conditions.
"""

from dataclasses import dataclass

from tools.page_reader.errors import Unreadable
from tools.page_reader.grammar import RELATIONS, parse
from tools.page_reader.layout import cut, parted, unwrapped
from tools.page_reader.tokens import tokenize
from tools.page_reader.tree import INDICES, Tree, number

#: Letters that are functions wherever a bracket follows.
FUNCTIONS = {"f", "g", "bold f", "bold g", "sigma"}
ALIGNED = {"aligned", "align", "align*", "gathered", "split"}
#: What makes a comparison a claim, wherever it stands.
MEASURED = {"derivative", "gradient", "directional", "limit"}
COMPARISONS = {"<", ">", r"\le", r"\ge", r"\ne"}


@dataclass
class Statement:
    """A chain of sides, as trees and as tokens, and the number of its line and its place there."""

    sides: tuple
    relations: tuple
    line: int
    place: int
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
        indices = all(side.op == "symbol" and side.value in INDICES for side in self.sides)
        compares = COMPARISONS.issuperset(self.relations) or indices
        return self.place > 0 and plain and compares

    @property
    def only_bounds(self):
        """Whether it says nothing but what other statements are meant for."""
        return self.is_condition or self.is_range


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
            joined.append(list(unwrapped(part)))
    return [of_a_pair(part, after) for part, after in zip(joined, [*joined[1:], []], strict=True)]


def of_a_pair(piece, after):
    """Return the range of the first of two indices: ``i`` in ``i, j = 1, dots, n``."""
    is_first = len(piece) == 1 and any(token.kind == "dots" for token in after)
    return piece + after[1:] if is_first else piece


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
        (piece, line, place)
        for line, equation in enumerate(equations(tokenize(latex)))
        for place, piece in enumerate(pieces(equation))
    ]
    defined = (defined_function(piece) for piece, *_ in found)
    known = {*FUNCTIONS, *functions, *filter(None, defined)}
    return [statement(*numbered, known) for numbered in found], known


def statement(tokens, line, place, functions):
    """Return one statement."""
    parts, relations = sides(tokens)
    if not relations or not all(parts):
        raise Unreadable("a statement needs a relation, and something on both sides of it")
    if relations == (r"\in",):
        trees = (parse(parts[0], functions), shape(parts[1], functions))
    else:
        trees = tuple(side(part, functions) for part in parts)
    return Statement(trees, relations, line, place, tuple(parts))


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
    trees = tuple(parse(part, functions) for part in cut(sizes, r"\times"))
    return Tree("shape", trees if len(trees) == 2 else (*trees, number(1)))


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
