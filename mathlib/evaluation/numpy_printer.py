"""An expression written as NumPy code.

What is computed is numbered by how it is computed, so nothing is computed twice. A diagonal matrix
is never built to be multiplied or added: its diagonal is. Products of tensors are left to
`contraction_printer`, and how lines become a function to `source_builder`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from mathlib.evaluation.adjugates import with_adjugates
from mathlib.evaluation.constant_entries import constant_code
from mathlib.evaluation.contraction_printer import ContractionPrinter
from mathlib.evaluation.numpy_templates import (
    FUNCTIONS as FUNCTIONS,
    MATRIX_FUNCTIONS,
    POWERS,
)
from mathlib.evaluation.pick_printer import places_code
from mathlib.evaluation.source_builder import VIEW, Source, SourceBuilder
from mathlib.evaluation.stable_forms import stable_form
from mathlib.evaluation.stable_products import stable_factors
from mathlib.symbolic import nodes
from mathlib.symbolic.canonical_form import power
from mathlib.symbolic.coefficients import is_diagonal
from mathlib.symbolic.common_factors import factor_out
from mathlib.symbolic.expression import (
    Dimension,
    Expression,
    Factor,
    Labels,
    Number,
    Shape,
    dimension_factors,
    topological_order,
)
from mathlib.symbolic.general_powers import operands
from mathlib.symbolic.unknown_functions import refuse_unknown
from mathlib.symbolic.whole_functions import Unknown


def source(
    e: Expression,
    arguments: Sequence[str],
    sizes: Mapping[str, str | None],
    names: Mapping[str, str],
) -> Source:
    """Return the Python source of a function of arrays.

    Parameters
    ----------
    e : Expression
        No derivative, but its body.
    arguments : sequence of str
        The names of symbols, in the order in which the function takes their values.
    sizes : mapping of str to str or None
        How the size of each dimension is found; those that are None are given by name.
    names : mapping of str to str
        What symbols and dimensions are called in the code.
    """
    # Whether an inverse is better solved with than computed is known when all its uses have been
    # written. So the code is written again, with those that were wanted whole, until no more are:
    # each round adds one at least, and two are the rule.
    whole: frozenset[Expression] = frozenset()
    while True:
        printer = NumpyPrinter(names, whole)
        result = printer.printed(e)
        found = printer.contractions
        wanted = found.wanted | {inverse for inverse, times in found.solved.items() if times > 2}
        if not (wanted & found.solved.keys()):
            return printer.lines.function(result, arguments, sizes)
        whole |= wanted


class NumpyPrinter:
    """Writes the lines that compute an expression; inverses in `whole` are computed as such."""

    def __init__(self, names: Mapping[str, str], whole: frozenset[Expression]):
        self.names = names
        self.lines = SourceBuilder()
        self.values: dict[Expression, int] = {}
        self.uses: Counter[Expression] = Counter()  # in how many nodes each node stands
        self.contractions = ContractionPrinter(self.lines, self.value, self.dimension, whole)

    def printed(self, e: Expression) -> int:
        """Return the line that computes an expression, its layers one by one, lest it recurse."""
        order = topological_order(e)
        self.uses.update(child for node in order for child in node.children)
        for node in order:
            if isinstance(node, nodes.FUNCTION_NODES):
                self.value(node)
        return self.value(e)

    def value(self, e: Expression) -> int:
        """Return the line that computes an expression in its full shape."""
        if e not in self.values:
            self.values[e] = self._value(e)
        return self.values[e]

    def dimension(self, dimension: Dimension) -> str:
        """Return the code of the size of a dimension."""
        return "*".join(self.names.get(str(d), str(d)) for d in dimension_factors(dimension))

    def _value(self, e: Expression) -> int:
        form = stable_form(e)
        if form is not e and not (isinstance(e, nodes.Sum) and self._is_at_hand(e)):
            return self.value(form)
        match e:
            case nodes.Sum():
                better = factor_out(e, reading=False)
                if better is not e:
                    return self.value(better)
                line, covered = self._sum(e)
                return self._broadcast(line, covered, e.shape)
            case nodes.Product():
                line, labels = self._product(e, e.coefficient)
                return self._broadcast(self.lines.aligned(line, labels, e.axes), labels, e.shape)
        parts = e.children
        if isinstance(e, nodes.Function) and e.name in ("raise_to", "polygamma"):
            parts = operands(e)
        return self.lines.add(self._template(e), *map(self.value, parts))

    def _is_at_hand(self, e: nodes.Sum) -> bool:
        """Say whether what is subtracted from 1 is computed anyway, and so is not made anew."""
        return any(self.uses[term] > 1 for term in e.children)

    def _template(self, e: Expression) -> str:
        """Return how a node is computed that is no sum and no product."""
        match e:
            case nodes.Symbol():
                return self.names[e.name]
            case nodes.Size():
                return self.dimension(e.dimension)
            case nodes.Pick():
                length = self.dimension(e.shape[0])
                return f"picked({places_code(e, self.dimension)}, {length})"
            case nodes.Constant():
                return constant_code(e, self.dimension)
            case nodes.Power():
                return POWERS.get(e.exponent, f"{{}} ** {float(e.exponent)}")
            case Unknown():
                raise refuse_unknown(e)
            case nodes.Function():
                return FUNCTIONS[e.name]
        assert isinstance(e, nodes.MatrixFunction)
        return MATRIX_FUNCTIONS.get(e.kind, f"{e.kind}({{}})")

    def _broadcast(self, line: int, labels: Iterable[int], shape: Shape) -> int:
        return self.lines.broadcast(line, labels, [self.dimension(d) for d in shape])

    # ---------------------------------------------------------------------------------- sums

    def _sum(self, e: nodes.Sum) -> tuple[int, set[int]]:
        """Return the sum, and the axes on which it depends; a term may lack some of them."""
        terms = sorted(e.terms, key=lambda term: term[0] < 0)
        diagonal = [term for term in terms if is_diagonal(term[1])]
        rest = [term for term in terms if term not in diagonal]
        if len(diagonal) != 1 or not rest:
            return self._added(terms)
        line, covered = self._added(rest)
        if len(covered) < 2:
            return self._added(terms)
        ((number, term),) = diagonal
        vector, _ = self._on_diagonal(term, number)
        # It is written into the rest, computed here and now so that nobody else has that array.
        template, operands = self.lines.lines[line]
        if not operands or VIEW.fullmatch(template):
            template, operands = "np.array({})", (line,)
        return self.lines.add(f"add_diagonal({template}, {{}})", *operands, vector), covered

    def _added(self, terms: Iterable[tuple[Number, Expression]]) -> tuple[int, set[int]]:
        template = ""
        operands: list[int] = []
        covered: set[int] = set()
        for c, term in terms:
            number = -c if operands and c < 0 else c
            line, labels = self._product(term, number)
            template += (" - {}" if c < 0 else " + {}") if operands else "{}"
            operands.append(self.lines.aligned(line, labels, term.axes))
            covered.update(labels)
        if template == "{}":
            return operands[0], covered
        return self.lines.add(template, *operands), covered

    # ------------------------------------------------------------------------------ products

    def _product(self, e: Expression, number: Number) -> tuple[int, Labels]:
        """Return a number times what is behind the number of `e`, and the labels of its axes.

        It may lack outputs on which it does not depend.
        """
        if not is_diagonal(e):
            return self._multiplied(number, e.factors, e.axes)
        line, labels = self._on_diagonal(e, number)
        if labels:
            return self.lines.add("np.diag({})", line), (0, 1)
        identity = self.lines.add(f"np.eye({self.dimension(e.shape[0])})")
        return self.lines.scaled(line, identity), (0, 1)

    def _on_diagonal(self, e: Expression, number: Number) -> tuple[int, Labels]:
        """Return the diagonal of a diagonal matrix: a vector, or one number."""
        factors = [f for f in e.factors if not isinstance(f[0], nodes.Identity)]
        return self._multiplied(number, factors, (0,))

    def _multiplied(
        self, number: Number, factors: Sequence[Factor], outputs: Labels
    ) -> tuple[int, Labels]:
        factors = stable_factors(with_adjugates(factors))
        scalars = [f for f, labels in factors if not labels]
        tensors = [(f, labels) for f, labels in factors if labels]
        scale = self._scalar(number, scalars)
        return self.contractions.contraction(tensors, outputs, scale)

    def _scalar(self, number: Number, factors: Sequence[Expression]) -> int | None:
        """Return the line of a product of scalars and a number; None if it is 1."""
        below = [f for f in factors if isinstance(f, nodes.Power) and f.exponent < 0]
        lines = [self.value(f) for f in factors if f not in below]
        if number != 1 or (below and not lines):
            lines.insert(0, self.lines.add(repr(float(number))))
        for line in lines[1:]:
            lines[0] = self.lines.scaled(lines[0], line)
        for f in below:
            lines[0] = self.lines.add("{} / {}", lines[0], self.value(power(f.base, -f.exponent)))
        return lines[0] if lines else None
