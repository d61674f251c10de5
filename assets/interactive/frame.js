// The frame of every interactive figure: its controls, the sentence that says what is seen, and the
// drawing. Each figure has a script of its own beside this one, named like the figure:
//
//   InteractiveFigure.add("secant", {
//     controls: {h: {label, min, max, step, value}, tangent: {label, value: true}},
//     draw(place, values, move) { ...; return (changed) => sentence; },
//   });
//
// `draw` is called once, with the controls' values at the start. What it returns is called then and
// after every change; it moves the drawing and returns the sentence. `move({h: 0.5})` sets controls
// from within, as when a point is dragged: the controls alone hold the figure's state.
//
// Classic scripts, because a page that is opened from a folder may load no modules.
(() => {
  // JupyterLab runs this script once for each output.
  if (customElements.get("interactive-figure")) return;

  const folder = new URL(".", document.currentScript.src);
  const loaded = new Map();
  const WITHOUT_BOARD = new Set(["paths"]); // drawn without JSXGraph

  function load(tag, address) {
    if (!loaded.has(address)) {
      const element = document.createElement(tag);
      const promise = new Promise((onload, onerror) => Object.assign(element, { onload, onerror }));
      if (tag === "script") element.src = new URL(address, folder);
      else Object.assign(element, { rel: "stylesheet", href: new URL(address, folder) });
      document.head.append(element);
      loaded.set(address, promise);
    }
    return loaded.get(address);
  }

  function create(tag, properties, ...children) {
    const element = Object.assign(document.createElement(tag), properties);
    element.append(...children);
    return element;
  }

  // A control is the browser's own, so keyboard, touch and screen reader know it.
  function control(name, { label, value, ...range }) {
    if (typeof value === "boolean") {
      const input = create("input", { type: "checkbox", name, defaultChecked: value });
      return create("label", { className: "choice" }, input, label);
    }
    const input = create("input", { type: "range", name, ...range, defaultValue: value });
    const shown = create("output", { ariaHidden: "true" }); // the slider says its value itself
    return create("label", {}, create("span", {}, label), input, shown);
  }

  class InteractiveFigure extends HTMLElement {
    static figures = {};

    static add(name, figure) {
      this.figures[name] = figure;
    }

    async connectedCallback() {
      const name = this.getAttribute("name");
      try {
        await load("link", "frame.css");
        if (!WITHOUT_BOARD.has(name)) {
          await load("script", "jsxgraph/jsxgraphcore.js");
          await load("script", "board.js");
        }
        await load("script", `${name}.js`);
      } catch {
        return; // the still picture stays
      }
      if (!this.inputs) this.build(InteractiveFigure.figures[name]); // else it was only moved
    }

    build(figure) {
      const label = this.getAttribute("label");
      const place = create("div", { className: "drawing" });
      const rows = Object.entries(figure.controls).map(([name, it]) => control(name, it));
      const again = create("button", { type: "button" }, "Start again");
      const form = create("form", { ariaLabel: label }, ...rows, again);
      // JupyterLab would take the arrow keys for itself, and the focus with them.
      form.dataset.lmSuppressShortcuts = true;
      form.addEventListener("keydown", (event) => event.stopPropagation());
      this.inputs = [...form.querySelectorAll("input")];
      this.sentence = create("p", {});
      this.sentence.setAttribute("aria-live", "polite");
      this.querySelector("img").hidden = true;
      this.append(place, form, this.sentence);
      this.update = figure.draw(place, this.values(), (values) => this.move(values));
      Object.assign(place, { role: "img", ariaLabel: label }); // JSXGraph has called it a region
      form.addEventListener("input", () => this.show());
      again.addEventListener("click", () => {
        form.reset();
        this.show();
      });
      form.addEventListener("submit", (event) => event.preventDefault());
      this.show();
    }

    values() {
      const value = (input) => (input.type === "checkbox" ? input.checked : input.valueAsNumber);
      return Object.fromEntries(this.inputs.map((input) => [input.name, value(input)]));
    }

    move(values) {
      for (const input of this.inputs) if (input.name in values) input.value = values[input.name];
      this.show();
    }

    show() {
      for (const output of this.querySelectorAll("output")) {
        output.value = number(output.previousElementSibling.valueAsNumber);
      }
      this.sentence.textContent = this.update(this.values());
    }
  }

  // Four decimals hold every product of two of the sliders' values.
  const rounded = (value) => Number(value.toFixed(4)) || 0; // no minus zero

  // A number as it is read, with a minus sign that is one.
  function number(value) {
    return String(rounded(value)).replace("-", "\u2212");
  }

  // The sign is = only where nothing was rounded away.
  function equals(value) {
    const isExact = Math.abs(value - rounded(value)) < 1e-9;
    return `${isExact ? "=" : "\u2248"} ${number(value)}`;
  }

  // A factor in a product, or a term in a sum: a negative one stands in brackets.
  function factor(value) {
    return number(value).startsWith("\u2212") ? `(${number(value)})` : number(value);
  }

  Object.assign(window, { InteractiveFigure });
  Object.assign(InteractiveFigure, { number, equals, factor });
  customElements.define("interactive-figure", InteractiveFigure);
})();
