"""Wrong answers that nobody had seen who wrote the diagnosis, and the same put right.

They are written in the engine's words. Under the kind of the mistake, or the kinds that are as
true, stands for every answer: the symbols with their shapes (+ for positive ones), by which of them
is differentiated, what is, the wrong answer, and if the mistake can be mended, the right one.
"""

from typing import Any, NamedTuple

import mathlib as ml
from mathlib.symbolic.expression import Expression

TABLE = """
layout
    A:m,n x:n b:m | x | A @ x + b | A.T | A
    U:k,p W:p,n x:n | x | U @ tanh(W @ x) | W.T @ diag(1 - tanh(W @ x) ** 2) @ U.T |
        U @ diag(1 - tanh(W @ x) ** 2) @ W
    A:n,m X:m,n | X | trace(A @ X) | A | A.T
    X:m,n W:n,p T:m,p | W | square(X @ W - T) | 2 * (X @ W - T).T @ X | 2 * X.T @ (X @ W - T)
    a:m X:m,n b:n | X | a @ X @ b | outer(b, a) | outer(a, b)
    a:n+ x:n+ | x | x / (a @ x) | (eye('n') - outer(a, x) / (a @ x)) / (a @ x) |
        (eye('n') - outer(x, a) / (a @ x)) / (a @ x)
layout, symmetry assumed
    X:n,n | X | logdet(X) | inv(X) | inv(X).T
transpose inside
    X:n,n w:n t:n | w | square(X @ w - t) | 2 * X @ (X @ w - t) | 2 * X.T @ (X @ w - t)
    U:n,n W:n,n x:n t:n | x | 0.5 * square(U @ tanh(W @ x) - t) |
        W.T @ ((1 - tanh(W @ x) ** 2) * (U @ (U @ tanh(W @ x) - t))) |
        W.T @ ((1 - tanh(W @ x) ** 2) * (U.T @ (U @ tanh(W @ x) - t)))
    Q:n,n K:n,n x:n z:n | x | Q @ x @ (K @ z) | Q.T @ K.T @ z | Q.T @ K @ z
    a:n X:n,n b:n | X | a @ X @ X @ b | outer(a, X.T @ b) + outer(X.T @ a, b) |
        outer(a, X @ b) + outer(X.T @ a, b)
    R:n,n U:n,n V:n,n | U | square(R - U @ V.T) | -2 * (R - U @ V.T) @ V.T |
        -2 * (R - U @ V.T) @ V
    G:m,n X:m,n W:n,n | X | sum(G * tanh(X @ W)) | G * (1 - tanh(X @ W) ** 2) @ W |
        G * (1 - tanh(X @ W) ** 2) @ W.T
    a:n X:n,n b:n | X | a @ inv(X) @ b | -inv(X) @ outer(a, b) @ inv(X).T |
        -inv(X).T @ outer(a, b) @ inv(X).T
outer vs inner
    x:n | x | x / norm(x) | eye('n') / norm(x) - x @ x / norm(x) ** 3 * ones('n', 'n') |
        eye('n') / norm(x) - outer(x, x) / norm(x) ** 3
    a:n b:n x:n | x | a * (b @ x) | a @ b * eye('n') | outer(a, b)
    v:n x:n | x | x - 2 * v * (v @ x) | eye('n') - 2 * (v @ v) * eye('n') |
        eye('n') - 2 * outer(v, v)
    a:n x:n | x | derivative(sin(a @ x), x) | -sin(a @ x) * (a @ a) * eye('n') |
        -sin(a @ x) * outer(a, a)
    S:n,n v:n | S | logdet(S) + v @ inv(S) @ v | inv(S).T - v @ v * inv(S).T @ inv(S).T |
        inv(S).T - inv(S).T @ outer(v, v) @ inv(S).T
gradient vs Jacobian
    z:n | z | sigmoid(z) | sigmoid(z) * (1 - sigmoid(z)) | diag(sigmoid(z) * (1 - sigmoid(z)))
    A:m,n x:n | x | A @ x | A.T @ ones('m') | A
    w:n x:n | w | w * x | x | diag(x)
    W:m,n x:n b:m | x | tanh(W @ x + b) | W.T @ (1 - tanh(W @ x + b) ** 2) |
        diag(1 - tanh(W @ x + b) ** 2) @ W
    x:n+ | x | log(x) | 1 / x | diag(1 / x)
    A:m,n x:n | x | (A @ x) ** 2 | 2 * A.T @ (A @ x) | 2 * diag(A @ x) @ A
symmetry assumed
    A:n,n x:n | x | x @ A @ x | 2 * A @ x | (A + A.T) @ x
    A:n,n x:n b:n | x | derivative(x @ A @ x + b @ x, x) | 2 * A | A + A.T
    P:n,n x:n u:n | u | -0.5 * (x - u) @ P @ (x - u) | P @ (x - u) | 0.5 * (P + P.T) @ (x - u)
    A:m,m X:m,k | X | trace(X.T @ A @ X) | 2 * A @ X | (A + A.T) @ X
    X:n,n | X | logdet(X) | 2 * inv(X) - diag(diag(inv(X)))
    A:n,n X:n,n | X | trace(A @ X) | A + A.T - diag(diag(A))
    A:n,n x:n | x | x @ A @ x / (x @ x) | (2 * A @ x - 2 * (x @ A @ x) / (x @ x) * x) / (x @ x) |
        ((A + A.T) @ x - 2 * (x @ A @ x) / (x @ x) * x) / (x @ x)
    A:m,m X:m,n B:n,n | X | trace(X.T @ A @ X @ B) | 2 * A @ X @ B | A @ X @ B + A.T @ X @ B.T
missing path
    x:m | x | x - mean(x) | eye('m') | eye('m') - ones('m', 'm') / count('m')
    a:n b:n x:n | x | a @ x * sigmoid(b @ x) | sigmoid(b @ x) * a |
        sigmoid(b @ x) * a + a @ x * sigmoid(b @ x) * (1 - sigmoid(b @ x)) * b
    a:n+ x:n+ | x | a @ x / norm(x) | a / norm(x) | a / norm(x) - a @ x * x / norm(x) ** 3
    X:n,n C:n,n | X | logdet(X) + trace(inv(X) @ C) | -(inv(X) @ C @ inv(X)).T |
        inv(X).T - (inv(X) @ C @ inv(X)).T
    A:n,n X:n,n | X | trace(A @ X @ X) | (X @ A).T | (X @ A).T + (A @ X).T
    X:m,n w:n t:m c:+ | w | sum(softplus(X @ w) - t * (X @ w)) + c * (w @ w) |
        X.T @ (sigmoid(X @ w) - t) | X.T @ (sigmoid(X @ w) - t) + 2 * c * w
    W:k,m x:m | W | 0.5 * square(W.T @ (W @ x) - x) | outer(W @ x, W.T @ (W @ x) - x) |
        outer(W @ x, W.T @ (W @ x) - x) + outer(W @ (W.T @ (W @ x) - x), x)
    x:m | x | (x - mean(x)) / sqrt(mean((x - mean(x)) ** 2) + 0.1) |
        (eye('m') - ones('m', 'm') / count('m')) / sqrt(mean((x - mean(x)) ** 2) + 0.1) |
        (eye('m') - ones('m', 'm') / count('m')) / sqrt(mean((x - mean(x)) ** 2) + 0.1) - outer(x
        - mean(x), x - mean(x)) / count('m') / sqrt(mean((x - mean(x)) ** 2) + 0.1) ** 3
    x:+ | x | x ** x | x * x ** (x - 1) | x * x ** (x - 1) + x ** x * log(x)
    U:n,p W:p,n x:n | x | x + U @ tanh(W @ x) | U @ diag(1 - tanh(W @ x) ** 2) @ W |
        eye('n') + U @ diag(1 - tanh(W @ x) ** 2) @ W
    a:n x:n | x | x * (a @ x) | a @ x * eye('n') | a @ x * eye('n') + outer(x, a)
    K:m,n q:n V:m,k | q | V.T @ softmax(K @ q) | V.T @ diag(softmax(K @ q)) @ K |
        V.T @ softmax_jacobian(softmax(K @ q)) @ K
    V:m,n W:m,n x:n h:m | x | sigmoid(V @ x) * h + (1 - sigmoid(V @ x)) * tanh(W @ x) |
        diag((1 - sigmoid(V @ x)) * (1 - tanh(W @ x) ** 2)) @ W | diag((1 - sigmoid(V @ x)) * (1 -
        tanh(W @ x) ** 2)) @ W + diag(sigmoid(V @ x) * sigmoid(-V @ x) * (h - tanh(W @ x))) @ V
    x:n | x | derivative(norm(x), x) | eye('n') / norm(x) |
        eye('n') / norm(x) - outer(x, x) / norm(x) ** 3
missing factor
    X:m,n w:n t:m v:m+ | w | 0.5 * sum(v * (X @ w - t) ** 2) | X.T @ (X @ w - t) |
        X.T @ (v * (X @ w - t))
    X:n,n | X | det(X) | inv(X).T | det(X) * inv(X).T
    x: u: s:+ | x | (x - u) ** 2 / (2 * s ** 2) | (x - u) / s | (x - u) / s ** 2
    A:n,n X:n,n B:n,n | X | trace(A @ X @ B) | A.T | A.T @ B.T
    X:m,n w:n t:m c:+ | w | square(X @ w - t) + c * (w @ w) | 2 * X.T @ (X @ w - t) + 2 * w |
        2 * X.T @ (X @ w - t) + 2 * c * w
    g:m W:m,n x:n | W | g @ (W @ x) | outer(ones('m'), x) | outer(g, x)
    A:m,n B:p,n x:n s:m t:p c:+ | x | 0.5 * square(A @ x - s) + 0.5 * c * square(B @ x - t) |
        A.T @ (A @ x - s) + B.T @ (B @ x - t) | A.T @ (A @ x - s) + c * B.T @ (B @ x - t)
missing factor, chain rule
    W:m,n d:n x:n t:m | x | 0.5 * square(W @ (d * x) - t) | W.T @ (W @ (d * x) - t) |
        d * (W.T @ (W @ (d * x) - t))
factor 2, factor N
    X:m,n w:n t:m | w | mean((X @ w - t) ** 2) | X.T @ (X @ w - t) / count('m') |
        2 * X.T @ (X @ w - t) / count('m')
    X:m,n W:n,p Y:m,p | W | mean(logsumexp(X @ W, axis=1)) - mean(sum(Y * (X @ W), axis=1)) |
        X.T @ (softmax(X @ W, axis=1) - Y) | X.T @ (softmax(X @ W, axis=1) - Y) / count('m')
    X:m,n w:n t:m c:+ | w | square(X @ w - t) + c * (w @ w) | 2 * X.T @ (X @ w - t) + c * w |
        2 * X.T @ (X @ w - t) + 2 * c * w
    W:k,n x:n b:k t:k | b | 0.5 * square(sigmoid(W @ x + b) - t) |
        2 * (sigmoid(W @ x + b) - t) * sigmoid(W @ x + b) * (1 - sigmoid(W @ x + b)) |
        (sigmoid(W @ x + b) - t) * sigmoid(W @ x + b) * (1 - sigmoid(W @ x + b))
    R:m,n U:m,k V:n,k | U | square(R - U @ V.T) | -(R - U @ V.T) @ V | -2 * (R - U @ V.T) @ V
    x:m | x | mean((x - mean(x)) ** 2) | 2 * (x - mean(x)) | 2 * (x - mean(x)) / count('m')
    X:m,n W:n,p T:m,p | W | mean((X @ W - T) ** 2) | 2 * X.T @ (X @ W - T) / count('m') |
        2 * X.T @ (X @ W - T) / (count('m') * count('p'))
    X:m,n W:n,p u:p t:m c:+ | W | 0.5 * square(tanh(X @ W) @ u - t) + 0.5 * c * square(W) |
        X.T @ (outer(tanh(X @ W) @ u - t, u) * (1 - tanh(X @ W) ** 2)) + 2 * c * W |
        X.T @ (outer(tanh(X @ W) @ u - t, u) * (1 - tanh(X @ W) ** 2)) + c * W
    X:m,n w:n t:m | w | derivative(mean((X @ w - t) ** 2), w) | 2 * X.T @ X |
        2 * X.T @ X / count('m')
    x:m | x | log(mean(exp(x))) | softmax(x) / count('m') | softmax(x)
factor 2, factor N, batch sum
    X:m,n W:n,p T:m,p | W | 0.5 * mean(sum((tanh(X @ W) - T) ** 2, axis=1)) |
        X.T @ ((tanh(X @ W) - T) * (1 - tanh(X @ W) ** 2)) / (count('m') * count('m')) |
        X.T @ ((tanh(X @ W) - T) * (1 - tanh(X @ W) ** 2)) / count('m')
sign
    X:m,n w:n t:m | w | sum(log(1 + exp(-t * (X @ w)))) | X.T @ (t * sigmoid(-t * (X @ w))) |
        -X.T @ (t * sigmoid(-t * (X @ w)))
    X:m,n w:n t:m | w | square(t - X @ w) | 2 * X.T @ (t - X @ w) | -2 * X.T @ (t - X @ w)
    A:n,n X:n,n | X | trace(A @ inv(X)) | (inv(X) @ A @ inv(X)).T | -(inv(X) @ A @ inv(X)).T
    a:n+ x:n+ | x | x / (a @ x) | eye('n') / (a @ x) + outer(x, a) / (a @ x) ** 2 |
        eye('n') / (a @ x) - outer(x, a) / (a @ x) ** 2
    a:n x:n | x | cos(a @ x) | sin(a @ x) * a | -sin(a @ x) * a
    z:p | z | softmax(z) | diag(softmax(z)) + outer(softmax(z), softmax(z)) |
        softmax_jacobian(softmax(z))
    x: u: s:+ | s | log(s) + (x - u) ** 2 / (2 * s ** 2) | 1 / s + (x - u) ** 2 / s ** 3 |
        1 / s - (x - u) ** 2 / s ** 3
    u:m W:m,n x:n | x | u @ tanh(W @ x) | W.T @ (u * (1 + tanh(W @ x) ** 2)) |
        W.T @ (u * (1 - tanh(W @ x) ** 2))
    X:m,n W:n,p U:p,k Y:m,k | W |
        sum(logsumexp(tanh(X @ W) @ U, axis=1)) - sum(Y * (tanh(X @ W) @ U)) |
        X.T @ ((softmax(tanh(X @ W) @ U, axis=1) + Y) @ U.T * (1 - tanh(X @ W) ** 2)) |
        X.T @ ((softmax(tanh(X @ W) @ U, axis=1) - Y) @ U.T * (1 - tanh(X @ W) ** 2))
    V:m,n W:m,n x:n h:m | x | sigmoid(V @ x) * h + (1 - sigmoid(V @ x)) * tanh(W @ x) | diag((1 -
        sigmoid(V @ x)) * (1 - tanh(W @ x) ** 2)) @ W + diag(sigmoid(V @ x) * sigmoid(-V @ x) * (h
        + tanh(W @ x))) @ V | diag((1 - sigmoid(V @ x)) * (1 - tanh(W @ x) ** 2)) @ W +
        diag(sigmoid(V @ x) * sigmoid(-V @ x) * (h - tanh(W @ x))) @ V
mask
    A:m,n x:n b:m | x | relu(A @ x + b) | A | diag(A @ x + b > 0) @ A
    U:k,p W:p,p x:p b:p | x | U @ relu(W @ x + 2 * b) | U @ diag(x > 0) @ W |
        U @ diag(W @ x + 2 * b > 0) @ W
    X:p,n w:n t:p | w | sum(relu(0.2 - t * (X @ w))) | -X.T @ t |
        -X.T @ (t * (0.2 - t * (X @ w) > 0))
    W:m,n x:n t:m | W | 0.5 * square(relu(W @ x) - t) | outer(relu(W @ x) - t, x) |
        outer((relu(W @ x) - t) * (W @ x > 0), x)
    U:p,p W:p,p x:p b:p | x | relu(U @ relu(W @ x) - 4 * b) |
        diag(U @ relu(W @ x) - 4 * b > 0) @ U @ diag(U @ relu(W @ x) - 4 * b > 0) @ W |
        diag(U @ relu(W @ x) - 4 * b > 0) @ U @ diag(W @ x > 0) @ W
    u:p W:p,n x:n | x | u @ relu(W @ x) | W.T @ (u * (u > 0)) | W.T @ (u * (W @ x > 0))
f instead of f', f' at the wrong point
    A:m,n x:n | x | sum(sigmoid(A @ x)) | A.T @ sigmoid(A @ x) |
        A.T @ (sigmoid(A @ x) * (1 - sigmoid(A @ x)))
    u:m W:m,n x:n | x | u @ sigmoid(W @ x) |
        W.T @ (u * sigmoid(sigmoid(W @ x)) * (1 - sigmoid(sigmoid(W @ x)))) |
        W.T @ (u * sigmoid(W @ x) * (1 - sigmoid(W @ x)))
    W:m,n x:n t:m | W | 0.5 * square(sigmoid(W @ x) - t) |
        outer((sigmoid(W @ x) - t) * (W @ x) * (1 - W @ x), x) |
        outer((sigmoid(W @ x) - t) * sigmoid(W @ x) * (1 - sigmoid(W @ x)), x)
    U:k,p W:p,n X:n,m T:k,m | W | 0.5 * square(U @ tanh(W @ X) - T) |
        U.T @ (U @ tanh(W @ X) - T) * (1 - (W @ X) ** 2) @ X.T |
        U.T @ (U @ tanh(W @ X) - T) * (1 - tanh(W @ X) ** 2) @ X.T
    W:n,n x:n | x | tanh(W @ x) | diag(1 - tanh(x) ** 2) @ W | diag(1 - tanh(W @ x) ** 2) @ W
    X:m,n w:n | w | sum(softplus(X @ w)) | X.T @ softplus(X @ w) | X.T @ sigmoid(X @ w)
    x: | x | sin(exp(x ** 2)) | cos(x ** 2) * exp(x ** 2) * 2 * x |
        cos(exp(x ** 2)) * exp(x ** 2) * 2 * x
    x: | x | x * sigmoid(x) | sigmoid(x) + x * sigmoid(x) |
        sigmoid(x) + x * sigmoid(x) * (1 - sigmoid(x))
    X:m,n w:n | w | derivative(sum(softplus(X @ w)), w) | X.T @ diag(sigmoid(X @ w)) @ X |
        X.T @ diag(sigmoid(X @ w) * sigmoid(-X @ w)) @ X
    U:n,n W:n,n x:n | x | tanh(U @ tanh(W @ x)) |
        diag(1 - tanh(W @ x) ** 2) @ U @ diag(1 - tanh(W @ x) ** 2) @ W |
        diag(1 - tanh(U @ tanh(W @ x)) ** 2) @ U @ diag(1 - tanh(W @ x) ** 2) @ W
chain rule
    x: | x | sin(3 * x ** 2 + 1) | cos(3 * x ** 2 + 1) | cos(3 * x ** 2 + 1) * 6 * x
    A:n,n x:n | x | sum(sigmoid(A @ x)) | sigmoid(A @ x) * (1 - sigmoid(A @ x)) |
        A.T @ (sigmoid(A @ x) * (1 - sigmoid(A @ x)))
    a:n x:n | x | log(1 + exp(a @ x)) | a | sigmoid(a @ x) * a
    X:m,n w:n t:m | w | log(mean((X @ w - t) ** 2)) | 2 * X.T @ (X @ w - t) / count('m') |
        2 * X.T @ (X @ w - t) / count('m') / mean((X @ w - t) ** 2)
    W:n,n x:n b:n | x | tanh(W @ x + b) | diag(1 - tanh(W @ x + b) ** 2) |
        diag(1 - tanh(W @ x + b) ** 2) @ W
    x: | x | sqrt(2 + sin(x ** 2)) | cos(x ** 2) / (2 * sqrt(2 + sin(x ** 2))) |
        x * cos(x ** 2) / sqrt(2 + sin(x ** 2))
    u:m W:m,n x:n | x | sigmoid(u @ tanh(W @ x)) |
        sigmoid(u @ tanh(W @ x)) * (1 - sigmoid(u @ tanh(W @ x))) * (W.T @ u) | sigmoid(u @ tanh(W
        @ x)) * (1 - sigmoid(u @ tanh(W @ x))) * (W.T @ (u * (1 - tanh(W @ x) ** 2)))
    W:m,n x:n | x | square(sigmoid(W @ x)) | 2 * W.T @ sigmoid(W @ x) |
        2 * W.T @ (sigmoid(W @ x) ** 2 * sigmoid(-W @ x))
chain rule, missing factor
    z:p c:+ | z | softmax(z / c) | softmax_jacobian(softmax(z / c)) |
        softmax_jacobian(softmax(z / c)) / c
order
    U:n,n W:n,n x:n | x | U @ tanh(W @ x) | W @ diag(1 - tanh(W @ x) ** 2) @ U |
        U @ diag(1 - tanh(W @ x) ** 2) @ W
    A:n,n B:n,n x:n | x | exp(B @ tanh(A @ x)) |
        A @ diag(1 - tanh(A @ x) ** 2) @ B @ diag(exp(B @ tanh(A @ x))) |
        diag(exp(B @ tanh(A @ x))) @ B @ diag(1 - tanh(A @ x) ** 2) @ A
    W:n,n x:n | x | softmax(W @ x) | W @ softmax_jacobian(softmax(W @ x)) |
        softmax_jacobian(softmax(W @ x)) @ W
    U:n,n W:n,n x:n | x | sum(tanh(U @ tanh(W @ x))) |
        U.T @ ((1 - tanh(W @ x) ** 2) * (W.T @ (1 - tanh(U @ tanh(W @ x)) ** 2))) |
        W.T @ ((1 - tanh(W @ x) ** 2) * (U.T @ (1 - tanh(U @ tanh(W @ x)) ** 2)))
order, noncommutative
    A:n,n B:n,n x:n | x | A @ (B @ x) | B @ A | A @ B
order, elementwise vs matmul
    W:n,n x:n | x | sigmoid(W @ x) | sigmoid(W @ x) * (1 - sigmoid(W @ x)) * W |
        diag(sigmoid(W @ x) * (1 - sigmoid(W @ x))) @ W
elementwise vs matmul
    A:n,n X:n,n | X | square(A @ X) | 2 * A.T * (A @ X) | 2 * A.T @ (A @ X)
    A:n,n B:n,n C:n,n | A | trace(A * B @ C) | C.T @ B.T | C.T * B
    U:n,n W:n,n X:n,n T:n,n | W | 0.5 * square(U @ tanh(W @ X) - T) |
        U.T @ (U @ tanh(W @ X) - T) @ (1 - tanh(W @ X) ** 2) @ X.T |
        U.T @ (U @ tanh(W @ X) - T) * (1 - tanh(W @ X) ** 2) @ X.T
    R:n,n U:n,n V:n,n | U | 0.5 * square(R - U @ V) | -(R - U @ V) * V.T | -(R - U @ V) @ V.T
    a:n X:n,n b:n | X | a @ (X @ X) @ b | 2 * X * outer(a, b) |
        outer(a, X @ b) + outer(X.T @ a, b)
    A:n,n B:n,n X:n,n | X | sum(A @ X * (B @ X)) | A.T * (B @ X) + B.T @ (A @ X) |
        A.T @ (B @ X) + B.T @ (A @ X)
batch sum
    X:m,n W:n,p b:p T:m,p | b | square(X @ W + b - T) | 2 * (X @ W + b - T) |
        2 * sum(X @ W + b - T, axis=0)
    X:n,p W:p,n b:n T:n,n | b | 0.5 * square(tanh(X @ W + b) - T) |
        sum((tanh(X @ W + b) - T) * (1 - tanh(X @ W + b) ** 2), axis=1) |
        sum((tanh(X @ W + b) - T) * (1 - tanh(X @ W + b) ** 2), axis=0)
    X:m,n w:n c: t:m | c | mean((X @ w + c - t) ** 2) | 2 * (X @ w + c - t) |
        2 * mean(X @ w + c - t)
    X:n,n | X | 0.5 * square(X - mean(X, axis=0)) | X - mean(X, axis=1) | X - mean(X, axis=0)
    X:m,n W:n,p b:p U:p,k T:m,k | b | 0.5 * square(tanh(X @ W + b) @ U - T) |
        (tanh(X @ W + b) @ U - T) @ U.T * (1 - tanh(X @ W + b) ** 2) |
        sum((tanh(X @ W + b) @ U - T) @ U.T * (1 - tanh(X @ W + b) ** 2), axis=0)
batch sum, factor 2, factor N
    X:m,n W:n,p b:p T:m,p | b | square(X @ W + b - T) | 2 * mean(X @ W + b - T, axis=0) |
        2 * sum(X @ W + b - T, axis=0)
noncommutative
    A:n,n X:n,n B:n,n | X | trace(A @ X @ B) | B.T @ A.T | A.T @ B.T
    A:n,n X:n,n | X | trace(A @ X @ X) | 2 * (A @ X).T | (A @ X).T + (X @ A).T
    a:n X:n,n b:n | X | a @ inv(X) @ b | -inv(X).T @ inv(X).T @ outer(a, b) |
        -inv(X).T @ outer(a, b) @ inv(X).T
    A:n,n X:n,n | X | trace(A @ X @ X @ X) | 3 * (A @ X @ X).T |
        (A @ X @ X + X @ A @ X + X @ X @ A).T
    A:n,n X:n,n B:n,n | X | square(A @ X - X @ B) |
        2 * A.T @ (A @ X - X @ B) - 2 * B.T @ (A @ X - X @ B) |
        2 * A.T @ (A @ X - X @ B) - 2 * (A @ X - X @ B) @ B.T
noncommutative, scalar thinking
    A:n,n B:n,n c:+ | c | inv(A + c * B) | -inv(A + c * B) @ inv(A + c * B) @ B |
        -inv(A + c * B) @ B @ inv(A + c * B)
off-diagonal missing
    z:p | z | softmax(z) | diag(softmax(z) * (1 - softmax(z))) | softmax_jacobian(softmax(z))
    x:m | x | x - mean(x) | (1 - 1 / count('m')) * eye('m') |
        eye('m') - ones('m', 'm') / count('m')
    x:n | x | x / norm(x) | eye('n') / norm(x) - diag(x ** 2) / norm(x) ** 3 |
        eye('n') / norm(x) - outer(x, x) / norm(x) ** 3
    a:n x:n | x | derivative(exp(a @ x), x) | exp(a @ x) * diag(a ** 2) | exp(a @ x) * outer(a, a)
    z:n | z | derivative(logsumexp(z), z) | diag(softmax(z) - softmax(z) ** 2) |
        softmax_jacobian(softmax(z))
    a:n x:n | x | x * (a @ x) | a @ x * eye('n') + diag(a * x) | a @ x * eye('n') + outer(x, a)
    K:m,n q:n V:m,k | q | V.T @ softmax(K @ q) |
        V.T @ diag(softmax(K @ q) * (1 - softmax(K @ q))) @ K |
        V.T @ softmax_jacobian(softmax(K @ q)) @ K
norm vs square
    x:n | x | norm(x) | 2 * x | x / norm(x)
    A:m,n x:n b:m | x | norm(A @ x - b) | 2 * A.T @ (A @ x - b) |
        A.T @ (A @ x - b) / norm(A @ x - b)
    X:m,n | X | norm(X) ** 2 | X / norm(X) | 2 * X
    X:m,n w:n t:m c:+ | w | square(X @ w - t) + c * norm(w) | 2 * X.T @ (X @ w - t) + 2 * c * w |
        2 * X.T @ (X @ w - t) + c * w / norm(w)
    a:n+ x:n+ | x | a @ x / norm(x) | a / norm(x) - a @ x * 2 * x / norm(x) ** 2 |
        a / norm(x) - a @ x * x / norm(x) ** 3
    R:m,n U:m,k V:n,k | U | 0.5 * square(R - U @ V.T) + norm(U) | (U @ V.T - R) @ V + 2 * U |
        (U @ V.T - R) @ V + U / norm(U)
scalar thinking
    X:n,n | X | inv(X) | -inv(X) @ inv(X)
    X:n,n+ | X | logdet(X) | 1 / X
    a:n X:n,n b:n | X | a @ X @ X @ b | 2 * (a @ b) * X
    X:n,n | X | X @ X | 2 * X
    c:+ X:n,n | c | det(c * X) | det(X) | count('n') * c ** (count('n') - 1) * det(X)
    X:n,n | X | logdet(X) | 1 / det(X)
    X:n,n | X | det(X) ** 2 | 2 * det(X)
"""


class WrongAnswer(NamedTuple):
    """A wrong derivative, the kinds of mistake that it may be, and the right one if it is given."""

    kinds: list[str]
    y: Expression
    by: Expression
    wrong: Any
    right: Any


def square(e):
    """Return the sum of the squares of the entries."""
    return ml.sum(e**2)


def count(dimension):
    """Return a dimension as a number."""
    return ml.sum(ml.ones(dimension))


def softmax_jacobian(s):
    """Return the Jacobian of softmax where it is `s`."""
    return ml.diag(s) - ml.outer(s, s)


WORDS = {name: getattr(ml, name) for name in ml.__all__}
WORDS |= {f.__name__: f for f in (square, count, softmax_jacobian)}


def symbol(word):
    """Make a symbol of its name and shape, as in A:m,n or s:+, or S:n,n~ if it is symmetric."""
    name, _, shape = word.partition(":")
    axes = [axis for axis in shape.rstrip("+~").split(",") if axis]
    declared = {"symmetric": True} if shape.endswith("~") else {"positive": shape.endswith("+")}
    return (ml.scalar, ml.vector, ml.matrix)[len(axes)](name, *axes, **declared)


def wrong_answers(table=TABLE):
    """Yield the answers of a table."""
    for line in table.replace("\n        ", " ").strip().splitlines():
        if not line.startswith(" "):
            kinds = line.split(", ")
            continue
        declared, by, *formulas = line.strip().split(" | ")
        symbols = {s.name: s for s in map(symbol, declared.split())}
        y = eval(formulas[0], WORDS | symbols)
        known = WORDS | symbols | {"D": ml.derivative(y, symbols[by]).body}
        wrong, *right = (eval(formula, known) for formula in formulas[1:])
        yield WrongAnswer(kinds, y, symbols[by], wrong, right[0] if right else None)
