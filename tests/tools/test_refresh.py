"""The refresh tool stores what a notebook computes, the same bytes every time."""

import pytest
from nbformat import v4
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from tools import refresh
from tools.stored import RULES, load

EDITED = {
    "collapsed": True,
    "execution": {"iopub.status.busy": "2026-01-01"},
    "tags": ["hide-cell"],
}


@pytest.fixture
def path(tmp_path):
    """Return a notebook as an editor leaves it: half run, and full of the editor's own notes."""
    stale = new_output("stream", text="6")
    notebook = new_notebook(
        cells=[
            new_markdown_cell("# A title"),
            new_code_cell("import sys\nprint(6 * 7)", outputs=[stale], execution_count=12),
            new_code_cell("print('to', 'you')\n6 * 9", metadata=EDITED),
        ],
        metadata={"kernelspec": {"name": "my-env", "display_name": "My env"}, "widgets": {}},
    )
    path = tmp_path / "notebook.ipynb"
    path.write_text(v4.writes(notebook, indent=4), "utf-8")
    return path


def test_what_is_stored_is_what_runs_and_keeps_every_rule(path, capsys):
    assert refresh.main([str(path)]) == 0
    assert "stored anew" in capsys.readouterr().out
    _, first, second = load(path).notebook.cells
    assert first.outputs[0].text == "42\n"
    assert [output.get("text") for output in second.outputs] == ["to you\n", None]
    assert second.metadata == {"tags": ["hide-cell"]}
    assert [said for rule in RULES for said in rule(load(path))] == []


def test_a_second_run_changes_no_byte(path, capsys):
    refresh.main([str(path)])
    stored = path.read_bytes()
    capsys.readouterr()
    assert refresh.main([str(path)]) == 0
    assert path.read_bytes() == stored
    assert capsys.readouterr().out == "Notebooks stored as they run: 1 of 1\n"


def test_check_names_the_cell_that_differs_and_writes_nothing(path, capsys):
    refresh.main([str(path)])
    path.write_text(path.read_text("utf-8").replace('"54"', '"45"'), "utf-8")
    altered = path.read_bytes()
    capsys.readouterr()
    assert refresh.main(["--check", str(path)]) == 1
    said = capsys.readouterr().out
    assert "notebook.ipynb: cell 3" in said
    assert (
        """begins "print('to', 'you')") is not stored as it runs. First of its text/plain: """
        in said
    )
    assert "stored '45', now '54'. Run: make refresh ARGS=" in said
    assert path.read_bytes() == altered


def test_a_cell_that_fails_is_named_and_nothing_is_stored(path, capsys):
    path.write_text(path.read_text("utf-8").replace("6 * 9", "6 / 0"), "utf-8")
    before = path.read_bytes()
    assert refresh.main([str(path)]) == 1
    assert "cell 3" in (said := capsys.readouterr().out)
    assert said.endswith("ZeroDivisionError: division by zero\n")
    assert path.read_bytes() == before


def test_a_warning_is_neither_stored_nor_said_to_be_stored(path, capsys):
    refresh.main([str(path)])
    warning = "sys.stderr.write('no cache'); 6 * 9"
    path.write_text(path.read_text("utf-8").replace("6 * 9", warning), "utf-8")
    before = path.read_bytes()
    for options in ([], ["--check"]):
        capsys.readouterr()
        assert refresh.main([*options, str(path)]) == 1
        said = capsys.readouterr().out
        assert "cell 3" in said
        assert "warns: 'no cache' No notebook is stored with a warning." in said
        assert "make refresh" not in said
    assert path.read_bytes() == before


def test_a_notebook_that_does_not_exist_is_named(capsys):
    with pytest.raises(SystemExit):
        refresh.main(["chapters/nowhere.ipynb"])
    assert "there is no notebook chapters/nowhere.ipynb" in capsys.readouterr().err
