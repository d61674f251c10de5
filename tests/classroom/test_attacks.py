"""No submission gets marks that it has not earned, sees a test, or harms another."""

import json

import nbformat
import pytest
from further_grading_attacks import FURTHER
from grading_attacks import ATTACKS as FIRST, master
from ordinary_user import ROOT, run

ATTACKS = FIRST | FURTHER

#: What an attack prints if it reached what it must not reach.
REACHED = (
    "HIDDEN-SENTENCE",
    "BREACHED",
    "WROTE",
    "MADE",
    "LINKED",
    "CUT",
    "OUT",
    "BOUND",
    "RAISED",
    "NS 0",
)


@pytest.fixture(scope="module")
def graded(open_folder):
    """Grade every attack in one batch, honest work among them."""
    submitted = open_folder / "submitted"
    submitted.mkdir()
    nbformat.write(master(), open_folder / "master.ipynb")
    for name, attack in ATTACKS.items():
        nbformat.write(attack.notebook(), submitted / f"{name}.ipynb")
    outcome = run(
        [str(ROOT / "tests" / "classroom" / "grade_folder.py"), str(open_folder)], open_folder
    )
    assert outcome.returncode == 0, outcome.stderr
    return json.loads(outcome.stdout)


@pytest.mark.parametrize("name", ATTACKS)
def test_an_attack_earns_what_its_honest_part_is_worth(graded, name):
    earned = tuple(question["points"] for question in graded[name]["questions"])
    assert earned == tuple(map(float, ATTACKS[name].honest)), graded[name]["questions"]


@pytest.mark.parametrize("name", ATTACKS)
def test_an_attack_reaches_nothing(graded, name):
    judged = nbformat.reads(graded[name]["notebook"], as_version=4)
    printed = "".join(
        output.get("text", "")
        for cell in judged.cells
        if cell.cell_type == "code" and not cell.metadata.get("nbgrader", {}).get("grade")
        for output in cell.outputs
    )
    assert not [word for word in REACHED if word in printed]
    assert len(printed) < 10_000


def test_what_took_too_long_is_told_with_what_it_cost(graded):
    first, second = graded["endless-loop"]["questions"]
    assert first["points"] == 6
    assert second["said"] == (
        "Your cell ended with: this cell took longer than 10 s and was stopped; what this cell "
        "defined is lost. Then NameError: name 'answer' is not defined"
    )
