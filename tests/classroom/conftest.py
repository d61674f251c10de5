"""A folder that an ordinary user can reach: pytest's own are closed where root runs the tests."""

import tempfile
from pathlib import Path

import pytest


@pytest.fixture(scope="module")
def open_folder():
    """Make a folder for the tests of a file, open to the user who grades."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        yield folder
