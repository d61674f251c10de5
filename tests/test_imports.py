"""A module of mathlib imports only from layers below, and a witness from none at all."""

import ast
import importlib.util
import subprocess
import sys
from pathlib import Path

import pytest

import mathlib

PACKAGE = Path(mathlib.__file__).parent

#: From the top; `figures` may be a package, which counts as one module.
LAYERS = [
    {"exercises"},
    {"diagnosis"},
    {"derivations"},
    {"proofs", "steps"},
    {"points", "registers"},
    {"agreement", "mistakes", "slips", "tracing", "recipes"},
    {"figures", "notation", "evaluation"},
    {"matrix_form", "numpy_code", "written_out"},
    {"components", "measurement", "derivatives", "forms", "contraction"},
    {"factoring", "functions", "symbols", "code_lines"},
    {"algebra"},
    {"constants", "labels", "cancellation"},
    {"nodes"},
    {"expressions"},
]
#: Their agreement with the engine proves nothing unless they share nothing with it.
WITNESSES = {"components", "measurement"}

DEPTH = {module: depth for depth, layer in enumerate(LAYERS) for module in layer}
FILES = [path for path in sorted(PACKAGE.rglob("*.py")) if path != PACKAGE / "__init__.py"]


def module_of(path):
    return path.relative_to(PACKAGE).with_suffix("").parts[0]


def names_imported(nodes):
    """Yield every name that the import statements among the nodes mention, in full."""
    for node in nodes:
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, "a relative import hides the direction from this test"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def modules_imported(nodes):
    """Return the modules of mathlib that the nodes import."""
    parts = [name.split(".") for name in names_imported(nodes)]
    return {rest[0] if rest else "" for package, *rest in parts if package == "mathlib"}


def at_import(tree):
    """Return the nodes that run when the module is imported: those outside its functions."""
    pending, nodes = [tree], []
    for node in iter(lambda: pending.pop() if pending else None, None):
        nodes.append(node)
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            pending.extend(ast.iter_child_nodes(node))
    return nodes


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_module_imports_only_from_layers_below(path):
    module = module_of(path)
    imported = modules_imported(at_import(ast.parse(path.read_text(encoding="utf-8"))))
    upward = [other for other in imported - {module} if DEPTH.get(other, -1) <= DEPTH[module]]
    assert not upward


@pytest.mark.parametrize("module", sorted(WITNESSES))
def test_a_witness_imports_nothing_of_the_package(module):
    tree = ast.parse((PACKAGE / f"{module}.py").read_text(encoding="utf-8"))
    assert not modules_imported(ast.walk(tree))


@pytest.mark.parametrize(
    ("source", "imported"),
    [
        ("import mathlib.notation", {"notation"}),
        ("from mathlib.notation import latex", {"notation"}),
        ("from mathlib import notation", {"notation"}),
        ("import mathlib", {""}),
        ("if True:\n    import mathlib.notation", {"notation"}),
        ("def latex(self):\n    from mathlib import notation", set()),
        ("import numpy", set()),
    ],
)
def test_these_imports_would_be_seen(source, imported):
    assert modules_imported(at_import(ast.parse(source))) == imported


def test_importing_the_package_loads_no_library():
    libraries = "{'numpy', 'sympy', 'matplotlib'}"
    command = f"import sys, mathlib; dir(mathlib); print({libraries} & set(sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", command], cwd=PACKAGE.parent, capture_output=True, text=True
    )
    assert done.stdout == "set()\n", done.stderr


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
