"""Setting up says in a plain sentence what is missing."""

import os
import subprocess
import sys

import pytest

from tools import setup
from tools.notebooks import ROOT

#: What the tools printed when tried without a network, and in a Debian without python3-venv.
COMPLAINTS = [
    (
        "Retrying after connection broken by NewConnectionError",
        "could not be fetched from a registry",
    ),
    (
        "Caused by: dns error: failed to lookup address information",
        "could not be fetched from a registry",
    ),
    ("ProxyError('Cannot connect to proxy.')", "Check the network and the proxy"),
    ("because ensurepip is not\navailable", "apt install python3-venv"),
    ("Collecting numpy\nERROR: No space left on device", "No space left on device .*setup.log"),
    ("", "no message"),
]
#: Neither a registry nor a cache: nothing listens at the port that the requests are sent to.
OFFLINE = {
    **dict.fromkeys(("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"), "http://127.0.0.1:9"),
    "PIP_CONFIG_FILE": os.devnull,
    "PIP_FIND_LINKS": "",
    "PIP_RETRIES": "0",
    "PIP_NO_CACHE_DIR": "1",
    "UV_NO_CACHE": "1",
    "UV_HTTP_RETRIES": "0",
}


@pytest.fixture
def log(tmp_path, monkeypatch):
    """Keep what these commands print out of the log of the real setting up."""
    monkeypatch.setattr(setup, "LOG", str(tmp_path / "setup.log"))


@pytest.mark.usefixtures("log")
@pytest.mark.parametrize(("output", "sentence"), COMPLAINTS)
def test_a_failed_command_is_explained(output, sentence):
    command = [sys.executable, "-c", f"print({output!r}); raise SystemExit(1)"]
    with pytest.raises(setup.Failure, match=sentence):
        setup.run(command)


@pytest.mark.usefixtures("log")
def test_a_missing_program_is_named():
    with pytest.raises(setup.Failure, match="no-such-program could not be started"):
        setup.run(["no-such-program"])


@pytest.fixture
def tree(tmp_path):
    """Return a copy of what `make setup` needs, without an environment."""
    for name in ("Makefile", "pyproject.toml", "requirements-dev.txt", "tools/setup.py"):
        target = tmp_path / "a book" / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes((ROOT / name).read_bytes())
    return tmp_path / "a book"


def test_a_missing_python_is_said_in_a_sentence(tree):
    command = ["make", "book", "PYTHON=python9.9"]
    result = subprocess.run(command, cwd=tree, capture_output=True, text=True)
    assert result.returncode == 2
    assert "This book needs Python 3.11 or newer, and finds none." in result.stdout


def test_an_old_python_is_named(monkeypatch):
    monkeypatch.setattr(sys, "version_info", (3, 9, 18, "final", 0))
    with pytest.raises(SystemExit, match=r"needs Python 3.11 or newer, but .* is 3\.9\.18"):
        setup.main()


def test_without_a_network_setting_up_says_so_and_can_be_tried_again(tree):
    command = [sys.executable, "tools/setup.py"]
    environment = os.environ | OFFLINE | {"HOME": str(tree)}
    result = subprocess.run(command, cwd=tree, env=environment, capture_output=True, text=True)
    assert result.returncode == 1
    assert result.stderr.startswith("The packages could not be fetched")
    assert not (tree / ".venv" / "stamp").exists()
