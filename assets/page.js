// What every page does beside being read: paper is light, and a report names the place.

const root = document.documentElement;
let mode;

// In dark mode a browser prints pale letters on white, or black pages.
addEventListener("beforeprint", () => {
  mode = root.dataset.theme;
  root.dataset.theme = "light";
});
addEventListener("afterprint", () => (root.dataset.theme = mode));

// "Report a slip" carries the name of the page, and of the equation or heading that the reader is at.
document.querySelector("a.report-slip")?.addEventListener("click", ({ currentTarget }) => {
  currentTarget.hash = "";
  const address = new URL(currentTarget.href);
  for (const [name, value] of address.searchParams) {
    const page = value.split(", ")[0];
    address.searchParams.set(name, location.hash ? `${page}, ${location.hash.slice(1)}` : page);
  }
  currentTarget.href = address;
});
