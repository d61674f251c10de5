"""What is said where a library is wanted that is not installed.

Expressions, derivatives and all that is printed need none; numbers need NumPy, and components
SymPy.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

LIBRARIES = {"numpy": "NumPy", "sympy": "SymPy", "matplotlib": "Matplotlib"}


@contextmanager
def needed_for(what: str, instead: str = "") -> Iterator[None]:
    """Say what an import is for, if it fails because a library is not there.

    Examples
    --------
    >>> with needed_for("evaluate"):
    ...     raise ModuleNotFoundError("No module named 'numpy'", name="numpy")
    Traceback (most recent call last):
    ModuleNotFoundError: evaluate needs NumPy, which is not installed here: pip install numpy
    """
    try:
        yield
    except ModuleNotFoundError as error:
        if error.name not in LIBRARIES:
            raise
        raise ModuleNotFoundError(
            f"{what} needs {LIBRARIES[error.name]}, which is not installed here: "
            f"pip install {error.name}{instead}",
            name=error.name,
        ) from None
