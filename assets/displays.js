// A display, or a derivation, that is wider than the page scrolls. Then the keyboard must reach it,
// and only then.
function makeWideDisplaysReachable() {
  for (const display of document.querySelectorAll('mjx-container[display="true"], table.derivation')) {
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
