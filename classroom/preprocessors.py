"""The step of nbgrader's autograder that executes, replaced, for formgrader and its commands."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import Any

import nbformat
from nbgrader.preprocessors import NbGraderPreprocessor
from traitlets import List, Unicode

from classroom.course import OPTIONS
from grader.worker import Worker, hand_over


class Sandboxed(NbGraderPreprocessor):
    """Grades the notebook as it was handed in, and puts what was judged in its place."""

    hidden = List(OPTIONS["hidden"], help="packages that students must not import")
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
        with closing(Worker(self.hidden, trusted=self.trusted)) as worker:
            text = master.read_text(encoding="utf-8")
            result = worker.grade(text, hand_over(handed_in), {"student": about["student"]})
        return nbformat.reads(result["notebook"], as_version=4), resources
