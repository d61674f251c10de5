"""An entry of ∂Y/∂X as a product of Kronecker products, commutations K and diag(vec(M)).

The factors of ``∂Y[i,j]/∂X[k,l]`` are a network between i, j and k, l. It is walked from the
outputs to the inputs along two wires: the fast one begins at i, which counts fastest in ``vec(Y)``,
and the slow one at j. What the wires pass side by side, B on the fast and A on the slow, is
``A ⊗ B``. A matrix M that lies across, between the places that they have reached, multiplies
entries one by one: ``diag(vec(M))``. Where both reach one place, the identity lies across. Wires
that arrive exchanged end in K. A wire that leads nowhere is constant along its axis: it ends in 𝟏,
and may go on from any place, as ``𝟏 𝟏ᵀ`` does.

There may be several walks; all have the same value, and the shortest is taken.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from mathlib.printing import forms
from mathlib.printing.forms import Form, matmul, transpose
from mathlib.printing.network import Item, Network, Wire
from mathlib.printing.sizes import kronecker
from mathlib.symbolic.expression import Dimension, Labels

#: Factors beyond which nobody would read the product, and the ways to walk are too many.
MOST = 8


Found = Iterator[list[Form]]


def walked(
    items: Sequence[Item],
    outputs: Labels,
    inputs: Labels,
    sizes: Mapping[int, Dimension],
    commutation: Form,
) -> list[Form] | None:
    """Return the factors of the matrix, the shortest that there are, or None."""
    diagonals = [item for item in items if len(item.labels) == 2 and _is_diagonal(item.form)]
    names, weights = _one_place_for_equal_labels(diagonals)
    kept = [
        Item(item.form, tuple(names.get(l, l) for l in item.labels), item.node)
        for item in items
        if not any(item is diagonal for diagonal in diagonals)
    ]
    if len(kept) > MOST or any(len({*i.labels}) < len(i.labels) for i in kept):
        return None
    first, second = ([names.get(l, l) for l in ls] for ls in (outputs, inputs))
    goals = (second[0], second[1] if len(second) > 1 else None)
    slow = Wire(first[1]) if len(first) > 1 else Wire()
    network = Network((*kept, *weights), goals, sizes)
    ways = list(_walk((Wire(first[0]), slow), network, commutation))
    return min(ways, key=_effort, default=None)


def _effort(way: list[Form]) -> tuple[int, int, int]:
    """Return how hard a product is to read: by detours, by exchanges, by its length."""
    across = [f.parts[0].parts[0] for f in way if f.kind == "diag" and f.parts[0].kind == "vec"]
    exchanges = [f for f in way if f is forms.K or f.parts[2:]]
    return sum(map(_is_diagonal, across)), len(exchanges), sum(f.size for f in way)


def _is_diagonal(f: Form) -> bool:
    return f is forms.IDENTITY or f.kind == "diag"


def _one_place_for_equal_labels(diagonals: list[Item]) -> tuple[dict[int, int], list[Item]]:
    """Return a name for labels that a diagonal matrix makes equal, and the vectors at these."""
    names: dict[int, int] = {}
    for item in diagonals:
        old, new = (names.get(l, l) for l in item.labels)
        names |= {l: new for l, name in [*names.items(), (old, old)] if name == old}
    scaled = [item for item in diagonals if item.form is not forms.IDENTITY]
    places = [names.get(item.labels[0], item.labels[0]) for item in scaled]
    return names, [
        Item(item.form.parts[0], (place,)) for item, place in zip(scaled, places, strict=True)
    ]


def _walk(wires: tuple[Wire, Wire], network: Network, commutation: Form) -> Found:
    """Yield the products that remain, from where the wires are."""
    fast, slow = wires
    if fast.place is not None and fast.place == slow.place:
        for pair, rest in _parted(fast.place, network):
            yield from _passed(wires, _identity_at(fast.place, network), pair, rest, commutation)
        return
    yield from _arrived(wires, network, commutation)
    for item in network.items:
        if {*item.labels} == {fast.place, slow.place}:
            form = item.form if item.labels[0] == fast.place else transpose(item.form)
            pair = Wire(fast.place), Wire(slow.place)
            yield from _passed(wires, form, pair, network.without(item), commutation)
    for k in (0, 1):
        for wire, rest in _moves(wires[k], wires[1 - k], network, network.goals[k]):
            pair = (wire, wires[1]) if k == 0 else (wires[0], wire)
            yield from _walk(pair, rest, commutation)


def _moves(
    wire: Wire, other: Wire, network: Network, goal: int | None
) -> Iterator[tuple[Wire, Network]]:
    """Yield where a wire can go: along its only matrix, to its end, or on from its end."""
    if wire.place is None:
        if other.place is None:
            return
        ends = [end for item in network.at(other.place) for end in item.labels]
        ends = [end for end in ends if end != other.place]
        if network.goals == (other.place, other.place):
            ends.append(other.place)
        row = transpose(forms.ONES)
        for end in ends:
            yield Wire(end, matmul(wire.form, row) if wire.form else row), network
        return
    leading, weight = network.at(wire.place), network.weight(wire.place)
    if wire.place in network.goals or len(leading) > 1:
        return
    if not leading:
        column = weight or forms.ONES
        rest = network.without(wire.place)
        yield Wire(None, matmul(wire.form, column) if wire.form else column), rest
        return
    (item,) = leading
    turned = item.labels[1] == wire.place
    step, end = (transpose(item.form) if turned else item.form), item.labels[not turned]
    passed = [wire.form, Form("diag", (weight,), True) if weight else None, step]
    form = matmul(*(f for f in passed if f))
    yield Wire(end, form), network.without(item, wire.place)


def _passed(wires, across: Form, pair: tuple[Wire, Wire], rest: Network, commutation) -> Found:
    """Yield products that begin with what was passed side by side, and with what lies across."""
    fast, slow = wires
    before = [_beside(wires, slow.form, fast.form, rest)] if fast.form or slow.form else []
    diagonal = Form("diag", (Form("vec", (across,)),), True)
    for further in _walk(pair, rest, commutation):
        yield [*before, diagonal, *further]


def _beside(
    wires: tuple[Wire, Wire], slow: Form | None, fast: Form | None, network: Network
) -> Form:
    sizes = [network.sizes.get(-1 if w.place is None else w.place) for w in wires[::-1]]
    return kronecker([slow or forms.IDENTITY, fast or forms.IDENTITY], sizes)


def _identity_at(place: int, network: Network) -> Form:
    weight = network.weight(place)
    return Form("diag", (weight,), True) if weight else forms.IDENTITY


def _parted(place: int, network: Network) -> Iterator[tuple[tuple[Wire, Wire], Network]]:
    """Yield the ways to make two places of one: which matrices lead on from the other."""
    network = network.without(place)
    other = 1 + max((l for item in network.items for l in item.labels), default=place)
    other = max(other, place + 1, *(goal + 1 for goal in network.goals if goal is not None))
    leading = network.at(place)
    c, d = network.goals
    goals = (c, other) if c == d == place else (c, d)
    for choice in range(1 << len(leading)):
        moved = [item for k, item in enumerate(leading) if choice >> k & 1]
        turned = [
            item._replace(labels=tuple(other if l == place else l for l in item.labels))
            for item in moved
        ]
        items = (*network.without(*moved).items, *turned)
        ways = [(place, other), (other, place)] if c != d or c != place else [(place, other)]
        for first, second in ways:
            sizes = {**network.sizes, other: network.sizes[place]}
            yield (Wire(first), Wire(second)), Network(items, goals, sizes)


def _arrived(wires: tuple[Wire, Wire], network: Network, commutation: Form) -> Found:
    """Yield the last factors, if both wires are where they are to be and nothing is left."""
    if any(len(item.labels) == 2 for item in network.items):
        return
    fast, slow = wires
    c, d = network.goals
    rows = [_row(goal, network) for goal in (c, d)]
    ends = [_last(wire, network) for wire in wires]
    straight = [
        wire.place == goal if wire.place is not None else network.is_loose(goal)
        for wire, goal in zip(wires, (c, d), strict=True)
    ]
    if all(straight):
        parts = [
            end if wire.place is not None else _outer(end, row)
            for wire, end, row in zip(wires, ends, rows, strict=True)
        ]
        present = [part for part in parts if part]
        if all(part is forms.IDENTITY for part in present):
            yield []
        elif len(present) == 1:
            yield present
        else:
            yield [_beside(wires, parts[1], parts[0], network)]
    elif (fast.place, slow.place) == (d, c) and None not in (c, d):
        plain = ends[0] is ends[1] is forms.IDENTITY
        yield [commutation] if plain else [_beside(wires, ends[1], ends[0], network), commutation]
    elif fast.place == d is not None and slow.place is None and network.is_loose(c):
        yield [Form("kronecker", tuple(f for f in (ends[1], ends[0], rows[0]) if f))]
    elif slow.place == c and fast.place is None and network.is_loose(d):
        yield [Form("kronecker", tuple(f for f in (rows[1], ends[1], ends[0]) if f))]


def _last(wire: Wire, network: Network) -> Form | None:
    """Return the matrix of a wire that has arrived, or the column in which it ended."""
    if wire.place is None:
        return wire.form
    weight = network.weight(wire.place)
    diagonal = Form("diag", (weight,), True) if weight else None
    if wire.form and diagonal:
        return matmul(wire.form, diagonal)
    return wire.form or diagonal or forms.IDENTITY


def _row(goal: int | None, network: Network) -> Form | None:
    return None if goal is None else transpose(network.weight(goal) or forms.ONES)


def _outer(column: Form | None, row: Form | None) -> Form | None:
    return matmul(column, row) if column and row else column or row
