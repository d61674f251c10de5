"""Setting up says in a plain sentence what is missing."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

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
    ("PermissionError: .venv/bin", r"PermissionError.* if it stays so, delete \S*\.venv first"),
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


@pytest.mark.usefixtures("log")
def test_the_settings_of_a_user_do_not_lead_the_installer_away(monkeypatch):
    for name in ("PIP_USER", "PIP_TARGET", "UV_TARGET", "PYTHONPATH"):
        monkeypatch.setenv(name, "1")
    script = "import os; print(*(os.environ.get(n) for n in ('PIP_USER', 'PIP_TARGET')))"
    setup.run([sys.executable, "-c", f"{script}; assert 'PYTHONPATH' not in os.environ"])
    with open(setup.LOG, encoding="utf-8") as log:
        assert log.read().endswith("\n0 None\n\n")


def test_what_cannot_be_logged_is_said_all_the_same(monkeypatch, tmp_path):
    monkeypatch.setattr(setup, "LOG", str(tmp_path / "nowhere" / "setup.log"))
    with pytest.raises(setup.Failure, match="No space left"):
        setup.run([sys.executable, "-c", "print('No space left'); raise SystemExit(1)"])


@pytest.fixture
def tree(tmp_path):
    """Return a copy of what `make setup` needs, without an environment."""
    for name in ("Makefile", "requirements-dev.txt", "tools/setup.py"):
        target = tmp_path / "a $book & 'more'" / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes((ROOT / name).read_bytes())
    return tmp_path / "a $book & 'more'"


def test_a_missing_python_is_said_in_a_sentence(tree):
    command = ["make", "book", "PYTHON=python9.9"]
    result = subprocess.run(command, cwd=tree, capture_output=True, text=True)
    assert result.returncode == 2
    assert "This book needs Python 3.11 or newer, and finds none." in result.stdout


def test_an_old_python_is_named(monkeypatch):
    monkeypatch.setattr(sys, "version_info", (3, 9, 18, "final", 0))
    with pytest.raises(SystemExit, match=r"needs Python 3.11 or newer, but .* is 3\.9\.18"):
        setup.main([])


def test_without_a_network_setting_up_says_so_and_can_be_tried_again(tree):
    command = [sys.executable, "tools/setup.py"]
    environment = os.environ | OFFLINE | {"HOME": str(tree)}
    result = subprocess.run(command, cwd=tree, env=environment, capture_output=True, text=True)
    assert result.returncode == 1
    assert result.stderr.startswith("The packages could not be fetched")
    assert not (tree / ".venv" / "stamp").exists()


@pytest.fixture
def made(tree):
    """Return a tree whose environment is stamped: a real one, with hollow packages."""
    environment = tree / ".venv"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", environment], check=True)
    python = environment / setup.SCRIPTS / f"python{setup.SUFFIX}"
    where = "import sysconfig; print(sysconfig.get_path('purelib'))"
    folder = Path(subprocess.check_output([python, "-c", where], text=True).strip())
    for name in ("jupyter_book", "jupyterlab", "nbval"):
        (folder / f"{name}.py").touch()
        (folder / f"{name}-1.0.dist-info").mkdir()
    (tree / "mathlib").mkdir()
    (tree / "mathlib" / "__init__.py").touch()
    for last_step in ("--lead", "--stamp"):
        subprocess.run([python, "-I", tree / "tools" / "setup.py", last_step], check=True)
    return tree


def readiness(tree):
    """Return what the environment of a tree says when a target of the Makefile asks."""
    python = tree / ".venv" / setup.SCRIPTS / f"python{setup.SUFFIX}"
    return setup.outcome([python, "-I", tree / "tools" / "setup.py", "--ready"])


def test_an_environment_is_ready_once_it_is_stamped(made):
    assert readiness(made) == setup.READY


def test_a_new_lock_is_seen(made):
    (made / "requirements-dev.txt").write_text("numpy==0", "utf-8")
    assert readiness(made) == setup.LOCK_CHANGED


def site_packages(tree):
    """Return the folder of a tree's packages."""
    return next((tree / ".venv").rglob("site-packages"))


HARM = {
    "interrupted": lambda tree: (tree / ".venv" / "stamp").unlink(),
    "an empty stamp": lambda tree: (tree / ".venv" / "stamp").write_text("", "utf-8"),
    "emptied by another tool": lambda tree: next(site_packages(tree).glob("nbval-*")).rmdir(),
    "mathlib uninstalled": lambda tree: (site_packages(tree) / "book.pth").unlink(),
}


@pytest.mark.parametrize("harm", HARM.values(), ids=HARM)
def test_what_happened_to_an_environment_is_seen(made, harm):
    harm(made)
    assert readiness(made) == setup.UNSOUND


def test_another_place_is_seen_and_leads_to_its_own_mathlib(made):
    copy = made.with_name("copy")
    shutil.copytree(made, copy, symlinks=True)
    moved = made.rename(made.with_name("moved"))
    for tree in (copy, moved):
        assert readiness(tree) == setup.UNSOUND
        python = tree / ".venv" / setup.SCRIPTS / f"python{setup.SUFFIX}"
        script = "import mathlib; print(mathlib.__file__)"
        found = subprocess.check_output([python, "-I", "-c", script], text=True).strip()
        assert Path(found).parent == tree / "mathlib"


def test_a_python_that_is_gone_is_seen(made):
    python = made / ".venv" / setup.SCRIPTS / f"python{setup.SUFFIX}"
    python.unlink()
    python.symlink_to("/nonexistent")
    assert readiness(made) is None


def test_a_target_makes_anew_what_is_not_whole(made):
    (made / ".venv" / "stamp").unlink()
    environment = os.environ | OFFLINE | {"HOME": str(made)}
    command = ["make", "setup", f"PYTHON={sys.executable}"]
    result = subprocess.run(command, cwd=made, env=environment, capture_output=True, text=True)
    assert result.stdout.startswith("Installing the locked packages into .venv with")
    assert "The packages could not be fetched" in result.stderr
    assert not list(site_packages(made).glob("nbval*")), "made anew, from an empty folder"
    assert not (made / ".venv" / "stamp").exists()


def test_a_target_leaves_alone_what_is_whole(made):
    result = subprocess.run(["make", "setup"], cwd=made, capture_output=True, text=True)
    assert (result.returncode, result.stdout, result.stderr) == (0, "", "")


@pytest.mark.skipif(not setup.fcntl, reason="Windows has no such locks")
def test_two_who_set_up_take_turns(made):
    first = setup.fcntl and os.open(made, os.O_RDONLY)
    setup.fcntl.flock(first, setup.fcntl.LOCK_EX)
    second = subprocess.Popen(
        [sys.executable, "tools/setup.py"], cwd=made, stdout=subprocess.PIPE, text=True
    )
    assert second.stdout.readline().startswith("Another command is at work in this folder")
    assert second.poll() is None
    os.close(first)
    assert second.wait(timeout=60) == 0
    second.stdout.close()
