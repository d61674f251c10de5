"""A product of tensors, contracted pair by pair in NumPy code.

The cheapest pair comes first, so that a matrix meets a vector before it meets a matrix, and every
pair becomes a matrix product wherever it can be one. An inverse that is only multiplied becomes a
solved system; it is computed whole where it is wanted whole, or needed more than twice.
"""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

from mathlib.evaluation.source_builder import Lines
from mathlib.symbolic import nodes
from mathlib.symbolic.expression import Expression, Labels


class Operand(NamedTuple):
    """A tensor in a contraction: where it is computed, and its labels."""

    line: int | None  # None for an inverse, until it is wanted whole
    labels: Labels
    node: Expression | None = None


class Contractions(Lines):
    """Lines that contract products; `_value` says how the factors are computed."""

    def __init__(self, whole: frozenset[Expression]):
        super().__init__()
        self.values: dict[Expression, int] = {}
        self.whole = whole  # inverses to be computed as such
        self.wanted: set[Expression] = set()
        self.solved: Counter[Expression] = Counter()

    def value(self, e: Expression) -> int:
        """Return the line that computes an expression in its full shape."""
        if e not in self.values:
            self.values[e] = self._value(e)
        return self.values[e]

    def _scaled(self, scale, line):
        if scale is None or self.lines[scale] == ("1.0", ()):
            return line
        if self.lines[scale] == ("-1.0", ()):
            return self.put("-{}", line)
        return self.put("{} * {}", scale, line)

    def _contraction(self, tensors, outputs, scale):
        """Contract tensors; axes that are joined are taken apart before, and joined again after."""
        operands = [self._operand(f, labels) for f, labels in tensors]
        if not any(isinstance(f, nodes.MergeAxes) for f, _ in tensors):
            return self._contracted(operands, outputs, scale)
        sizes = {l: d for f, labels in tensors for l, d in zip(labels, f.shape, strict=True)}
        outputs = tuple(label for label in outputs if label in sizes)
        operands, apart = self._taken_apart(operands, outputs, sizes)
        line, labels = self._contracted(operands, apart, scale)
        if apart == outputs:
            return line, labels
        line = self._aligned(line, labels, apart)
        line = self._completed(line, labels, [sizes[label] for label in apart])
        return self.put(_reshape(outputs, sizes), line), outputs

    def _taken_apart(self, operands, outputs, sizes):
        """Give the two parts of every joined axis a label each; return operands without joints."""
        while joints := [o for o in operands if isinstance(o.node, nodes.MergeAxes)]:
            parts = {part for o in joints for part in o.labels[1:]}
            joint = min(joints, key=lambda o: o.labels[0] in parts)  # the outermost
            whole, *pair = joint.labels
            operands = [self._in_parts(o, whole, pair, sizes) for o in operands if o is not joint]
            apart = []
            for label in (part for l in outputs for part in (pair if l == whole else [l])):
                apart.append(max(sizes) + 1 if label in apart else label)
                if label != apart[-1]:
                    sizes[apart[-1]] = sizes[label]
                    line = self.put(f"np.eye({sizes[label]})")
                    operands.append(Operand(line, (label, apart[-1])))
            outputs = tuple(apart)
        return operands, outputs

    def _in_parts(self, operand, whole, pair, sizes):
        if whole not in operand.labels:
            return operand
        labels = tuple(part for l in operand.labels for part in (pair if l == whole else [l]))
        return Operand(self.put(_reshape(labels, sizes), self._line(operand)), labels)

    def _contracted(self, operands, outputs, scale):
        """Contract pair by pair; the scale goes where it multiplies the fewest entries."""
        operands = [self._reduced(o, k, operands, outputs) for k, o in enumerate(operands)]
        operands = self._halved(operands)
        small = min(operands, key=lambda o: (len(o.labels), o.line is None), default=None)
        if small and small.line is not None and len(small.labels) < len(outputs):
            operands.remove(small)
            operands.append(Operand(self._scaled(scale, small.line), small.labels))
            scale = None
        while len(operands) > 1:
            left, right = cheapest_pair(operands, outputs)
            operands = [o for o in operands if o is not left and o is not right]
            kept = {label for o in operands for label in o.labels}.union(outputs)
            operands.append(self._pair(left, right, kept, outputs))
        if not operands:
            return self.put("1.0") if scale is None else scale, ()
        (result,) = operands
        return self._scaled(scale, self._line(result)), result.labels

    def _operand(self, f, labels):
        solvable = isinstance(f, nodes.Inverse) and f not in self.whole and len({*labels}) == 2
        mask = isinstance(f, nodes.Function) and f.name == "step"
        postponed = solvable or mask or isinstance(f, nodes.MergeAxes)
        return Operand(None if postponed else self.value(f), labels, f)

    def _line(self, operand):
        if operand.line is not None:
            return operand.line
        if isinstance(operand.node, nodes.Inverse):
            self.wanted.add(operand.node)
        return self.value(operand.node)

    def _reduced(self, operand, k, operands, outputs):
        """Take the diagonal of repeated labels, and sum over those that stand nowhere else."""
        elsewhere = {label for n, o in enumerate(operands) if n != k for label in o.labels}
        kept = elsewhere.union(outputs)
        labels = tuple(dict.fromkeys(operand.labels))
        remaining = tuple(label for label in labels if label in kept)
        if remaining == operand.labels:
            return operand
        line = self._line(operand)
        if labels != operand.labels:
            line = self.put(
                f"np.einsum('{_letters(operand.labels)}->{_letters(remaining)}', {{}})", line
            )
        else:
            axes = tuple(k for k, label in enumerate(labels) if label not in kept)
            axis = "" if not remaining else f"axis={axes[0] if len(axes) == 1 else axes}"
            line = self.put(f"{{}}.sum({axis})", line)
        return Operand(line, remaining)

    def _halved(self, operands):
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
        root = Operand(self.put("np.sqrt({})", self._line(weights[0])), weights[0].labels)
        half = self._entrywise(left._replace(node=None), root, ())
        return [half, half._replace(labels=right.labels)]

    def _completed(self, line, labels, shape):
        """Return a value repeated along the axes on which it does not depend."""
        if len({*labels}) == len(shape):
            return line
        return self.put(f"np.broadcast_to({{}}, ({''.join(f'{d}, ' for d in shape)}))", line)

    def _pair(self, left, right, kept, outputs):
        shared = [label for label in left.labels if label in right.labels]
        summed = [label for label in shared if label not in kept]
        rank = max(len(left.labels), len(right.labels))
        if not summed:
            return self._entrywise(left, right, outputs)
        if len(shared) == len(summed) == 1 and rank <= 2:
            return self._matmul(left, right, *summed, outputs)
        labels = tuple(
            label for label in dict.fromkeys(left.labels + right.labels) if label in kept
        )
        return self._einsum(left, right, labels, ", optimize=True")  # by BLAS where it can be

    def _matmul(self, left, right, met, outputs):
        """Return a product of vectors or matrices that meet in one label."""
        if len(left.labels) < len(right.labels) or (_is_inverse(right) and left.line is not None):
            left, right = right, left
        labels = tuple(label for label in left.labels + right.labels if label != met)
        if len(labels) == 2 and labels == outputs[::-1] and not _is_inverse(left):
            left, right, labels = right, left, outputs
        here = "" if left.labels[-1] == met else ".T"
        there = "" if right.labels[0] == met else ".T"
        if _is_inverse(left) and right.line is not None:
            self.solved[left.node] += 1
            base = self.value(left.node.base)
            return Operand(
                self.put(f"np.linalg.solve({{}}{here}, {{}}{there})", base, right.line), labels
            )
        lines = self._line(left), self._line(right)
        return Operand(self.put(f"{{}}{here} @ {{}}{there}", *lines), labels)

    def _entrywise(self, left, right, outputs):
        """Return a product without a sum: broadcast, or spelled out where there are many axes."""
        labels = max(left.labels, right.labels, key=len)
        if not {*left.labels, *right.labels} <= {*labels}:
            union = {*left.labels, *right.labels}
            labels = tuple(sorted(union, key=lambda l: (l not in outputs, l)))
        if len(labels) > 2 and len(labels) == len(left.labels) + len(right.labels):
            # In the order of the result, so that the terms of a sum lie in memory alike.
            left, right = sorted([left, right], key=lambda o: sorted(o.labels))
            ends = tuple(sorted(left.labels)), tuple(sorted(right.labels))
            first = self._aligned(self._line(left), left.labels, ends[0])
            second = self._aligned(self._line(right), right.labels, ends[1])
            return Operand(self.put("np.multiply.outer({}, {})", first, second), ends[0] + ends[1])
        if len(labels) > 2:
            return self._einsum(left, right, labels)
        if left.line is None or right.line is not None:
            left, right = right, left
        first = self._aligned(self._line(left), left.labels, labels)
        if right.line is None and isinstance(right.node, nodes.Function):
            mask = self.put("{} > 0.0", self.value(right.node.children[0]))
            return Operand(
                self.put("{} * {}", first, self._aligned(mask, right.labels, labels)), labels
            )
        second = self._aligned(self._line(right), right.labels, labels)
        return Operand(self.put("{} * {}", first, second), labels)

    def _einsum(self, left, right, labels, options=""):
        subscripts = f"{_letters(left.labels)},{_letters(right.labels)}->{_letters(labels)}"
        lines = self._line(left), self._line(right)
        return Operand(self.put(f"np.einsum('{subscripts}', {{}}, {{}}{options})", *lines), labels)

    def _aligned(self, line, labels, target):
        """Return a value with its axes in the order of `target`, new ones where it lacks some."""
        ordered = tuple(label for label in target if label in labels)
        if ordered != tuple(labels):
            order = tuple(tuple(labels).index(label) for label in ordered)
            line = self.put("{}.T" if order == (1, 0) else f"{{}}.transpose{order}", line)
        index = [":" if label in labels else "None" for label in target]
        while index and index[0] == "None":
            index.pop(0)
        return self.put(f"{{}}[{', '.join(index)}]", line) if "None" in index else line


def cheapest_pair(operands: list[Operand], outputs: Labels) -> tuple[Operand, Operand]:
    """Return the two operands to contract first: fewest operations, then the smaller result."""
    holders: dict[int, list[Operand]] = {}
    for o in operands:
        for label in o.labels:
            holders.setdefault(label, []).append(o)

    def cost(pair):
        a, b = ({*o.labels} for o in pair)
        ends = sum(l not in outputs and len(holders[l]) == 2 for l in a & b)
        return len(a | b), len(a | b) - ends

    pairs = [(o, p) for found in holders.values() for k, o in enumerate(found) for p in found[:k]]
    return min(pairs or [tuple(sorted(operands, key=lambda o: len(o.labels))[:2])], key=cost)


def _is_inverse(operand):
    return operand.line is None and isinstance(operand.node, nodes.Inverse)


def _reshape(labels, sizes):
    shape = [sizes[label] for label in labels]
    return f"{{}}.reshape({', '.join(map(str, shape)) if len(shape) > 1 else -1})"


def _letters(labels):
    return "".join(chr(ord("a") + label) for label in labels)
