"""Where there is no sandbox, or too much power, the grader refuses and says what to do."""

import os

import nbformat
import pytest
from grading_attacks import RIGHT, SECOND, Attack, master
from ordinary_user import run

from grader import sandbox, worker


@pytest.fixture
def folder(open_folder):
    """A folder with one submission."""
    (open_folder / "submitted").mkdir(exist_ok=True)
    nbformat.write(master(), open_folder / "master.ipynb")
    nbformat.write(Attack(RIGHT, SECOND).notebook(), open_folder / "submitted" / "ada.ipynb")
    return open_folder


def test_root_does_not_grade(monkeypatch):
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    with pytest.raises(sandbox.NoSandbox, match=r"does not run as root.*sudo -u"):
        worker.Worker()


def test_without_bubblewrap_it_says_how_to_get_it(folder):
    outcome = run(["-c", WITHOUT_BUBBLEWRAP.format("Worker()")], folder)
    assert "Install it (Debian, Ubuntu: apt install bubblewrap" in outcome.stdout, outcome.stderr


def test_with_the_words_it_grades_without_a_sandbox(folder):
    outcome = run(["-c", WITHOUT_BUBBLEWRAP.format("Worker(trusted=UNSANDBOXED)")], folder)
    assert outcome.stdout.strip() == "10.0", outcome.stderr


WITHOUT_BUBBLEWRAP = """
import os
from pathlib import Path

from grader.sandbox import NoSandbox
from grader.worker import UNSANDBOXED, Worker, hand_over

os.environ["PATH"] = "/nowhere"
try:
    given = Path("master.ipynb").read_text(), hand_over(Path("submitted/ada.ipynb")), {{}}
    result = {}.grade(*given)
    print(sum(question["points"] for question in result["questions"]))
except NoSandbox as error:
    print(error)
"""
