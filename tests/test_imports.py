"""The wings of mathlib import one way; a witness imports nothing of the engine."""

import ast
import importlib
import importlib.util
import subprocess
import sys
from pathlib import Path

import pytest

import mathlib

PACKAGE = Path(mathlib.__file__).parent

#: What each wing may import of the others.
WINGS = {
    "data": set(),
    "witnesses": set(),
    "symbolic": set(),
    "figures": set(),
    "printing": {"symbolic"},
    "reading": {"symbolic"},
    "evaluation": {"symbolic", "witnesses"},  # of these, only how entries are named
    "teaching": {"printing", "reading", "evaluation", "symbolic", "witnesses"},
}
#: Of what `teaching` holds, what each part may import of the others.
TEACHING = {
    "sample_points": set(),
    "derivations": {"sample_points"},
    "diagnosis": {"sample_points"},
    "checking": {"sample_points", "diagnosis"},
    "exercises": {"sample_points", "derivations", "checking"},
}
#: The one step up: methods of an expression that read it or compute it, imported when called.
UPWARD = {"mathlib.symbolic.methods": {"printing", "evaluation"}}
FILES = [path for path in sorted(PACKAGE.rglob("*.py")) if path.parent != PACKAGE]


def name_of(path):
    parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
    return ".".join(part for part in parts if part != "__init__")


def names_imported(nodes):
    """Yield every name that the import statements among the nodes mention, in full."""
    for node in nodes:
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, "a relative import hides the direction from this test"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def parts_imported(nodes, depth=1):
    """Return the wings that the nodes import; with depth 2, the parts of a wing."""
    parts = [name.split(".") for name in names_imported(nodes)]
    return {(*rest, "", "")[depth - 1] for package, *rest in parts if package == "mathlib"}


def at_import(tree):
    """Return the nodes that run when the module is imported.

    Those are all outside its functions, but for what only a type checker reads.
    """
    pending, nodes = [tree], []
    for node in iter(lambda: pending.pop() if pending else None, None):
        nodes.append(node)
        typing = isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"
        if not (typing or isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)):
            pending.extend(ast.iter_child_nodes(node))
    return nodes


@pytest.fixture(params=FILES, ids=name_of)
def module(request):
    """Return the name of a module, and its syntax tree."""
    return name_of(request.param), ast.parse(request.param.read_text(encoding="utf-8"))


def test_wings_import_one_way(module):
    name, tree = module
    wing = name.split(".")[1]
    allowed = WINGS[wing] | UPWARD.get(name, set())
    assert parts_imported(ast.walk(tree)) <= allowed | {wing}
    assert parts_imported(at_import(tree)) <= WINGS[wing] | {wing}


def test_the_parts_of_teaching_import_one_way(module):
    name, tree = module
    _, wing, *rest = name.split(".")
    if wing == "teaching" and rest:
        nodes = [n for n in ast.walk(tree) if isinstance(n, ast.Import | ast.ImportFrom)]
        ours = [n for n in nodes if (getattr(n, "module", "") or "").startswith("mathlib.teaching")]
        assert parts_imported(ours, depth=2) <= TEACHING[rest[0]] | {rest[0]}


def test_no_module_imports_itself_through_others():
    trees = {name_of(path): ast.parse(path.read_text(encoding="utf-8")) for path in FILES}
    arrows = {
        name: {
            other
            for found in names_imported(at_import(tree))
            for other in (found, found.rpartition(".")[0])
            if other in trees and other != name
        }
        for name, tree in trees.items()
    }
    while free := {name for name, others in arrows.items() if not others}:
        arrows = {name: others - free for name, others in arrows.items() if name not in free}
    assert not arrows, f"a circle among {sorted(arrows)}"


@pytest.mark.parametrize(
    ("source", "imported"),
    [
        ("import mathlib.printing.printer", {"printing"}),
        ("from mathlib.printing.printer import latex", {"printing"}),
        ("from mathlib.printing import printer", {"printing"}),
        ("from mathlib import printing", {"printing"}),
        ("import mathlib", {""}),
        ("if True:\n    import mathlib.printing", {"printing"}),
        ("if TYPE_CHECKING:\n    from mathlib import printing", set()),
        ("def latex(self):\n    from mathlib import printing", set()),
        ("import numpy", set()),
    ],
)
def test_these_imports_would_be_seen(source, imported):
    assert parts_imported(at_import(ast.parse(source))) == imported


@pytest.mark.parametrize("wing", ["symbolic", "printing"])
def test_the_engine_and_its_printing_load_no_library(wing):
    modules = [name_of(path) for path in FILES if name_of(path).split(".")[1] == wing]
    assert loaded(f"import {', '.join(modules)}") == "set()\n"


def test_importing_the_package_loads_no_library():
    assert loaded("import mathlib; dir(mathlib)") == "set()\n"


def loaded(statement):
    """Return which of the large libraries a statement loads in a fresh process."""
    libraries = "{'numpy', 'sympy', 'matplotlib'}"
    done = subprocess.run(
        [sys.executable, "-c", f"import sys; {statement}; print({libraries} & set(sys.modules))"],
        cwd=PACKAGE.parent,
        capture_output=True,
        text=True,
    )
    return done.stdout or done.stderr


def test_dir_lists_the_names_for_chapters_and_no_other():
    assert dir(mathlib) == sorted(mathlib.__all__)
    assert {"agree", "differ", "measure", "sympy_jacobian"} <= set(mathlib.__all__)


@pytest.mark.parametrize("name", mathlib.__all__)
def test_every_name_can_be_had_and_is_documented(name):
    assert getattr(mathlib, name).__doc__


@pytest.mark.parametrize("name", mathlib.__all__)
def test_no_name_is_also_the_name_of_a_module(name):
    # Importing mathlib.x binds mathlib.x to the module: a function x would be hidden by it.
    assert importlib.util.find_spec(f"mathlib.{name}") is None


def test_modules_can_be_reached_as_attributes():
    assert mathlib.figures is importlib.import_module("mathlib.figures")


@pytest.mark.parametrize("name", ["grad", "__wrapped__"])
def test_an_unknown_name_is_an_ordinary_attribute_error(name):
    with pytest.raises(AttributeError, match=f"module 'mathlib' has no attribute '{name}'"):
        getattr(mathlib, name)
