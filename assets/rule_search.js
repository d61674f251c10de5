// The search of the rules: by shape, or by a word. Without this script the page shows them all.
// A rule is a row of a table, and the first cell says in words what is needed here.

const ANY = "anything";
const KINDS = [ANY, "number", "vector", "matrix"];
/** What people look for under another name, or as a part of something larger. */
const ALSO = {
  attention: "softmax",
  batchnorm: "deviations from the mean",
  bce: "cross-entropy after a sigmoid",
  l1: "1-norm",
  l2: "norm",
  layernorm: "deviations from the mean",
  lse: "log-sum-exp",
  mse: "mean squared error",
  nll: "negative log-likelihood",
  ols: "least squares",
};
const NOTHING = "No rule is called so. Try a part of the word, or NumPy's name: norm, outer, inv.";

class RuleSearch extends HTMLElement {
  connectedCallback() {
    this.rules = [...document.querySelectorAll("table.rules tbody tr")].map(described);
    this.above = choice("above");
    this.below = choice("below");
    this.word = made("input", { id: "word", type: "search", placeholder: "softmax, log det" });
    this.count = made("output", {});
    this.nothing = made("p", { hidden: true }, [NOTHING]);
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
    this.append(this.form, this.nothing);
    this.recall();
    this.choose();
  }

  /** Ask what the address asks. */
  recall() {
    const asked = new URLSearchParams(location.search);
    this.word.value = asked.get("q") ?? "";
    if (KINDS.includes(asked.get("of"))) this.above.value = asked.get("of");
    if (KINDS.includes(asked.get("by"))) this.below.value = asked.get("by");
  }

  /** Let the address ask what is asked here. A folder's address cannot. */
  keep() {
    if (location.protocol === "file:") return;
    const asked = { q: this.word.value.trim(), of: this.above.value, by: this.below.value };
    const address = new URL(location);
    for (const [name, value] of Object.entries(asked)) {
      if (value && value !== ANY) address.searchParams.set(name, value);
      else address.searchParams.delete(name);
    }
    if (address.href !== location.href) history.replaceState(history.state, "", address);
  }

  /** Hide the rules that do not fit, and the topics that then are empty; say how many are left. */
  choose() {
    const words = this.word.value.toLowerCase().split(/\s+/);
    for (const { row, above, below, text, code } of this.rules) {
      row.hidden = !(
        [ANY, above].includes(this.above.value) &&
        [ANY, below].includes(this.below.value) &&
        words.every((word) => isIn(text, code, word))
      );
    }
    const left = this.rules.filter(({ row }) => !row.hidden).length;
    for (const table of document.querySelectorAll("table.rules")) {
      table.closest("section").hidden = !table.querySelector("tbody tr:not([hidden])");
    }
    // The laws are not searched, and are no answer.
    document.querySelector("table.laws").closest("section").hidden = left < this.rules.length;
    this.count.textContent = `${left} of ${this.rules.length} rules`;
    this.nothing.hidden = left > 0;
    this.keep();
  }

  showAll() {
    this.form.reset();
    this.choose();
  }

  /** Show everything again where a link leads to a topic or a rule that is hidden. */
  reveal() {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target?.closest("[hidden]")) return;
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
  const code = words(".code").toLowerCase().replace(/[ @]/g, "");
  return { row, above, below, text, code };
}

/** Tell whether a rule holds a word, the word's other name, or a formula as on paper: xᵀAx, ||x||. */
function isIn(text, code, word) {
  if (text.includes(word) || (word in ALSO && text.includes(ALSO[word]))) return true;
  const formula = word.replace(/ᵀ|\^t|'/g, ".t").replace(/(\|\||‖)(.+)\1/, "norm($2");
  if (formula === word) return false;
  // In NumPy a vector needs no transpose.
  const bare = formula.replace(/\.t/g, "");
  return code.includes(formula) || (bare.length > 2 && code.replace(/\.t/g, "").includes(bare));
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
