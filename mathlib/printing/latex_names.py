r"""The names of symbols in LaTeX: vectors bold, matrices in plain capitals, subscripts below.

Both ``x1`` and ``x_1`` are :math:`x_{1}`. No two names in one formula look alike, though: where
both of these occur, the second is :math:`x_{\_1}`. An underscore with nothing around it is
written as it is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

GREEK = (
    "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi pi rho sigma tau "
    "upsilon phi chi psi omega Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi Omega"
)
#: What the notation itself says in letters; a symbol of such a name is set in another type.
WORDS = (
    "I abs cos det diag exp hardmax inv log logdet logsumexp max min relu sigmoid sign sin softmax "
    "softplus sqrt tanh tr tril vec where"
)


def latex_name(name: str, rank: int, with_underscore: bool = False) -> str:
    """Return the LaTeX of a symbol's name, for a scalar, a vector or a matrix.

    With the underscore, a number below shows whether the name has one before it.
    """
    base, subscript = _split(name)
    if with_underscore and name == f"{base}_{subscript}":
        subscript = rf"\_{subscript}"
    if base in GREEK.split():
        text = rf"\boldsymbol{{\{base}}}" if rank == 1 else rf"\{base}"
    else:
        text = _in_type(base, rank)
    return f"{text}_{{{subscript}}}" if subscript else text


def names_that_look_alike(names: Iterable[tuple[str, int]]) -> dict[tuple[str, int], str]:
    r"""Return the names, with their ranks, that would be the same in LaTeX, and what tells them.

    Examples
    --------
    >>> names_that_look_alike([("x1", 1), ("x_1", 1), ("x_2", 1)])[("x_1", 1)]
    '\\mathbf{x}_{\\_1}'
    """
    names = set(names)
    seen = Counter(latex_name(*name) for name in names)
    alike = {name for name in names if seen[latex_name(*name)] > 1}
    return {name: latex_name(*name, with_underscore=True) for name in alike}


def text_name(name: str) -> str:
    """Return a symbol's name as plain text; in quotes where it is a word of the notation."""
    return f"'{name}'" if name in WORDS.split() else name


def _split(name: str) -> tuple[str, str]:
    """Return the letters of a name, and what follows them as the LaTeX of a subscript, or ""."""
    before, _, last = name.rpartition("_")
    if last and before and not before.endswith("_"):
        return before, last if len(last) == 1 or last.isdigit() else rf"\text{{{last}}}"
    letters = name.rstrip("0123456789")
    digits = name[len(letters) :]
    if digits and letters and not letters.endswith("_"):
        return letters, digits
    return name, ""


def _in_type(letters: str, rank: int) -> str:
    """Return letters in the type that tells a vector from a number or a matrix."""
    plain = len(letters) == 1 and letters.isascii() and letters.isalpha()
    if rank == 1:
        style = "mathbf"
    elif letters in WORDS.split():
        style = "mathsf"
    else:
        style = "" if plain else "mathrm"
    written = letters.replace("_", r"\_")
    return rf"\{style}{{{written}}}" if style else written
