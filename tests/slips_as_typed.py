"""Mistakes as readers type them, made up before the rules were looked at, under their kinds.

The form is that of `wrong_answers`, but for the answer, which is text.
"""

from wrong_answers import WORDS, symbol

TABLE = """
another order
    s: | s | s**3 | s^4/4
    s: | s | s**4 | 12 s^2
    r: | r | softplus(r) | sigmoid(r)(1-sigmoid(r))
another part
    P:n,n~ c:n d:n | c | (c-d)@inv(P)@(c-d) | 2 P (c - d)
    f:n g:n | f | f@f+g@f | 2 f + f
batch sum
    c:n μ: σ: | μ | -sum((c-μ)**2)/(2*σ**2)-log(σ) | (c - μ)/σ²
    M:m,n f:n | f | sum(M@f) | M
chain rule
    s: | s | cos(4*s) | -sin(4s)
    s: | s | log(s**3+1) | 1/(s^3+1)
    s: | s | log(s**3+1) | 3 s^2
    s: | s | sin(s**2) | cos(2s)
    s: α: | s | exp(-α*s**2) | exp(-α s^2)
    s: | s | sqrt(s**2+9) | 1/(2 sqrt(s^2+9))
    c:n | c | exp(2*c) | diag(exp(2c))
    M:m,n T:m,k V:n,k | V | sum((M@V-T)**2) | 2 (M V - T)
    K:n,n Q:n,n c:n h:n | c | h@tanh(Q@tanh(K@c)) | Qᵀ (h ⊙ (1 - tanh(Q tanh(K c))^2))
    r: | r | (r**2+3)**5 | 5 (r^2+3)^4
    a: r: | r | log(r**2+a) | 1/(2r)
    r: | r | arctan(3*r) | 1/(1+9r^2)
    a: b: r: | r | sqrt(a+b*r) | 1/(2 sqrt(a+b r))
    r: | r | sigmoid(r)**2 | 2 sigmoid(r)
    a: r: | r | tanh(a*r) | 1 - tanh(a r)^2
    M:m,n f:n o:m | f | norm(M@f-o) | (M f - o)/‖M f - o‖
    T:+ f:n g:n | f | softmax(f/T)@g | softmax(f/T) ⊙ (g - softmax(f/T)ᵀ g)
    M:m,n f:n o:m | f | logsumexp(M@f)-o@(M@f) | softmax(M f) - o
constant kept
    s: β: | s | s**4+β | 4 s^3 + β
extra factor
    a: b: r: | r | sqrt(a+b*r) | b/(2 (a+b r))
f instead of f'
    s: | s | s**7 | 7 s^7
    s: | s | s**-3 | -3 s^-2
    s: α: | s | sigmoid(α*s) | α sigmoid(α s)
    s: | s | log(s)*2 | 2 log(s)
    M:m,n V:n,k | V | sum(relu(M@V)) | Mᵀ relu(M V)
    M:m,n T:m,k V:n,k | V | sum(sigmoid(M@V)*T) | Mᵀ (sigmoid(M V) ⊙ T)
    c:n μ: σ: | σ | -sum((c-μ)**2)/(2*σ**2)-log(σ) | ‖c - μ‖²/σ² - 1/σ
    r: | r | (r**2+3)**5 | 10 r (r^2+3)^5
    r: | r | 2**r | 2^r
    f:n | f | sum(abs(f)) | |f|
f' at the wrong point
    M:m,n b:m c:n | c | sum((M@c-b)**2) | 2 Mᵀ M c
    c:n | c | var(c) | 2 c/n
    M:m,n b:m c:n | c | sum(exp(M@c))-b@(M@c) | Mᵀ (M c - b)
    a: r: | r | tanh(a*r) | a (1 - tanh(r)^2)
    G:k,n f:n w:k | f | w@tanh(G@f) | Gᵀ (w ⊙ (1 - tanh(w)^2))
factor 2
    s: α: | s | exp(-α*s**2) | -α s exp(-α s^2)
    s: | s | sqrt(s**2+9) | 2 s/sqrt(s^2+9)
    P:n,n~ c:n d:n | c | c@P@c/2-d@c | 2 P c - d
    M:m,n b:m c:n | c | sum((M@c-b)**2) | Mᵀ (M c - b)
    M:m,n b:m c:n α: | c | mean((M@c-b)**2)+α*c@c | 2 Mᵀ (M c - b)/m + α c
    c:n | c | var(c) | (c - mean(c))/n
    M:m,n T:m,k V:n,k | V | sum((M@V-T)**2) | Mᵀ(M V - T)
    Q:n,n | Q | trace(Q.T@Q) | Q
    f:n g:n | f | f@f+g@f | f + g
    C:n,n~ f:n g:n | f | g@C@f+f@C@f | C g + C f
    C:n,n~ f:n | f | (f@C@f)/(f@f) | C f/(fᵀf) - (fᵀC f) f/(fᵀf)^2
    b: f:n | f | sum(abs(f))+b*(f@f) | sign(f) + b f
    E:m,k F:n,k M:m,n b: | F | sum((M@F-E)**2)+b*sum(F**2) | 2 Mᵀ(M F - E) + b F
    N:n,n | N | logdet(N@N.T) | inv(N)ᵀ
    f:n g:n s:+ | s | sum((f-g)**2)/(2*s**2)+log(s) | 1/s - ‖f-g‖²/(2 s³)
    f:n g:n s:+ | f | sum((f-g)**2)/(2*s**2)+log(s) | (f-g)/(2 s²)
factor N
    s: | s | s**7 | s^6
    M:m,n b:m c:n α: | c | mean((M@c-b)**2)+α*c@c | 2 Mᵀ (M c - b) + 2 α c
    M:m,n b:m c:n α: | c | mean((M@c-b)**2)+α*c@c | (2 Mᵀ (M c - b) + 2 α c)/m
    c:n | c | mean(exp(c)) | exp(c)
    r: | r | r**11 | r^10
    r: | r | (r**2+3)**5 | 2 r (r^2+3)^4
    M:m,n f:n | f | sum((M@f)**3) | Mᵀ (M f)^2
    M:m,n f:n | f | mean(M@f) | Mᵀ 1
    f:n | f | mean((f-mean(f))**2) | 2 (f - mean(f))
gradient vs Jacobian
    c:n | c | c**3 | 3 c^2
layout
    c:n | c | c*sum(c) | sum(c) I + 1 cᵀ
    M:m,n T:m,k V:n,k | V | sum((M@V-T)**2) | 2 (M V - T)ᵀ M
    K:n,n Q:n,n | Q | trace(Q@K) | K
    M:m,n c:n g:m | M | g@M@c | c gᵀ
    Q:n,n | Q | logdet(Q) | inv(Q)
    Q:n,n | Q | trace(inv(Q)) | -inv(Q) inv(Q)
    M:m,n c:n | c | tanh(M@c) | Mᵀ diag(1 - tanh(M c)^2)
    f:n g:n | f | (f@g)*f | (fᵀg) I + g fᵀ
    f:n | f | cumsum(f) | triu(ones(n,n))
    N:n,n f:n g:n | N | f@N@g | g fᵀ
    N:n,n | N | logdet(N)+trace(N) | inv(N) + I
    G:k,n f:n w:k | G | w@relu(G@f) | f (w ⊙ [G f > 0])ᵀ
mask
    M:m,n V:n,k | V | sum(relu(M@V)) | Mᵀ 𝟏 𝟏ᵀ
    a:n c:n β: | c | relu(1-β*(a@c)) | -β a
    r: | r | relu(r)**2 | 2 r
    f:n g:n | f | sum(maximum(f,g)) | (g > f)
    f:n | f | sum(huber(f)) | sign(f)
    G:k,n f:n w:k | G | w@relu(G@f) | w fᵀ
    G:k,n f:n w:k | f | w@relu(G@f) | Gᵀ w
    f:n g:n h:n | f | relu(sum((f-g)**2)-sum((f-h)**2)+1) | 2(h-g)
missing factor
    s: | s | s**2/(s**3+5) | (2s(s^3+5) - 3 s^4)/(s^3+5)
    s: α: | s | exp(-α*s**2) | -2 s exp(-α s^2)
    s: | s | tanh(s) | 1 - tanh(s)
    c:n d:n | c | norm(c-d) | c - d
    M:m,n b:m c:n α: | c | mean((M@c-b)**2)+α*c@c | 2 Mᵀ (M c - b)/m + 2 α
    c:n | c | logsumexp(c) | exp(c)
    Q:n,n | Q | logdet(Q) | det(Q) inv(Q)ᵀ
    Q:n,n | Q | det(Q) | inv(Q)ᵀ
    M:m,n V:n,k | V | sum(tanh(M@V)) | Mᵀ (1 - tanh(M V))
    M:m,n T:m,k V:n,k | V | sum(sigmoid(M@V)*T) | Mᵀ (sigmoid(M V) ⊙ (1 - sigmoid(M V)))
    a:n c:n β: | c | log(1+exp(-β*(a@c))) | -a sigmoid(-β aᵀc)
    c:n d:n σ: | c | exp(-sum((c-d)**2)/(2*σ**2)) | -(c - d) exp(-‖c-d‖²/(2σ²))
    c:n d:n k:+ | c | logsumexp(c/k)-d@c/k | softmax(c/k) - d
    Q:n,n c:n d:n | c | d@softmax(Q@c) | Qᵀ d
    K:n,n Q:n,n c:n h:n | c | h@tanh(Q@tanh(K@c)) | Kᵀ Qᵀ (h ⊙ (1 - tanh(Q tanh(K c))^2))
    r: | r | r**11 | 11 r^9
    r: | r | exp(r)/r | (r exp(r) - exp(r))/r
    r: | r | arctan(3*r) | 3/(1+3r)
    r: | r | tan(r) | 1/cos(r)
    r: | r | sigmoid(r)**2 | 2 sigmoid(r)(1-sigmoid(r))
    M:m,n f:n o:m | f | norm(M@f-o) | Mᵀ(M f - o)
    M:m,n f:n | f | sum((M@f)**3) | 3 Mᵀ (M f)
    C:n,n~ f:n | f | (f@C@f)/(f@f) | 2 C f/(fᵀf) - 2 (fᵀC f) f/(fᵀf)
    f:n g:n | f | g/f | -diag(g/f)
    f:n g:n | f | sum(g*log(g/f)) | -1/f
    E:m,k F:n,k M:m,n b: | F | sum((M@F-E)**2)+b*sum(F**2) | 2 Mᵀ(M F - E) + 2 F
    N:n,n | N | det(N)**2 | 2 det(N) inv(N)ᵀ
    C:n,n~ N:n,n | N | trace(inv(N)@C) | -inv(N)ᵀ C
    E:m,k F:n,k M:m,n | F | norm(M@F-E) | Mᵀ(M F - E)
    G:k,n f:n w:k | G | w@relu(G@f) | [G f > 0] fᵀ
missing path
    s: | s | s**3*cos(s) | -3 s^2 sin(s)
    s: | s | s**3*cos(s) | 3 s^2 cos(s)
    s: | s | s**2/(s**3+5) | 2s/(3s^2)
    c:n | c | c@c | c
    Q:n,n c:n | c | c@Q@c | Q c
    Q:n,n c:n | c | c@Q@c | Qᵀ c
    P:n,n~ c:n | c | c@P@c | P c
    P:n,n~ c:n d:n | c | c@P@c/2-d@c | P c
    M:m,n b:m c:n α: | c | mean((M@c-b)**2)+α*c@c | 2 Mᵀ (M c - b)/m
    c:n | c | c*sum(c) | sum(c) I
    c:n | c | c*sum(c) | c 1ᵀ
    c:n d:n | c | (c@d)/(norm(c)*norm(d)) | d/(‖c‖ ‖d‖)
    K:n,n Q:n,n | Q | trace(Q@K@Q.T) | Q K
    K:n,n Q:n,n | Q | sum((Q@Q)*K) | K Qᵀ
    c:n μ: σ: | σ | -sum((c-μ)**2)/(2*σ**2)-log(σ) | ‖c - μ‖²/σ³
    P:n,n~ c:n | c | (c@P@c)/(c@c) | 2 P c/(cᵀc)
    r: | r | exp(r)*sin(r) | exp(r) cos(r)
    r: | r | r*sin(r)*exp(r) | sin(r) exp(r) + r cos(r) exp(r)
    r: | r | abs(r)*r | |r|
    f:n g:n | f | f@f+g@f | 2 f
    N:n,n f:n | f | f@N@N@f | N N f
    M:m,n f:n o:m | f | logsumexp(M@f)-o@(M@f) | Mᵀ softmax(M f)
    f:n g:n | f | (f@g)*f | (fᵀg) I
    f:n | f | sum(f*log(f)) | log(f)
    f:n | f | sum(f*log(f)) | 1/f
    E:m,k F:n,k M:m,n b: | F | sum((M@F-E)**2)+b*sum(F**2) | 2 Mᵀ(M F - E)
    C:n,n~ N:n,n | N | trace(N.T@C@N) | C N
noncommutative
    C:n,n~ N:n,n | N | trace(N@C@N.T@C) | 2 N C C
norm vs square
    c:n d:n | c | norm(c-d) | 2 (c - d)
    Q:n,n | Q | norm(Q) | 2 Q
    M:m,n f:n o:m | f | norm(M@f-o) | 2 Mᵀ(M f - o)
number for matrix
    N:n,n | N | logdet(N)+trace(N) | inv(N)ᵀ + 1
off-diagonal missing
    c:n | c | softmax(c) | diag(softmax(c) - softmax(c)^2)
    Q:n,n c:n d:n | c | d@softmax(Q@c) | Qᵀ (d ⊙ softmax(Q c) ⊙ (1 - softmax(Q c)))
    f:n g:n | f | softmax(f)@g | softmax(f) ⊙ (1 - softmax(f)) ⊙ g
other variable
    s: α: β: | s | α*s**3+β*α | s^3 + β
    a: r: | a | log(r**2+a) | 2r/(r^2+a)
    a: b: r: | r | sqrt(a+b*r) | r/(2 sqrt(a+b r))
    f:n g:n | f | f*g | diag(f)
    F:n,k G:k,n N:n,n | G | sum((F@G-N)**2) | 2 (F G - N) Gᵀ
power rule
    s: | s | exp(s) | s exp(s-1)
    r: | r | 2**r | r 2^(r-1)
sign
    s: | s | s**-3 | 3 s^-4
    s: | s | cos(4*s) | 4 sin(4s)
    s: | s | s**3*cos(s) | 3s^2 cos(s) + s^3 sin(s)
    s: | s | s**2/(s**3+5) | (s^2*3*s^2 - 2s(s^3+5))/(s^3+5)^2
    s: | s | s**2/(s**3+5) | (2s(s^3+5) + s^2*3*s^2)/(s^3+5)^2
    c:n d:n | c | norm(c-d) | (d - c)/‖c - d‖
    P:n,n~ c:n d:n | c | c@P@c/2-d@c | P c + d
    M:m,n b:m c:n | c | sum((M@c-b)**2) | 2 Mᵀ (b - M c)
    c:n | c | softmax(c) | softmax(c) softmax(c)ᵀ - diag(softmax(c))
    c:n d:n | c | logsumexp(c)-d@c | d - softmax(c)
    Q:n,n c:n d:n | Q | c@inv(Q)@d | inv(Q)ᵀ c dᵀ inv(Q)ᵀ
    a:n c:n β: | c | relu(1-β*(a@c)) | β a [1 - β aᵀc > 0]
    c:n d:n σ: | c | exp(-sum((c-d)**2)/(2*σ**2)) | (c - d) exp(-‖c-d‖²/(2σ²))/σ²
    P:n,n~ c:n d:n | d | (c-d)@inv(P)@(c-d) | 2 inv(P)(c - d)
    c:n k:+ | k | sum(exp(c/k)) | cᵀ exp(c/k)/k^2
    M:m,n b:m c:n | c | sum(exp(M@c))-b@(M@c) | Mᵀ (b - exp(M c))
    r: | r | cos(r)*sin(r) | sin(r)^2 + cos(r)^2
    r: | r | exp(-r)*r | exp(-r) + r exp(-r)
    r: | r | exp(-r) | exp(-r)
    r: | r | exp(r)/r | (exp(r) - r exp(r))/r^2
    r: | r | sigmoid(-r) | sigmoid(-r)(1-sigmoid(-r))
    M:m,n f:n | f | sum(exp(-(M@f))) | Mᵀ exp(-M f)
    f:n g:n | f | softmax(f)@g | softmax(f) ⊙ (g + softmax(f)ᵀ g)
    M:m,n f:n o:m | f | logsumexp(M@f)-o@(M@f) | Mᵀ (o - softmax(M f))
    C:n,n~ f:n | f | (f@C@f)/(f@f) | 2 C f/(fᵀf) + 2 (fᵀC f) f/(fᵀf)^2
    f:n g:n | f | g/f | diag(g/f^2)
    f:n g:n | f | sum(g*log(g/f)) | g/f
    C:n,n~ N:n,n | N | trace(inv(N)@C) | inv(N)ᵀ C inv(N)ᵀ
    F:n,k G:k,n N:n,n | G | sum((F@G-N)**2) | 2 Fᵀ (N - F G)
    f:n g:n s:+ | s | sum((f-g)**2)/(2*s**2)+log(s) | 1/s + ‖f-g‖²/s³
    f:n g:n h:n | f | relu(sum((f-g)**2)-sum((f-h)**2)+1) |
        [‖f-g‖² - ‖f-h‖² + 1 > 0] (2(f-g) + 2(f-h))
symmetry assumed
    Q:n,n c:n | c | c@Q@c | 2 Q c
    K:n,n Q:n,n | Q | trace(Q@K@Q.T) | 2 Q K
    N:n,n f:n | f | f@inv(N)@f | 2 inv(N) f
transpose inside
    Q:n,n c:n d:n | Q | c@inv(Q)@d | -inv(Q) c dᵀ inv(Q)
    N:n,n f:n | f | f@N@N.T@f | 2 Nᵀ N f
    N:n,n f:n g:n | g | f@N@g | N f
    N:n,n f:n g:n | f | f@N@g | Nᵀ g
"""


def slips_as_typed():
    """Yield the kind of each mistake, the function, by what, and the answer."""
    for line in TABLE.replace("\n        ", " ").strip().splitlines():
        if not line.startswith(" "):
            kind = line
            continue
        declared, by, function, answer = line.strip().split(" | ")
        symbols = {s.name: s for s in map(symbol, declared.split())}
        yield kind, eval(function, WORDS | symbols), symbols[by], answer
