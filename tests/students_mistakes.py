"""Sixty wrong derivatives as students give them, written before any of them was tried.

The form is that of `wrong_answers`. The kinds are what is true of each mistake.
"""

TABLE = """
chain rule
    x: | x | exp(3 * x ** 2) | exp(3 * x ** 2)
    x: | x | log(5 * x + 2) | 1 / (5 * x + 2)
    x: a: | x | sqrt(a ** 2 + x ** 2) | 1 / (2 * sqrt(a ** 2 + x ** 2))
    A:m,n x:n | x | cos(A @ x) | diag(-sin(A @ x))
    v:n x:n | x | tanh(v @ x / norm(v)) | 1 - tanh(v @ x / norm(v)) ** 2
    X:m,n w:n | w | sum(exp(-(X @ w) ** 2)) | -2 * X.T @ exp(-(X @ w) ** 2)
    z:n | z | norm(sin(z)) | sin(z) / norm(sin(z))
missing factor, chain rule
    x:n c:n | x | log(1 + sum((x - c) ** 2)) | 1 / (1 + sum((x - c) ** 2)) * ones('n')
    p:n q:n T:+ | p | sum(q * sigmoid(p / T)) | q * sigmoid(p / T) * (1 - sigmoid(p / T))
    W:k,n x:n b:k y:k | W | sum((sigmoid(W @ x + b) - y) ** 2) |
        2 * outer(sigmoid(W @ x + b) - y, x)
    A:n,n B:n,n X:n,n | X | trace(A @ B @ X) | A.T
    c: X:m,n v:n | v | c * norm(X @ v) ** 2 | 2 * X.T @ X @ v
    g:n x:n | x | g @ softmax(x) | g
    a: b: x: | x | a * x ** 3 * exp(b * x) | 3 * x ** 2 * exp(b * x) + b * x ** 3 * exp(b * x)
missing path
    x: | x | x ** 2 * log(1 + x ** 2) | 2 * x * log(1 + x ** 2)
    A:n,n x:n | x | (A @ x) * x | diag(A @ x)
    x:n | x | x * norm(x) | norm(x) * eye('n')
    x: | x | sin(x) * cos(x) | -cos(x) * sin(x)
    x: k: | x | (x + k) / (x ** 2 + 1) | 1 / (x ** 2 + 1)
    x: | x | exp(x) / (1 + x ** 2) | exp(x) / (2 * x)
    W:n,n x:n | x | tanh(W @ x) + x | diag(1 - tanh(W @ x) ** 2) @ W
    X:m,n Y:m,k W:n,k c:+ | W | 0.5 * sum((X @ W - Y) ** 2) + c * sum(abs(W)) | X.T @ (X @ W - Y)
    U:m,k V:n,k R:m,n c:+ | V | sum((R - U @ V.T) ** 2) + c * sum(V ** 2) |
        -2 * (R - U @ V.T).T @ U
    P:n,n x:n | P | x @ P @ P.T @ x | outer(x, P.T @ x)
sign
    x: | x | 1 / (3 + x ** 2) | 2 * x / (3 + x ** 2) ** 2
    u:n v:n | v | sum((u - v) ** 3) | 3 * (u - v) ** 2
    X:m,n w:n y:m | w | -sum(y * log(sigmoid(X @ w))) | X.T @ (y * (1 - sigmoid(X @ w)))
    A:n,n b:n | A | b @ inv(A) @ b | outer(inv(A).T @ b, inv(A) @ b)
    x: a: | x | cos(a * x) - sin(a * x) | a * sin(a * x) - a * cos(a * x)
factor 2, factor N
    x:n S:n,n | x | 3 * (x @ S @ x) + sum(x ** 2) | 3 * (S + S.T) @ x + x
    X:m,n w:n y:m | w | mean((X @ w - y) ** 2) / 2 | X.T @ (X @ w - y)
    A:m,n | A | sum(A ** 2) / 4 | A
    X:m,n | X | mean(X ** 3) | 3 * X ** 2
    X:m,n w:n y:m | w | mean((X @ w - y) ** 2) | 2 * X.T @ (X @ w - y) / count('m') ** 2
f instead of f'
    x:n | x | sum(exp(x) + x ** 3) | exp(x) + 3 * x ** 3
    x: | x | tanh(2 * x) | 2 * tanh(2 * x)
f' at the wrong point
    x: | x | sin(x ** 3) | 3 * x ** 2 * cos(x)
    W:m,n b:m x:n | x | tanh(W @ x + b) | diag(1 - tanh(W @ x) ** 2) @ W
mask
    W:m,n x:n v:m | x | v @ relu(W @ x) | W.T @ v
    x:n y:n | x | sum(relu(x - y)) | (x > 0)
    X:m,n w:n y:m | w | sum(relu(1 - y * (X @ w))) | -X.T @ y
mask, chain rule
    x:n a:+ | x | sum(maximum(x, a * x) ** 2) | 2 * maximum(x, a * x)
other variable
    A:m,n x:n y:m | x | y @ A @ x | A @ x
    x: y: | y | x ** 2 * y + y ** 3 | 2 * x * y
    A:n,m B:n,m | B | sum(A ** 2 * B) | 2 * A * B
number for matrix
    x:n a:n | x | x * (a @ x) | a @ x + outer(x, a)
    X:n,k c:+ w:n | w | derivative(sum((X.T @ w) ** 2) + c * (w @ w), w) | 2 * X @ X.T + 2 * c
order, noncommutative
    A:n,n B:n,n X:n,n | X | trace(X @ A @ X @ B) | 2 * A.T @ X.T @ B.T
    A:n,n X:n,n C:n,n | X | sum(C * (X @ A)) | A.T @ C
transpose inside
    A:n,n B:n,n x:n | x | (B @ x) @ (A @ x) | B @ A @ x + A @ B @ x
    X:n,n w:n y:n | w | sum((X @ w - y) ** 2) | 2 * X @ (X @ w - y)
outer vs inner, gradient vs Jacobian, off-diagonal missing
    a:n x:n | x | (a @ x) * a | a * a
    x:n y:n | x | x * y | y
symmetry assumed
    A:n,n x:n y:n | x | exp(x @ A @ x) | 2 * exp(x @ A @ x) * (A @ x)
convention
    S:n,n~ b:n | S | b @ S @ b | 2 * outer(b, b) - diag(b ** 2)
norm vs square
    A:m,n x:n b:m c:+ | x | norm(A @ x - b) + c * (x @ x) | 2 * A.T @ (A @ x - b) + 2 * c * x
off-diagonal missing
    z:n t:n | z | sum((softmax(z) - t) ** 2) | 2 * (softmax(z) - t) * softmax(z) * (1 - softmax(z))
another part
    A:n,n B:n,n x:n | x | x @ A @ x + sum(B @ x) | (A + A.T) @ x + A.T @ ones('n')
    u:n v:n w:n x:n | x | (u @ x) * (v @ x) + w @ x | (v @ x) * u + (u @ x) * w + w
extra factor
    x:n | x | sum(softplus(x)) | sigmoid(x) * (1 - sigmoid(x))
missing factor
    z:n w:n | z | (w @ z) / norm(z) | w / norm(z) - (w @ z) * z / norm(z) ** 2
    z:n | z | z / norm(z) | (eye('n') - outer(z, z)) / norm(z)
f instead of f'
    x: | x | 1 / x ** 2 | -2 / x
    x:n a:n | x | a @ x ** 3 | 3 * a * x ** 4
missing path
    x: | x | x ** 2 * log(x) | 2 * x / x
"""
