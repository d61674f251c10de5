// The search of the rules: by shape, or by a word. Without this script the page shows them all.
// A rule is a row of a table, and the first cell says in words what is needed here.

const ANY = "anything";
const KINDS = [ANY, "number", "vector", "matrix"];

class RuleSearch extends HTMLElement {
  connectedCallback() {
    this.rules = [...document.querySelectorAll("table.rules tbody tr")].map(described);
    this.above = choice("above");
    this.below = choice("below");
    this.word = made("input", { id: "word", type: "search", placeholder: "softmax, log det" });
    this.count = made("output", {});
    const all = made("button", { type: "button" }, ["Show all"]);
    this.form = made("form", {}, [
      labelled("Derivative of", this.above),
      labelled("by", this.below),
      labelled("with the word", this.word),
      all,
      this.count,
    ]);
    this.form.setAttribute("role", "search");
    this.form.setAttribute("aria-label", "The rules");
    this.form.addEventListener("submit", (event) => event.preventDefault());
    this.form.addEventListener("input", () => this.choose());
    all.addEventListener("click", () => this.showAll());
    window.addEventListener("hashchange", () => this.reveal());
    this.append(this.form);
    this.choose();
  }

  /** Hide the rules that do not fit, and the topics that then are empty; say how many are left. */
  choose() {
    const words = this.word.value.toLowerCase().split(/\s+/);
    for (const { row, above, below, text } of this.rules) {
      row.hidden = !(
        [ANY, above].includes(this.above.value) &&
        [ANY, below].includes(this.below.value) &&
        words.every((word) => text.includes(word))
      );
    }
    for (const table of document.querySelectorAll("table.rules")) {
      table.closest("section").hidden = !table.querySelector("tbody tr:not([hidden])");
    }
    const left = this.rules.filter(({ row }) => !row.hidden).length;
    this.count.textContent = `${left} of ${this.rules.length} rules`;
  }

  showAll() {
    this.form.reset();
    this.choose();
  }

  /** Show everything again where a link leads to a topic that is hidden. */
  reveal() {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target?.closest("section[hidden]")) return;
    this.showAll();
    target.scrollIntoView();
  }
}

/** What a row is searched by: its shapes, its name, its Python and its topic. */
function described(row) {
  const words = (part) => row.querySelector(part).textContent;
  const [above, below] = words(".kind").replace(", twice", "").split(" by ");
  const topic = row.closest("section").querySelector("h2").firstChild.textContent;
  const text = [topic, words("strong"), words(".code"), words(".kind")].join(" ").toLowerCase();
  return { row, above, below, text };
}

/** A choice among the kinds. */
function choice(id) {
  return made("select", { id }, KINDS.map((kind) => made("option", {}, [kind])));
}

/** A control behind its label. */
function labelled(text, control) {
  return made("span", {}, [made("label", { htmlFor: control.id }, [text]), " ", control]);
}

function made(tag, properties, children = []) {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
}

customElements.define("rule-search", RuleSearch);
