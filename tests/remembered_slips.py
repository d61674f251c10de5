"""Wrong answers as a teacher remembers them from scripts, written before the rules were looked at.

A line is: what is declared, by what, the function, the answer as text (or after `=` as an
expression), and the kinds that are true of it. Each list was tried once as it was written; what
it taught was mended, and it is kept since.
"""

import numpy as np
from wrong_answers import WORDS, symbol

TABLE = r"""
u: | u | u**6 | 6 u^6 | power rule/f instead of f'
u: | u | u**5 + 3*u | u^6/6 + 3u^2/2 | power rule/another order
u: | u | 7*u**4 | 7 u^3 | missing factor/factor N/power rule
u: | u | 2*u**3 - 11 | 6 u^2 - 11 | constant kept/missing path
u: | u | u**-5 | -5 u^-4 | f instead of f'
u: | u | sin(5*u + 2) | cos(5u + 2) | chain rule
u: | u | cos(u)**2 | 2 cos(u) sin(u) | sign
u: | u | (3*u - 4)**6 | 6 (3u - 4)^5 | chain rule
u: | u | exp(u**2 + u) | exp(u^2 + u) | chain rule/missing factor
u: | u | u**2*exp(3*u) | 2u exp(3u) | missing path
u: | u | u*log(u) | 1/u | missing path
u: | u | sin(u)*cos(2*u) | cos(u) (-2 sin(2u)) | missing path
u: | u | sin(u)/u | (cos(u) u + sin(u))/u^2 | sign
u: | u | sin(u)/(u**2+1) | (cos(u)(u^2+1) - 2u sin(u))/(u^2+1) | missing factor
u: | u | u/(1+exp(u)) | (u exp(u) - 1 - exp(u))/(1+exp(u))^2 | sign
u: | u | exp(u)/u**3 | exp(u)/(3u^2) | missing path/scalar thinking
u: | u | 1/(4+u**2) | 2u/(4+u^2)^2 | sign
u: | u | 1/(4+u**2) | -1/(4+u^2)^2 | chain rule/missing factor
u: | u | sin(u**4) | cos(4u^3) | f' at the wrong point/chain rule
u: | u | log(5*u) | 5 log(5u) | f instead of f'/chain rule
u: | u | log(5*u) | 1/(5u) | missing factor/chain rule/extra factor
u: v: | u | u**2*v**5 | 5 u^2 v^4 | other variable
u: v: | u | u**3 + v**2 | 3u^2 + 2v | other variable
u: v: | v | u*sin(u*v) | u cos(u v) | chain rule
u: v: | v | u*sin(u*v) | sin(u v) + u v cos(u v) | other variable
u: v: | u | exp(u*v)*v | v exp(u v) | chain rule
p:n q:n | q | p*q | diag(q) | swapped entries/layout/other variable
p:n q:n | q | p/q | diag(p/q^2) | sign
p:n q:n | q | p/q | -diag(p/q) | missing factor
p:n | p | p**4 | 4 p^3 | gradient vs Jacobian
p:n | p | exp(p) | exp(p) | gradient vs Jacobian
p:n | p | p*sum(p**2) | sum(p^2) I | missing path
p:n q:n | p | (p+q)*(p-q) | diag(p - q) | missing path
p:n q:n | q | (p+q)*(p-q) | 2 diag(q) | sign
p:n c: | p | tanh(c*p) | diag(1 - tanh(c p)^2) | chain rule
p:n c: | p | c*p | c | shape
p:n c: | c | c+p | I | gradient vs Jacobian/number for matrix
p:n c: | p | sum((p-c)**2) | p - c | factor 2
p:n | p | sum(p)**2 | 2 sum(p) | chain rule/missing factor
p:n | p | sum(p)**2 | 2 p | batch sum
p:n | p | mean(p**3) | 3 p^2 | factor N
p:n | p | mean(p**3) | 3 p/n | power rule/missing factor
p:n c: | c | sum((p-c)**2) | -2 sum(p-c)/n | factor N/batch sum
p:n c: | c | sum((p-c)**2) | 2 sum(p-c) | sign
A:m,n p:n t:m | p | t@A@p | A t | unread
A:m,n p:n | p | A@p | Aᵀ | layout
B:n,n p:n | p | p@B@p | 2 B p | transpose inside/symmetry assumed/missing path
B:n,n p:n | p | p@B@p | (B) p | missing path
A:m,n p:n t:m | A | t@A@p | p tᵀ | outer vs inner/layout
A:m,n p:n t:m | A | sum((A@p-t)**2) | (A p - t) pᵀ | factor 2
A:m,n p:n t:m | A | sum((A@p-t)**2) | 2 p (A p - t)ᵀ | layout
A:m,n p:n t:m | A | sum((A@p-t)**2) | 2 (A p - t) | missing factor/chain rule
w:n x:n b: | w | relu(w@x+b) | x | mask
w:n x:n b: | b | relu(w@x+b) | 1 | mask
w:n x:n b: | w | relu(w@x+b) | (x > 0) ⊙ x | mask
w:n x:n b: | w | relu(w@x+b) | [wᵀ x + b > 0] | chain rule/missing factor
w:n x:n b: | w | relu(w@x+b) | [wᵀ x + b > 0] w | other variable
w:n x:n b: t: | w | (sigmoid(w@x+b)-t)**2 | 2 (sigmoid(wᵀ x + b) - t) x
    | chain rule/missing factor
w:n x:n b: t: | w | (sigmoid(w@x+b)-t)**2
    | (sigmoid(wᵀx + b) - t) sigmoid(wᵀx + b) (1 - sigmoid(wᵀx + b)) x | factor 2
z:k | z | softmax(z) | diag(softmax(z)) - diag(softmax(z))^2 | off-diagonal missing
z:k | z | softmax(z) | diag(softmax(z)) | missing path/off-diagonal missing
X:N,n w:n y:N | w | mean((X@w-y)**2) | = -2*X.T@(X@w-y)/count("N") | sign
X:N,n w:n y:N | w | mean((X@w-y)**2) | = 2*X.T@(X@w-y) | factor N
X:N,n w:n y:N | w | mean((X@w-y)**2) | = X.T@(X@w-y)/count("N") | factor 2
X:N,n w:n y:N | w | mean((X@w-y)**2) | = 2*X.T@(X@w-y)/count("n") | factor N
X:N,n w:n y:N | w | mean((X@w-y)**2) | = 2*X.T@(X@w)/count("N") | f' at the wrong point
X:N,n w:n y:N | w | mean((X@w-y)**2) | = 2*X.T@(X@w)/count("N") - 2*X.T@y | factor N
X:N,n w:n y:N λ: | w | sum((X@w-y)**2)+λ*sum(w**2) | = 2*X.T@(X@w-y)+λ*w
    | missing path/missing factor/factor 2
X:N,n w:n y:N λ: | w | sum((X@w-y)**2)+λ*sum(w**2) | = 2*X.T@(X@w-y) | missing path
X:N,n w:n y:N λ: | w | mean((X@w-y)**2)+λ*sum(w**2) | = 2*(X.T@(X@w-y)+λ*w)/count("N")
    | factor N
X:N,n w:n y:N λ: | w | mean((X@w-y)**2)+λ*sum(w**2) | = 2*X.T@(X@w-y)/count("N")-2*λ*w | sign
X:N,n w:n b: y:N | b | mean((X@w+b-y)**2) | = 2*sum(X@w+b-y) | factor N/batch sum
X:N,n w:n y:N | w | mean((relu(X@w)-y)**2) | = 2*X.T@(relu(X@w)-y)/count("N") | mask
X:N,n w:n y:N | w | mean(log(1+exp(-y*(X@w)))) | = X.T@(y*sigmoid(-y*(X@w)))/count("N") | sign
X:N,n w:n y:N | w | mean(log(1+exp(-y*(X@w)))) | = -X.T@sigmoid(-y*(X@w))/count("N")
    | chain rule/missing factor
X:N,n w:n y:N | w | mean(log(1+exp(-y*(X@w)))) | = -X.T@(y*sigmoid(y*(X@w)))/count("N")
    | missing factor
X:N,n W:n,k Y:N,k | W | sum((X@W-Y)**2) | = 2*(X@W-Y).T@X | layout
X:N,n W:n,k Y:N,k | W | mean((X@W-Y)**2) | = X.T@(X@W-Y)/count("N")/count("k") | factor 2
X:N,n W:n,k Y:N,k | W | mean((X@W-Y)**2) | = 2*X.T@(X@W-Y)/count("N") | factor N
X:N,n W:n,k V:k,c | W | sum(relu(X@W)@V) | = X.T@(ones("N","c")@V.T) | mask
X:N,n W:n,k V:k,c | W | sum(relu(X@W)@V) | = X.T@(((X@W)>0)*(X@W)*(ones("N","c")@V.T))
    | f instead of f'
A:n,n B:n,n | A | trace(A@B@A) | = (A@B).T+B@A | transpose inside/order
A:n,n B:n,n | A | trace(A@B@A) | = (A@B).T | missing path
A:n,n B:n,n | A | trace(A@B@A) | = A@B+B@A | layout
A:n,n B:n,n | A | trace(A.T@B) | = B.T | transpose inside/layout
A:n,n B:n,n | A | trace(inv(A)@B) | = (inv(A)@B@inv(A)).T | sign
A:n,n B:n,n | A | trace(inv(A)@B) | = -(inv(A)@inv(A)@B).T | noncommutative
A:n,n B:n,n | A | trace(inv(A)@B) | = -inv(A)@B@inv(A) | layout
A:n,n | A | det(A) | = inv(A).T | missing factor/scalar thinking
A:n,n | A | logdet(A) | = inv(A).T/det(A) | scalar thinking/missing factor
A:m,n x:n b:m | x | norm(A@x-b) | = (A@x-b)/norm(A@x-b) | chain rule
A:m,n x:n b:m | x | norm(A@x-b) | = 2*A.T@(A@x-b) | norm vs square/missing factor
A:m,n x:n b:m | x | norm(A@x-b)**2 | = A.T@(A@x-b)/norm(A@x-b) | missing factor/norm vs square
x:n | x | x/norm(x) | = eye("n")/norm(x) | missing path
x:n | x | x/norm(x) | = eye("n")/norm(x)+outer(x,x)/norm(x)**3 | sign
x:n | x | x/norm(x) | = eye("n")/norm(x)-outer(x,x)/norm(x)**2 | missing factor
x:n a:n | x | (a@x)/(x@x) | = a/(x@x) | missing path
x:n a:n | x | (a@x)/(x@x) | = (a*(x@x)-2*(a@x)*x)/(x@x) | missing factor
W1:h,n W2:k,h x:n | x | W2@tanh(W1@x) | = diag(1-tanh(W1@x)**2)@W1 | shape
W1:h,n W2:k,h x:n | x | W2@tanh(W1@x) | = W2@W1 | chain rule/missing factor
W1:h,n W2:k,h x:n | x | W2@relu(W1@x) | = W2@W1 | mask
x:n a:n | a | sum(a*x**2) | = x | missing factor
x:n a:n | x | sum(a*x**2) | = x**2 | other variable
x:n a:n | x | sum(a*x**2) | = a*x | factor 2
x:n a:n | x | (a@x)**2 | = 2*outer(a,x)@x | another part
x:n a:n | x | (a@x)**2 | = 2*a*x*a | outer vs inner
x:n a:n | x | (a@x)**2 | = 2*(a@x) | chain rule/missing factor
t: | t | 9*t**5 | 9 t^4 | factor N/missing factor
t: | t | t**8 | 8 t^8 | power rule/f instead of f'
t: a: | t | a + t**6 | a + 6 t^5 | constant kept
t: | t | t**-4 | 4 t^-5 | sign
t: | t | sqrt(t) | 1/2 sqrt(t) | power rule/f instead of f'/missing factor
t: | t | sqrt(t) | 1/sqrt(t) | missing factor/factor 2
t: | t | sqrt(5*t+1) | 1/(2 sqrt(5t+1)) | chain rule
t: | t | cos(t**2) | -sin(t^2) | chain rule
t: | t | cos(t**2) | 2t sin(t^2) | sign
t: | t | cos(7*t) | 7 cos(7t) | f instead of f'/sign
t: | t | exp(-3*t) | exp(-3t) | chain rule
t: | t | exp(-3*t) | 3 exp(-3t) | sign
t: | t | t**4*sin(t) | 4t^3 cos(t) | missing path
t: | t | t**4*sin(t) | 4t^3 sin(t) | missing path
t: | t | t**4*cos(t) | 4t^3 cos(t) + t^4 sin(t) | sign
t: | t | exp(2*t)*log(t) | 2 exp(2t)/t | missing path
t: | t | exp(2*t)*log(t) | exp(2t) log(t) + exp(2t)/t | missing factor/factor 2/chain rule
t: | t | log(t)/t | (1 - log(t))/t | missing factor
t: | t | log(t)/t | (1 + log(t))/t^2 | sign
t: | t | log(t)/t | (log(t) - 1)/t^2 | sign
t: | t | log(t)/t | 1/t^2 | missing path
t: | t | t/(t**2+7) | 1/(2t) | missing path
t: | t | t/(t**2+7) | (7 - t^2)/(t^2+7) | missing factor
t: | t | sin(t)**3 | 3 sin(t)^2 | missing factor/chain rule
t: | t | sin(t)**3 | 3 cos(t)^2 | f' at the wrong point/chain rule/power rule
t: | t | sin(t)**3 | sin(t)^2 cos(t) | missing factor/factor N/power rule
t: | t | 1/sin(t) | cos(t)/sin(t)^2 | sign
t: | t | log(t**2+4) | 1/(2t) | chain rule/f' at the wrong point
t: | t | log(t**2+4) | 1/(t^2+4) | chain rule
t: | t | (t**3+t)**4 | 4 (t^3+t)^3 | chain rule
t: | t | (t**3+t)**4 | 4 (3t^2+1)^3 | missing path/f' at the wrong point/chain rule
t: | t | t**6 | 30 t^4 | another order
t: | t | tanh(t)**2 | 2 tanh(t) | chain rule
a: c: | a | a**4*c**3 | 3 a^4 c^2 | other variable
a: c: | a | a**4*c**3 | 4 a^3 | missing factor/factor N
a: c: | a | a**4*c**3 | 12 a^3 c^2 | missing path/other variable/missing factor
a: c: | a | a**2 + 5*c | 2a + 5 | other variable
a: c: | a | a**2 + 5*c | 2a + 5c | constant kept
a: c: | c | cos(a*c**2) | -2c sin(a c^2) | chain rule/missing factor
a: c: | c | cos(a*c**2) | -c^2 sin(a c^2) | other variable
a: c: | c | a/c | a/c^2 | sign
a: c: | c | a/c | 1/c | other variable
z:n | z | sin(z) | cos(z) | gradient vs Jacobian
z:n | z | sin(z) | diag(sin(z)) | f instead of f'/sign
z:n g:n | z | g*z | g | gradient vs Jacobian
z:n g:n | g | g*z**3 | 3 diag(g ⊙ z^2) | other variable
z:n g:n | z | exp(g*z) | diag(exp(g ⊙ z)) | chain rule/missing factor
z:n | z | log(z) | diag(log(z)) | f instead of f'
z:n g:n | z | g-z | I | sign
z:n | z | relu(z) | I | mask
z:n | z | relu(z) | diag(relu(z)) | mask/f instead of f'
z:n | z | sigmoid(z) | diag(1 - sigmoid(z)) | missing factor/f instead of f'
z:n r: | z | sin(r*z) | diag(cos(r z)) | chain rule
z:n r: | r | sum((r*z)**2) | r zᵀz | factor 2
z:n r: | r | sum((r*z)**2) | 2 zᵀz | missing factor/factor 2
z:n r: | r | sum(exp(r*z)) | z ⊙ exp(r z) | batch sum/gradient vs Jacobian
z:n | z | mean(exp(z)) | exp(z) | factor N
z:n | z | sum(z**4) | z^3 | factor N
z:n g:n | z | sum(z*g*z) | g ⊙ z | missing path
z:n g:n | z | (g@z)*g@z | 2 g ⊙ g ⊙ z | outer vs inner/elementwise vs matmul
z:n g:n | z | exp(g@z) | exp(gᵀz) | chain rule/missing factor
z:n g:n | z | log(g@z) | g log(gᵀz) | f instead of f'
B:m,n z:n | z | 3*(B@z) | = 3*B.T | layout
B:m,n z:n | z | sum(sigmoid(B@z)) | = B.T@sigmoid(B@z) | f instead of f'
B:m,n z:n | z | sum(exp(B@z)) | = exp(B@z) | chain rule/missing factor
B:m,n z:n h:m | z | sum(cos(B@z-h)) | = -B.T@sin(B@z) | f' at the wrong point
B:m,n z:n h:m | z | sum(cos(B@z-h)) | = B.T@sin(B@z-h) | sign
B:m,n z:n h:m | h | sum((B@z-h)**2) | = 2*(B@z-h) | sign
B:m,n z:n h:m | h | sum((B@z-h)**2) | = -(B@z-h) | factor 2
B:m,n z:n h:m | h | h@B@z | = B.T@h | other variable
K:n,n z:n g:n | z | g@K@z+z@K@z | = K.T@g+2*K@z | transpose inside/symmetry assumed
K:n,n z:n g:n | z | g@K@z+z@K@z | = (K+K.T)@z | missing path
K:n,n z:n g:n | z | g@K@z+z@K@z | = K@g+(K+K.T)@z | transpose inside
K:n,n z:n | z | z@K@K@z | = K@K@z | missing path
K:n,n L:n,n z:n g:n | z | g@K@L@z | = K.T@L.T@g | noncommutative/transpose inside/order
K:n,n L:n,n z:n g:n | z | g@K@L@z | = L@K.T@g | transpose inside
K:n,n L:n,n z:n | z | K@L@z | = L@K | order/noncommutative
K:n,n z:n g:n | K | g@K@z | = outer(z,g) | outer vs inner/layout
K:n,n z:n g:n | K | g@K@z | = (g@z)*eye("n") | outer vs inner/elementwise vs matmul
K:n,n z:n | K | z@K@K@z | = outer(z,K@z) | missing path
K:n,n z:n | K | z@K@K@z | = outer(z,K@z)+outer(K@z,z) | transpose inside/missing path
D:N,n w:n b: y:N | w | sum((relu(D@w+b)-y)**2) | = 2*D.T@(relu(D@w+b)-y) | mask
D:N,n w:n b: y:N | w | sum((relu(D@w+b)-y)**2) | = D.T@((relu(D@w+b)-y)*(D@w+b>0)) | factor 2
D:N,n w:n b: y:N | w | sum((relu(D@w+b)-y)**2) | = 2*D.T@((relu(D@w+b)-y)*(y>0)) | mask
D:N,n w:n b: y:N | b | sum((relu(D@w+b)-y)**2) | = 2*(relu(D@w+b)-y)*(D@w+b>0)
    | batch sum/other variable/chain rule
D:N,n w:n b: y:N | b | mean(relu(D@w+b)) | = mean(D@w>0) | mask/f' at the wrong point
D:N,n w:n y:N | w | -mean(y*log(sigmoid(D@w))+(1-y)*log(1-sigmoid(D@w)))
    | = D.T@(y-sigmoid(D@w))/count("N") | sign
D:N,n w:n y:N | w | -mean(y*log(sigmoid(D@w))+(1-y)*log(1-sigmoid(D@w)))
    | = D.T@(sigmoid(D@w)-y) | factor N
D:N,n w:n y:N | w | -mean(y*log(sigmoid(D@w))+(1-y)*log(1-sigmoid(D@w)))
    | = D.T@((sigmoid(D@w)-y)*sigmoid(D@w)*(1-sigmoid(D@w)))/count("N")
    | extra factor/missing factor
D:N,n w:n y:N | w | mean(abs(D@w-y)) | = sign(D@w-y)/count("N") | chain rule
D:N,n w:n y:N | w | mean(abs(D@w-y)) | = D.T@ones("N")/count("N") | sign/missing factor/mask
D:N,n w:n y:N | w | sum((D@w-y)**2)/2 | = 2*D.T@(D@w-y) | factor 2
D:N,n w:n y:N | w | norm(D@w-y) | = D.T@(D@w-y) | missing factor
w:n a: | w | a*norm(w) | = a*w/norm(w)**2 | extra factor/missing factor/norm vs square
w:n a: | w | a*norm(w)**2 | = a*w | factor 2/norm vs square
D:N,n U:n,k V:k,c T:N,c | U | sum((D@U@V-T)**2) | = 2*V@(D@U@V-T).T@D | layout
D:N,n U:n,k V:k,c T:N,c | V | sum((tanh(D@U)@V-T)**2) | = 2*(D@U).T@(tanh(D@U)@V-T)
    | another part
D:N,n U:n,k V:k,c T:N,c | U | sum((tanh(D@U)@V-T)**2) | = 2*D.T@((tanh(D@U)@V-T)@V.T)
    | missing factor/chain rule/f' at the wrong point
D:N,n U:n,k V:k,c T:N,c | U | sum((tanh(D@U)@V-T)**2)
    | = 2*D.T@(((tanh(D@U)@V-T)@V.T)*(1-tanh(D@U))) | missing factor
D:N,n U:n,k V:k,c T:N,c | U | sum((relu(D@U)@V-T)**2) | = 2*D.T@((relu(D@U)@V-T)@V.T) | mask
D:N,n U:n,k u:k | u | sum(relu(D@U+u)) | = sum(ones("N","k"),axis=0) | batch sum/mask
K:n,n | K | trace(K@K) | = 2*K | layout
K:n,n L:n,n | K | trace(K@L) | = L | layout/transpose inside/symmetry assumed
K:n,n L:n,n | K | trace(K@L@K.T) | = K@L | missing path
K:m,n | K | sum(K**2) | = K | factor 2
K:n,n z:n | K | z@inv(K)@z | = outer(inv(K).T@z,inv(K).T@z) | transpose inside
K:n,n z:n g:n | K | g@inv(K)@z | = -outer(g,z)/K**2 | scalar thinking
z:n c:n | z | logsumexp(z)-c@z | = softmax(z) | missing path
z:n | z | z*norm(z) | = norm(z)*eye("n") | missing path/missing factor
z:n | z | z*norm(z) | = norm(z)*eye("n")+outer(z,z) | missing factor
z:n g:n | z | (z@z)*g | = 2*outer(z,g) | layout
z:n g:n | z | (z@z)*g | = outer(g,z) | factor 2/missing path
"""


def remembered_slips():
    """Yield the kinds of each mistake, the function, by what, and the answer."""
    for line in TABLE.replace("\n    ", " ").strip().splitlines():
        declared, by, function, answer, kinds = line.split(" | ")
        symbols = {s.name: s for s in map(symbol, declared.split())}
        if answer.startswith("= "):
            answer = eval(answer[2:], WORDS | symbols)
        yield kinds.split("/"), eval(function, WORDS | symbols), symbols[by], answer


X = np.array(
    [[1.3, -0.4, 0.7], [0.6, 1.7, -1.1], [-0.2, 0.8, 2.3], [1.9, -1.2, 0.35], [0.45, 0.9, -0.65]]
)
y = np.array([0.7, -1.6, 2.2, 0.15, 1.1])
A = np.array([[1.2, -0.7, 0.4], [0.3, 2.1, -1.5]])
B = np.array([[0.9, 1.4, -0.3], [-1.1, 0.6, 2.3], [0.2, -0.8, 1.7]])
a = np.array([0.6, -1.3, 2.2])
v0 = np.array([0.45, -1.15, 0.8])


def sig(z):
    return 1 / (1 + np.exp(-z))


def soft(z):
    e = np.exp(z - z.max())
    return e / e.sum()


w0 = np.array([0.35, -0.6, 1.2])


P = np.array([[0.7, 1.9, -0.45], [-1.3, 0.55, 2.1], [1.15, -0.25, 0.95], [0.3, 1.6, -0.85]])
q = np.array([1.2, -0.35, 0.6, 2.05])
G = np.array([[0.8, -1.7, 0.35], [1.45, 0.5, -0.9], [-0.6, 2.2, 1.3]])
M = np.array([[0.5, 1.35, -0.75], [2.1, -0.4, 0.9]])
g = np.array([0.9, -0.55, 1.75])
z0 = np.array([0.62, -0.87, 1.33])
p0 = np.array([0.85, 1.4])


#: Kinds, a function of NumPy, the point, and a wrong derivative.
OF_NUMPY = [
    ("factor N", lambda w: np.mean((X @ w - y) ** 2), w0, lambda w: 2 * X.T @ (X @ w - y)),
    ("factor 2", lambda w: np.mean((X @ w - y) ** 2), w0, lambda w: X.T @ (X @ w - y) / 5),
    ("sign", lambda w: np.mean((X @ w - y) ** 2), w0, lambda w: 2 * X.T @ (y - X @ w) / 5),
    ("factor N", lambda w: np.mean((X @ w - y) ** 2), w0, lambda w: 2 * X.T @ (X @ w - y) / len(w)),
    (
        "chain rule/missing factor",
        lambda w: np.sum((X @ w - y) ** 2),
        w0,
        lambda w: 2 * (X @ w - y),
    ),
    (
        "missing path",
        lambda w: np.sum((X @ w - y) ** 2) + 0.3 * np.sum(w**2),
        w0,
        lambda w: 2 * X.T @ (X @ w - y),
    ),
    (
        "factor 2",
        lambda w: np.sum((X @ w - y) ** 2) + 0.3 * np.sum(w**2),
        w0,
        lambda w: 2 * X.T @ (X @ w - y) + 0.3 * w,
    ),
    (
        "missing factor/factor N",
        lambda w: np.sum((X @ w - y) ** 2) + 0.3 * np.sum(w**2),
        w0,
        lambda w: 2 * X.T @ (X @ w - y) + 2 * w,
    ),
    ("transpose inside/symmetry assumed", lambda x: x @ B @ x, v0, lambda x: 2 * B @ x),
    ("missing path", lambda x: x @ B @ x, v0, lambda x: B.T @ x),
    ("layout", lambda x: A @ x, v0, lambda x: A.T),
    ("transpose inside/layout", lambda x: B @ x, v0, lambda x: B.T),
    ("mask", lambda w: np.maximum(0, X @ w).sum(), w0, lambda w: X.sum(axis=0)),
    (
        "mask/f instead of f'",
        lambda w: np.maximum(0, X @ w).sum(),
        w0,
        lambda w: X.T @ np.maximum(0, X @ w),
    ),
    (
        "mask",
        lambda w: np.mean((np.maximum(0, X @ w) - y) ** 2),
        w0,
        lambda w: 2 * X.T @ (np.maximum(0, X @ w) - y) / 5,
    ),
    ("chain rule/missing factor", lambda w: np.sum(np.tanh(X @ w)), w0, lambda w: X.sum(axis=0)),
    ("missing factor", lambda w: np.sum(np.tanh(X @ w)), w0, lambda w: X.T @ (1 - np.tanh(X @ w))),
    ("f instead of f'", lambda w: np.sum(np.tanh(X @ w)), w0, lambda w: X.T @ np.tanh(X @ w)),
    (
        "f instead of f'/missing factor",
        lambda w: np.sum(sig(X @ w)),
        w0,
        lambda w: X.T @ sig(X @ w),
    ),
    (
        "missing factor/f instead of f'",
        lambda w: np.sum(sig(X @ w)),
        w0,
        lambda w: X.T @ (1 - sig(X @ w)),
    ),
    ("off-diagonal missing", soft, v0, lambda z: np.diag(soft(z) * (1 - soft(z)))),
    ("sign", soft, v0, lambda z: np.outer(soft(z), soft(z)) - np.diag(soft(z))),
    ("missing path/off-diagonal missing", soft, v0, lambda z: np.diag(soft(z))),
    (
        "missing path/one entry/another entry",
        lambda z: np.log(np.exp(z).sum()) - z[1],
        v0,
        lambda z: soft(z),
    ),
    ("sign", lambda z: np.log(np.exp(z).sum()) - z[1], v0, lambda z: np.array([0, 1, 0]) - soft(z)),
    (
        "missing factor/f instead of f'/chain rule",
        lambda z: np.log(np.exp(z).sum()),
        v0,
        lambda z: np.exp(z),
    ),
    ("missing path", lambda x: x / np.linalg.norm(x), v0, lambda x: np.eye(3) / np.linalg.norm(x)),
    ("missing factor", lambda x: np.linalg.norm(x), v0, lambda x: x),
    ("norm vs square", lambda x: np.linalg.norm(x), v0, lambda x: 2 * x),
    ("gradient vs Jacobian", lambda x: x**3, v0, lambda x: 3 * x**2),
    ("gradient vs Jacobian", lambda x: np.sin(x) * a, v0, lambda x: np.cos(x) * a),
    ("other variable", lambda x: x * a, v0, lambda x: np.diag(x)),
    ("factor N", lambda x: np.mean(x**2), v0, lambda x: 2 * x),
    ("power rule/missing factor", lambda x: np.sum(x**4), v0, lambda x: 4 * x),
    ("off-diagonal missing/missing path", lambda x: x * x.sum(), v0, lambda x: x.sum() * np.eye(3)),
    ("outer vs inner", lambda x: (a @ x) * x, v0, lambda x: (a @ x) * np.eye(3) + x @ a),
    ("layout", lambda x: (a @ x) * x, v0, lambda x: (a @ x) * np.eye(3) + np.outer(a, x)),
    (
        "swapped entries",
        lambda p: p[0] ** 2 * p[1],
        np.array([1.3, -0.7]),
        lambda p: np.array([p[0] ** 2, 2 * p[0] * p[1]]),
    ),
    (
        "missing path",
        lambda p: p[0] * np.exp(p[1] * p[0]),
        np.array([1.3, -0.7]),
        lambda p: np.array([np.exp(p[0] * p[1]), p[0] ** 2 * np.exp(p[0] * p[1])]),
    ),
    (
        "missing path/one entry",
        lambda p: p[0] * np.exp(p[1] * p[0]),
        np.array([1.3, -0.7]),
        lambda p: np.array([p[0] * p[1] * np.exp(p[0] * p[1]), p[0] ** 2 * np.exp(p[0] * p[1])]),
    ),
    (
        "sign/one entry",
        lambda p: p[0] / p[1],
        np.array([1.3, -0.7]),
        lambda p: np.array([1 / p[1], p[0] / p[1] ** 2]),
    ),
    (
        "gradient vs Jacobian/batch sum/shape/unread",
        lambda p: p[0] ** 2 * p[1],
        np.array([1.3, -0.7]),
        lambda p: 2 * p[0] * p[1] + p[0] ** 2,
    ),
    (
        "chain rule/one entry/missing factor",
        lambda p: np.sin(p[0] * 3 + p[1]),
        np.array([1.3, -0.7]),
        lambda p: np.array([np.cos(3 * p[0] + p[1])] * 2),
    ),
    (
        "layout",
        lambda p: np.array([p[0] * p[1], p[0] ** 2, np.sin(p[1])]),
        np.array([1.3, -0.7]),
        lambda p: np.array([[p[1], 2 * p[0], 0], [p[0], 0, np.cos(p[1])]]),
    ),
    ("factor 2", lambda w: 0.5 * np.sum((P @ w - q) ** 2), z0, lambda w: 2 * P.T @ (P @ w - q)),
    ("factor N", lambda w: np.mean((P @ w - q) ** 2), z0, lambda w: 2 * P.T @ (P @ w - q) / 3),
    ("sign", lambda w: np.sum((q - P @ w) ** 2), z0, lambda w: 2 * P.T @ (q - P @ w)),
    (
        "chain rule/missing factor",
        lambda w: np.sum(np.sin(P @ w)),
        z0,
        lambda w: P.sum(axis=0) * 1.0,
    ),
    (
        "f' at the wrong point",
        lambda w: np.sum(np.exp(P @ w - q)),
        z0,
        lambda w: P.T @ np.exp(P @ w),
    ),
    ("missing factor", lambda w: np.sum(q * np.exp(P @ w)), z0, lambda w: P.T @ np.exp(P @ w)),
    (
        "missing path",
        lambda w: np.sum(np.exp(P @ w)) - q @ (P @ w),
        z0,
        lambda w: P.T @ np.exp(P @ w),
    ),
    (
        "sign",
        lambda w: np.sum(np.exp(P @ w)) - q @ (P @ w),
        z0,
        lambda w: P.T @ (np.exp(P @ w) + q),
    ),
    (
        "norm vs square/missing factor",
        lambda w: np.sqrt(np.sum((P @ w - q) ** 2)),
        z0,
        lambda w: P.T @ (P @ w - q),
    ),
    ("symmetry assumed", lambda v: v @ G @ v, z0, lambda v: 2 * G @ v),
    ("factor 2", lambda v: 0.5 * v @ G @ v, z0, lambda v: (G + G.T) @ v),
    ("missing path", lambda v: v @ G @ v - g @ v, z0, lambda v: (G + G.T) @ v),
    ("sign", lambda v: v @ G @ v - g @ v, z0, lambda v: (G + G.T) @ v + g),
    ("layout", lambda v: M @ v + M @ (v**2), z0, lambda v: (M + 2 * M * v).T),
    ("missing factor/chain rule", lambda v: np.tanh(M @ v), z0, lambda v: M),
    (
        "order/f' at the wrong point/missing factor",
        lambda v: np.tanh(G @ v),
        z0,
        lambda v: G @ np.diag(1 - np.tanh(G @ v) ** 2),
    ),
    ("missing factor", lambda v: np.tanh(G @ v), z0, lambda v: np.diag(1 - np.tanh(G @ v)) @ G),
    ("layout", lambda v: np.tanh(G @ v), z0, lambda v: G.T @ np.diag(1 - np.tanh(G @ v) ** 2)),
    ("gradient vs Jacobian", lambda v: v * np.exp(v), z0, lambda v: (1 + v) * np.exp(v)),
    ("missing path", lambda v: v * np.exp(v), z0, lambda v: np.diag(np.exp(v))),
    ("missing path", lambda v: v * np.sin(v), z0, lambda v: np.diag(np.cos(v))),
    ("off-diagonal missing/missing path", lambda v: v / v.sum(), z0, lambda v: np.eye(3) / v.sum()),
    (
        "sign",
        lambda v: v / v.sum(),
        z0,
        lambda v: np.eye(3) / v.sum() + np.outer(v, np.ones(3)) / v.sum() ** 2,
    ),
    (
        "missing factor",
        lambda v: v / v.sum(),
        z0,
        lambda v: np.eye(3) / v.sum() - np.outer(v, np.ones(3)) / v.sum(),
    ),
    ("missing path", lambda v: v - v.mean(), z0, lambda v: np.eye(3)),
    ("factor N", lambda v: v - v.mean(), z0, lambda v: np.eye(3) - np.ones((3, 3))),
    (
        "missing path/missing factor/factor N/f' at the wrong point",
        lambda v: np.var(v),
        z0,
        lambda v: 2 * v / 3,
    ),
    ("factor N", lambda v: np.var(v), z0, lambda v: 2 * (v - v.mean())),
    ("mask", lambda v: g @ np.maximum(v, 0), z0, lambda v: g),
    ("mask/f instead of f'", lambda v: g @ np.maximum(v, 0), z0, lambda v: g * np.maximum(v, 0)),
    ("mask", lambda v: np.sum(np.where(v > 0, v, 0.1 * v)), z0, lambda v: np.ones(3)),
    (
        "f instead of f'/missing factor/sign",
        lambda v: np.sum(np.abs(v) ** 3),
        z0,
        lambda v: 3 * np.abs(v) ** 2,
    ),
    ("missing factor/f instead of f'", lambda v: np.sum(sig(v) * g), z0, lambda v: sig(v) * g),
    ("factor 2/missing factor", lambda v: (g @ v) ** 2, z0, lambda v: (g @ v) * g),
    (
        "chain rule/missing factor",
        lambda v: np.log(1 + np.exp(g @ v)),
        z0,
        lambda v: g / (1 + np.exp(g @ v)),
    ),
    (
        "swapped entries",
        lambda p: p[0] ** 3 * p[1] ** 2,
        p0,
        lambda p: np.array([2 * p[0] ** 3 * p[1], 3 * p[0] ** 2 * p[1] ** 2]),
    ),
    (
        "one entry/sign",
        lambda p: p[0] ** 2 / p[1],
        p0,
        lambda p: np.array([2 * p[0] / p[1], p[0] ** 2 / p[1] ** 2]),
    ),
    (
        "one entry/chain rule/missing factor",
        lambda p: np.sin(p[0] * p[1]),
        p0,
        lambda p: np.array([np.cos(p[0] * p[1]), p[0] * np.cos(p[0] * p[1])]),
    ),
    (
        "layout",
        lambda p: np.array([p[0] * p[1], p[0] + p[1] ** 2, np.exp(p[0])]),
        p0,
        lambda p: np.array([[p[1], 1, np.exp(p[0])], [p[0], 2 * p[1], 0]]),
    ),
]
