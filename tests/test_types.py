"""What editors and type checkers see of the package is what there is."""

import ast
from pathlib import Path

import mathlib


def test_the_stub_of_the_face_names_what_the_face_loads():
    stub = ast.parse(Path(mathlib.__file__).with_suffix(".pyi").read_text("utf-8"))
    homes = {
        alias.asname: node.module
        for node in stub.body
        if isinstance(node, ast.ImportFrom) and node.module != "mathlib"
        for alias in node.names
        if alias.name == alias.asname
    }
    loaded = {name: getattr(mathlib, name).__module__ for name in mathlib.__all__}
    assert homes == loaded
