// What the figures that JSXGraph draws have in common: their boards and their looks.
(() => {
  // Okabe and Ito's colours, as in the still pictures; what is drawn in ink follows the page, light
  // or dark. Each is paired with a dash, a width or a label, so none is needed to read a figure.
  const INK = "currentColor";
  const look = (strokeColor, more) => ({
    strokeColor, highlight: false, fixed: true, strokeWidth: 2, ...more,
  });
  // A line in space reaches from its first point to its second, whose dots are not drawn.
  const SEGMENT = {
    straightFirst: false, straightLast: false,
    point1: { visible: false }, point2: { visible: false },
  };
  const ARROW = { ...SEGMENT, lastArrow: { type: 2, size: 4 }, strokeWidth: 3 };
  const LOOKS = {
    curve: look("#0072B2"),
    tangent: look("#D55E00"),
    secant: look(INK, { dash: 2, strokeWidth: 1.5 }),
    kink: look(INK, { ...SEGMENT, strokeWidth: 3 }),
    drop: look(INK, { ...SEGMENT, strokeWidth: 1, dash: 1 }),
    thin: look(INK, { strokeWidth: 0.8, strokeOpacity: 0.5 }),
  };
  const point = (color, more) => ({
    ...look(color), fillColor: color, size: 4, withLabel: false, showInfobox: false, ...more,
  });

  // Letters are part of the drawing, so they follow the page's colour.
  const FONT = { ...look(INK), display: "internal", fontSize: 14 };
  const TICKS = { ...look(INK), strokeOpacity: 0.3, minorTicks: 0, majorHeight: 8, label: FONT };
  const AXIS = { strokeColor: INK, highlight: false, ticks: TICKS };

  const BARE = {
    axis: false, showCopyright: false, showNavigation: false,
    pan: { enabled: false }, zoom: { enabled: false }, keyboard: { enabled: false },
  };

  // A board whose corners are [left, top, right, bottom], with axes of these names.
  function board(place, boundingBox, names = ["x", "y"]) {
    place.style.aspectRatio = "3 / 2";
    const drawing = JXG.JSXGraph.initBoard(place, {
      ...BARE, boundingBox, axis: true, keepAspectRatio: false, defaultAxes: { x: AXIS, y: AXIS },
    });
    const [left, top, right, bottom] = boundingBox;
    const [pixelX, pixelY] = [drawing.unitX, drawing.unitY].map((unit) => 1 / unit);
    const beside = { ...FONT, anchorX: "right" };
    drawing.create("text", [right - 4 * pixelX, 14 * pixelY, names[0]], beside);
    drawing.create("text", [10 * pixelX, top - 10 * pixelY, names[1]], FONT);
    return drawing;
  }

  // A space over the square floor of this half width around the origin, with heights from `low` to
  // `high`. `at` puts a point [x, y, z] into the cube that is drawn, as high as it is wide. `turn`
  // turns it (degrees); when the pointer has turned it, `move` is told.
  function space(place, move, halfWidth, [low, high], names = ["x", "y"]) {
    place.style.aspectRatio = "3 / 2";
    const drawing = JXG.JSXGraph.initBoard(place, { ...BARE, boundingBox: [-6, 4, 6, -4] });
    const side = [-halfWidth, halfWidth];
    const at = ([x, y, z]) => [x, y, ((2 * z - low - high) / (high - low)) * halfWidth];
    const angle = (start, enabled) => ({
      slider: { visible: false, start }, keyboard: { enabled: false }, pointer: { enabled },
    });
    const hidden = { visible: false };
    const view = drawing.create("view3d", [[-2.6, -2.6], [5.2, 5.2], [side, side, side]], {
      az: angle(0, true), el: angle(0.35, false), bank: angle(0, false), axesPosition: "none",
      xPlaneRear: hidden, yPlaneRear: hidden, zPlaneRear: hidden,
    });
    const corners = [[-1, -1], [1, -1], [1, 1], [-1, 1]];
    const floor = corners.map(([x, y]) => at([x * halfWidth, y * halfWidth, low]));
    view.create("polygon3d", floor, face(INK, 0.05));
    view.create("text3d", [...at([0, -1.15 * halfWidth, low]), names[0]], FONT);
    view.create("text3d", [...at([1.15 * halfWidth, 0, low]), names[1]], FONT);
    const turn = (degrees) => view.setView((degrees * Math.PI) / 180, view.el_slide.Value());
    drawing.on("up", () => move({ turn: (view.az_slide.Value() * 180) / Math.PI }));
    return { view, at, turn };
  }

  // A flat piece in space; the page shines through it.
  const face = (color, fillOpacity) => ({
    fillColor: color, fillOpacity, highlight: false,
    borders: look(color, { strokeWidth: 1 }), vertices: { visible: false },
  });

  // Names of lines, in the upper left corner, each beside a piece of its line.
  function legend(board, entries) {
    const [left, top, right, bottom] = board.getBoundingBox();
    const [width, height] = [right - left, top - bottom];
    Object.entries(entries).forEach(([name, look], row) => {
      const y = top - (0.05 + 0.08 * row) * height;
      const ends = [0.02, 0.08].map((part) => [left + part * width, y]);
      board.create("segment", ends, look);
      board.create("text", [left + 0.1 * width, y, name], { ...FONT, anchorY: "middle" });
    });
  }

  Object.assign(InteractiveFigure, { ARROW, FONT, INK, LOOKS, board, face, legend, point, space });
})();
