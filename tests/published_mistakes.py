"""Wrong derivatives as they are found in threads and text books, in this project's own words.

They are written as in `wrong_answers`: under the kinds that are true of a mistake, the symbols, the
variable, the function and the wrong derivative. D stands for the right derivative. Under "shape"
stands what has the wrong shape, which is all that is to be said of it.
"""

TABLE = """
layout
    L:n,n y:n | L | logdet(L) - y @ inv(L).T @ inv(L) @ y |
        inv(L) + 2 * inv(L) @ outer(y, y) @ inv(L).T @ inv(L)
    X:n,n B:n,n | X | trace(X @ X @ B) | X @ B + B @ X
    P:n,n x:n | x | P @ sin(x) | diag(cos(x)) @ P.T
shape
    K:n,m C:m,n P:n,n~ | K | trace((eye('n') - K @ C) @ P @ (eye('n') - K @ C).T) |
        -2 * C @ (eye('n') - K @ C) @ P
    X:m,n b:n y:m c: | b | sum((y - X @ b) ** 2) + c * (b @ b) |
        -2 * outer(X.T @ (y - X @ b), ones('n')) + 2 * c * eye('n')
    W:m,n A:m,k U:m,p V:k,p | U | sum((A - U @ V.T) ** 2) | -2 * sum((A - U @ V.T) @ V)
    S:n,n | S | det(S) | det(S) * trace(inv(S))
sign
    K:n,m C:m,n P:n,n~ R:m,m~ | K |
        trace((eye('n') - K @ C) @ P @ (eye('n') - K @ C).T) + trace(K @ R @ K.T) |
        -2 * (eye('n') - K @ C) @ P @ C.T - 2 * K @ R
    A:m,n x:n b:m+ c: | x | c * (x @ x) / 2 - sum(log(b - A @ x)) |
        c * x - A.T @ (1 / (b - A @ x))
    A:m,n x:n b:m | x | 0.5 * logdet(A.T @ diag((b - A @ x) ** -2) @ A) | -1 * D
    X:m,n y:m c:+ | c | X @ inv(X.T @ X + c * eye('n')) @ X.T @ y | -1 * D
    A:n,m x:m+ | x | trace(inv(A @ diag(x) @ A.T)) | -1 * D
    v:n u:n N:m,n | v | -log(sigmoid(u @ v)) - sum(log(sigmoid(-N @ v))) |
        (1 - sigmoid(u @ v)) * u + N.T @ sigmoid(N @ v)
    X:m,n y:m | X | sum((y - X @ inv(X.T @ X) @ X.T @ y) ** 2) | -1 * D
    U:m,n W:m,m~ S:m,m~ | U | trace(inv(U.T @ W @ U) @ (U.T @ S @ U)) | -1 * D
    V:m,n W:m,k H:k,n c: u: | W | sum((V - W @ H) ** 2) + c * sum(relu(u - W) ** 2) |
        -2 * (V - W @ H) @ H.T + 2 * c * relu(u - W)
    a:n p:n q:n c: | a | relu(sum((a - p) ** 2) - sum((a - q) ** 2) + c) |
        2 * (p - q) * (sum((a - p) ** 2) - sum((a - q) ** 2) + c > 0)
    Y:n,n U:n,k | U | sum((Y - U @ U.T) ** 2) | -1 * D
    x:n y:n | x | sum(softplus(x) - y * x) | y - sigmoid(x)
    l:+ D2:n,n y:n | l | -0.5 * (y @ inv(exp(-D2 ** 2 / (2 * l ** 2)) + eye('n')) @ y) | -1 * D
    t: A:n,n B:n,n | t | inv(A + t * B) | inv(A + t * B) @ B @ inv(A + t * B)
    C:n,n X:n,n~ | X | trace(C @ inv(X)) - logdet(X) | (inv(X) @ C @ inv(X)).T - inv(X).T
    x:n c:n s: | x | exp(-s * sum((x - c) ** 2)) | -1 * D
transpose inside
    X:m,n L:n,n | L | count('m') * logdet(L) - sum((X @ L) ** 2) |
        count('m') * inv(L) - 2 * X.T @ X @ L
    C:n,n p:n b:n | p | sum((inv(C + outer(p, p)) @ b) ** 2) |
        -2 * ((inv(C + outer(p, p)) @ b) @ p * (inv(C + outer(p, p)) @ inv(C + outer(p, p)) @ b)
        + (inv(C + outer(p, p)) @ inv(C + outer(p, p)) @ b) @ p * (inv(C + outer(p, p)) @ b))
    W:n,n X:m,n | W | count('m') * logdet(W) - sum(log(1 + exp(X @ W.T))) |
        count('m') * inv(W) - sigmoid(W @ X.T) @ X
transpose inside, symmetry assumed, missing factor, noncommutative, another part
    L:n,n y:n | L | logdet(L) - y @ inv(L) @ inv(L).T @ y |
        inv(L).T + 2 * inv(L).T @ inv(L) @ outer(y, y) @ inv(L)
order, noncommutative
    X:m,n L:n,n | L | count('m') * logdet(L) - sum((X @ L) ** 2) |
        count('m') * inv(L).T - 2 * L @ X.T @ X
    A:n,n X:m,n | A | logdet(A) - sum((X @ A) ** 2) | inv(A).T - 2 * A @ X.T @ X
    X:n,n B:n,n | X | trace(X @ X @ B) | 2 * X.T @ B.T
    t: A:n,n B:n,n | t | inv(A + t * B) | -inv(A + t * B) @ inv(A + t * B) @ B
noncommutative, transpose inside
    t: A:n,n B:n,n | t | inv(A + t * B) | -inv(A + t * B).T @ inv(A + t * B) @ B
factor 2, missing path
    A:n,n x:n | x | diag(x) @ diag(x) @ A @ x | diag(x * (A @ x)) + diag(x ** 2) @ A
    w:n B:n,n~ W:n,n~ | w | (w @ B @ w) / (w @ W @ w) |
        B @ w / (w @ W @ w) - (w @ B @ w) * (W @ w) / (w @ W @ w) ** 2
    W:m,n A:m,n U:m,k V:n,k c: | U | 0.5 * sum(W * (A - U @ V.T) ** 2) + 0.5 * c * sum(U ** 2) |
        2 * (W * (U @ V.T - A)) @ V + 2 * c * U
    A:n,m x:m+ | A | trace(inv(A @ diag(x) @ A.T)) | 0.5 * D
    A:m,n | A | sum((A.T @ A - eye('n')) ** 2) | 2 * A @ (A.T @ A - eye('n'))
    A:m,n | A | sum(sqrt(sum(A ** 2, axis=1))) | diag(0.5 / sqrt(sum(A ** 2, axis=1))) @ A
    Y:n,n U:n,k | U | sum((Y - U @ U.T) ** 2) | 0.5 * D
    P:m,m~ Y:m,n | Y | sum(P * log(1 + outer(sum(Y ** 2, axis=1), ones('m')) +
        outer(ones('m'), sum(Y ** 2, axis=1)) - 2 * Y @ Y.T)) | 0.5 * D
    X:m,n W:n,k T:m,k | W | sum(sqrt(sum((X @ W - T) ** 2, axis=1))) |
        2 * X.T @ diag(1 / sqrt(sum((X @ W - T) ** 2, axis=1))) @ (X @ W - T)
    X:m,n | X | 0.5 * sum(X ** 2) + sum(X) | 2 * X + ones('m', 'n')
factor N, missing factor
    W:n,k C:n,n~ p:n+ N: | W | N / 2 * (logdet(W @ W.T + diag(p)) +
        trace(inv(W @ W.T + diag(p)) @ C)) |
        (inv(W @ W.T + diag(p)) - inv(W @ W.T + diag(p)) @ C @ inv(W @ W.T + diag(p))) @ W
    W:n,k C:n,n~ p:n+ N: | p | N / 2 * (logdet(W @ W.T + diag(p)) +
        trace(inv(W @ W.T + diag(p)) @ C)) | diag(inv(W @ W.T + diag(p)) -
        inv(W @ W.T + diag(p)) @ C @ inv(W @ W.T + diag(p))) / 2
    W:n,n X:m,n | W | count('m') * logdet(W) - sum(log(1 + exp(X @ W.T))) |
        inv(W).T - sigmoid(W @ X.T) @ X
    Q:n,n B:m,m | Q | logdet(kron(Q, B)) | inv(Q).T
    Q:m,k K:n,k V:n,p G:m,p | Q | sum(G * (softmax(Q @ K.T / sqrt(count('k')), axis=1) @ V)) |
        D * sqrt(count('k'))
missing factor, chain rule, factor N
    o:n t:n c:+ | o | -sum(t * log(softmax(o / c))) | sum(t) * softmax(o / c) - t
    A:n,n x:n q: | x | q * (x @ A @ x) | (A + A.T) @ x
    x:m g:m a:m | x | a @ (g * x / sqrt(mean(x ** 2) + 0.1)) |
        a / sqrt(mean(x ** 2) + 0.1) - (a @ x) * x / count('m') / sqrt(mean(x ** 2) + 0.1) ** 3
    x:m g: a:m | x | a @ (g * x / sqrt(mean(x ** 2) + 0.1)) | D / g
    V:m,n W:m,k H:k,n | W | sum(V * log(V / (W @ H)) - V + W @ H) | (ones('m', 'n') - V) @ H.T
    X:m,n y:m c:+ | c | X @ inv(X.T @ X + c * eye('n')) @ X.T @ y |
        -X @ inv(X.T @ X + c * eye('n')) @ X.T @ y
    W:m,n A:m,n U:m,k V:n,k | U | sum((W * (A - U @ V.T)) ** 2) | 2 * (W * (U @ V.T - A)) @ V
    W:m,n A:m,n U:m,k V:n,k c: | U | 0.5 * sum(W * (A - U @ V.T) ** 2) + 0.5 * c * sum(U ** 2) |
        (U @ V.T - A) @ V + c * U
    X:m,n b:n y:m c: | b | sum((y - X @ b) ** 2) + c * (b @ b) |
        -2 * X.T @ (y - X @ b) + 2 * c
    X:m,n b:n y:m | b | y @ (X @ b) - sum(exp(X @ b)) | X.T @ y - X.T @ ones('m')
    A:n,m x:m+ | x | trace(inv(A @ diag(x) @ A.T)) | -diag(A.T @ inv(A @ diag(x) @ A.T) @ A)
    x:n m:n nu:+ | x | (nu + count('n')) / 2 * log(1 + sum((x - m) ** 2) / nu) |
        (x - m) / nu / (1 + sum((x - m) ** 2) / nu)
    o:n | o | -sum(softmax(o) * log(softmax(o))) | -log(softmax(o)) - 1
    P:m,m~ Y:m,n | Y | sum(P * log(1 + outer(sum(Y ** 2, axis=1), ones('m')) +
        outer(ones('m'), sum(Y ** 2, axis=1)) - 2 * Y @ Y.T)) |
        4 * (diag(sum(P, axis=1)) - P) @ Y
    w:n B:n,n~ W:n,n~ | w | (w @ B @ w) / (w @ W @ w) |
        (2 * (w @ W @ w) * (B @ w) - 2 * (w @ B @ w) * (W @ w)) / (w @ W @ w)
    V:m,n W:m,k H:k,n | W | sum(V * log(V / (W @ H)) - V + W @ H) | (W @ H - V) @ H.T
    o:n t:n | o | sum((softmax(o) - t) ** 2) | 2 * (softmax(o) - t)
    X:m,n W:n,k Y:m,k | W | sum((softmax(X @ W, axis=1) - Y) ** 2) |
        2 * X.T @ (softmax(X @ W, axis=1) - Y)
    x:m g:m a:m | g | a @ (g * x / sqrt(mean(x ** 2) + 0.1)) | a * x
extra factor
    o:n t:n c:+ | o | -sum(t * log(softmax(o / c))) | (sum(t) * softmax(o / c) - t) / c ** 2
    x:n y:n | x | sum(softplus(x) - y * x) | (sigmoid(x) - y) * sigmoid(x) * (1 - sigmoid(x))
    X:m,n w:n y:m | w | sum(softplus(X @ w) - y * (X @ w)) |
        X.T @ ((sigmoid(X @ w) - y) * sigmoid(X @ w) * (1 - sigmoid(X @ w)))
    X:m,n w:n y:m | w | sum(softplus(X @ w) - y * (X @ w)) / count('m') |
        X.T @ ((sigmoid(X @ w) - y) * sigmoid(X @ w) * (1 - sigmoid(X @ w))) / count('m')
    X:m,n W:n,k Y:m,k | W | sum(logsumexp(X @ W, axis=1)) - sum(Y * (X @ W)) |
        X.T @ ((softmax(X @ W, axis=1) - Y) * softmax(X @ W, axis=1) * (1 - softmax(X @ W, axis=1)))
missing path
    A:n,n x:n | x | diag(x) @ diag(x) @ A @ x | diag(x ** 2) @ A
    w:n B:n,n~ W:n,n~ | w | (w @ B @ w) / (w @ W @ w) | (B @ w) / (W @ w)
    w:n B:n,n W:n,n | w | (w @ B @ w) / (w @ W @ w) | ((B + B.T) @ w) / ((W + W.T) @ w)
    U:m,n W:m,m~ S:m,m~ | U | trace(inv(U.T @ W @ U) @ (U.T @ S @ U)) |
        2 * S @ U @ inv(U.T @ W @ U)
    W:m,n A:m,n U:m,k V:n,k c: | U | 0.5 * sum(W * (A - U @ V.T) ** 2) + 0.5 * c * sum(U ** 2) |
        (W * (U @ V.T - A)) @ V
    S:n,n~ x:n | x | derivative(log(x @ S @ x), x) | 2 * S / (x @ S @ x)
    W:n,k C:n,n~ p:n+ N: | W | N / 2 * (logdet(W @ W.T + diag(p)) +
        trace(inv(W @ W.T + diag(p)) @ C)) |
        -N * inv(W @ W.T + diag(p)) @ C @ inv(W @ W.T + diag(p)) @ W
    l:+ E:n,n~ y:n | l | -0.5 * (y @ inv(exp(-E ** 2 / l) + eye('n')) @ y +
        logdet(exp(-E ** 2 / l) + eye('n'))) |
        0.5 * y @ inv(exp(-E ** 2 / l) + eye('n')) @ (exp(-E ** 2 / l) * E ** 2 / l ** 2) @
        inv(exp(-E ** 2 / l) + eye('n')) @ y
    W:m,n x:n | W | sum((sigmoid(W @ x) * (1 - sigmoid(W @ x))) ** 2 * sum(W ** 2, axis=1)) |
        2 * diag((sigmoid(W @ x) * (1 - sigmoid(W @ x))) ** 2) @ W
    A:n,n F:n,k | A | trace(F.T @ (diag(A @ ones('n')) - A) @ F) | -F @ F.T
    X:m,n G:m,n | X | sum(G * (X.T / sqrt(sum(X ** 2, axis=1))).T) |
        (G.T / sqrt(sum(X ** 2, axis=1))).T
    Q:m,k K:n,k V:n,p G:m,p | Q | sum(G * (softmax(Q @ K.T / sqrt(count('k')), axis=1) @ V)) |
        (softmax(Q @ K.T / sqrt(count('k')), axis=1) * (G @ V.T)) @ K / sqrt(count('k'))
    W:n,m x:m | W | 0.5 * sum((sigmoid(W.T @ sigmoid(W @ x)) - x) ** 2) |
        outer(sigmoid(W @ x), (sigmoid(W.T @ sigmoid(W @ x)) - x) *
        sigmoid(W.T @ sigmoid(W @ x)) * (1 - sigmoid(W.T @ sigmoid(W @ x))))
    A:m,n T:m,n | A | sum(logsumexp(A @ T.T, axis=1)) + sum(logsumexp(A @ T.T, axis=0)) -
        2 * trace(A @ T.T) | softmax(A @ T.T, axis=1) @ T - 2 * T
    C:n,n p:n b:n | p | sum((inv(C + outer(p, p)) @ b) ** 2) |
        -2 * (inv(C + outer(p, p)) @ b) @ p *
        (inv(C + outer(p, p)).T @ inv(C + outer(p, p)) @ b)
    c:n F:n,n G:n,n H:n,n d:n | c | sigmoid(F @ (d * tanh(c))) * c +
        sigmoid(G @ (d * tanh(c))) * tanh(H @ (d * tanh(c))) | diag(sigmoid(F @ (d * tanh(c))))
    x:m a:m | x | a @ ((x - mean(x)) / sqrt(mean((x - mean(x)) ** 2) + 0.1)) |
        a / sqrt(mean((x - mean(x)) ** 2) + 0.1)
    x:m a:m | x | a @ ((x - mean(x)) / sqrt(mean((x - mean(x)) ** 2) + 0.1)) |
        (a - mean(a)) / sqrt(mean((x - mean(x)) ** 2) + 0.1)
    X:m,n W:n,k | W | sum((X - X @ W @ W.T) ** 2) | -2 * X.T @ (X - X @ W @ W.T) @ W
    S:n,n T:n,n m:n | S | 0.5 * (trace(inv(S) @ T) + m @ inv(S) @ m + logdet(S)) |
        0.5 * (inv(S).T - inv(S).T @ T.T @ inv(S).T)
    p:+ g: | p | (1 - p) ** 2 * log(p) * g | g * (1 - p) ** 2 / p
    x:n | x | x * sigmoid(x) | diag(sigmoid(x) * (1 - sigmoid(x)))
    s:n Y:n | s | sum(relu(1 + s - s @ Y)) - 1 | (1 + s - s @ Y > 0)
    K:n,n L:n,n~ | K | trace(K @ L) / norm(K) | L / norm(K)
    W:n,n x:n h:n | W | sum(tanh(W @ tanh(W @ tanh(W @ h))) * x) |
        outer(x * (1 - tanh(W @ tanh(W @ tanh(W @ h))) ** 2), tanh(W @ tanh(W @ h)))
    A:m,n x:n y:m | x | derivative(sum(((A @ x) ** 2 - y) ** 2) / 4, x) |
        A.T @ diag((A @ x) ** 2 - y) @ A
    A:m,n x:n y:m | x | derivative(sum(((A @ x) ** 2 - y) ** 2) / 4, x) |
        2 * A.T @ diag((A @ x) ** 2) @ A
    x:n | x | x / sum(x) | eye('n') / sum(x)
    X:m,n W:n,k Y:m,k b:k | W | sum(logsumexp(X @ W + b, axis=1)) - sum(Y * (X @ W + b)) |
        X.T @ softmax(X @ W + b, axis=1)
    S:n,n m:n x:n | S | (x - m) @ inv(S) @ (x - m) + logdet(S) |
        -inv(S).T @ outer(x - m, x - m) @ inv(S).T
    A:m,n x:n u:m+ | u | sum(log(u)) + sum((A @ x) ** 2 / u) | 1 / u
symmetry assumed
    x:n y:n A:n,n | x | (x * y) @ A @ (x * y) | 2 * y * (A @ (x * y))
    A:m,m X:m,n | X | trace(X.T @ A @ X) | 2 * A @ X
    Y:n,n U:n,k | U | sum((Y - U @ U.T) ** 2) | -4 * (Y - U @ U.T) @ U
    X:n,n A:n,n | X | trace(A @ inv(X)) | -inv(X) @ A @ inv(X) - (inv(X) @ A @ inv(X)).T +
        diag(diag(inv(X) @ A @ inv(X)))
convention
    S:n,n~ | S | logdet(S) | 2 * inv(S) - inv(S) * eye('n')
    S:n,n~ A:n,n~ | S | trace(A @ inv(S)) - logdet(S) | D + D.T - D * eye('n')
    S:n,n~ | S | det(S) | det(S) * (2 * inv(S) - diag(diag(inv(S))))
    S:n,n~ A:n,n | S | trace(A @ S) | A + A.T - diag(diag(A))
    S:n,n~ x:n | S | x @ S @ x | 2 * outer(x, x) - diag(x ** 2)
elementwise vs matmul, outer vs inner
    x:n y:n A:n,n | x | (x * y) @ A @ (x * y) | y * (A @ (x * y)) + y @ (A.T @ (x * y))
    X:m,n b:n y:m | b | derivative(y @ (X @ b) - sum(exp(X @ b)), b) |
        -sum(exp(X @ b)) * X.T @ X
    L:m,n x:n | L | sum((L @ x) ** 2) | 2 * (x @ x) * L
batch sum, outer vs inner, order, layout
    A:n,n F:n,k | A | trace(F.T @ (diag(A @ ones('n')) - A) @ F) |
        outer(ones('n'), sum(F ** 2, axis=1)) - F @ F.T
    A:m,n T:m,n | A | sum(logsumexp(A @ T.T, axis=1)) - trace(A @ T.T) |
        softmax(A @ T.T, axis=0) @ T - T
    X:m,n W:n,k b:k T:m,k | b | sum((maximum(X @ W + b, 0.01 * (X @ W + b)) - T) ** 2) |
        2 * (maximum(X @ W + b, 0.01 * (X @ W + b)) - T) *
        ((X @ W + b > 0) + 0.01 * (1 - (X @ W + b > 0)))
    X:m,n g:n a:m,n | g | sum(a * (X * g)) | a * X
number for matrix
    A:m,n x:n b:m+ c: | x | derivative(c * (x @ x) / 2 - sum(log(b - A @ x)), x) |
        c + A.T @ diag(1 / (b - A @ x) ** 2) @ A
    X:m,n b:n y:m c: | b | derivative(sum((y - X @ b) ** 2) + c * (b @ b), b) |
        2 * X.T @ X + 2 * c
    x:n | x | outer(x, x) @ sin(x) | x @ sin(x) + outer(x, sin(x) + x * cos(x))
    A:n,n x:n q: | x | derivative(x @ A @ x + q / 2 * (x @ x), x) | A + A.T + q
chain rule
    x:n w:n t: | w | (x @ w / norm(w) - t) ** 2 | 2 * (x @ w / norm(w) - t) * x
    A:m,n w:n | w | sum(tanh(A @ (w / norm(w)))) | A.T @ (1 - tanh(A @ w / norm(w)) ** 2)
chain rule, scalar thinking, number for matrix
    A:n,n | A | trace(A) ** 9 | 9 * trace(A) ** 8 * ones('n', 'n')
off-diagonal missing
    Q:m,k K:n,k V:n,p G:m,p | Q | sum(G * (softmax(Q @ K.T / sqrt(count('k')), axis=1) @ V)) |
        (softmax(Q @ K.T / sqrt(count('k')), axis=1) *
        (1 - softmax(Q @ K.T / sqrt(count('k')), axis=1)) * (G @ V.T)) @ K / sqrt(count('k'))
    o:n t:n | o | -sum(t * (1 - softmax(o)) ** 2 * log(softmax(o))) |
        -t * (-2 * (1 - softmax(o)) * log(softmax(o)) + (1 - softmax(o)) ** 2 / softmax(o)) *
        softmax(o) * (1 - softmax(o))
mask
    A:m,n x:n b:m d:+ | x | sum(0.5 * (A @ x - b) ** 2 * (d > abs(A @ x - b)) +
        d * (abs(A @ x - b) - d / 2) * (abs(A @ x - b) >= d)) | A.T @ (A @ x - b)
    a:n p:n q:n c: | a | relu(sum((a - p) ** 2) - sum((a - q) ** 2) + c) | 2 * (q - p)
another part
    y:m A:m,n b:n V:m,m~ | b | (y - A @ b) @ inv(V) @ (y - A @ b) | -2 * A.T @ V @ (y - A @ b)
    l:+ E:n,n~ y:n t:+ | l | -0.5 * (y @ inv(exp(-E ** 2 / l) + t * eye('n')) @ y +
        logdet(exp(-E ** 2 / l) + t * eye('n'))) |
        0.5 * trace((outer(inv(exp(-E ** 2 / l) + t * eye('n')) @ y,
        inv(exp(-E ** 2 / l) + t * eye('n')) @ y) - inv(exp(-E ** 2 / l))) @
        (exp(-E ** 2 / l) * E ** 2 / l ** 2))
"""
