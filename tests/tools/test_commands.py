"""The small commands say what is in their way."""

import os
import socket
import subprocess

import pytest

from tools import lab, serve
from tools.notebooks import ROOT, settings_folder


def test_a_port_that_is_taken_is_named_with_another():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(SystemExit, match=f"Port {port} is taken .* make serve PORT={port + 1}"):
            serve.serve(port)


def test_root_is_told_how_to_allow_it(monkeypatch):
    monkeypatch.setattr(os, "geteuid", lambda: 0, raising=False)
    with pytest.raises(SystemExit, match="make lab ARGS=--allow-root"):
        lab.start([])


def test_the_lab_starts_on_the_ground_of_the_tests(monkeypatch):
    started = []
    monkeypatch.setattr(lab, "main", started.append)
    monkeypatch.setattr(os, "environ", {**os.environ, "PYTHONPATH": "/another/book"})
    monkeypatch.chdir(ROOT)
    lab.start(["--allow-root"])
    assert started == [["--allow-root"]]
    assert os.environ["PYTHONPATH"].split(os.pathsep)[0] == str(ROOT)


def test_where_nothing_can_be_written_settings_lie_elsewhere(monkeypatch, tmp_path):
    book = tmp_path / "book"
    book.touch()  # not a folder: nothing can be written in it
    monkeypatch.setattr("tools.notebooks.ROOT", book)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    monkeypatch.setenv("USER", "ann")
    assert settings_folder() == tmp_path / "book-ann"


def test_the_commands_run_whatever_python_is_told_about_its_path():
    script = f'include {ROOT / "Makefile"}\nshow:\n\t@echo "[$$PYTHONSAFEPATH]"\n'
    shown = subprocess.run(
        ["make", "-f", "-", "show"],
        input=script,
        env=os.environ | {"PYTHONSAFEPATH": "1"},
        capture_output=True,
        text=True,
    )
    assert shown.stdout == "[]\n"
