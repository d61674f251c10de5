"""A class is graded once, whatever happens on the way, and the same wherever it is graded."""

import json
import os
import random
import signal
import time
from pathlib import Path

import nbformat
import pytest
from grading_attacks import ATTACKS, QUICK, RIGHT, SECOND, Attack, master
from ordinary_user import ROOT, run, start

HERE = str(ROOT / "tests" / "classroom" / "grade_folder.py")

#: How many results a worker may hold, or have under way, that nobody has fetched yet.
AT_WORK = 4


@pytest.fixture
def folder(open_folder):
    """A folder with a class of thirty."""
    for old in open_folder.rglob("*.ipynb"):
        old.unlink()
    results = open_folder / "results"
    for old in results.glob("*") if results.exists() else ():
        old.unlink()
    (open_folder / "submitted").mkdir(exist_ok=True)
    nbformat.write(master(), open_folder / "master.ipynb")
    for number in range(30):
        name = QUICK[number % len(QUICK)]
        path = open_folder / "submitted" / f"s{number:02}-{name}.ipynb"
        nbformat.write(ATTACKS[name].notebook(), path)
    return open_folder


def points(results):
    return {
        student: [question["points"] for question in result["questions"]]
        for student, result in results.items()
    }


def expected(folder):
    return {
        path.stem: list(map(float, ATTACKS[path.stem.split("-", 1)[1]].honest))
        for path in (folder / "submitted").glob("*.ipynb")
    }


def test_what_was_killed_goes_on_and_loses_nothing(folder):
    random_moment = random.Random(20240518)
    for _ in range(20):
        process = start([HERE, str(folder)], folder)
        time.sleep(0.5 + 3 * random_moment.random())
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        for path in (folder / "results").glob("*.json"):
            assert json.loads(path.read_text())["identity"]
    outcome = run([HERE, str(folder)], folder)
    assert points(json.loads(outcome.stdout)) == expected(folder)
    assert len(list((folder / "results").glob("*.json"))) == 30


def test_a_graded_class_is_not_graded_again_but_where_it_changed(folder):
    first = json.loads(run([HERE, str(folder)], folder).stdout)
    times = {path: path.stat().st_mtime_ns for path in (folder / "results").glob("*.json")}
    changed = folder / "submitted" / "s01-honest-wrong.ipynb"
    nbformat.write(Attack(RIGHT, SECOND).notebook(), changed)
    second = json.loads(run([HERE, str(folder)], folder).stdout)
    assert points(first) == {**points(second), "s01-honest-wrong": [0, 0]}
    assert points(second)["s01-honest-wrong"] == [6, 4]
    rewritten = {path.stem for path, when in times.items() if path.stat().st_mtime_ns != when}
    assert rewritten == {"s01-honest-wrong"}


def test_two_workers_give_the_same_marks(folder):
    outcome = run([HERE, str(folder), "--workers", "2"], folder)
    assert outcome.returncode == 0, outcome.stderr
    assert points(json.loads(outcome.stdout)) == expected(folder)


def test_a_worker_that_is_killed_loses_nothing(folder):
    process = start([HERE, str(folder), "--workers", "2"], folder)
    while len(list((folder / "results").glob("*.json"))) < 3:
        time.sleep(0.1)
        assert process.poll() is None, process.communicate()
    workers = [
        number
        for number, command, environment in _processes()
        if "grader.worker" in command and str(folder) in environment
    ]
    os.kill(workers[0], signal.SIGKILL)
    output, error = process.communicate()
    assert process.returncode == 0, error
    assert points(json.loads(output)) == expected(folder)


def test_a_cluster_that_loses_a_worker_half_way_gives_every_mark_once(folder):
    for number in range(30, 40):
        name = QUICK[number % len(QUICK)]
        path = folder / "submitted" / f"s{number:02}-{name}.ipynb"
        nbformat.write(ATTACKS[name].notebook(), path)
    script = ROOT / "tests" / "classroom" / "grade_with_a_loss.py"
    outcome = run([str(script), str(folder)], folder)
    assert outcome.returncode == 0, outcome.stderr
    found = json.loads(outcome.stdout)
    assert found["points"] == expected(folder)
    assert len(list((folder / "results").glob("*.json"))) == 40
    assert found["handed over twice"] == 0
    assert found["submissions"] == 40
    assert found["graded"] <= 40 + AT_WORK


def _processes():
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            command = (folder / "cmdline").read_text(errors="replace")
            environment = (folder / "environ").read_text(errors="replace")
        except OSError:
            continue
        yield int(folder.name), command, environment
