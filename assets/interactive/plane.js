// The tangent plane of the bowl f(x, y) = x² + y², and its slope in a direction u of length 1.
(() => {
  const { ARROW, FONT, INK, LOOKS, equals, face, factor, number, point, space } = InteractiveFigure;
  const f = (x, y) => x ** 2 + y ** 2;
  const gradient = (x, y) => [2 * x, 2 * y];
  const times = ([a, b], [u, v]) => a * u + b * v;
  const radians = (degrees) => (degrees * Math.PI) / 180;
  const direction = (angle) => [Math.cos(radians(angle)), Math.sin(radians(angle))];
  const REACH = 2.5;

  function sentence({ x, y, angle }) {
    const slopes = gradient(x, y);
    const u = direction(angle);
    const place = `(${number(x)}, ${number(y)})`;
    const where = `At ${place} the gradient is [2x, 2y] = [${slopes.map(number).join(", ")}].`;
    const length = Math.hypot(...slopes);
    if (length === 0) return `${where} The plane lies flat: the slope is 0 in every direction.`;
    const [a, b] = slopes.map(factor);
    const slope = `${a} cos ${angle}° + ${b} sin ${angle}° ${equals(times(slopes, u))}`;
    const along = `At ${angle}° from the x axis the slope is ${slope}.`;
    const steepest = `√(${a}² + ${b}²) ${equals(length)}`;
    const most = `Along the gradient it is ${steepest}, the steepest of all.`;
    return `${where} ${along} ${most}`;
  }

  function draw(place, values, move) {
    const { view, at, turn } = space(place, move, REACH, [-3, 2 * REACH ** 2]);
    let now = values;
    const steepest = () => {
      const slopes = gradient(now.x, now.y);
      const length = Math.hypot(...slopes) || 1;
      return slopes.map((slope) => slope / length);
    };
    // The point of the plane above a step from the point of contact, and that of the bowl.
    const onPlane = ([dx, dy]) => {
      const { x, y } = now;
      return at([x + dx, y + dy, f(x, y) + times(gradient(x, y), [dx, dy])]);
    };
    const onBowl = ([dx, dy]) => {
      const [x, y] = [now.x + dx, now.y + dy];
      return at([x, y, f(x, y)]);
    };

    const net = { ...LOOKS.thin, stepsU: 10, stepsV: 10 };
    const height = (x, y) => at([x, y, f(x, y)])[2];
    view.create("functiongraph3d", [height, [-REACH, REACH], [-REACH, REACH]], net);
    const corners = [[-1, -1], [1, -1], [1, 1], [-1, 1]];
    view.create("polygon3d", corners.map((step) => () => onPlane(step)), face("#D55E00", 0.35));
    const cut = (t) => onBowl(direction(now.angle).map((part) => t * part));
    view.create("curve3d", [cut, [-1, 1]], LOOKS.curve);
    const arrow = (step, name, looks) => {
      const along = (part) => () => onPlane(step().map((change) => part * change));
      view.create("line3d", [along(0), along(1)], { ...looks, ...ARROW });
      view.create("text3d", [along(1.2), name], FONT);
    };
    arrow(() => direction(now.angle), "u", LOOKS.curve);
    arrow(steepest, () => (Math.hypot(...steepest()) ? "∇f" : ""), LOOKS.secant);
    view.create("point3d", [() => onBowl([0, 0])], point(INK));

    return (changed) => {
      now = changed;
      turn(now.turn);
      return sentence(now);
    };
  }

  InteractiveFigure.add("plane", {
    controls: {
      x: { label: "point x", min: -2, max: 2, step: 0.25, value: 1 },
      y: { label: "point y", min: -2, max: 2, step: 0.25, value: 2 },
      angle: { label: "angle of u (°)", min: 0, max: 360, step: 5, value: 0 },
      turn: { label: "view (°)", min: 0, max: 360, step: 5, value: 230 },
    },
    draw,
  });
})();
