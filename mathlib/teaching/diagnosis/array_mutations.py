"""What becomes of an array of derivatives that is laid out, scaled or summed in a wrong way.

These mutations need no formula: each is a function of the right derivative, so that they explain
answers about functions of which nothing is known but numbers. They come on top of others too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from itertools import combinations
from math import prod
from typing import Any, NamedTuple

import numpy as np

from mathlib.teaching.diagnosis.candidate import Candidate, Point, both

#: In a sentence that gives the ratio of the answer and the right one.
TIMES_TOO = "times too"
Array = np.ndarray
Sizes = Mapping[str, int]


class ArrayMutation(NamedTuple):
    """A mutation of an array: `apply` takes it, and the sizes; None where it does not apply."""

    key: str
    kind: str
    sentence: str
    apply: Callable[[Array, Sizes], Array | None]


TRANSPOSED = "This is the transpose of the right answer; it is right in {}."
STRICT = "the convention that gives {} the shape of the transposed matrix"
DIAGONAL = "Only the diagonal is there, but outputs depend on other inputs as well."
ROWS = "The rows of the Jacobian are summed: this is the gradient of the sum of the outputs."
TOGETHER = "The variable is taken as symmetric, with entries that move together."
CONVENTION = (
    "Here entries [i, j] and [j, i] move together, as one variable. In this book's convention "
    "entries are independent, also those of a matrix that is symmetric."
)
OUTER = "An outer product is wanted: entry [i, j] has one entry of each factor, and no sum."
# Of a matrix of rank 1, all other entries follow from a row and a column: to this part.
RANK_ONE = 1e-8


def of_right(mutation: ArrayMutation) -> Candidate:
    """Return the candidate that mutates the right derivative."""
    return Candidate(
        mutation.key,
        mutation.kind,
        mutation.sentence,
        lambda p: mutation.apply(p.right, p.sizes),
    )


def compound(first: Candidate, mutation: ArrayMutation) -> Candidate:
    """Return the candidate that mutates what another gives."""

    def evaluate(p: Point) -> Array | None:
        array = first.evaluate(p)
        if array is None or array.shape != p.right.shape:
            return None
        return mutation.apply(array, p.sizes)

    sentence = both(first.sentence, mutation.sentence)
    return Candidate((first.key, mutation.key), first.kind, sentence, evaluate, compound=True)


def transposed(J: Array, outputs: int) -> Array:
    """Return a derivative with the axes of the variable first: the other layout."""
    return J.transpose(*range(outputs, J.ndim), *range(outputs))


# --------------------------------------------------------------------------------------- shapes


def shape_mutations(
    outputs: int, rank: int, other: str, declared_symmetric: bool = False
) -> list[ArrayMutation]:
    """Return how a derivative is transposed, summed, or cut down to its diagonal.

    Parameters
    ----------
    outputs, rank : int
        How many axes it has for the outputs, and in all.
    other : str
        The name of a layout in which its transpose is right.
    declared_symmetric : bool
        Whether the variable is; then it is no mistake to take it so, but another convention.

    Examples
    --------
    >>> [(m.key, m.apply(np.ones((2, 3)), {}).shape) for m in shape_mutations(1, 2, "another")[:1]]
    [('transposed', (3, 2))]
    """
    if 0 < outputs < rank:
        said = TRANSPOSED.format(f"{other} layout")
        turned = ArrayMutation("transposed", "layout", said, lambda J, _: transposed(J, outputs))
        return [turned, *_of_jacobian(outputs, rank)]
    if rank == 2:
        pair = "a matrix by a scalar" if outputs else "a scalar by a matrix"
        said = TRANSPOSED.format(STRICT.format(pair))
        turned = ArrayMutation("transposed", "layout", said, lambda J, _: J.T)
        return [turned, *_of_square(declared_symmetric)]
    if rank == 1:
        said = "This is a diagonal matrix; the right answer is the vector on its diagonal."
        return [
            ArrayMutation(
                "on a diagonal",
                "gradient vs Jacobian",
                said,
                lambda J, _: np.diag(J) if len(J) > 1 else None,
            )
        ]
    return []


def _of_jacobian(outputs: int, rank: int) -> Iterator[ArrayMutation]:
    kind, rows, columns = "gradient vs Jacobian", (*range(outputs),), (*range(outputs, rank),)
    if rank == 2:
        said = "This is the diagonal of a Jacobian, which is a matrix."
        yield ArrayMutation("its diagonal", kind, said, partial(_diagonal, alone=True))
        for key, full in (("diagonal matrix", True), ("diagonal", False)):
            cut = partial(_diagonal, alone=False, full=full)
            yield ArrayMutation(key, "off-diagonal missing", DIAGONAL, cut)
    if rank == 4:
        said = "The matrix is treated as if it were a number."
        yield ArrayMutation("as a number", "scalar thinking", said, _partial_trace)
    yield ArrayMutation("rows summed", kind, ROWS, lambda J, _: J.sum(rows))
    yield ArrayMutation(
        "rows summed, repeated", kind, ROWS, lambda J, _: np.broadcast_to(J.sum(rows), J.shape)
    )
    said = "The rows of the Jacobian are averaged."
    yield ArrayMutation("rows averaged", kind, said, lambda J, _: J.mean(rows))
    said = "The columns of the Jacobian are summed."
    yield ArrayMutation("columns summed", kind, said, lambda J, _: J.sum(columns))


def _diagonal(J: Array, _: Sizes, alone: bool, full: bool = False) -> Array | None:
    """Cut a square Jacobian down to its diagonal, where nothing else is in it, or something."""
    if J.shape[0] != J.shape[1]:
        return None
    diagonal = np.diag(J)
    if (np.diag(diagonal) == J).all() != alone:
        return None
    return np.diag(diagonal) if full else diagonal


def _partial_trace(J: Array, _: Sizes) -> Array | None:
    return np.einsum("ijkk->ij", J) if len({*J.shape}) == 1 else None


def _of_square(declared_symmetric: bool) -> Iterator[ArrayMutation]:
    """Yield what becomes of a derivative in the shape of a square matrix."""

    def square(make: Callable[[Array], Array]) -> Callable[[Array, Sizes], Array | None]:
        return lambda J, _: make(J) if J.shape[0] == J.shape[1] else None

    said = "The matrix is treated as a number: every entry has the same value."
    full = square(lambda J: np.full(J.shape, np.trace(J)))
    yield ArrayMutation("trace in all entries", "scalar thinking", said, full)
    kind, said = (
        ("convention", CONVENTION) if declared_symmetric else ("symmetry assumed", TOGETHER)
    )
    symmetric = {
        "both, diagonal once": lambda J: J + J.T - np.diag(np.diag(J)),
        "both": lambda J: J + J.T,
        "mean of both": lambda J: (J + J.T) / 2,
        "twice, diagonal once": lambda J: 2 * J - np.diag(np.diag(J)),
        "transpose twice, diagonal once": lambda J: 2 * J.T - np.diag(np.diag(J)),
    }
    for key, make in symmetric.items():
        yield ArrayMutation(key, kind, said, square(make))


def inner_products(rank: int) -> list[ArrayMutation]:
    """Return what an outer product becomes if one of its two factors is summed.

    A search asks for them late: the row sums of a matrix of rank 1 are all multiples of one
    vector, which other mistakes hit by chance.
    """

    def of_outer(make: Callable[[Array], Any]) -> Callable[[Array, Sizes], Array | None]:
        return lambda J, _: np.asarray(make(J)) if _is_outer(J) else None

    made: dict[str, Callable[[Array], Any]] = {
        "rows": lambda J: J.sum(0, keepdims=True),
        "columns": lambda J: J.sum(1, keepdims=True),
        "rows, repeated": lambda J: np.broadcast_to(J.sum(0, keepdims=True), J.shape),
        "columns, repeated": lambda J: np.broadcast_to(J.sum(1, keepdims=True), J.shape),
        "diagonal": np.diag,
        "trace": np.trace,
    }
    return [
        ArrayMutation(key, "outer vs inner", OUTER, of_outer(make))
        for key, make in made.items()
        if rank == 2
    ]


def _is_outer(J: Array) -> bool:
    i, j = np.unravel_index(np.abs(J).argmax(), J.shape)
    gap = np.abs(np.outer(J[:, j], J[i]) - J * J[i, j])
    return min(J.shape) > 1 and bool((gap <= RANK_ONE * J[i, j] ** 2).all())


# -------------------------------------------------------------------------------------- numbers


def number_mutations(sizes: Iterable[str]) -> list[ArrayMutation]:
    """Return the derivative with the wrong sign, or a number too many or too few.

    Two comes first: where a size is 2 as well, the factor of a square is the likelier mistake.

    Examples
    --------
    >>> [m.apply(np.array([1.0]), {"m": 5}).tolist() for m in number_mutations(["m"])[:4]]
    [[-1.0], [2.0], [0.5], [5.0]]
    """
    said = "The whole answer has the wrong sign."
    found = [ArrayMutation("sign", "sign", said, lambda J, _: -J), *_scaled("factor 2", "2", 2, ())]
    for names in [*combinations(sizes, 1), *combinations(sizes, 2)]:
        between = " · " if "".join(names).isdigit() else " "  # 3 · 4, but m n
        name = between.join(names)
        found += _scaled("factor N", name, 1, names)
        found += _scaled("factor N", f"2{between}{name}", 2, names)
        found += _scaled("factor N", f"{name}/2", 0.5, names)
    return found


def _scaled(kind: str, text: str, number: float, names: tuple[str, ...]) -> list[ArrayMutation]:
    def factor(sizes: Sizes) -> float:
        return number * prod(int(n) if n.isdigit() else sizes[n] for n in names)

    larger, smaller = (
        f"The whole answer is {text} {TIMES_TOO} {how}." for how in ("large", "small")
    )

    def scale(J: Array, sizes: Sizes, power: int) -> Array | None:
        number = factor(sizes)
        return None if number == 1 else J * number**power

    return [
        ArrayMutation(f"times {text}", kind, larger, partial(scale, power=1)),
        ArrayMutation(f"over {text}", kind, smaller, partial(scale, power=-1)),
    ]
