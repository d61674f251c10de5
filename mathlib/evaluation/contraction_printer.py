"""A product of tensors, contracted pair by pair in NumPy code.

The pairs come in the order of `contraction_path`, as if all dimensions were large and alike, and
every pair becomes a matrix product wherever it can be one. Four things are better known before
they are computed, so an operand may stand without a line for a while:

* an inverse that is only multiplied becomes a solved system; it is computed whole where it is
  wanted whole, or needed more than twice;
* a mask that is only multiplied stays an array of truth values;
* what picks becomes an index (`pick_printer`);
* a determinant and an inverse of one matrix are an adjugate (`with_adjugates`, before this).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence

from mathlib.evaluation.contraction_path import (
    contraction_path,
    remaining_labels,
    split_merged_axes,
)
from mathlib.evaluation.pick_printer import Operand, PickPrinter
from mathlib.evaluation.source_builder import SourceBuilder, subscripts
from mathlib.symbolic import nodes
from mathlib.symbolic.expression import Dimension, Expression, Factor, Labels


class ContractionPrinter:
    """Adds the lines that contract products.

    Parameters
    ----------
    lines : SourceBuilder
        Where lines are added.
    value : callable
        Returns the line that computes a factor.
    dimension : callable
        Returns the code of a dimension's size.
    whole : frozenset of Expression
        Inverses that are computed as such.
    """

    def __init__(
        self,
        lines: SourceBuilder,
        value: Callable[[Expression], int],
        dimension: Callable[[Dimension], str],
        whole: frozenset[Expression],
    ):
        self.lines, self.value, self.dimension, self.whole = lines, value, dimension, whole
        self.picks = PickPrinter(lines, value, dimension)
        self.wanted: set[Expression] = set()  # inverses that were wanted whole
        self.solved: Counter[Expression] = Counter()  # how often each became a solved system

    def contraction(
        self, tensors: Sequence[Factor], outputs: Labels, scale: int | None
    ) -> tuple[int, Labels]:
        """Return the line of a contraction times a scalar, and the labels of its axes.

        It may lack outputs on which no tensor depends.
        """
        operands = [self._operand(f, labels) for f, labels in tensors]
        merges = [o.labels for o in operands if isinstance(o.node, nodes.MergeAxes)]
        if not merges:
            return self._contracted(operands, outputs, scale)
        sizes = {
            label: self.dimension(d)
            for f, labels in tensors
            for label, d in zip(labels, f.shape, strict=True)
        }
        outputs = tuple(label for label in outputs if label in sizes)

        def reshape(operand: Operand, labels: Labels) -> Operand:
            return Operand(self.lines.add(_reshape(labels, sizes), self._line(operand)), labels)

        def identity(label: int, copy: int) -> Operand:
            sizes[copy] = sizes[label]
            return Operand(self.lines.add(f"np.eye({sizes[label]})"), (label, copy))

        others = [(o, o.labels) for o in operands if not isinstance(o.node, nodes.MergeAxes)]
        found, split = split_merged_axes(others, merges, outputs, reshape, identity)
        line, labels = self._contracted([operand for operand, _ in found], split, scale)
        if split == outputs:
            return line, labels
        line = self.lines.aligned(line, labels, split)
        line = self.lines.broadcast(line, labels, [sizes[label] for label in split])
        return self.lines.add(_reshape(outputs, sizes), line), outputs

    def _operand(self, f: Expression, labels: Labels) -> Operand:
        solvable = isinstance(f, nodes.Inverse) and f not in self.whole and len({*labels}) == 2
        mask = isinstance(f, nodes.Function) and f.name == "step"
        postponed = solvable or mask or isinstance(f, (nodes.MergeAxes, nodes.Pick))
        return Operand(None if postponed else self.value(f), labels, f)

    def _line(self, operand: Operand) -> int:
        if operand.line is not None:
            return operand.line
        if isinstance(operand.node, nodes.Inverse):
            self.wanted.add(operand.node)
        return self.value(operand.node)

    def _contracted(
        self, operands: list[Operand], outputs: Labels, scale: int | None
    ) -> tuple[int, Labels]:
        """Contract pair by pair; the scale goes where it multiplies the fewest entries."""
        remaining = remaining_labels(tuple(o.labels for o in operands), outputs)
        operands = [self._reduced(*pair) for pair in zip(operands, remaining, strict=True)]
        operands = self._gram_matrix(operands)
        small = min(operands, key=lambda o: (len(o.labels), o.line is None), default=None)
        whole = len(outputs) > 2 and scale is not None  # what so many axes have is not solved
        if small and len(small.labels) < len(outputs) and (whole or small.line is not None):
            operands.remove(small)
            scaled = self.lines.scaled(scale, self._line(small))
            operands.append(Operand(scaled, small.labels))
            scale = None
        picks = tuple(k for k, o in enumerate(operands) if o.is_postponed_pick)
        for i, j, _ in contraction_path(tuple(o.labels for o in operands), outputs, (), picks):
            left, right = operands[i], operands[j]
            operands = [o for o in operands if o is not left and o is not right]
            kept = {label for o in operands for label in o.labels}.union(outputs)
            operands.append(self._pair(left, right, kept, outputs))
        if not operands:
            return self.lines.add("1.0") if scale is None else scale, ()
        (result,) = operands
        return self.lines.scaled(scale, self._line(result)), result.labels

    def _reduced(self, operand: Operand, remaining: Labels) -> Operand:
        """Take the diagonal of repeated labels, and sum over those that do not remain."""
        labels = tuple(dict.fromkeys(operand.labels))
        if remaining == operand.labels:
            return operand
        line = self._line(operand)
        if labels != operand.labels:
            line = self.lines.add(
                f"np.einsum('{subscripts(operand.labels, remaining)}', {{}})", line
            )
        else:
            axes = tuple(k for k, label in enumerate(labels) if label not in remaining)
            axis = "" if not remaining else f"axis={axes[0] if len(axes) == 1 else axes}"
            line = self.lines.add(f"{{}}.sum({axis})", line)
        return Operand(line, remaining)

    def _gram_matrix(self, operands: list[Operand]) -> list[Operand]:
        """Split a weight evenly, Xᵀ diag(d) X = (√d X)ᵀ (√d X): BLAS halves the work of AᵀA."""
        weights = [o for o in operands if len(o.labels) == 1]
        matrices = [o for o in operands if len(o.labels) == 2]
        if len(matrices) != 2 or not weights or len(weights) + 2 < len(operands):
            return operands
        left, right = matrices
        met = {*left.labels} & {*right.labels}
        alike = left.line is not None and left.line == right.line
        positive = all(
            o.node is not None and o.node.nonnegative and {*o.labels} == met for o in weights
        )
        if not (alike and positive and left.labels.index(*met) == right.labels.index(*met)):
            return operands
        while len(weights) > 1:
            weights.append(self._entrywise(weights.pop(), weights.pop(), ()))
        root = Operand(self.lines.add("np.sqrt({})", self._line(weights[0])), weights[0].labels)
        half = self._entrywise(left._replace(node=None), root, ())
        return [half, half._replace(labels=right.labels)]

    def _pair(self, left: Operand, right: Operand, kept: set[int], outputs: Labels) -> Operand:
        if left.is_postponed_pick:
            left, right = right, left
        if right.is_postponed_pick:
            other = left._replace(line=self._line(left), node=None)
            found = self.picks.contracted(right, other, kept)
            return self._reduced(found, tuple(l for l in found.labels if l in kept))
        shared = [label for label in left.labels if label in right.labels]
        summed = [label for label in shared if label not in kept]
        rank = max(len(left.labels), len(right.labels))
        if not summed:
            return self._entrywise(left, right, outputs)
        if len(shared) == len(summed) == 1 and rank <= 2:
            return self._matmul(left, right, summed[0], outputs)
        labels = tuple(l for l in dict.fromkeys(left.labels + right.labels) if l in kept)
        batch = tuple(l for l in shared if l in kept)
        if batch and len(summed) == 1 and len(left.labels) == len(right.labels) == len(batch) + 2:
            sides = (self._line(left), left.labels), (self._line(right), right.labels)
            return Operand(*self.lines.batched(*sides, batch, summed[0]))
        return self._einsum(left, right, labels, ", optimize=True")  # by BLAS where it can be

    def _matmul(self, left: Operand, right: Operand, met: int, outputs: Labels) -> Operand:
        """Return a product of vectors or matrices that meet in one label."""
        exchanged = right.is_postponed_inverse and left.line is not None
        if len(left.labels) < len(right.labels) or exchanged:
            left, right = right, left
        labels = tuple(label for label in left.labels + right.labels if label != met)
        if len(labels) == 2 and labels == outputs[::-1] and not left.is_postponed_inverse:
            left, right, labels = right, left, outputs
        here = "" if left.labels[-1] == met else ".T"
        there = "" if right.labels[0] == met else ".T"
        if left.is_postponed_inverse and right.line is not None:
            self.solved[left.node] += 1
            template = f"np.linalg.solve({{}}{here}, {{}}{there})"
            return Operand(self.lines.add(template, self.value(left.node.base), right.line), labels)
        lines = self._line(left), self._line(right)
        return Operand(self.lines.add(f"{{}}{here} @ {{}}{there}", *lines), labels)

    def _entrywise(self, left: Operand, right: Operand, outputs: Labels) -> Operand:
        """Return a product without a sum: broadcast, or spelled out where there are many axes."""
        labels = max(left.labels, right.labels, key=len)
        union = {*left.labels, *right.labels}
        if not union <= {*labels}:
            labels = tuple(sorted(union, key=lambda l: (l not in outputs, l)))
        if len(labels) > 2 and len(labels) == len(left.labels) + len(right.labels):
            return self._outer(left, right)
        if len(labels) > 2:
            return self._einsum(left, right, labels)
        if left.line is None or right.line is not None:
            left, right = right, left
        first = self.lines.aligned(self._line(left), left.labels, labels)
        if right.line is None and isinstance(right.node, nodes.Function):  # a mask
            second = self.lines.add("{} > 0.0", self.value(right.node.children[0]))
        else:
            second = self._line(right)
        second = self.lines.aligned(second, right.labels, labels)
        return Operand(self.lines.add("{} * {}", first, second), labels)

    def _outer(self, left: Operand, right: Operand) -> Operand:
        """Return an outer product, its axes in the order of the result.

        So the terms of a sum lie in memory alike, and are added faster.
        """
        ends, lines = [], []
        for operand in sorted([left, right], key=lambda o: sorted(o.labels)):
            ends.append(tuple(sorted(operand.labels)))
            lines.append(self.lines.aligned(self._line(operand), operand.labels, ends[-1]))
        return Operand(self.lines.add("np.multiply.outer({}, {})", *lines), ends[0] + ends[1])

    def _einsum(self, left: Operand, right: Operand, labels: Labels, options: str = "") -> Operand:
        letters = subscripts(left.labels, right.labels, labels)
        lines = self._line(left), self._line(right)
        template = f"np.einsum('{letters}', {{}}, {{}}{options})"
        return Operand(self.lines.add(template, *lines), labels)


def _reshape(labels: Labels, sizes: Mapping[int, str]) -> str:
    shape = [sizes[label] for label in labels]
    return f"{{}}.reshape({', '.join(shape) if len(shape) > 1 else -1})"
