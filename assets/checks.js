// One switch for all checks of the book: whether their code is shown. It stands below the first check
// of a page, and what is chosen is remembered. Without this script each check has its own bar.

const KEPT = "checks";
const all = [...document.querySelectorAll("details.check")];
const folded = all.filter((check) => !check.open);

function show(open) {
  folded.forEach((check) => (check.open = open));
}

const input = document.createElement("input");
Object.assign(input, { type: "checkbox", checked: localStorage.getItem(KEPT) === "open" });
input.setAttribute("role", "switch");
input.addEventListener("change", () => {
  if (input.checked) localStorage.setItem(KEPT, "open");
  else localStorage.removeItem(KEPT);
  show(input.checked);
});
const label = document.createElement("label");
label.className = "all-checks";
label.append(input, " Show the code of every check");
if (folded.length) all[0].append(label);
if (input.checked) show(true);
