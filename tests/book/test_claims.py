"""Every derivative on the page is checked where it stands, by a check that can fail."""

import pytest

from tools.claims import (
    BEGIN,
    END,
    KINDS,
    PAGE,
    Book,
    Row,
    checks,
    displays,
    problems,
    read,
    summary,
    table,
    written,
)
from tools.notebooks import chapters

BOOK = read(chapters())

SUM_RULE = r"$$ \frac{d}{dx} (f + g) = \frac{df}{dx} + \frac{dg}{dx} $$"
CHECK = 'ml.agree("r7", by_hand=a, by_algebra=b, measured=c, at={})'


def book(text, code, sort="equal"):
    """A book of one claim, r7, and one chapter."""
    rows = [Row("r7", sort, "a sum")]
    return Book(rows, displays(text, "sums"), checks(code, "sums"))


def sentences(*arguments, **options):
    return [problem.sentence for problem in problems(book(*arguments, **options))]


def test_every_claim_of_the_book_is_displayed_and_checked():
    assert [problem.sentence for problem in problems(BOOK)] == []


def test_the_page_of_claims_is_up_to_date():
    page = PAGE.read_text("utf-8")
    assert page == written(page, table(BOOK)), "run: make refresh"


def test_every_claim_of_the_book_is_counted_under_its_kind():
    assert {row.id[0] for row in BOOK.rows} == KINDS.keys()
    counted = [int(line.rpartition(" of ")[2]) for line in summary(BOOK)]
    assert sum(counted) == sum(row.sort != "definition" for row in BOOK.rows)


def test_what_is_not_proved_is_not_counted_as_proved():
    rows = [Row("r7", "equal", "a sum"), Row("m1", "equal", "an error"), Row("m2", "equal", "two")]
    text = "$$ a = b $$ (r7)\n\n$$ c = d $$ (m1)"
    made_up = Book(rows, displays(text, "sums"), checks(CHECK, "sums"))
    assert summary(made_up) == [
        "Claims of the article proved: 1 of 1",
        "Further topics proved: 0 of 0",
        "Laws of measuring proved: 0 of 2",
        "Claims on slips of the article proved: 0 of 0",
    ]


def test_a_claim_that_is_displayed_and_checked_has_no_problem():
    assert sentences(SUM_RULE + " (r7)", CHECK) == []


def test_a_claim_without_display_is_found():
    assert "r7 (a sum) is displayed nowhere" in sentences("", "")


def test_a_display_without_check_is_found():
    assert sentences(SUM_RULE + " (r7)", "") == [
        'sums: r7 is displayed, but no ml.agree("r7", ...) checks it there'
    ]


def test_every_display_of_a_claim_needs_a_check_of_its_own():
    text = f"{SUM_RULE} (r7)\n\n{SUM_RULE} (r7-2)"
    assert sentences(text, CHECK) == [
        'sums: r7-2 is displayed, but no ml.agree("r7-2", ...) checks it there'
    ]


def test_a_check_in_another_chapter_does_not_count():
    elsewhere = Book(
        [Row("r7", "equal", "a sum")],
        displays(SUM_RULE + " (r7)", "sums"),
        checks(CHECK, "products"),
    )
    assert len(problems(elsewhere)) == 2


def test_a_check_that_names_nothing_is_found():
    code = CHECK + "\n" + CHECK.replace("r7", "r8")
    assert sentences(SUM_RULE + " (r7)", code) == [
        "sums: a check names r8, but no equation there is so labelled"
    ]


def test_a_label_used_twice_is_found():
    text = f"{SUM_RULE} (r7)\n\n{SUM_RULE} (r7)"
    assert "r7 labels 2 equations, not one" in sentences(text, CHECK)


@pytest.mark.parametrize(
    "latex",
    [
        r"\frac{d}{dx} x^2 = 2 x",
        r"\frac{dy}{dx} = 2 x",
        r"\tfrac{d y}{d x} = 2 x",
        r"\frac{\partial f}{\partial \mathbf{x}} = \mathbf{x}^T",
        r"\nabla f = [2, 3]",
    ],
)
def test_a_derivative_without_label_is_found(latex):
    text = f"{SUM_RULE} (r7)\n\n$$ {latex} $$"
    assert sentences(text, CHECK) == [f"sums: a displayed derivative has no label: {latex}"]


def test_an_equation_without_derivative_needs_no_label():
    assert sentences(f"{SUM_RULE} (r7)\n\n$$ \\frac{{a}}{{b}} = c $$", CHECK) == []


def test_a_label_of_no_known_claim_is_found():
    text = f"{SUM_RULE} (r7)\n\n$$ a = b $$ (r700)"
    assert sentences(text, CHECK)[0].startswith("sums: the equation r700 belongs to no claim")


def test_one_witness_beside_the_hand_is_not_enough():
    code = 'ml.agree("r7", by_hand=a, measured=c, at={})'
    assert sentences(SUM_RULE + " (r7)", code) == ["sums: r7 is checked by fewer than 3 witnesses"]


def test_a_condition_needs_one_witness():
    code = 'ml.agree("r7", stated=a, measured=c)'
    assert sentences(SUM_RULE + " (r7)", code, sort="condition") == []


def test_what_is_wrong_on_purpose_must_be_shown_to_fail():
    text = SUM_RULE + " (r7)"
    assert sentences(text, 'ml.differ("r7", wrong=a, measured=c)', sort="refuted") == []
    assert sentences(text, CHECK, sort="refuted") == [
        'sums: r7 is displayed, but no ml.differ("r7", ...) checks it there'
    ]


def test_what_is_right_instead_is_checked_like_any_other_claim():
    text = f"{SUM_RULE} (r7)\n\n{SUM_RULE} (r7-2)"
    wrong = 'ml.differ("r7", wrong=a, measured=c)\n'
    right = CHECK.replace("r7", "r7-2")
    assert sentences(text, wrong + right, sort="refuted") == []
    assert sentences(text, wrong + right.replace("agree", "differ"), sort="refuted") == [
        'sums: r7-2 is displayed, but no ml.agree("r7-2", ...) checks it there'
    ]
    assert sentences(text, wrong + right.replace("by_algebra=b, ", ""), sort="refuted") == [
        "sums: r7-2 is checked by fewer than 3 witnesses"
    ]


def test_a_page_without_its_marks_is_refused():
    with pytest.raises(ValueError, match=r"coverage\.md has lost its marks"):
        written("no marks here", [])
    assert written(f"{BEGIN}\nold\n{END}\n", ["new"]) == f"{BEGIN}\n\nnew\n\n{END}\n"


@pytest.mark.parametrize("label", ["R7", "7", "r", "r7-", "r7a", "by_hand", ""])
def test_a_check_with_a_malformed_id_is_astray(label):
    code = f'ml.agree("r7", a=1, b=2, c=3)\nml.agree("{label}", a=1, b=2, c=3)'
    wanted = f"sums: a check names {label}, but no equation there is so labelled"
    assert sentences(SUM_RULE + " (r7)", code) == [wanted]
