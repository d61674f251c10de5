"""Interactive figures: they move by hand, say what is true, and leave alone whoever has none.

What a figure says in its sentence is what a reader reads, so the numbers are taken from there and
compared with measured derivatives, which share no code with the scripts.
"""

import re

import matplotlib.pyplot as plt
import numpy as np
import pytest

import mathlib as ml
from mathlib import figures
from mathlib.figures import moving
from tools.notebooks import ROOT

ASSETS = ROOT / "assets"
#: A figure as its sentence rounds it.
ROUNDED = {"abs": 5.1e-5}


@pytest.fixture(scope="module")
def trial(tmp_path_factory):
    """Return the address of a page with every figure, in a folder, beside nothing else."""
    shown = []
    for name in moving.NAMES:
        still = plt.figure(figsize=(2, 1))
        alt = f"A still picture that stands for {name}."
        shown.append(
            figures.interactive(name, still, title=f"Moving {name}", alt=alt)._repr_html_()
        )
    page = tmp_path_factory.mktemp("trial") / "trial.html"
    page.write_text(
        '<!doctype html><html lang="en"><meta charset="utf-8"><title>Trial</title>'
        '<meta name="viewport" content="width=device-width">'
        f'<script defer src="{(ASSETS / "interactive" / "frame.js").as_uri()}"></script>'
        f"<main><h1>Trial</h1>{''.join(shown)}</main>",
        "utf-8",
    )
    return page.as_uri()


@pytest.fixture(scope="module")
def page(browser, trial):
    """Return the page with every figure, at the width of a phone, all of them alive."""
    page = browser.new_page(viewport={"width": 390, "height": 900})
    page.asked = []
    page.on("request", lambda request: page.asked.append(request.url))
    page.goto(trial)
    for name in moving.NAMES:
        page.locator(f"interactive-figure[name={name}] form").wait_for()
    yield page
    page.close()


@pytest.fixture
def move(page):
    """Set the controls of a figure, and return what it then says."""

    def moved(name, **values):
        figure = page.locator(f"interactive-figure[name={name}]")
        figure.get_by_role("button", name="Start again").click()
        for control, value in values.items():
            field = figure.locator(f"input[name={control}]")
            if isinstance(value, bool):
                field.set_checked(value)
            else:
                field.fill(f"{value:g}")
        return said(figure.locator("p"))

    return moved


def said(sentence):
    """Return a sentence with the minus signs that Python knows."""
    return sentence.inner_text().replace("\u2212", "-")


def numbers(pattern, sentence):
    """Return the numbers in a sentence where the pattern has its groups."""
    return [float(group) for group in re.search(pattern, sentence).groups()]


N = r"\(?(-?[\d.]*\d)\)?"


@pytest.mark.parametrize(("x", "h"), [(1, 1.5), (-0.7, 0.35), (1.3, -1.25)])
def test_the_secant_says_the_quotient_and_the_measured_slope(move, x, h):
    pattern = rf"2x \+ h [=≈] {N}\..* 2x [=≈] {N}\..*differ by h = {N}\."
    found = numbers(pattern, move("secant", x=x, h=h))
    quotient = (np.square(x + h) - np.square(x)) / h
    assert found == pytest.approx([quotient, ml.measure(np.square, float(x)), h], **ROUNDED)


def test_without_a_step_there_is_no_secant(move):
    sentence = move("secant", x=0.5, h=0)
    assert "there is no secant" in sentence
    assert numbers(rf"2x = {N}\.", sentence) == pytest.approx([1])


def bowl(p):
    return p[0] ** 2 + p[1] ** 2


@pytest.mark.parametrize(("x", "y", "angle"), [(1, 2, 0), (-0.25, 1.5, 125), (1.75, -2, 310)])
def test_the_plane_says_the_measured_slopes(move, x, y, angle):
    sentence = move("plane", x=x, y=y, angle=angle)
    pattern = rf"= \[{N}, {N}\].*sin \d+° [=≈] {N}\..*²\) [=≈] {N},"
    gradient = ml.measure(bowl, [x, y])
    u = np.array([np.cos(np.radians(angle)), np.sin(np.radians(angle))])
    along = ml.measure(lambda t: bowl(np.array([x, y]) + t * u), 0.0)
    expected = [*gradient, along, np.linalg.norm(gradient)]
    assert numbers(pattern, sentence) == pytest.approx(expected, **ROUNDED)


def test_at_the_bottom_of_the_bowl_every_direction_is_level(move):
    assert "lies flat: the slope is 0 in every direction" in move("plane", x=0, y=0, angle=75)


OUTER = {True: np.sin, False: lambda u: u}


@pytest.mark.parametrize("sine", [False, True])
@pytest.mark.parametrize("x", [1, -1.3])
def test_the_paths_add_up_to_the_measured_derivative(move, x, sine):
    sentence = move("paths", x=x, sine=sine)
    pattern = rf"gives 1 · .+? [=≈] {N}\. .*gives 2x .+? [=≈] {N}\. .*dy/dx = .* [=≈] {N}\."
    total = ml.measure(lambda x: OUTER[sine](x + x**2), float(x))
    by_path = one_path(x, sine, "direct"), one_path(x, sine, "square")
    assert numbers(pattern, sentence) == pytest.approx([*by_path, total], **ROUNDED)


@pytest.mark.parametrize("sine", [False, True])
@pytest.mark.parametrize(("path", "held"), [("direct", "u₁ = x²"), ("square", "the added x")])
def test_a_missing_path_is_a_variable_held_constant(move, path, held, sine):
    off = {"square": "direct", "direct": "square"}[path]
    sentence = move("paths", x=0.8, sine=sine, **{off: False})
    assert f"holds {held} constant, and is wrong" in sentence
    pattern = rf"The answer {N} holds .* [=≈] {N}\."
    total = ml.measure(lambda x: OUTER[sine](x + x**2), 0.8)
    expected = [one_path(0.8, sine, path), total]
    assert numbers(pattern, sentence) == pytest.approx(expected, **ROUNDED)


def one_path(x, sine, path):
    """Measure what x does by one path alone, the other occurrence of x held where it is."""
    moved = {"direct": lambda t: t + x**2, "square": lambda t: x + t**2}[path]
    return ml.measure(lambda t: OUTER[sine](moved(t)), float(x))


def test_a_missing_path_that_carries_nothing_does_no_harm_there(move):
    assert "and is right at this point only" in move("paths", x=0, square=False)


def test_without_a_path_nothing_reaches_y(move):
    assert "x could not move y at all" in move("paths", x=2, direct=False, square=False)


@pytest.mark.parametrize(
    ("x1", "x2", "state"),
    [(1.25, 0.75, "on"), (-1, 0.25, "off")],
)
def test_the_neuron_says_its_value_and_its_measured_slopes(move, x1, x2, state):
    at = {"w1": 0.75, "w2": -0.5, "b": 0.25}
    sentence = move("relu", x1=x1, x2=x2, **at)
    assert f"the neuron is {state}." in sentence
    pattern = rf"answers {N}; its slopes by w are .*\[{N}, {N}\], and by b it is {N}\."

    def neuron(p):
        return np.maximum(0, p[0] * x1 + p[1] * x2 + p[2])

    values = np.array([*at.values()])
    expected = [neuron(values), *ml.measure(neuron, values)]
    assert numbers(pattern, sentence) == pytest.approx(expected, **ROUNDED)


def test_on_the_kink_the_neuron_says_that_a_slope_is_chosen(move):
    assert "on the kink there is no slope" in move("relu", w1=1, w2=0.5, b=-1, x1=0.5, x2=1)


def valley(w):
    return (w[0] ** 2 + 9 * w[1] ** 2) / 2


@pytest.mark.parametrize(
    ("rate", "momentum", "steps", "start"),
    [(0.2, 0, 15, [-4, 1.5]), (0.05, 0.9, 30, [2.3, -1.7]), (0.1, 0.5, 1, [-0.6, 2])],
)
def test_descent_goes_where_the_measured_gradient_leads(move, rate, momentum, steps, start):
    settings = {"rate": rate, "momentum": momentum, "steps": steps}
    sentence = move("descent", **settings, w1=start[0], w2=start[1])
    w, v = np.array(start, dtype=float), np.zeros(2)
    for _ in range(steps):
        v = momentum * v + ml.measure(valley, w)
        w = w - rate * v
    at_the_start = rf"9w₂\] = \[{N}, {N}\] and the loss {N}\."
    at_the_end = rf"w is about \({N}, {N}\), and the loss [=≈] {N}\."
    pattern = f"{at_the_start}.* {at_the_end}"
    expected = [*ml.measure(valley, start), valley(start), *w, valley(w)]
    assert numbers(pattern, sentence) == pytest.approx(expected, **ROUNDED)


def test_too_large_a_learning_rate_is_said(move):
    assert "the learning rate is too large" in move("descent", rate=0.24, momentum=0, steps=20)


@pytest.mark.parametrize("name", moving.NAMES)
def test_the_keyboard_reaches_every_control_and_moves_it(page, move, name):
    figure = page.locator(f"interactive-figure[name={name}]")
    before = move(name)
    controls = figure.locator("input")
    controls.first.focus()
    for number in range(controls.count()):
        assert controls.nth(number).evaluate("input => input === document.activeElement")
        page.keyboard.press("Tab")
    assert figure.get_by_role("button").evaluate("button => button === document.activeElement")
    page.keyboard.press("Shift+Tab")
    figure.locator("input[name=x], input[name=x1], input[name=steps]").focus()
    page.keyboard.press("ArrowLeft")
    sentence = figure.locator("p")
    assert sentence.get_attribute("aria-live") == "polite"
    assert said(sentence) != before
    figure.get_by_role("button").press("Enter")
    assert said(sentence) == before


def test_the_space_bar_switches_a_path(page, move):
    move("paths")
    page.locator("interactive-figure[name=paths] input[name=direct]").press("Space")
    sentence = page.locator("interactive-figure[name=paths] p").inner_text()
    assert "and is wrong: dy/dx = 1 + 2x = 3" in sentence


def test_a_point_is_dragged_along_the_curve(page, move):
    move("secant", x=0.5, h=1.5)
    figure = page.locator("interactive-figure[name=secant]")
    box = figure.locator(".drawing ellipse:visible").last.bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(box["x"] - 40, box["y"] + 40, steps=5)
    page.mouse.up()
    assert float(figure.locator("input[name=h]").input_value()) < 1.5


@pytest.fixture
def finger(browser, trial):
    """Return a figure on a phone, and a function that moves a finger over it."""
    context = browser.new_context(
        viewport={"width": 390, "height": 400}, has_touch=True, is_mobile=True
    )
    page = context.new_page()
    page.goto(trial)
    figure = page.locator("interactive-figure[name=secant]")
    figure.locator("form").wait_for()
    figure.locator(".drawing").evaluate("drawing => drawing.scrollIntoView()")
    touch = context.new_cdp_session(page)

    def swipe(x, y, dx, dy):
        for kind, part in [("Start", 0), *(("Move", step / 8) for step in range(1, 9))]:
            place = {"x": x + part * dx, "y": y + part * dy}
            touch.send("Input.dispatchTouchEvent", {"type": f"touch{kind}", "touchPoints": [place]})
        touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
        page.wait_for_timeout(300)  # until it has come to rest
        return page.evaluate("scrollY")

    yield figure, swipe
    context.close()


def test_a_finger_scrolls_the_page_past_a_drawing(finger):
    figure, swipe = finger
    before = figure.page.evaluate("scrollY")
    assert swipe(60, 200, 0, -120) > before
    assert figure.locator("input[name=h]").input_value() == "1.5"


def test_a_finger_drags_a_point_and_not_the_page(finger):
    figure, swipe = finger
    before = figure.page.evaluate("scrollY")
    box = figure.locator(".drawing ellipse:visible").last.bounding_box()
    assert swipe(box["x"] + 6, box["y"] + 6, -40, 40) == before
    assert float(figure.locator("input[name=h]").input_value()) < 1.5


def test_figures_ask_for_nothing_but_their_own_files(page, trial):
    allowed = (trial, "data:", (ASSETS / "interactive").as_uri())
    assert [url for url in page.asked if not url.startswith(allowed)] == []


def test_the_figures_fit_a_phone(page, too_wide):
    assert too_wide(page) <= 0


def test_the_figures_can_be_used_by_everyone(page, violations):
    assert violations(page) == []


def test_a_drawing_has_a_name_and_holds_no_stop_for_the_keyboard(page):
    for name in moving.NAMES:
        drawing = page.locator(f"interactive-figure[name={name}] .drawing")
        assert page.get_by_role("img", name=f"Moving {name}").count() == 1
        assert drawing.locator("[tabindex='0'], input, a, button").count() == 0


def test_without_scripts_the_still_picture_is_seen(browser, trial):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(trial)
    for name in moving.NAMES:
        picture = page.get_by_role("img", name=f"A still picture that stands for {name}.")
        assert picture.bounding_box()["width"] > 100
    assert page.locator("form").count() == 0
    context.close()


def test_without_the_library_the_still_picture_stays(browser, trial):
    page = browser.new_page()
    page.route("**/jsxgraphcore.js", lambda route: route.abort())
    with page.expect_event("requestfailed"):
        page.goto(trial)
    page.locator("interactive-figure[name=paths] form").wait_for()  # needs no library
    assert page.get_by_alt_text("A still picture that stands for secant.").is_visible()
    page.close()


LINES = """() => {
  const lines = document.querySelectorAll(".drawing svg :is(path, line, ellipse)");
  const seen = [...lines].filter((line) => line.checkVisibility());
  const looks = seen.map((line) => getComputedStyle(line));
  return looks.filter((look) => look.strokeOpacity === "1").map((look) => look.stroke);
}"""
GROUND = "() => getComputedStyle(document.body).backgroundColor"


def luminance(color):
    """Return the relative luminance of a CSS colour, as WCAG defines it."""
    channels = [int(channel) / 255 for channel in re.findall(r"\d+", color)[:3]]
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return np.dot([0.2126, 0.7152, 0.0722], linear)


def contrast(one, other):
    """Return the contrast of two CSS colours: 1 for the same, 21 for black on white."""
    dark, bright = sorted(luminance(color) + 0.05 for color in (one, other))
    return bright / dark


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize("chapter", ["scalar_derivatives", "partial_derivatives"])
def test_every_line_stands_out_from_the_page(browser, bases, chapter, mode):
    page = browser.new_page(color_scheme=mode)
    page.goto(f"{bases['file']}/chapters/{chapter}.html")
    page.locator("interactive-figure form").wait_for()
    card = page.locator(".output:has(> interactive-figure)")
    assert card.evaluate("card => getComputedStyle(card).backgroundColor") == "rgba(0, 0, 0, 0)"
    drawn = {color for color in page.evaluate(LINES) if color.startswith("rgb(")}
    assert len(drawn) >= 3
    assert min(contrast(color, page.evaluate(GROUND)) for color in drawn) >= 3
    page.close()
