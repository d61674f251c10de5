"""Right answers in unusual forms, about networks and about functions with several letters."""

import numpy as np
import sympy as sp

import mathlib as ml

a, c = ml.scalars("a c")
th, om = ml.scalars("θ ω")
t_ = ml.scalar("t")
x, y, s, d, q = ml.vectors("x y s d q", "n")
r = ml.vector("r", "m")
A = ml.matrix("A", "m", "n")
B, C = ml.matrices("B C", "n", "n")
W1, W2 = ml.matrix("W1", "k", "n"), ml.matrix("W2", "m", "k")
b1 = ml.vector("b1", "k")
X_, Y_ = ml.matrix("X_", "m", "n"), ml.matrix("Y_", "m", "k")
L = ml.matrix("L", "n", "k")
st = sp.Symbol("t", real=True)
sth = sp.Symbol("theta")
som = sp.Symbol("omega")

FORMS = [
    (
        ml.sum((W2 @ ml.tanh(W1 @ x + b1) - r) ** 2),
        x,
        [
            "2 W1ᵀ((1 - tanh(W1 x + b1)²) ⊙ (W2ᵀ(W2 tanh(W1 x + b1) - r)))",
            "2*W1.T@((1-np.tanh(W1@x+b1)**2)*(W2.T@(W2@np.tanh(W1@x+b1)-r)))",
            r"2W1^\top\left[(1-\tanh^2(W1x+b1))\odot W2^\top(W2\tanh(W1x+b1)-r)\right]",
            "2*(W2@np.tanh(W1@x+b1)-r)@W2@np.diag(1-np.tanh(W1@x+b1)**2)@W1",
            "2 (W2 tanh(W1x+b1) - r)ᵀ W2 diag(1-tanh²(W1x+b1)) W1",
            "2 * ((W2@tanh(W1@x+b1) - r) @ W2 * (1 - tanh(W1@x+b1)**2)) @ W1",
            lambda W1, W2, x, b1, r: (
                2 * ((W2 @ np.tanh(W1 @ x + b1) - r) @ W2 * (1 - np.tanh(W1 @ x + b1) ** 2)) @ W1
            ),
            "W1.T @ ((1 - np.tanh(W1 @ x + b1)**2) * (W2.T @ (2*(W2 @ np.tanh(W1 @ x + b1) - r))))",
        ],
    ),
    (
        ml.sum((W2 @ ml.tanh(W1 @ x + b1) - r) ** 2),
        W2,
        [
            "2 (W2 tanh(W1 x + b1) - r) tanh(W1 x + b1)ᵀ",
            "2*np.outer(W2@np.tanh(W1@x+b1)-r, np.tanh(W1@x+b1))",
            "2*(W2@np.tanh(W1@x+b1)-r)[:,None]*np.tanh(W1@x+b1)[None,:]",
            "2*np.einsum('i,j->ij', W2@np.tanh(W1@x+b1)-r, np.tanh(W1@x+b1))",
            "2*(W2@np.tanh(W1@x+b1)-r).reshape(-1,1)@np.tanh(W1@x+b1).reshape(1,-1)",
            "2*np.multiply.outer(W2@np.tanh(W1@x+b1)-r, np.tanh(W1@x+b1))",
            "2*torch.outer(W2@torch.tanh(W1@x+b1)-r, torch.tanh(W1@x+b1))",
            "2*np.expand_dims(W2@np.tanh(W1@x+b1)-r,1)*np.tanh(W1@x+b1)",
            "2*(W2@np.tanh(W1@x+b1)-r).unsqueeze(1)*torch.tanh(W1@x+b1).unsqueeze(0)",
            "2*np.atleast_2d(W2@np.tanh(W1@x+b1)-r).T@np.atleast_2d(np.tanh(W1@x+b1))",
        ],
    ),
    (
        ml.logsumexp(A @ x) - r @ (A @ x),
        x,
        [
            "Aᵀ(softmax(Ax) - r)",
            "A.T@(softmax(A@x)-r)",
            "(softmax(Ax)-r)ᵀA",
            r"A^\top(\operatorname{softmax}(Ax)-r)",
            "A.T @ softmax(A@x) - A.T @ r",
            "A.T@(np.exp(A@x)/np.exp(A@x).sum() - r)",
            "-(r - softmax(Ax))ᵀA",
            "Aᵀsoftmax(Ax) - Aᵀr",
        ],
    ),
    (
        ml.sum(ml.softplus(A @ x)),
        x,
        [
            "Aᵀσ(Ax)",
            "A.T@sigmoid(A@x)",
            "A.T @ (1/(1+np.exp(-A@x)))",
            "σ(Ax)ᵀA",
            r"A^\top\sigma(Ax)",
            "A.T@expit(A@x)",
            "A.T @ (1 - 1/(1+np.exp(A@x)))",
            "np.sum(A*sigmoid(A@x)[:,None],axis=0)",
            "A.T.dot(sigmoid(A.dot(x)))",
        ],
    ),
    (
        ml.exp(x @ y),
        x,
        [
            "exp(xᵀy) y",
            "y e^(xᵀy)",
            "np.exp(x@y)*y",
            "y*np.exp(np.dot(x,y))",
            r"e^{x^\top y}\,y^\top",
            r"\exp(x^\top y)\, y",
            "exp(x·y) yᵀ",
            "exp(dot(x,y)) y",
            "y.T*np.exp(y.T@x)",
            "np.exp((x*y).sum())*y",
        ],
    ),
    (
        ml.sin(om * t_ + th),
        t_,
        [
            "ω cos(ωt + θ)",
            "omega*cos(omega*t+theta)",
            "ω·cos(ω·t+θ)",
            r"\omega\cos(\omega t+\theta)",
            "np.cos(ω*t+θ)*ω",
            som * sp.cos(som * sp.Symbol("t") + sth),
            "cos(ωt+θ)ω",
            "ω sin(ωt + θ + π/2)",
            "omega cos(omega t + theta)",
            r"\omega \cos\left(\omega t + \theta\right)",
        ],
    ),
    (
        ml.sin(om * t_ + th),
        th,
        [
            "cos(ωt+θ)",
            "cos(ω t + θ)",
            "np.cos(omega*t + theta)",
            "1·cos(ωt+θ)",
            sp.cos(som * st + sth),
            r"\cos(\omega t+\theta)",
        ],
    ),
    (
        a * t_**2 / (1 + c * t_),
        t_,
        [
            "(2at(1+ct) - act²)/(1+ct)²",
            "(2*a*t*(1+c*t)-a*c*t**2)/(1+c*t)**2",
            r"\frac{2at(1+ct)-act^2}{(1+ct)^2}",
            "2at/(1+ct) - act²/(1+ct)²",
            "a t (2 + c t)/(1 + c t)^2",
            "a*t*(2+c*t)*(1+c*t)**-2",
            r"\dfrac{at(2+ct)}{(1+ct)^2}",
            "(2at + act²)/(1+ct)²",
            "(2at + a c t²) (1+ct)⁻²",
        ],
    ),
    (
        ml.sum((B @ x) * (C @ x)),
        x,
        [
            "Bᵀ C x + Cᵀ B x",
            "(BᵀC + CᵀB)x",
            "B.T@(C@x)+C.T@(B@x)",
            "(B.T@C+C.T@B)@x",
            "xᵀ(CᵀB + BᵀC)",
            "(Cx)ᵀB + (Bx)ᵀC",
            "C@x@B+B@x@C",
            r"(B^\top C+C^\top B)x",
            "np.dot(B.T@C+C.T@B, x)",
            "B.T.dot(C.dot(x)) + C.T.dot(B.dot(x))",
        ],
    ),
    (
        ml.trace(B @ C @ B),
        B,
        [
            "Bᵀ Cᵀ + Cᵀ Bᵀ",
            "(CB + BC)ᵀ",
            "(C@B+B@C).T",
            "B.T@C.T+C.T@B.T",
            "CᵀBᵀ+BᵀCᵀ",
            r"B^\top C^\top + C^\top B^\top",
            "(BC)ᵀ + (CB)ᵀ",
            "B'C' + C'B'",
        ],
    ),
    (
        ml.trace(ml.inv(B) @ C),
        B,
        [
            "-B⁻ᵀ Cᵀ B⁻ᵀ",
            "-(B⁻¹ C B⁻¹)ᵀ",
            "-inv(B).T@C.T@inv(B).T",
            "-np.linalg.inv(B).T @ C.T @ np.linalg.inv(B).T",
            r"-B^{-\top}C^\top B^{-\top}",
            r"-(B^{-1}CB^{-1})^\top",
            "-(inv(B) @ C @ inv(B)).T",
            "-np.linalg.solve(B.T, C.T) @ np.linalg.inv(B.T)",
            "-(B^-1 C B^-1)'",
        ],
    ),
    (
        ml.sum(ml.relu(X_ @ L) * Y_),
        L,
        [
            "X_ᵀ([X_ L > 0] ⊙ Y_)",
            "X_.T@((X_@L>0)*Y_)",
            "X_.T @ np.where(X_@L>0, Y_, 0)",
            "X_.T @ (Y_ * (X_ @ L > 0))",
            "X_.T@(np.heaviside(X_@L,0)*Y_)",
            lambda X_, L, Y_: X_.T @ ((X_ @ L > 0) * Y_),
            "np.einsum('ij,ik->jk', X_, (X_@L>0)*Y_)",
            "((Y_*(X_@L>0)).T @ X_).T",
        ],
    ),
    (
        ml.max(x) * 0 + ml.sum(ml.maximum(x, y)),
        x,
        [
            "[x > y]",
            "(x>y)",
            "(x > y).astype(float)",
            "np.where(x>y,1,0)",
            "np.where(x > y, 1.0, 0.0)",
            "step(x-y)",
            "1*(x>y)",
            "np.greater(x,y)",
            "np.heaviside(x-y, 0)",
            lambda x, y: x > y,
            lambda x, y: np.array([1.0 if i > j else 0.0 for i, j in zip(x, y, strict=True)]),
        ],
    ),
    (
        ml.sum(ml.abs(A @ x - r)),
        x,
        [
            "Aᵀ sign(Ax - r)",
            "A.T@np.sign(A@x-r)",
            "sign(Ax-r)ᵀA",
            r"A^\top\operatorname{sign}(Ax-r)",
            "np.sign(A@x-r)@A",
            "A.T @ ((A@x-r)/np.abs(A@x-r))",
            "A'sgn(Ax-r)",
            "A.T.dot(np.sign(A.dot(x)-r))",
        ],
    ),
    (
        ml.norm(x - y) ** 3,
        x,
        [
            "3‖x-y‖(x-y)",
            "3*np.linalg.norm(x-y)*(x-y)",
            "3 ||x-y|| (x-y)^T",
            r"3\|x-y\|(x-y)^\top",
            "3*norm(x-y)*(x-y)",
            "3 (x-y) sqrt((x-y)ᵀ(x-y))",
            "3*(x-y)*((x-y)@(x-y))**0.5",
            r"3\,\lVert x-y\rVert_2\,(x-y)",
        ],
    ),
    (
        ml.mean(x) ** 2,
        x,
        [
            "2/n mean(x) 𝟏",
            "2*np.mean(x)/n*np.ones(n)",
            "2*x.mean()/len(x)*np.ones_like(x)",
            "2 sum(x)/n² 𝟏",
            "2/n² 𝟏𝟏ᵀx",
            "2/n^2 𝟏 𝟏ᵀ x",
            "2*x.mean()*np.ones(n)/n",
            lambda x: 2 * x.mean() / len(x) * np.ones(len(x)),
            lambda x: np.full(len(x), 2 * x.mean() / len(x)),
            "(2/n²) sum(x) ones(n)",
            "np.full(n, 2*x.mean()/n)",
        ],
    ),
    (
        ml.cumsum(x),
        x,
        [
            "np.tril(np.ones((n,n)))",
            "tril(ones(n,n))",
            lambda x: np.tril(np.ones((len(x), len(x)))),
            "np.tril(np.ones((len(x), len(x))))",
        ],
    ),
    (
        x[0] * x[2],
        x,
        [
            "x[2]*eye(n)[0] + x[0]*eye(n)[2]",
            lambda x: np.array([x[2], 0, x[0]] + [0] * (len(x) - 3)) if len(x) > 2 else 0,
        ],
    ),
]
