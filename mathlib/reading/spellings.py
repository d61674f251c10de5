"""Greek letters that are spelled out: ``alpha`` is ``α``, and ``λ`` is a symbol called ``lam``.

No keyboard has Greek letters, and Python does not let a symbol be called ``lambda``.
"""

from __future__ import annotations

from collections.abc import Iterable

LETTERS = {
    "α": "alpha",
    "β": "beta",
    "γ": "gamma",
    "δ": "delta",
    "ε": "epsilon eps varepsilon",
    "ζ": "zeta",
    "η": "eta",
    "θ": "theta vartheta",
    "κ": "kappa",
    "λ": "lambda lam lamda lmbda lambda_ lambd",
    "μ": "mu",
    "ν": "nu",
    "ξ": "xi",
    "π": "pi",
    "ρ": "rho",
    "σ": "sigma",
    "τ": "tau",
    "φ": "phi varphi",
    "χ": "chi",
    "ψ": "psi",
    "ω": "omega",
    "Γ": "Gamma",
    "Δ": "Delta",
    "Θ": "Theta",
    "Λ": "Lambda",
    "Ξ": "Xi",
    "Π": "Pi",
    "Σ": "Sigma",
    "Φ": "Phi",
    "Ψ": "Psi",
    "Ω": "Omega",
}
ALIKE = [{letter, *names.split()} for letter, names in LETTERS.items()]


def spellings(names: Iterable[str]) -> dict[str, str]:
    """Return other ways to write the Greek letters among some names, each with the name it means.

    Examples
    --------
    >>> spellings(["μ", "x"]), spellings(["eta", "η"])
    ({'mu': 'μ'}, {})
    """
    known = [*names]
    found: dict[str, str] = {}
    for alike in ALIKE:
        meant = [name for name in known if name in alike]
        if len(meant) == 1:
            found |= dict.fromkeys(sorted(alike - {*meant}), meant[0])
    return found
