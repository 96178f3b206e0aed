// Draws the charts of a page when they come into sight: Vega-Lite specifications (CHARTS) over the rows of the table
// beside each, so that chart and table cannot differ. Colours are those of the style sheet.
"use strict";
const CHART_LOOKS = () => ({
  aria: false,
  background: null,
  font: getComputedStyle(document.body).fontFamily,
  view: { stroke: null },
  axis: {
    labelColor: "var(--quiet)",
    labelFontSize: 12,
    gridColor: "var(--rule)",
    gridOpacity: 0.6,
    domainColor: "var(--quiet)",
    tickColor: "var(--quiet)",
  },
});
// Vega gives what it draws into a role and a name of its own, in English: those of the plot say it in both languages.
const CHART_PLACE = (plot) => {
  const place = document.createElement("div");
  place.setAttribute("aria-hidden", "true");
  plot.replaceChildren(place);
  return place;
};
(() => {
  const draw = async (plot) => {
    const rows = [...plot.closest("figure").querySelectorAll("[data-row]")].map((row) => JSON.parse(row.dataset.row));
    await drawVegaLite({ ...CHARTS[plot.dataset.chart], data: { values: rows } }, CHART_PLACE(plot), CHART_LOOKS());
    plot.dataset.drawn = rows.length;
  };

  const soon = new IntersectionObserver(
    (entries) => {
      for (const { isIntersecting, target } of entries) {
        if (!isIntersecting) continue;
        soon.unobserve(target);
        draw(target);
      }
    },
    { rootMargin: "600px" },
  );
  const plots = document.querySelectorAll("[data-chart]");
  for (const plot of plots) soon.observe(plot);
  // Paper shows all of them.
  window.addEventListener("beforeprint", () => {
    for (const plot of plots) if (!plot.dataset.drawn) draw(plot);
  });
})();
