// Gradient descent with momentum on the loss L(w₁, w₂) = (w₁² + 9 w₂²) / 2, a long valley:
// v ← βv + ∇L and w ← w − ηv, from v = 0.
(() => {
  const { INK, LOOKS, board, equals, number, point } = InteractiveFigure;
  const STEEPER = 9; // how much steeper the loss rises along w₂ than along w₁
  const loss = ([w1, w2]) => (w1 ** 2 + STEEPER * w2 ** 2) / 2;
  const gradient = ([w1, w2]) => [w1, STEEPER * w2];
  const MOST_STEPS = 30;

  // Every point on the way, the start first.
  function descent({ rate, momentum, steps, w1, w2 }) {
    const way = [[w1, w2]];
    let velocity = [0, 0];
    for (let step = 0; step < steps; step++) {
      const slopes = gradient(way[step]);
      velocity = velocity.map((v, axis) => momentum * v + slopes[axis]);
      way.push(way[step].map((w, axis) => w - rate * velocity[axis]));
    }
    return way;
  }

  function sentence(now, way) {
    const [first, last] = [loss(way[0]), loss(way.at(-1))];
    const slopes = `[w₁, 9w₂] = [${gradient(way[0]).map(number).join(", ")}]`;
    const start = `At the start the gradient is ${slopes} and the loss ${number(first)}.`;
    const place = `(${way.at(-1).map(number).join(", ")})`;
    const end = `After ${now.steps} steps w is about ${place}, and the loss ${equals(last)}`;
    if (last > first) return `${start} ${end}: it has grown, the learning rate is too large.`;
    return `${start} ${end}.`;
  }

  function draw(place, values, move) {
    const drawing = board(place, [-4.5, 2.25, 4.5, -2.25], ["w₁", "w₂"]);
    let way = [];
    const angles = Array.from({ length: 91 }, (_, k) => (k * Math.PI) / 45);
    for (const level of [0.25, 1, 2.5, 5, 9, 14, 20]) {
      const reach = [Math.sqrt(2 * level), Math.sqrt((2 * level) / STEEPER)];
      const contour = [Math.cos, Math.sin].map((f, axis) => angles.map((t) => reach[axis] * f(t)));
      drawing.create("curve", contour, LOOKS.thin);
    }
    const line = drawing.create("curve", [[], []], LOOKS.tangent);
    line.updateDataArray = function () {
      this.dataX = way.map(([w1]) => w1);
      this.dataY = way.map(([, w2]) => w2);
    };
    for (let step = 1; step <= MOST_STEPS; step++) {
      const stand = [() => way[step]?.[0] ?? NaN, () => way[step]?.[1] ?? NaN];
      drawing.create("point", stand, point("#D55E00", { size: 2 }));
    }
    const start = drawing.create("point", [values.w1, values.w2], point(INK, { fixed: false }));
    start.on("drag", () => move({ w1: start.X(), w2: start.Y() }));

    return (now) => {
      way = descent(now);
      start.moveTo(way[0]);
      drawing.update();
      return sentence(now, way);
    };
  }

  InteractiveFigure.add("descent", {
    controls: {
      rate: { label: "learning rate η", min: 0, max: 0.25, step: 0.005, value: 0.2 },
      momentum: { label: "momentum β", min: 0, max: 0.95, step: 0.05, value: 0 },
      steps: { label: "steps", min: 0, max: MOST_STEPS, step: 1, value: 15 },
      w1: { label: "start w₁", min: -4, max: 4, step: 0.1, value: -4 },
      w2: { label: "start w₂", min: -2, max: 2, step: 0.1, value: 1.5 },
    },
    draw,
  });
})();
