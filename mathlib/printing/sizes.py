"""The sizes of 𝟏 and I, written where nothing else tells them.

In ``A 𝟏 + b`` and ``x ⊗ I`` the neighbours, or the shape of the whole, say how large they are. In
``logdet(s I + 𝟏 𝟏ᵀ)`` and ``(𝟏 𝟏ᵀ) ⊗ I`` nothing does, so one of them says it, and the others
follow: ``logdet(s I[n×n] + 𝟏 𝟏ᵀ)`` and ``(𝟏 𝟏ᵀ) ⊗ I[m×m]``.
"""

from __future__ import annotations

from mathlib.printing import forms
from mathlib.printing.form import forms_below, forms_in
from mathlib.printing.forms import Form, transpose
from mathlib.printing.typesetting import replaced
from mathlib.symbolic.shapes import Dimension

#: Kinds that say how large they are, or may be of any size.
TOLD = {"commutation", "sized", "long", "entry", "arange", "one_hot", "roll", "call"}


def is_open(f: Form) -> bool:
    """Say whether a form has a size and nothing in it tells it: all there is are 𝟏 and I."""
    waiting, seen, found = [f], {f}, False
    while waiting:
        form = waiting.pop()
        has_axes = form.kind == "symbol" and form.parts[1]
        if form.kind in TOLD or has_axes or form in (forms.K, forms.D):
            return False
        found = found or form in (forms.ONES, forms.IDENTITY)
        inside = [part for part in forms_in(form.parts) if part not in seen]
        seen.update(inside)
        waiting += inside
    return found


def with_size(f: Form, size: Dimension) -> Form:
    """Return a form in which an identity, or if there is none the ones, says its size."""
    d = forms.dimension(size)
    if forms.IDENTITY in forms_below(f):
        return replaced(f, {forms.IDENTITY: Form("sized", (forms.IDENTITY, d, d), True)})
    return replaced(f, {forms.ONES: Form("long", (forms.ONES, d))})


def told(f: Form, *sizes: Dimension) -> Form:
    """Return a number with the size of what it is made of, if there is one and nothing tells it."""
    return with_size(f, sizes[0]) if len({*sizes}) == 1 and is_open(f) else f


def kronecker(parts: list[Form], sizes: list[Dimension | None]) -> Form:
    """Return a Kronecker product, the identity in it with its size where no factor's is told."""
    single = (forms.IDENTITY, forms.ONES, transpose(forms.ONES))
    several = [part for part in parts if part not in single]
    if forms.IDENTITY in parts and several and all(map(is_open, parts)):
        k = parts.index(forms.IDENTITY)
        size = sizes[k]
        if size is not None:
            parts = [*parts[:k], with_size(parts[k], size), *parts[k + 1 :]]
    return Form("kronecker", tuple(parts))
