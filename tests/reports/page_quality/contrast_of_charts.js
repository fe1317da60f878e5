// The contrast of each text of a chart with all that is painted behind its middle, as WCAG 2 defines it.
const sheet = new CSSStyleSheet();
sheet.replaceSync("svg, svg * { pointer-events: all !important }");
document.adoptedStyleSheets = [sheet];
const channels = (colour) => (colour.match(/[\d.]+/g) || [0, 0, 0, 0]).map(Number);
const opacity = (item) => {
  let share = 1;
  for (let at = item; at && at.tagName !== "svg"; at = at.parentElement) share *= +getComputedStyle(at).opacity;
  return share;
};
const paint = (below, colour, share) => below.map((value, n) => value + (channels(colour)[n] - value) * share);
const luminance = (colour) => {
  const [r, g, b] = colour.map((value) => value / 255).map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
};
const filled = (item, x, y) => {
  const style = getComputedStyle(item);
  if (style.fill === "none" || !item.isPointInFill) return null;
  const matrix = item.getScreenCTM().inverse();
  if (!item.isPointInFill(new DOMPoint(x, y).matrixTransform(matrix))) return null;
  const alpha = channels(style.fill)[3] ?? 1;
  return [style.fill, alpha * style.fillOpacity * opacity(item)];
};
const paper = channels(getComputedStyle(document.body).backgroundColor).slice(0, 3);
const measured = [];
for (const svg of document.querySelectorAll("svg")) {
  if (!svg.checkVisibility()) continue;
  const parts = [...svg.querySelectorAll("*")];
  for (const text of svg.querySelectorAll("text")) {
    const box = text.getBoundingClientRect(), style = getComputedStyle(text);
    if (!box.width || !text.textContent.trim() || style.stroke !== "none") continue;
    const x = box.left + box.width / 2, y = box.top + box.height / 2;
    let behind = paper;
    for (const part of parts.slice(0, parts.indexOf(text))) {
      const fill = filled(part, x, y);
      if (fill) behind = paint(behind, ...fill);
    }
    const front = paint(behind, style.fill, style.fillOpacity * opacity(text));
    const [dark, light] = [luminance(front), luminance(behind)].sort((a, b) => a - b);
    const size = parseFloat(style.fontSize), large = size >= 24 || (size >= 18.66 && +style.fontWeight >= 700);
    measured.push({
      text: text.textContent, chart: svg.getAttribute("aria-label").slice(0, 60),
      ratio: Math.round(100 * (light + 0.05) / (dark + 0.05)) / 100, least: large ? 3 : 4.5,
      fill: style.fill, behind: behind.map(Math.round).join(","),
    });
  }
}
document.adoptedStyleSheets = [];
return measured;
