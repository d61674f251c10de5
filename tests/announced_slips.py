"""The wrong answers that the exercises of the chapters name, as a reader would type them.

By chapter and exercise: what is typed, and the kinds of mistake of which it may be said to be.
"""

TABLE = r"""
activation itself | inputs | missing path
activation layer | B | mask
activation leaky | inputs | mask
chain_rule balloon | 4 * np.pi * 49 | chain rule
chain_rule inverse | 1 / (1 + np.tan(2) ** 2) | f' at the wrong point
chain_rule loss | 2 * (sigmoid(1.1) - 0.8) * sigmoid(1.1) * (1 - sigmoid(1.1)) | chain rule
chain_rule mistake | 3 * np.cos(2) ** 2 | chain rule
chain_rule nest | 2 * 1.2 * np.cos(1.2**2) | order
elementwise_operators dropout | np.diag([1, 0, 1]) | factor 2
elementwise_operators leaky | np.diag([1, 0, 1]) | missing path
elementwise_operators mistake | gate / signal**2 | sign
elementwise_operators square | np.diag(signal) | missing path
errata column | [[1, 0, 0], [0, 0, 0], [0, 0, 1]] | gradient vs Jacobian
jacobian layout | [17, 18, 23] | shape
jacobian layout | [[17], [18], [23]] | layout
jacobian layout | [[16, 21, 19]] | missing path
jacobian mistake | friend | layout
jacobian mistake | np.transpose(friend) | missing factor
jacobian polar | [[np.cos(0.5), -np.sin(0.5)], [np.sin(0.5), np.cos(0.5)]] | missing factor
jacobian sigmoid | V | chain rule
jacobian skip | [[-1, 2, 0], [0, 3, -1], [0, 0, 6]] | missing path
layers_and_batches mistake | few.T @ (G0 @ small[2].T * H0) | f instead of f'
layers_and_batches normalise | np.eye(5) / column.std() | missing path
layers_and_batches normalise | (np.eye(5) - 1 / 5) / column.std() | missing path
loss decay | 2 / 5 * (m * e) @ days | missing path
loss half | [0.4, 15.2] | factor 2
loss mistake | 2 * np.mean(u - used) | mask
loss mistake | np.mean((u - used) * m) | factor 2
loss one | 2 / 5 * 7 * days[4] | factor N
loss softplus | 2 / 5 * (np.log1p(np.exp(z_soft)) - used) @ days | missing factor
loss trust | 2 / 5 * np.sum(m * e) | missing factor
partial_derivatives direction | 150 | missing factor
partial_derivatives direction | [30 / 13, 120 / 13] | batch sum
partial_derivatives mistake | 16 + 300 | constant kept
partial_derivatives recall | [20, 83] | swapped entries
partial_derivatives tanh | [2, 1] | chain rule
partial_derivatives tanh | np.tanh(0.2) * np.array([2, 1]) | f instead of f'
scalar_derivatives mistake | 1 / 15 | chain rule
scalar_derivatives polynomial | 15 * 10**2 - 2 + 7 | constant kept
scalar_derivatives product | 2 * 1.2 * np.cos(1.2) | missing path
scalar_derivatives quotient | 1 / (2 * 3) | missing path
scalar_expansion share | np.eye(3) / pixels.sum() | missing path
sums penalty | 2 / 4 * (errors @ X + 0.3 * weights) | factor N
sums variance | 2 / 3 * vector | f' at the wrong point, missing path
total_derivative normalise | 1 / size | missing path
total_derivative penalty | 4 * (2 * w - 3) | missing path
total_derivative power | tower | missing path
total_derivative power | tower * ml.log(x) | missing path
training growth | 2 / N * (p - y) @ X | missing factor
vector_chain_rule curve | [2 * 1.5 * np.exp(1.5), 3 + np.exp(1.5)] | missing path
vector_chain_rule entries | np.diag(1 - np.tanh(x3**2) ** 2) | chain rule
vector_chain_rule mistake | A0 @ np.diag(w0) | order
"""

#: Of a chapter: the id of the cell that checks an exercise, what is typed, and the kinds.
ANNOUNCED: dict[str, list[tuple[str, str, set[str]]]] = {}
for _line in TABLE.strip().splitlines():
    _where, _typed, _kinds = _line.split(" | ")
    _chapter, _exercise = _where.split()
    ANNOUNCED.setdefault(_chapter, []).append(
        (f"ex-{_exercise}-check", _typed, {*_kinds.split(", ")})
    )
