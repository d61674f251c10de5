// Shows one slide at a time, and makes what is larger than its slide smaller.
(() => {
  const slides = [...document.querySelectorAll(".slide")];
  const place = document.getElementById("place");

  function show(number) {
    const shown = Math.min(Math.max(number, 1), slides.length);
    slides.forEach((slide, k) => {
      slide.classList.toggle("shown", k + 1 === shown);
      slide.inert = k + 1 !== shown;
    });
    place.textContent = `${shown} of ${slides.length}`;
    history.replaceState(null, "", `#${shown}`);
  }

  const current = () => slides.findIndex((slide) => slide.classList.contains("shown")) + 1;

  function fit() {
    for (const slide of slides) {
      const content = slide.querySelector(".content");
      content.style.zoom = 1;
      content.classList.remove("beside");
      const style = getComputedStyle(slide);
      const width = slide.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
      const bottom = slide.clientHeight - parseFloat(style.paddingBottom);
      const height = bottom - slide.firstElementChild.offsetTop - slide.firstElementChild.offsetHeight - 16;
      const ratio = () => Math.min(1, width / content.scrollWidth, height / content.scrollHeight);
      const below = ratio();
      // Where the check does not find room below its equation, it may beside it.
      if (below < 0.8) content.classList.add("beside");
      if (ratio() < below) content.classList.remove("beside");
      content.style.zoom = Math.floor(ratio() * 100) / 100;
    }
    document.documentElement.dataset.ready = "";
  }

  document.documentElement.classList.add("one-at-a-time");
  show(Number(location.hash.slice(1)) || 1);
  document.getElementById("back").onclick = () => show(current() - 1);
  document.getElementById("on").onclick = () => show(current() + 1);
  addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.target.tagName === "BUTTON" && event.key === " ") return;
    const steps = { ArrowRight: 1, PageDown: 1, " ": 1, ArrowLeft: -1, PageUp: -1 };
    if (event.key in steps) show(current() + steps[event.key]);
    else if (event.key === "Home") show(1);
    else if (event.key === "End") show(slides.length);
    else return;
    event.preventDefault();
  });
  addEventListener("hashchange", () => show(Number(location.hash.slice(1)) || 1));
  addEventListener("resize", fit);
  addEventListener("load", () => document.fonts.ready.then(fit));
})();
