"""Products of tensors that are said by letters for their axes, or by which axes meet.

How the engine writes every product: a letter that is no output is summed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from mathlib.symbolic.axes import axis_numbers
from mathlib.symbolic.canonical_form import product, stretched
from mathlib.symbolic.constants import as_expression, is_whole
from mathlib.symbolic.expression import Dimension, Expression
from mathlib.symbolic.indices import fresh_labels
from mathlib.symbolic.shapes import shape_text
from mathlib.symbolic.writings import written

#: A letter, or of ``...`` the place of an axis, counted from the last.
Letter = str | int


def einsum(subscripts: str, *operands: Any) -> Expression:
    """Return a product of tensors with a letter for each axis, as NumPy's `einsum` writes it.

    Parameters
    ----------
    subscripts : str
        The letters of every operand, and after ``->`` those of the result. A letter that is no
        output is summed; one that occurs twice in an operand takes its diagonal; ``...`` stands for
        axes that are aligned at the last. Without ``->``, the outputs are the letters that occur
        once, by the alphabet.
    *operands : Expression
        As many as there are groups of letters.

    Returns
    -------
    Expression
        With an axis for each letter after the arrow.

    Raises
    ------
    ValueError
        If letters and axes do not fit, or one letter stands for two dimensions.

    Examples
    --------
    >>> from mathlib.symbolic.symbols import tensor
    >>> Q, K = tensor("Q", "h", "m", "d"), tensor("K", "h", "n", "d")
    >>> einsum("hid,hjd->hij", Q, K).shape
    ('h', 'm', 'n')
    >>> einsum("hid,hjd->hij", Q, K).index_notation()
    'Σ_l K[i,k,l] Q[i,j,l]'
    """
    if not isinstance(subscripts, str):
        raise TypeError(
            f"einsum takes its letters first, as in einsum('ij,jk->ik', A, B), not {subscripts!r}"
        )
    expressions = [as_expression(e) for e in operands]
    groups, arrow, result = subscripts.replace(" ", "").partition("->")
    letters = _letters_of_operands(subscripts, groups.split(","), expressions)
    dots = sorted({l for ls in letters for l in ls if isinstance(l, int)})
    outputs = _outputs(subscripts, letters, dots, result if arrow else None)
    sizes = _sizes(letters, expressions)
    labels = dict(zip(outputs, range(len(outputs)), strict=True))
    labels |= {l: fresh_labels(1)[0] for l in sizes if l not in labels}
    shape = {labels[l]: size for l, size in sizes.items()}
    factors = [
        (e, stretched(e.shape, tuple(labels[l] for l in ls), shape))
        for e, ls in zip(expressions, letters, strict=True)
    ]
    axes = tuple(range(len(outputs)))
    found = product(1, factors, axes, tuple(shape[k] for k in axes))
    return written(found, "einsum", *expressions, subscripts=subscripts)


def _letters_of_operands(
    subscripts: str, groups: Sequence[str], operands: Sequence[Expression]
) -> list[list[Letter]]:
    """Return a letter for every axis of every operand."""
    if len(groups) != len(operands):
        raise ValueError(
            f"{subscripts!r} has letters for {len(groups)} operands, and {len(operands)} are given"
        )
    return [
        _spelled(subscripts, group, len(e.shape) - len(group.replace("...", "")), e)
        for group, e in zip(groups, operands, strict=True)
    ]


def _spelled(subscripts: str, group: str, rest: int, e: Expression) -> list[Letter]:
    """Return the letters of a group; the axes of ``...`` are counted from the last."""
    before, dots, after = group.partition("...")
    if not (before + after).isalpha() and before + after:
        raise ValueError(f"{subscripts!r}: axes are named by letters, and {group!r} has others")
    if rest < 0 or (rest and not dots):
        raise ValueError(
            f"{subscripts!r} gives {group!r} to an operand of shape {shape_text(e.shape)}: a "
            "letter for each axis is needed"
        )
    return [*before, *range(-rest, 0), *after]


def _outputs(
    subscripts: str, letters: Sequence[Sequence[Letter]], dots: list[int], result: str | None
) -> list[Letter]:
    counts = Counter(l for ls in letters for l in ls)
    if result is None:
        once = sorted(l for l, n in counts.items() if isinstance(l, str) and n == 1)
        return [*dots, *once]
    before, _, after = result.partition("...")
    outputs = [*before, *(dots if "..." in result else []), *after]
    strange = [l for l in outputs if l not in counts]
    if strange or len({*outputs}) < len(outputs):
        raise ValueError(
            f"{subscripts!r}: each letter of the result is one of an operand's, and stands once"
        )
    return outputs


def _sizes(
    letters: Sequence[Sequence[Letter]], operands: Sequence[Expression]
) -> dict[Letter, Dimension]:
    """Return the dimension of every letter; one of length 1 fits every other."""
    sizes: dict[Letter, Dimension] = {}
    for e, ls in zip(operands, letters, strict=True):
        for letter, size in zip(ls, e.shape, strict=True):
            known = sizes.setdefault(letter, size)
            if known != size and 1 not in (known, size):
                name = letter if isinstance(letter, str) else "..."
                raise ValueError(f"{name} stands for two dimensions, {known} and {size}")
            sizes[letter] = size if known == 1 else known
    return sizes


def tensordot(left: Any, right: Any, axes: Any = 2) -> Expression:
    """Return the product of two tensors, summed over axes that meet, as NumPy's `tensordot`.

    Parameters
    ----------
    left, right : Expression
        Of any shape.
    axes : int or pair of sequences of int, optional
        How many of the last axes of `left` meet the first of `right`; or which axes of `left` meet
        which of `right`.

    Returns
    -------
    Expression
        With the axes of `left` that are left, then those of `right`.

    Raises
    ------
    ValueError
        If the axes that meet differ.

    Examples
    --------
    >>> from mathlib.symbolic.symbols import matrix, tensor
    >>> tensordot(tensor("T", "m", "n", "k"), matrix("A", "n", "k")).shape
    ('m',)
    >>> tensordot(tensor("T", "m", "n", "k"), matrix("A", "p", "m"), axes=(0, 1)).shape
    ('n', 'k', 'p')
    """
    left, right = as_expression(left), as_expression(right)
    if is_whole(axes):
        if not 0 <= axes <= min(len(left.shape), len(right.shape)):
            raise ValueError(
                f"{axes} axes cannot meet between shapes {shape_text(left.shape)} and "
                f"{shape_text(right.shape)}"
            )
        here, there = left.axes[len(left.shape) - axes :], right.axes[:axes]
    else:
        here, there = (axis_numbers(e, k) for e, k in zip((left, right), axes, strict=True))
    ends = [tuple(e.shape[k] for k in met) for e, met in ((left, here), (right, there))]
    if ends[0] != ends[1]:
        raise ValueError(
            f"axes of dimensions {shape_text(ends[0])} and {shape_text(ends[1])} cannot meet"
        )
    labels, others = fresh_labels(len(left.shape)), list(fresh_labels(len(right.shape)))
    for k, l in zip(here, there, strict=True):
        others[l] = labels[k]
    rest = tuple(l for l in (*labels, *others) if (l in labels) != (l in others))
    found = product(1, [(left, labels), (right, tuple(others))], rest)
    return written(found, "tensordot", left, right, axes=(here, there))
