"""An expression written as NumPy code.

What is computed is numbered by how it is computed, so nothing is computed twice. A diagonal
matrix is never built to be multiplied or added; products are left to `contraction`.
"""

from __future__ import annotations

from mathlib.evaluation.contraction_order import Contractions
from mathlib.evaluation.source_builder import VIEW
from mathlib.symbolic import nodes
from mathlib.symbolic.canonical_form import is_diagonal, power, scale
from mathlib.symbolic.common_factors import factor_out
from mathlib.symbolic.expression import Expression, topological_order

FUNCTIONS = {
    name: f"np.{name}({{}})" for name in ("exp", "log", "sin", "cos", "tanh", "abs", "sign")
}
FUNCTIONS |= {name: f"np.{name}({{}}, {{}})" for name in ("maximum", "minimum")}
FUNCTIONS |= {
    "softplus": "np.logaddexp(0.0, {})",
    "relu": "np.maximum({}, 0.0)",
    "step": "({} > 0.0) * 1.0",
}

POWERS = {
    -1: "1.0 / {}",
    2: "np.square({})",
    -2: "1.0 / np.square({})",
    0.5: "np.sqrt({})",
    -0.5: "1.0 / np.sqrt({})",
}

#: Functions of a whole matrix, or along its last axis.
WHOLE = {
    nodes.Inverse: "np.linalg.inv({})",
    nodes.Determinant: "np.linalg.det({})",
    nodes.Adjugate: "adjugate({})",
    nodes.LogDeterminant: "np.linalg.slogdet({})[1]",
    nodes.LogSumExp: "logsumexp({})",
    nodes.Softmax: "softmax({})",
}


class Writer(Contractions):
    """Writes the lines that compute an expression; a line is a template and its operands."""

    def _value(self, e):
        if type(e) in WHOLE:
            return self.put(WHOLE[type(e)], self.value(e.base))
        match e:
            case nodes.Symbol():
                return self.put(e.name)
            case nodes.Size():
                return self.put(e.dimension)
            case nodes.Identity():
                return self.put(f"np.eye({e.shape[0]})")
            case nodes.MergeAxes(shape=(whole, slow, fast)):
                return self.put(f"np.eye({whole}).reshape({whole}, {slow}, {fast})")
            case nodes.Power():
                template = POWERS.get(e.exponent, f"{{}} ** {float(e.exponent)}")
                return self.put(template, self.value(e.base))
            case nodes.Function(name="sigmoid"):  # of -z; exp(710) would overflow
                z = self.value(scale(-1, e.children[0]))
                return self.put("1.0 / (1.0 + np.exp(np.minimum({}, 709.0)))", z)
            case nodes.Function():
                return self.put(FUNCTIONS[e.name], *map(self.value, e.children))
            case nodes.Sum() if (better := factor_out(e, reading=False)) is not e:
                return self.value(better)
            case nodes.Sum():
                return self._completed(*self._sum(e), e.shape)
            case nodes.Product():
                line, labels = self._product(e, e.coefficient)
                return self._completed(self._aligned(line, labels, e.axes), labels, e.shape)

    # ---------------------------------------------------------------------------------- sums

    def _sum(self, e):
        """Return the sum, and the axes on which it depends; a term may lack some of them."""
        terms = sorted(e.terms, key=lambda term: term[0] < 0)
        diagonal = [term for term in terms if is_diagonal(term[1])]
        rest = [term for term in terms if term not in diagonal]
        if len(diagonal) != 1 or not rest:
            return self._added(terms, e.shape)
        line, covered = self._added(rest, e.shape)
        if len(covered) < 2:
            return self._added(terms, e.shape)
        ((number, term),) = diagonal
        vector, _ = self._on_diagonal(term, number)
        # It is written into the rest, computed here and now so that nobody else has that array.
        template, operands = self.lines[line]
        if not operands or VIEW.fullmatch(template):
            template, operands = "np.array({})", (line,)
        return self.put(f"add_diagonal({template}, {{}})", *operands, vector), covered

    def _added(self, terms, shape):
        template, operands, covered = "", [], set()
        for c, term in terms:
            line, labels = self._product(term, abs(c) if operands else c)
            template += (" - {}" if c < 0 else " + {}") if operands else "{}"
            operands.append(self._aligned(line, labels, term.axes))
            covered.update(labels)
        if template == "{}":
            return operands[0], covered
        return self.put(template, *operands), covered

    # ------------------------------------------------------------------------------ products

    def _product(self, e, number):
        """Return a number times what is behind the number of `e`, and the labels of its axes.

        It may lack outputs on which it does not depend.
        """
        if not is_diagonal(e):
            return self._multiplied(number, e.factors, e.axes)
        line, labels = self._on_diagonal(e, number)
        if labels:
            return self.put("np.diag({})", line), (0, 1)
        return self._scaled(line, self.put(f"np.eye({e.shape[0]})")), (0, 1)

    def _on_diagonal(self, e, number):
        """Return the diagonal of a diagonal matrix: a vector, or one number."""
        factors = [f for f in e.factors if not isinstance(f[0], nodes.Identity)]
        return self._multiplied(number, factors, (0,))

    def _multiplied(self, number, factors, outputs):
        scalars = [f for f, labels in factors if not labels]
        tensors = [(f, labels) for f, labels in factors if labels]
        _meet_determinants(scalars, tensors)
        return self._contraction(tensors, outputs, self._scalar(number, scalars))

    def _scalar(self, number, factors):
        """Return the line of a product of scalars and a number; None if it is 1."""
        below = [f for f in factors if isinstance(f, nodes.Power) and f.exponent < 0]
        lines = [self.value(f) for f in factors if f not in below]
        if number != 1 or (below and not lines):
            lines.insert(0, self.put(_number(number)))
        for line in lines[1:]:
            lines[0] = self._scaled(lines[0], line)
        for f in below:
            lines[0] = self.put("{} / {}", lines[0], self.value(power(f.base, -f.exponent)))
        return lines[0] if lines else None


def source(e: Expression, arguments: list[str], sizes: dict[str, str | None]) -> str:
    """Return the Python source of a function of arrays, named by `arguments`.

    `sizes` says how each dimension is found; those that are None are taken by keyword.
    """
    whole = frozenset()
    while True:
        writer = Writer(whole)
        for node in topological_order(e):
            if isinstance(node, nodes.FUNCTION_NODES):  # one by one, lest a deep network recurse
                writer.value(node)
        result = writer.value(e)
        wanted = writer.wanted | {n for n, times in writer.solved.items() if times > 2}
        if not (wanted & writer.solved.keys()):
            return writer.function(result, arguments, sizes)
        whole |= wanted


def _meet_determinants(scalars, tensors):
    """Let a determinant and an inverse be an adjugate, which exists for a singular matrix too."""
    for k, f in enumerate(scalars):
        det, exponent = (f.base, f.exponent) if isinstance(f, nodes.Power) else (f, 1)
        if type(det) is nodes.Determinant and exponent >= 1:
            for place, (e, labels) in enumerate(tensors):
                if isinstance(e, nodes.Inverse) and e.base is det.base:
                    tensors[place] = nodes.Adjugate(det.base), labels
                    scalars[k] = power(det, exponent - 1)
                    break


def _number(number):
    return repr(float(number))
