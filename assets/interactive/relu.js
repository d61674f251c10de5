// A neuron with two inputs, max(0, w · x + b): a plane that is folded where w · x + b = 0.
(() => {
  const { INK, LOOKS, face, factor, number, point, space } = InteractiveFigure;
  const HALF = 2;
  const affine = ({ w1, w2, b }, x1, x2) => w1 * x1 + w2 * x2 + b;
  const relu = (z) => Math.max(0, z);
  const SQUARE = [[-HALF, -HALF], [HALF, -HALF], [HALF, HALF], [-HALF, HALF]];
  const MOST_CORNERS = 5; // of a square that one straight cut has shortened

  function sentence(now) {
    const { w1, w2, b, x1, x2 } = now;
    const z = affine(now, x1, x2);
    const sum = `${factor(w1)} · ${factor(x1)} + ${factor(w2)} · ${factor(x2)} + ${factor(b)}`;
    const value = `z = w · x + b = ${sum} = ${number(z)}`;
    if (z > 0) {
      const slopes = `its slopes by w are x = [${number(x1)}, ${number(x2)}], and by b it is 1`;
      return `${value} > 0: the neuron is on. It answers ${number(z)}; ${slopes}.`;
    }
    const none = "its slopes by w are [0, 0], and by b it is 0";
    if (z < 0) return `${value} < 0: the neuron is off. It answers 0; ${none}.`;
    return `${value}: on the kink there is no slope, and this book takes 0: ${none}.`;
  }

  // Cut a convex polygon along height = 0 and return the corners of the part where it is positive.
  function cut(corners, height) {
    return corners.flatMap((p, i) => {
      const q = corners[(i + 1) % corners.length];
      const [hp, hq] = [height(p), height(q)];
      const crossing = p.map((value, axis) => value + ((q[axis] - value) * hp) / (hp - hq));
      return [...(hp >= 0 ? [p] : []), ...(hp * hq < 0 ? [crossing] : [])];
    });
  }

  function draw(place, values, move) {
    const { view, at, turn } = space(place, move, HALF, [-4, 6], ["x₁", "x₂"]);
    let now = values;
    let parts;
    const update = () => {
      const height = ([x1, x2]) => affine(now, x1, x2);
      const off = cut(SQUARE, (corner) => -height(corner));
      const on = cut(SQUARE, height);
      parts = { on, off, kink: on.filter((corner) => Math.abs(height(corner)) < 1e-9) };
    };
    // A corner that a part lacks lies on its last one; a part that is missing shrinks to a point.
    const corner = (part, k) => parts[part][Math.min(k, parts[part].length - 1)] ?? SQUARE[0];
    const piece = (part, height, looks) => {
      const vertices = Array.from({ length: MOST_CORNERS }, (_, k) => () => {
        const [x1, x2] = corner(part, k);
        return at([x1, x2, height(affine(now, x1, x2))]);
      });
      view.create("polygon3d", vertices, looks);
    };
    update();
    piece("off", (z) => z, { ...face(INK, 0), borders: { ...LOOKS.thin, dash: 2 } });
    piece("off", relu, face("#0072B2", 0.3));
    piece("on", relu, face("#D55E00", 0.35));
    const kink = (k) => () => at([...corner("kink", k), 0]);
    view.create("line3d", [kink(0), kink(1)], LOOKS.kink);
    const here = () => at([now.x1, now.x2, relu(affine(now, now.x1, now.x2))]);
    view.create("line3d", [here, () => at([now.x1, now.x2, -4])], LOOKS.drop);
    view.create("point3d", [here], point(INK));

    return (changed) => {
      now = changed;
      update();
      turn(now.turn);
      return sentence(now);
    };
  }

  const slider = (label, value) => ({ label, min: -1.5, max: 1.5, step: 0.25, value });
  InteractiveFigure.add("relu", {
    controls: {
      w1: slider("weight w₁", 1),
      w2: slider("weight w₂", 0.5),
      b: slider("bias b", -0.5),
      x1: slider("input x₁", 1),
      x2: slider("input x₂", 0.5),
      turn: { label: "view (°)", min: 0, max: 360, step: 5, value: 220 },
    },
    draw,
  });
})();
