// Words for amounts and days, as assets/formats.py has them, and the chart of one answer.

const SVG = "http://www.w3.org/2000/svg";
const MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];
const INK = "#1a1a1a", MUTED = "#5c5c5c", BLUE = "#0072B2", RED = "#8f3500", SHADE = "#cfe3f1", GRID = "#e9e9e9";

const usdOf = (amount) => Number(amount) / 1e12;
const isoDay = (day) => new Date(day * 864e5).toISOString().slice(0, 10);
const inGroups = (number) => number.toLocaleString("en-US", { maximumFractionDigits: 12 });

function sayDay(day, letters = 9) {
  const date = new Date(day * 864e5);
  return `${date.getUTCDate()} ${MONTHS[date.getUTCMonth()].slice(0, letters)} ${date.getUTCFullYear()}`;
}

// Dollars with three significant digits, and with cents where they count.
function sayDollars(usd) {
  const rounded = Number(usd.toPrecision(3));
  return `$${rounded.toLocaleString("en-US", Number.isInteger(rounded) ? {} : { minimumFractionDigits: 2, maximumFractionDigits: 9 })}`;
}

// An amount in dollars as people say it: $1.20, 1 cent, 0.89 cents, $110 per million uses.
function sayMoney(usd, per = "uses") {
  if (usd >= 1) return sayDollars(usd);
  if (usd >= 0.001) {
    const cents = Number((100 * usd).toPrecision(2));
    return `${cents} cent${cents === 1 ? "" : "s"}`;
  }
  return `${sayDollars(Number((1e6 * usd).toPrecision(2)))} per million${per && ` ${per}`}`;
}

// A factor with two significant digits.
const sayFactor = (times) => inGroups(Number(times.toPrecision(2)));

function sayChance(share) {
  if (share < 0.01) return "under 1%";
  return share > 0.99 ? "over 99%" : `${Math.round(100 * share)}%`;
}

function make(name, attributes, ...children) {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
}

const halo = { stroke: "white", "stroke-width": 4, "stroke-linejoin": "round", "paint-order": "stroke" };

// Draw the cost of the use over time, the search, and the day on which their lines crossed.
function drawChart(svg, data, answer, width, label) {
  const height = width < 500 ? 260 : 280, top = 24, left = 8, right = width - 12, bottom = height - 30;
  const first = answer.frontier[0].start, last = data.as_of;
  const target = answer.target.filter((step) => step.end > first);
  const amounts = [...answer.frontier.map((step) => usdOf(step.row.cost)), ...target.map((step) => usdOf(step.usd))].filter((usd) => usd > 0);
  const low = Math.log10(Math.min(...amounts)) - 0.35, high = Math.log10(Math.max(...amounts)) + 0.3;
  const x = (day) => left + ((Math.min(Math.max(day, first), last) - first) / Math.max(last - first, 1)) * (right - left);
  const y = (usd) => bottom - ((Math.log10(usd) - low) / (high - low)) * (bottom - top);
  const text = (at, down, words, fill = INK, anchor = "start", extra = {}) =>
    make("text", { x: at.toFixed(1), y: down.toFixed(1), fill, "text-anchor": anchor, ...extra }, words);
  const parts = [make("rect", { width, height, fill: "white" }), text(left, 14, "Cost of one use, log scale", MUTED)], labels = [];
  if (answer.low !== null && answer.crossing) {
    const from = x(answer.low), until = x(answer.high ?? last);
    parts.push(make("rect", { x: from, y: top, width: Math.max(until - from, 2), height: bottom - top, fill: SHADE, "fill-opacity": 0.55 }));
  }
  const targetNow = y(usdOf(answer.usd)), power = Math.ceil((high - low) / 6);
  for (let exponent = Math.ceil(low); exponent <= high; exponent += power) {
    const at = y(10 ** exponent);
    parts.push(make("line", { x1: left, x2: right, y1: at, y2: at, stroke: GRID }));
    if (at - top > 14 && Math.abs(at - targetNow) > (width < 500 ? 28 : 18)) labels.push(text(left, at - 4, sayMoney(10 ** exponent, width < 500 ? "" : "uses"), MUTED, "start", halo));
  }
  parts.push(make("line", { x1: left, x2: right, y1: bottom, y2: bottom, stroke: "#8a8a8a" }));
  const firstYear = new Date(first * 864e5).getUTCFullYear() + 1, lastYear = new Date(last * 864e5).getUTCFullYear();
  for (let year = firstYear; year <= lastYear; year++) {
    const at = x(Date.UTC(year, 0, 1) / 864e5);
    parts.push(make("line", { x1: at, x2: at, y1: bottom, y2: bottom + 5, stroke: "#8a8a8a" }));
    if (at < right - 34) parts.push(text(at + 3, bottom + 17, String(year), MUTED));
  }
  const path = (steps, cost) => {
    let end = null;
    return steps.map((step) => {
      const joined = end === step.start, at = y(usdOf(cost(step))).toFixed(1);
      end = step.end;
      return `${joined ? "L" : "M"}${x(step.start).toFixed(1)},${at}H${x(step.end).toFixed(1)}`;
    }).join("");
  };
  parts.push(make("path", { d: path(target, (step) => step.usd), fill: "none", stroke: RED, "stroke-width": 1.5, "stroke-dasharray": "6 4" }));
  parts.push(make("path", { d: path(answer.frontier, (step) => step.row.cost), fill: "none", stroke: BLUE, "stroke-width": 2.5 }));
  parts.push(...labels);
  for (const step of answer.frontier) {
    const note = `From ${sayDay(step.start)}: ${data.models[step.row.model]} at ${data.sellers[data.offers.provider[step.row.offer]]}, ${sayMoney(usdOf(step.row.cost))}`;
    const area = make("rect", { x: x(step.start), y: top, width: Math.max(x(step.end) - x(step.start), 1), height: bottom - top, "fill-opacity": 0 });
    area.append(make("title", {}, note));
    parts.push(area);
  }
  const costNow = y(usdOf(answer.frontier.at(-1).row.cost)), isNear = Math.abs(costNow - targetNow) < 20;
  const below = (isUpper) => (isNear && !isUpper ? 16 : -7);
  parts.push(text(right, targetNow + below(targetNow <= costNow), `${answer.targetWords}: ${sayMoney(usdOf(answer.usd), answer.per)}`, RED, "end", halo));
  parts.push(text(right, costNow + below(costNow < targetNow), `now: ${sayMoney(usdOf(answer.frontier.at(-1).row.cost))}`, BLUE, "end", halo));
  if (answer.crossing) {
    const at = x(answer.crossing.day), down = y(usdOf(answer.crossing.row.cost)), words = sayDay(answer.crossing.day), isLeft = at > 140;
    parts.push(make("circle", { cx: at, cy: down, r: 6, fill: RED, stroke: "white", "stroke-width": 2 }));
    parts.push(text(at + (isLeft ? -9 : 9), down + 18, words, INK, isLeft ? "end" : "start", { "font-weight": "bold", ...halo }));
  }
  svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
  svg.setAttribute("width", width);
  svg.setAttribute("height", height);
  svg.setAttribute("aria-label", label);
  svg.replaceChildren(...parts);
}
