"""The step of nbgrader's autograder that executes, replaced, for formgrader and its commands."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import nbformat
from nbgrader.preprocessors import NbGraderPreprocessor
from traitlets import List, Unicode

from grader.worker import Worker


class Sandboxed(NbGraderPreprocessor):
    """Grades the notebook as it was handed in, and puts what was judged in its place."""

    hidden = List(["mathlib", "classroom"], help="packages that students must not import")
    hidden.tag(config=True)
    trusted = Unicode("", help="the words by which a course goes without a sandbox")
    trusted.tag(config=True)

    def preprocess(self, nb: Any, resources: dict) -> tuple[Any, dict]:
        """Replace the notebook by the judged one."""
        about = resources["nbgrader"]
        course = Path(self.parent.coursedir.root)
        name = f"{about['notebook']}.ipynb"
        master = course / "source" / about["assignment"] / name
        handed_in = course / "submitted" / about["student"] / about["assignment"] / name
        worker = Worker(self.hidden, trusted=self.trusted)
        try:
            result = worker.grade(master, handed_in, {"student": about["student"]})
        finally:
            worker.close()
        return nbformat.reads(result["notebook"], as_version=4), resources
