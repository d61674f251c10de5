"""Small data sets that travel with the package, so that a notebook runs wherever it is opened.

Where they come from, and their licences, stand in ``README.md`` beside them.
"""

from __future__ import annotations

from pathlib import Path

FOLDER = Path(__file__).parent
#: The endings of files that are data, and not about data.
ENDINGS = (".csv", ".csv.gz", ".json")


def dataset(name: str) -> Path:
    """Return where a data set lies.

    Parameters
    ----------
    name : str
        The name of its file, such as ``"penguins.csv"``.

    Returns
    -------
    Path
        To be read by NumPy, `csv` or `json`.

    Raises
    ------
    ValueError
        If there is no such data set; the message lists those there are.

    Examples
    --------
    >>> import numpy as np
    >>> import mathlib as ml
    >>> birds = np.loadtxt(ml.dataset("penguins.csv"), delimiter=",", skiprows=1, usecols=(1, 2))
    >>> birds.shape
    (342, 2)
    """
    names = sorted(path.name for path in FOLDER.iterdir() if path.name.endswith(ENDINGS))
    if name not in names:
        raise ValueError(f"there is no data set {name!r}; there are: {', '.join(names)}")
    return FOLDER / name
