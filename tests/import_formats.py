"""What the platforms take in, written down from their documentation and their importers.

None of them publishes a schema of its own, so these are ours. Moodle's XML: the page "Moodle XML
format" of its documentation, and ``question/format/xml/format.php``; the boxes in a cloze text:
``question/type/multianswer/questiontype.php``. STACK: ``questiontype.php`` and
``api/util/StackQuestionLoader.php`` of ``maths/moodle-qtype_stack``, and its sample questions.
Gradescope: "Autograder Specifications", section "Output format". Canvas:
``lib/gradebook_importer.rb`` of ``instructure/canvas-lms``. Moodle's grades: "Grade import".
"""

import re

FLAG, COUNT, NUMBER, ANY = r"[01]", r"\d+", r"-?\d+(\.\d+)?", r"(?s:.*)"
NAME = r"[a-zA-Z]\w*"
SCORE = r"0(\.\d+)?|1(\.0+)?"

#: Of each element: its attributes, its children in their order as a regular expression over names,
#: and what its text must be. A name stands for the element within its parent, or for every other.
GRAMMAR = {
    "quiz": ({}, "(question )*", ""),
    "question:cloze": ({"type": "cloze"}, "name questiontext generalfeedback ", ""),
    "question:stack": (
        {"type": "stack"},
        "name questiontext generalfeedback defaultgrade penalty hidden questionvariables "
        "specificfeedback questionnote questionsimplify assumepositive assumereal (input )+(prt )+"
        "(qtest )*",
        "",
    ),
    "question/name": ({}, "text ", ""),
    "questiontext": ({"format": "html"}, "text ", ""),
    "generalfeedback": ({"format": "html"}, "text ", ""),
    "specificfeedback": ({"format": "html"}, "text ", ""),
    "questionnote": ({"format": "html"}, "text ", ""),
    "truefeedback": ({"format": "html"}, "text ", ""),
    "falsefeedback": ({"format": "html"}, "text ", ""),
    "questionvariables": ({}, "text ", ""),
    "feedbackvariables": ({}, "text ", ""),
    "text": ({}, "", ANY),
    "input": (
        {},
        "name type tans boxsize strictsyntax insertstars syntaxhint forbidwords allowwords "
        "forbidfloat requirelowestterms checkanswertype mustverify showvalidation options ",
        "",
    ),
    "type": ({}, "", "algebraic|matrix"),
    "prt": ({}, "name value autosimplify feedbackstyle feedbackvariables (node )+", ""),
    "node": (
        {},
        "name answertest sans tans testoptions quiet truescoremode truescore truepenalty "
        "truenextnode trueanswernote truefeedback falsescoremode falsescore falsepenalty "
        "falsenextnode falseanswernote falsefeedback ",
        "",
    ),
    "node/name": ({}, "", COUNT),
    "answertest": ({}, "", "AlgEquiv"),
    "qtest": ({}, "testcase (testinput )+(expected )+", ""),
    "testinput": ({}, "name value ", ""),
    "testinput/value": ({}, "", NAME),
    "expected": ({}, "name expectedscore expectedpenalty expectedanswernote ", ""),
    **dict.fromkeys(["truescore", "falsescore", "expectedscore"], ({}, "", SCORE)),
    **dict.fromkeys(["truescoremode", "falsescoremode"], ({}, "", "=")),
    **dict.fromkeys(["truenextnode", "falsenextnode"], ({}, "", r"-1|\d+")),
    **dict.fromkeys(["trueanswernote", "falseanswernote"], ({}, "", r"prt1-\d+-[TF]")),
    **dict.fromkeys(["expectedanswernote"], ({}, "", r"prt1-\d+-[TF]")),
    **dict.fromkeys(["truepenalty", "falsepenalty", "expectedpenalty"], ({}, "", "")),
    **dict.fromkeys(["syntaxhint", "forbidwords", "allowwords", "options"], ({}, "", "")),
    "testoptions": ({}, "", ""),
    **dict.fromkeys(["defaultgrade", "penalty", "value"], ({}, "", NUMBER)),
    **dict.fromkeys(["boxsize", "insertstars", "testcase", "showvalidation"], ({}, "", COUNT)),
    **dict.fromkeys(["hidden", "questionsimplify", "assumepositive", "assumereal"], ({}, "", FLAG)),
    **dict.fromkeys(["strictsyntax", "forbidfloat", "requirelowestterms"], ({}, "", FLAG)),
    **dict.fromkeys(["checkanswertype", "mustverify", "autosimplify", "quiet"], ({}, "", FLAG)),
    "feedbackstyle": ({}, "", "1"),  # 0, as where it is missing, gives no marks
    **dict.fromkeys(["name", "tans", "sans"], ({}, "", NAME)),
}

#: As Moodle's importer recognises a box for a number: points, answer, how far off it may be.
_AMOUNT = r"-?(?:[0-9]+[.,]?[0-9]*|[.,][0-9]+)(?:[eE][-+]?[0-9]+)?"
BOX = re.compile(rf"\{{1:NUMERICAL:=({_AMOUNT}):({_AMOUNT})\}}")
#: What has a meaning in STACK's texts: blocks, and values of Maxima.
BLOCK = re.compile(r"\[\[(?!(?:input|validation):ans1\]\]|feedback:prt1\]\])|\{@|\{#")

GRADESCOPE = {
    "type": "object",
    "additionalProperties": False,
    "required": ["score", "tests"],
    "properties": {
        "score": {"type": "number"},
        "output": {"type": "string"},
        "tests": {
            "type": "array",
            "items": {
                "type": "object",
                "additionalProperties": False,
                "required": ["name", "score", "max_score"],
                "properties": {
                    "name": {"type": "string"},
                    "score": {"type": "number", "minimum": 0},
                    "max_score": {"type": "number", "minimum": 0},
                    "output": {"type": "string"},
                    "output_format": {"enum": ["text", "html", "simple_format", "md", "ansi"]},
                    "visibility": {
                        "enum": ["hidden", "after_due_date", "after_published", "visible"]
                    },
                },
            },
        },
    },
}


def faults(element, parent=""):
    """Return what an importer would not take, element by element."""
    named = [f"{element.tag}:{element.get('type')}", f"{parent}/{element.tag}", element.tag]
    rule = next((GRAMMAR[name] for name in named if name in GRAMMAR), None)
    if rule is None:
        return [f"{parent}: no element {element.tag} is known there"]
    attributes, children, text = rule
    names = "".join(f"{child.tag} " for child in element)
    found = []
    if element.attrib != attributes:
        found.append(f"{element.tag}: {element.attrib}")
    if not re.fullmatch(children, names):
        found.append(f"{element.tag}: has {names}")
    if not re.fullmatch(text, (element.text or "").strip()):
        found.append(f"{element.tag}: says {element.text!r}")
    return found + [fault for child in element for fault in faults(child, element.tag)]


def canvas_faults(rows):
    """Return what Canvas's importer would not take of a table of grades."""
    head = rows[0]
    found = []
    if not ("Student" in head[0] and "ID" in head[1]):
        found.append("the first columns are not Student and ID")
    if head[2:5] != ["SIS User ID", "SIS Login ID", "Section"]:
        found.append("the columns before the marks are not those of Canvas")
    if re.search(r"\(\d+\)$", head[-1]):
        found.append("the new column bears a number, and would be taken for an old assignment")
    if not any("Points Possible" in row[0] for row in rows[1:]):
        found.append("no row says how many points there are")
    if any(len(row) != len(head) for row in rows):
        found.append("the rows differ in length, so the separator is not recognised")
    return found
