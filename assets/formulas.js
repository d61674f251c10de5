// Formulas are set when the book is built. Here they are made reachable by the keyboard where they are
// wider than the page, and what is copied of a text keeps them, as TeX.

// A display, a derivation, a table, or a rule that is wider than the page scrolls. Then the keyboard
// must reach it, and only then.
const WIDE = [
  'mjx-container[display="true"]',
  "table.derivation",
  ".pst-scrollable-table-container", // the theme sees to it, but only when the page is loaded
  "table:is(.rules, .laws) td",
].join();

function makeWideReachable() {
  for (const display of document.querySelectorAll(WIDE)) {
    if (display.scrollWidth > display.clientWidth) display.tabIndex = 0;
    else display.removeAttribute("tabindex");
  }
}

for (const event of ["load", "resize", "beforeprint"]) addEventListener(event, makeWideReachable);
addEventListener("toggle", makeWideReachable, true); // what was folded had no width

/** Return a selection with TeX for each formula; nothing where it has none. */
function withTex(selection) {
  const range = selection.getRangeAt(0).cloneRange();
  const around = (node) => (node.closest ? node : node.parentElement).closest("mjx-container");
  const [first, last] = [around(range.startContainer), around(range.endContainer)];
  if (first) range.setStartBefore(first);
  if (last) range.setEndAfter(last);
  const copy = document.createElement("div");
  copy.append(range.cloneContents());
  const formulas = copy.querySelectorAll("mjx-container");
  for (const formula of formulas) {
    const mark = formula.hasAttribute("display") ? "$$" : "$";
    formula.replaceWith(`${mark}${formula.dataset.tex}${mark}`);
  }
  copy.querySelectorAll(".headerlink").forEach((link) => link.remove());
  return formulas.length ? copy : null;
}

document.addEventListener("copy", (event) => {
  const selection = getSelection();
  const copy = selection.rangeCount && withTex(selection);
  if (!copy) return;
  // Only what is laid out is copied with its lines.
  copy.style = "position: fixed; left: -999em";
  document.body.append(copy);
  event.clipboardData.setData("text/plain", copy.innerText);
  event.clipboardData.setData("text/html", copy.innerHTML);
  copy.remove();
  event.preventDefault();
});
