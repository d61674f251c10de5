"""What pytest needs to run the book's notebooks as a reader does, and to compare every byte.

It reaches into nbval: into how its kernel takes a cell, and into what a cell gave. So nbval is
pinned in `pyproject.toml`; the tests in `tests/book/test_stored_notebooks.py` say whether another
version still does.
"""

import os

import numpy as np
import pytest
from nbval.kernel import RunningKernel
from nbval.plugin import IPyNbCell

from tools.notebooks import kernel_environment

os.environ.update(kernel_environment())


def execute(self, source, allow_stdin=None):
    """Send a cell to the kernel, with history.

    nbval asks the kernel to keep none, and without one IPython overlooks the semicolon that
    silences a cell's last line.
    """
    return self.kc.execute(source, allow_stdin=allow_stdin, stop_on_error=False)


RunningKernel.execute_cell_input = execute


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item):
    """Demand that a cell's outputs are stored as they come, whole and in their order.

    nbval compares what is shown, by its kind. With this, and the rules of `tools/stored.py` for the
    rest of the file, a notebook that passes is one that `make refresh` would leave as it is.
    """
    yield
    if isinstance(item, IPyNbCell) and item.options["check"]:
        fresh, stored = item.test_outputs, item.cell.outputs
        if fresh != stored:
            said = f"stored: {stored}\n\nas it runs: {fresh}"
            item.raise_cell_error("Cell outputs are not stored as they run: make refresh", said)


@pytest.fixture(autouse=True)
def print_options():
    """How NumPy prints is as before after each test: the look of the figures sets that too."""
    with np.printoptions():
        yield
