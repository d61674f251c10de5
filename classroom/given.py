"""The code that stands at the top of every assignment: it shows a student's own questions.

Everybody has the same notebook. The student's id chooses, for each question, one of its variants,
so that neighbours have different numbers, letters and slips. PAPER holds what is shown, never a
key.
"""

import hashlib
import json

from IPython.display import Markdown

PAPER = json.loads("{}")


def variant(question):
    """Say which variant of a question this student has, counted from 0."""
    text = f"{PAPER['assignment']}/{question}/{student}"
    digest = hashlib.sha256(text.encode()).digest()
    return int.from_bytes(digest[:8], "big") % len(PAPER["questions"][question]["variants"])


def show(question):
    """Show this student's variant of a question."""
    if not student:
        return Markdown("*Put your id into the first cell, between the quotes, and run it.*")
    return Markdown(PAPER["questions"][question]["variants"][variant(question)])


def readable(question, **answers):
    """Say whether an answer can be read at all; whether it is right is told with the marks."""
    wanted = PAPER["questions"][question]["answers"]
    for name, value in answers.items():
        kinds, said = wanted[name]
        if value is ...:
            return f"{name} is not answered yet."
        if type(value).__name__ not in kinds:
            return f"{name} should be {said}, not a {type(value).__name__}."
    return "This can be read. Whether it is right is tested when it is graded, with more than this."
