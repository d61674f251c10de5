"""What editors and type checkers see; `__init__.py` loads the same names lazily."""

from mathlib import figures as figures
from mathlib.data import (
    dataset as dataset,
)
from mathlib.evaluation.equality import (
    equal as equal,
)
from mathlib.reading.formulas import (
    read as read,
)
from mathlib.symbolic.activations import (
    elu as elu,
    gelu as gelu,
    huber as huber,
    leaky_relu as leaky_relu,
    logsigmoid as logsigmoid,
    silu as silu,
    softsign as softsign,
)
from mathlib.symbolic.arithmetic import (
    dot as dot,
    kron as kron,
    outer as outer,
)
from mathlib.symbolic.choices import (
    where as where,
)
from mathlib.symbolic.comparisons import (
    clip as clip,
    maximum as maximum,
    minimum as minimum,
)
from mathlib.symbolic.constant_arrays import (
    eye as eye,
    ones as ones,
)
from mathlib.symbolic.convolutions import (
    conv2d as conv2d,
    convolve as convolve,
    correlate as correlate,
)
from mathlib.symbolic.derivative import (
    derivative as derivative,
    gradient as gradient,
    hessian as hessian,
    jacobian as jacobian,
)
from mathlib.symbolic.differentials import (
    differential as differential,
)
from mathlib.symbolic.elementwise import (
    abs as abs,
    cos as cos,
    relu as relu,
    sign as sign,
    sin as sin,
    sqrt as sqrt,
    tanh as tanh,
)
from mathlib.symbolic.exponentials import (
    exp as exp,
    log as log,
    logsumexp as logsumexp,
)
from mathlib.symbolic.extrema import (
    hardmax as hardmax,
    max as max,
    min as min,
)
from mathlib.symbolic.general_powers import (
    reciprocal as reciprocal,
    square as square,
)
from mathlib.symbolic.index_vectors import (
    arange as arange,
    indices as indices,
    one_hot as one_hot,
    take_along_axis as take_along_axis,
)
from mathlib.symbolic.indexing import (
    take as take,
)
from mathlib.symbolic.joining import (
    block as block,
    concatenate as concatenate,
    hstack as hstack,
    stack as stack,
    vstack as vstack,
)
from mathlib.symbolic.linear_algebra import (
    det as det,
    diag as diag,
    inv as inv,
    logdet as logdet,
    trace as trace,
    vec as vec,
)
from mathlib.symbolic.logistic import (
    sigmoid as sigmoid,
    softplus as softplus,
)
from mathlib.symbolic.neighbours import (
    cumsum as cumsum,
    diff as diff,
    flip as flip,
    roll as roll,
)
from mathlib.symbolic.norms import (
    norm as norm,
)
from mathlib.symbolic.rearrangements import (
    expand_dims as expand_dims,
    moveaxis as moveaxis,
    squeeze as squeeze,
    swapaxes as swapaxes,
    transpose as transpose,
)
from mathlib.symbolic.reductions import (
    mean as mean,
    std as std,
    sum as sum,
    var as var,
)
from mathlib.symbolic.reshaping import (
    ravel as ravel,
    reshape as reshape,
)
from mathlib.symbolic.softmaxes import (
    log_softmax as log_softmax,
    softmax as softmax,
)
from mathlib.symbolic.solving import (
    matrix_power as matrix_power,
    pinv as pinv,
    solve as solve,
)
from mathlib.symbolic.special_functions import (
    digamma as digamma,
    erf as erf,
    expm1 as expm1,
    lgamma as lgamma,
    log1p as log1p,
    log2 as log2,
    log10 as log10,
    polygamma as polygamma,
)
from mathlib.symbolic.spectral import (
    cholesky as cholesky,
    eigvalsh as eigvalsh,
    expm as expm,
    lambda_max as lambda_max,
    logm as logm,
    sqrtm as sqrtm,
)
from mathlib.symbolic.symbols import (
    matrices as matrices,
    matrix as matrix,
    scalar as scalar,
    scalars as scalars,
    tensor as tensor,
    vector as vector,
    vectors as vectors,
)
from mathlib.symbolic.tensor_products import (
    einsum as einsum,
    tensordot as tensordot,
)
from mathlib.symbolic.triangles import (
    tril as tril,
    triu as triu,
)
from mathlib.symbolic.trigonometric import (
    arccos as arccos,
    arccosh as arccosh,
    arcsin as arcsin,
    arcsinh as arcsinh,
    arctan as arctan,
    arctanh as arctanh,
    cosh as cosh,
    sinh as sinh,
    tan as tan,
)
from mathlib.symbolic.unknown_functions import (
    function as function,
)
from mathlib.symbolic.vectorization import (
    commutation as commutation,
    duplication as duplication,
)
from mathlib.teaching.checking.check import (
    check as check,
)
from mathlib.teaching.derivations.derivation import (
    derivation as derivation,
)
from mathlib.teaching.diagnosis.diagnose import (
    diagnose as diagnose,
)
from mathlib.teaching.exercises.exercise import (
    exercise as exercise,
)
from mathlib.witnesses.agreement import (
    agree as agree,
    differ as differ,
)
from mathlib.witnesses.finite_differences import (
    measure as measure,
)
from mathlib.witnesses.sympy_components import (
    sympy_jacobian as sympy_jacobian,
)

__version__: str
__all__: list[str]
