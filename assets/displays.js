// A display, a derivation, or a rule that is wider than the page scrolls. Then the keyboard must reach
// it, and only then.
const WIDE = 'mjx-container[display="true"], table.derivation, table:is(.rules, .laws) td';

function makeWideDisplaysReachable() {
  for (const display of document.querySelectorAll(WIDE)) {
    if (display.scrollWidth > display.clientWidth) display.tabIndex = 0;
    else display.removeAttribute("tabindex");
  }
}

window.addEventListener("load", () => {
  window.MathJax?.startup?.promise.then(() => {
    makeWideDisplaysReachable();
    window.addEventListener("resize", makeWideDisplaysReachable);
  });
});
