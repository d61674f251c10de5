"""Mistakes at intermediate results that the reader wrote, and the canonical form has not.

While an expression is built it is simplified, and intermediate results may vanish: in
``(x @ w) / norm(w)`` nothing is left of ``w / norm(w)``. But a reader differentiates what she
wrote. So the steps of her own writing are followed (see `mathlib.symbolic.writings`), one of them
gets a name, and the function is written once more with that name.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from mathlib.evaluation.as_written import AsWritten, Values
from mathlib.symbolic import functions, nodes
from mathlib.symbolic.canonical_form import add, product
from mathlib.symbolic.constants import constant
from mathlib.symbolic.differentiation import jacobian_tensor
from mathlib.symbolic.expression import Expression, substitute
from mathlib.symbolic.indices import fresh_labels
from mathlib.symbolic.writings import Writing
from mathlib.teaching.diagnosis.candidate import Mutation, Sentence

#: What notes call by other names than functions have.
NAMES = {"power": "raise_to"}


def written_mutations(y: Expression, x: nodes.Symbol, values: Values) -> Iterator[Mutation]:
    """Differentiate wrongly at the intermediate results of a writing, at some values.

    Examples
    --------
    >>> import mathlib as ml
    >>> x, w = ml.vectors("x w", "n")
    >>> y = (x @ (w / ml.norm(w))) ** 2
    >>> at = {"x": [1.0, 2.0, 5.0], "w": [3.0, 1.0, 4.0], "n": 3}
    >>> found = written_mutations(y, w, at)
    >>> print(next(m.sentence for m in found if m.kind == "chain rule"))
    The inner derivative is forgotten: that of w / ‖w‖ by w.
    """
    written = AsWritten(y, values)
    for part in written_parts(written):
        if x in part.symbols and part not in (x, y):
            name = nodes.Symbol("_part", part.shape, False, part.nonnegative, False)
            outside = _rewritten(written, part, name)
            if outside is not None and name in outside.symbols:
                yield from _at_step(part, name, outside, x)


def written_parts(written: AsWritten) -> list[Expression]:
    """Return the intermediate results of a writing, parts first."""
    return list(dict.fromkeys(node for node, _ in written.steps))


def _rewritten(written: AsWritten, named: Expression, name: nodes.Symbol) -> Expression | None:
    """Return what was written once more, with a name for one result; None if it cannot be."""
    new: dict[Any, Any] = {step: name for step in written.steps if step[0] is named}
    for step, parts in written.steps.items():
        operands = [new.get(part, part) if isinstance(part, tuple) else part for part in parts]
        if step in new or operands == parts:
            continue
        node, note = step
        operands = [part[0] if isinstance(part, tuple) else part for part in operands]
        try:
            new[step] = node.rebuild(*operands) if note is None else _repeated(note, operands)
        except (AttributeError, TypeError, ValueError, ZeroDivisionError):
            return None
    return new.get(written.root)


def _repeated(note: Writing, operands: list[Any]) -> Expression:
    """Do what a note says with other operands."""
    if note.operation == "transpose" and not note.options:
        return operands[0].T
    function = getattr(functions, NAMES.get(note.operation, note.operation))
    return function(*operands, **dict(note.options))


def _at_step(
    part: Expression, name: nodes.Symbol, outside: Expression, x: nodes.Symbol
) -> Iterator[Mutation]:
    """Yield what goes wrong at one intermediate result."""

    def settled(e: Expression) -> Expression:
        return substitute(e, {name: part})

    by_part = settled(jacobian_tensor(outside, name))
    beside = settled(jacobian_tensor(outside, x))
    through = jacobian_tensor(part, x)
    rows, inner, columns = map(fresh_labels, map(len, (outside.shape, part.shape, x.shape)))
    said = Sentence("The inner derivative is forgotten: that of {} by {}.", part, x)
    if part.shape == x.shape:
        yield Mutation("chain rule", said, add(by_part, beside))
    elif x not in outside.symbols:
        factors = [(by_part, rows + inner), (constant(1, x.shape), columns)]
        yield Mutation("chain rule", said, by_part)
        yield Mutation("chain rule", said, product(1, factors, rows + columns))
    if x in outside.symbols:
        said = Sentence("Held constant, though {} is in it: {}.", x, part)
        yield Mutation("missing path", said, beside)
    if part.shape == x.shape and len(x.shape) == 1:
        said = Sentence("Only the diagonal of the Jacobian of {} is there.", part)
        factors = [(by_part, rows + inner), (through, inner * 2)]
        diagonal = product(1, factors, rows + inner)
        yield Mutation("off-diagonal missing", said, add(diagonal, beside))
    if part.shape == outside.shape and x not in outside.symbols:
        said = Sentence("Only {} is differentiated: what is done to it is forgotten.", part)
        yield Mutation("chain rule", said, through)
