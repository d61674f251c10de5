// Sets formulas as HTML with MathJax, in node: `node set_formulas.js FOLDER_OF_MATHJAX`.
//
// In comes a list of [TeX, whether it is a display]; out goes, for each, its HTML or what is wrong
// with it, and the style sheet of them all.
const [folder] = process.argv.slice(2);
const asked = JSON.parse(require("fs").readFileSync(0, "utf-8"));

const config = {
  loader: { load: ["input/tex-base", "[tex]/ams", "output/chtml", "a11y/assistive-mml", "adaptors/liteDOM"] },
  options: { enableAssistiveMml: true },
  tex: {
    packages: ["base", "ams"],
    // MathJax would print what it cannot read into the page, in red.
    formatError: (jax, error) => {
      throw error;
    },
  },
  // The whole style sheet, whatever is asked: one for all pages, those of later builds too.
  chtml: { adaptiveCSS: false, fontURL: "mathjax/output/chtml/fonts/woff-v2" },
  startup: { typeset: false },
};

console.warn = () => {}; // it warns that its own parts name no version
require(`${folder}/node-main.js`)
  .init(config)
  .then((MathJax) => {
    const { adaptor } = MathJax.startup;
    const set = ([tex, display]) => {
      try {
        return { html: adaptor.outerHTML(MathJax.tex2chtml(tex, { display })) };
      } catch (error) {
        return { error: error.message };
      }
    };
    const answer = { formulas: asked.map(set), style: adaptor.textContent(MathJax.chtmlStylesheet()) };
    process.stdout.write(JSON.stringify(answer));
  })
  .catch((error) => {
    console.error(error);
    process.exitCode = 1;
  });
