// The secant of f(x) = x² through x and x + h turns into the tangent as h goes to 0.
(() => {
  const { LOOKS, board, equals, factor, legend, number, point } = InteractiveFigure;
  const f = (x) => x ** 2;
  const secantSlope = (x, h) => 2 * x + h; // (f(x + h) - f(x)) / h, multiplied out
  const tangentSlope = (x) => 2 * x;

  function sentence({ x, h }) {
    const tangent = `The tangent at x = ${number(x)} has the slope 2x ${equals(tangentSlope(x))}.`;
    if (h === 0) {
      return `At h = 0 one point is left, and the quotient is 0/0: there is no secant. ${tangent}`;
    }
    const quotient = `(f(x + h) − f(x)) / h = ${number(f(x + h) - f(x))} / ${factor(h)}`;
    const secant = `The secant has the slope ${quotient} = 2x + h ${equals(secantSlope(x, h))}.`;
    return `${secant} ${tangent} They differ by h = ${number(h)}.`;
  }

  function draw(place, values, move) {
    const drawing = board(place, [-2.8, 13.5, 3.9, -2.5]);
    let now = values;
    const lineOfSlope = (slope) => (x) => f(now.x) + slope() * (x - now.x);
    const secant = lineOfSlope(() => (now.h === 0 ? NaN : secantSlope(now.x, now.h)));
    const tangent = lineOfSlope(() => tangentSlope(now.x));
    const corner = [() => now.x + now.h, () => f(now.x)];

    drawing.create("functiongraph", [f], LOOKS.curve);
    drawing.create("functiongraph", [secant], LOOKS.secant);
    drawing.create("functiongraph", [tangent], LOOKS.tangent);
    const P = drawing.create("point", [0, 0], point("#D55E00", { fixed: false }));
    const Q = drawing.create("point", [1, 1], point("currentColor", { fixed: false }));
    drawing.create("segment", [P, corner], LOOKS.thin);
    drawing.create("segment", [Q, corner], LOOKS.thin);
    legend(drawing, { "f(x) = x²": LOOKS.curve, secant: LOOKS.secant, tangent: LOOKS.tangent });
    P.on("drag", () => move({ x: P.X() }));
    Q.on("drag", () => move({ h: Q.X() - now.x }));

    return (changed) => {
      now = changed;
      P.moveTo([now.x, f(now.x)]);
      Q.moveTo([now.x + now.h, f(now.x + now.h)]);
      drawing.update();
      return sentence(now);
    };
  }

  InteractiveFigure.add("secant", {
    controls: {
      x: { label: "point x", min: -1, max: 1.5, step: 0.1, value: 1 },
      h: { label: "step h", min: -1.5, max: 2, step: 0.05, value: 1.5 },
    },
    draw,
  });
})();
