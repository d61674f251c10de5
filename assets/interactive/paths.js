// The total derivative of y = x + x², or of y = sin(x + x²), as a sum over the paths from x to y:
// u₁ = x², u₂ = x + u₁, and y is u₂ or its sine. Plain SVG, no library.
(() => {
  const { equals, number } = InteractiveFigure;
  const PATHS = {
    direct: { route: "x → u₂ → y", held: "the added x" },
    square: { route: "x → u₁ → u₂ → y", held: "u₁ = x²" },
  };
  const slopes = { direct: () => 1, square: (x) => 2 * x };
  const inner = (x) => x + x ** 2;
  const outerSlope = ({ x, sine }) => (sine ? Math.cos(inner(x)) : 1);

  // What the paths that are switched on contribute, each as its product is written and as a number.
  function contributions(values) {
    const { x, sine } = values;
    const outer = sine ? "cos u₂" : "1";
    const products = { direct: `1 · ${outer}`, square: `2x · 1 · ${outer}` };
    const on = Object.keys(PATHS).filter((path) => values[path]);
    return on.map((path) => ({
      route: PATHS[path].route,
      product: products[path],
      value: slopes[path](x) * outerSlope(values),
    }));
  }

  function sentence(values) {
    const { x, sine } = values;
    const on = contributions(values);
    const each = on.map((path) => `${path.route} gives ${path.product} ${equals(path.value)}.`);
    const sum = on.reduce((total, { value }) => total + value, 0);
    const right = (1 + 2 * x) * outerSlope(values);
    const formula = sine ? "(1 + 2x) cos(x + x²)" : "1 + 2x";
    const derivative = `dy/dx = ${formula} ${equals(right)}`;
    if (on.length === 2) return `${each.join(" ")} The sum over all paths is ${derivative}.`;
    if (on.length === 0) return `With no path, x could not move y at all. In truth ${derivative}.`;
    const off = Object.keys(PATHS).find((path) => !values[path]);
    const wrong = `The answer ${number(sum)} holds ${PATHS[off].held} constant`;
    // Where the missing term is 0, the wrong formula happens to give the right number.
    const verdict = sum === right ? "and is right at this point only" : "and is wrong";
    return `${each.join(" ")} ${wrong}, ${verdict}: ${derivative}.`;
  }

  function svg(tag, attributes, ...children) {
    const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.append(...children);
    return element;
  }

  const text = (x, y, content = "") => svg("text", { x, y }, content);

  // A variable: a box with its formula, and below it its value.
  function node(x, y, width, content = "") {
    const box = { x: x - width / 2, y: y - 34, width, height: 68, rx: 8 };
    const [formula, value] = [text(x, y - 6, content), text(x, y + 24)];
    return { group: svg("g", {}, svg("rect", box), formula, value), formula, value };
  }

  // An arrow and the derivative along it: the name above the number, or the arrow between them.
  function edge([x1, y1], [x2, y2], [labelX, labelY], symbol) {
    const turn = (Math.atan2(y2 - y1, x2 - x1) * 180) / Math.PI;
    const tip = { d: "M0 0 L-14 -7 L-14 7 Z", transform: `translate(${x2} ${y2}) rotate(${turn})` };
    const line = svg("line", { x1, y1, x2, y2 });
    const name = text(labelX, labelY, symbol);
    const value = text(labelX, labelY + (y1 === y2 ? 36 : 25));
    return { group: svg("g", {}, line, svg("path", tip), name, value), value };
  }

  function draw(place) {
    const nodes = {
      x: node(41, 195, 80, "x"),
      u1: node(215, 40, 120, "u₁ = x²"),
      u2: node(275, 195, 150, "u₂ = x + u₁"),
      y: node(534, 195, 130),
    };
    const edges = {
      direct: edge([81, 195], [200, 195], [140, 184], "∂u₂/∂x"),
      toSquare: edge([60, 161], [155, 58], [57, 72], "∂u₁/∂x"),
      fromSquare: edge([262, 74], [295, 161], [345, 100], "∂u₂/∂u₁"),
      outer: edge([350, 195], [469, 195], [409, 184], "dy/du₂"),
    };
    const parts = [...Object.values(edges), ...Object.values(nodes)].map(({ group }) => group);
    place.append(svg("svg", { viewBox: "0 0 600 235", class: "graph" }, ...parts));

    return (values) => {
      const { x, sine, direct, square } = values;
      nodes.x.value.textContent = `= ${number(x)}`;
      nodes.u1.value.textContent = equals(x ** 2);
      nodes.u2.value.textContent = equals(inner(x));
      nodes.y.formula.textContent = sine ? "y = sin u₂" : "y = u₂";
      nodes.y.value.textContent = equals(sine ? Math.sin(inner(x)) : inner(x));
      edges.direct.value.textContent = "= 1";
      edges.toSquare.value.textContent = `= 2x ${equals(2 * x)}`;
      edges.fromSquare.value.textContent = "= 1";
      edges.outer.value.textContent = equals(outerSlope(values));
      edges.direct.group.classList.toggle("off", !direct);
      edges.toSquare.group.classList.toggle("off", !square);
      edges.fromSquare.group.classList.toggle("off", !square);
      return sentence(values);
    };
  }

  InteractiveFigure.add("paths", {
    controls: {
      direct: { label: "path x → u₂ → y", value: true },
      square: { label: "path x → u₁ → u₂ → y", value: true },
      sine: { label: "sine at the end: y = sin(x + x²)", value: false },
      x: { label: "input x", min: -2, max: 2, step: 0.1, value: 1 },
    },
    draw,
  });
})();
