// Formulas are set where they are seen first: those near the window at once, the others a few at a
// time, so that a page with hundreds of them can be read, scrolled and searched meanwhile.

// How many are set between two chances of the page to answer its reader.
const FEW = 20;

// What holds them: the text of a chapter, and a derivation that a cell shows.
const FORMULAS = ".math, .tex2jax_process td";

const unset = new Set();
const near = new IntersectionObserver(
  (entries) => set(entries.filter((entry) => entry.isIntersecting).map((entry) => entry.target)),
  { rootMargin: "100%" },
);
let last = Promise.resolve(); // MathJax does one thing at a time

/** Take formulas in hand, but those that are set already. */
function taken(formulas) {
  const now = formulas.filter((formula) => unset.delete(formula));
  now.forEach((formula) => near.unobserve(formula));
  return now;
}

/** Return what is left to set and has a size, which what is hidden has not. */
function left() {
  return [...unset].filter((formula) => formula.getClientRects().length);
}

function set(formulas) {
  const now = taken(formulas);
  last = last.then(() => MathJax.typesetPromise(now)).then(makeWideReachable).then(follow);
  return last;
}

/** Set all formulas of the page; one that is hidden follows when it is shown. */
async function setAll() {
  for (const formula of document.querySelectorAll(FORMULAS)) {
    unset.add(formula);
    near.observe(formula);
  }
  for (;;) {
    await new Promise((resolve) => setTimeout(resolve));
    const next = left().slice(0, FEW);
    if (!next.length) return;
    await set(next);
  }
}

// Lines above the place that the address names grow while they are set. It is kept in sight until the
// reader moves on.
let following = true;

function follow() {
  if (following) document.querySelector(":target")?.scrollIntoView({ behavior: "instant" });
}

for (const move of ["wheel", "touchmove", "pointerdown", "keydown"]) {
  window.addEventListener(move, () => (following = false), { passive: true });
}
window.addEventListener("hashchange", () => (following = true));

// A display, a derivation, a table, or a rule that is wider than the page scrolls. Then the keyboard
// must reach it, and only then.
const WIDE = [
  'mjx-container[display="true"]',
  "table.derivation",
  ".pst-scrollable-table-container", // the theme sees to it, but only when no more formulas come
  "table:is(.rules, .laws) td",
].join();

function makeWideReachable() {
  for (const display of document.querySelectorAll(WIDE)) {
    if (display.scrollWidth > display.clientWidth) display.tabIndex = 0;
    else display.removeAttribute("tabindex");
  }
}

// MathJax is loaded after this; what it calls `startup.promise` holds when all formulas are set.
window.MathJax = { ...window.MathJax, startup: { pageReady: setAll } };
window.addEventListener("resize", makeWideReachable);
window.addEventListener("beforeprint", () => {
  MathJax.typesetPromise?.(taken(left())); // paper waits for no promise, and this is done at once
});
