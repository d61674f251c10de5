"""Rules for the factors of a product in which eigenvectors stand.

With V the eigenvectors of a symmetric matrix S and λ its eigenvalues: VᵀV and VVᵀ are the
identity, Vᵀ f(S) V is diagonal with f(λ), and V diag(f(λ)) Vᵀ is f(S). So what has a closed form
finds it: the derivative of tr(exp S) by S is V diag(exp(λ)) Vᵀ, and that is exp S. Like those in
`contraction_rules`, they return the very list where they find nothing.
"""

from __future__ import annotations

from mathlib.symbolic import spectral_nodes as spectral
from mathlib.symbolic.nodes import Function, Identity, Inverse, Power


def use_eigenvectors(flat, out, sizes):
    """Replace eigenvectors that meet one another, or a function of their matrix."""
    columns = [f for f in flat if isinstance(f[0], spectral.Eigenvectors)]
    if not columns:
        met = _triangular_factors(flat, out, sizes)
        return _traces(flat, out, sizes) if met is flat else met
    for rule in (_orthonormal, _diagonalized, _differences, _put_together):
        met = rule(flat, columns, out, sizes)
        if met is not flat:
            return met
    return flat


def _pairs(columns):
    """Yield pairs of eigenvectors of one matrix."""
    for k, f in enumerate(columns):
        yield from ((g, f) for g in columns[:k] if g[0] is f[0])


def _orthonormal(flat, columns, out, sizes):
    for f, g in _pairs(columns):
        for axis in (0, 1):
            label = f[1][axis]
            if g[1][axis] == label and _is_met(label, flat, out, 2):
                del sizes[label]
                ends = f[1][1 - axis], g[1][1 - axis]
                return [*_without(flat, f, g), (Identity(f[0].shape[0]), ends)]
    return flat


def _diagonalized(flat, columns, out, sizes):
    """Replace Vᵀ f(S) V by the diagonal matrix of f(λ)."""
    for f, g in _pairs(columns):
        for h in flat:
            ends = {f[1][0], g[1][0]}
            of = _function_of(h[0], f[0].base)
            if of is None or {*h[1]} != ends or len(ends) < 2:
                continue
            if all(_is_met(label, flat, out, 2) for label in ends):
                for label in ends:
                    del sizes[label]
                a, b = f[1][1], g[1][1]
                unit = (Identity(f[0].shape[0]), (a, b))
                return [*_without(flat, f, g, h), (of(spectral.Eigenvalues(f[0].base)), (a,)), unit]
    return flat


def _differences(flat, columns, out, sizes):
    """Replace the diagonal of the divided differences by the derivative at the eigenvalues."""
    from mathlib.symbolic.spectral import OF_EIGENVALUES

    for f in flat:
        if isinstance(f[0], spectral.DividedDifferences) and f[1][0] == f[1][1]:
            slope = OF_EIGENVALUES[f[0].of_kind][1]
            return [*_without(flat, f), (slope(spectral.Eigenvalues(f[0].base)), f[1][:1])]
    return flat


def _put_together(flat, columns, out, sizes):
    """Replace V diag(f(λ)) Vᵀ by f(S)."""
    for f, g in _pairs(columns):
        label = f[1][1]
        if g[1][1] != label or f[1][0] == g[1][0]:
            continue
        others = [h for h in _without(flat, f, g) if label in h[1]]
        if len(others) == 1 and others[0][1] == (label,) and label not in out:
            whole = _of_matrix(others[0][0], f[0].base)
            if whole is not None:
                del sizes[label]
                return [*_without(flat, f, g, others[0]), (whole, (f[1][0], g[1][0]))]
    return flat


def _triangular_factors(flat, out, sizes):
    """Replace L Lᵀ by the matrix whose triangular factor L is, and L⁻ᵀ L⁻¹ by its inverse."""
    from mathlib.symbolic.matrix_algebra import inverse

    factors = [f for f in flat if isinstance(_inside(f[0]), spectral.Cholesky)]
    for f, g in _pairs(factors):
        turned = isinstance(f[0], Inverse)
        label, met = f[1][not turned], g[1][not turned]
        if met == label and _is_met(label, flat, out, 2):
            del sizes[label]
            base = _inside(f[0]).base
            whole = inverse(base) if turned else base
            return [*_without(flat, f, g), (whole, (f[1][turned], g[1][turned]))]
    return flat


def _traces(flat, out, sizes):
    """Replace the trace of an exponential by a node of its own, which can be differentiated."""
    for f in [f for f in flat if isinstance(f[0], spectral.Exponential)]:
        label = f[1][0]
        if f[1][1] == label and _is_met(label, flat, out, 2):
            del sizes[label]
            return [*_without(flat, f), (spectral.TraceOfExponential(f[0].base), ())]
    return flat


def _inside(e):
    return e.base if isinstance(e, Inverse) else e


def _function_of(e, base):
    """Return which function of a matrix an expression is, if it is one."""
    from mathlib.symbolic.canonical_form import power
    from mathlib.symbolic.spectral import OF_EIGENVALUES

    if e is base:
        return lambda x: x
    if isinstance(e, Inverse):
        of = _function_of(e.base, base)
        return None if of is None else lambda x: power(of(x), -1)
    known = isinstance(e, spectral.OfSymmetric) and e.base is base
    return OF_EIGENVALUES[e.kind][0] if known and e.kind in OF_EIGENVALUES else None


def _of_matrix(e, base):
    """Return the function of a matrix whose eigenvalues are given by a function of its own."""
    from mathlib.symbolic.matrix_algebra import inverse
    from mathlib.symbolic.spectral import HALF, of_symmetric

    if isinstance(e, spectral.Eigenvalues):
        return base
    if isinstance(e, Function) and isinstance(e.children[0], spectral.Eigenvalues):
        kind = {"exp": "expm", "log": "logm"}.get(e.name)
        return of_symmetric(kind, base) if kind else None
    if isinstance(e, Power) and isinstance(e.base, spectral.Eigenvalues):
        powers = {-1: base, HALF: of_symmetric("sqrtm", base), -HALF: of_symmetric("sqrtm", base)}
        found = powers.get(e.exponent)
        return inverse(found) if found is not None and e.exponent < 0 else found
    return None


def _is_met(label, flat, out, times):
    return label not in out and sum(labels.count(label) for _, labels in flat) == times


def _without(flat, *used):
    return [f for f in flat if not any(f is u for u in used)]
