// "The slope of x³ is 3 x²", with a factor and an exponent that a visitor may change, and what two
// witnesses say of it. Without this script the page shows what they say of the right formula.

const STEP = 1e-3;
const RAISED = "⁰¹²³⁴⁵";
const f = (x) => x ** 3;
const slope = (x) => 3 * x ** 2;
const measure = (x) => (f(x + STEP) - f(x - STEP)) / (2 * STEP);
const FORM = `
  <p class="formula">The slope of x³ is
    <span class="answer">${stepper("factor")} x <sup>${stepper("exponent")}</sup></span></p>
  <svg viewBox="0 0 420 190" role="img" aria-label="The curve of x³, and a line with the slope found by hand">
    <path class="axes" d="M20 180H410M20 180V8" /><path class="curve" />
    <path class="line" /><circle r="6" />
  </svg>
  <label>at x = <output class="at"></output>
    <input type="range" min="0.3" max="1.6" step="0.1" value="1.2" /></label>
  <dl><dt>by hand</dt><dd></dd><dt>by algebra</dt><dd></dd><dt>measured</dt><dd></dd></dl>
  <p class="said" role="status"><b class="verdict"></b> <span></span></p>`;

function stepper(name) {
  return `<span class="stepper"><button type="button" data-change="${name} -1" aria-label="${name}: one less">−</button
    ><output data-name="${name}"></output
    ><button type="button" data-change="${name} 1" aria-label="${name}: one more">+</button></span>`;
}

/** What is wrong with a formula, in words; empty where it is the rule. */
function verdict({ factor, exponent }, x) {
  if (factor === 3 && exponent === 2) return "by hand = by algebra = measured";
  const [found, wanted] = [factor * x ** exponent, measure(x)];
  if (agree(found, wanted)) return "Equal here, by luck: move x. One point can mislead.";
  if (exponent === 2) return "The factor in front must be the old exponent, 3.";
  if (factor === 3) return `The exponent falls by one, from 3 to 2; here it is ${exponent}.`;
  return `measured disagrees with by hand: it is ${wanted.toFixed(3)}, not ${found.toFixed(3)}`;
}

function agree(a, b) {
  return Math.abs(a - b) < 1e-4;
}

const across = (x) => 20 + 235 * x;
const up = (y) => 180 - 40 * y;
const point = (x, y) => `${across(x).toFixed(1)} ${up(y).toFixed(1)}`;

class LiveCheck extends HTMLElement {
  connectedCallback() {
    this.formula = { factor: 3, exponent: 2 };
    this.innerHTML = FORM;
    const curve = Array.from({ length: 82 }, (_, i) => point(i / 50, f(i / 50)));
    this.querySelector(".curve").setAttribute("d", `M${curve.join("L")}`);
    this.addEventListener("input", () => this.show());
    this.addEventListener("click", ({ target }) => {
      if (!target.dataset.change) return;
      const [name, by] = target.dataset.change.split(" ");
      const most = RAISED.length - 1;
      this.formula[name] = Math.min(most, Math.max(0, this.formula[name] + Number(by)));
      this.show();
    });
    this.show();
  }

  show() {
    const x = this.querySelector("input").valueAsNumber;
    const { factor, exponent } = this.formula;
    const found = factor * x ** exponent;
    const right = agree(found, measure(x));
    for (const output of this.querySelectorAll("[data-name]"))
      output.textContent = this.formula[output.dataset.name];
    const at = x.toFixed(1);
    this.querySelector(".at").textContent = at;
    const values = [
      `${factor} · ${at}${RAISED[exponent]} = ${found.toFixed(3)}`,
      `3 · ${at}² = ${slope(x).toFixed(3)}`,
      `(f(x + h) − f(x − h)) / 2h = ${measure(x).toFixed(3)}`,
    ];
    this.querySelectorAll("dd").forEach((cell, i) => (cell.textContent = values[i]));
    const [from, to] = [x - 0.45, x + 0.45];
    const on = (t) => point(t, f(x) + found * (t - x));
    this.querySelector(".line").setAttribute("d", `M${on(from)}L${on(to)}`);
    const circle = this.querySelector("circle");
    circle.setAttribute("cx", across(x));
    circle.setAttribute("cy", up(f(x)));
    this.classList.toggle("broken", !right);
    this.querySelector(".verdict").textContent = right ? "✓" : "✗";
    this.querySelector(".said span").textContent = verdict(this.formula, x);
  }
}

customElements.define("live-check", LiveCheck);
