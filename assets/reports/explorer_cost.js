// When a use first cost as little as a search, from the embedded offers: as find_frontier.sql and
// compare_with_targets.sql compute it. Money is a BigInt of 10^-12 USD, as DECIMAL(18, 12) holds it; days count from 1970.

const BOUNDS = ["central", "low", "high"];
const COUNTS = ["in", "cached", "out", "searches", "calls"];
const MOST_TOKENS = 100000000;
const TOO_MUCH = 10n ** 18n;

// Read a decimal number as 10^-12 USD, halves rounded up as SQL does; null for other text.
function readUsd(text) {
  const parts = /^(\d*)(?:\.(\d*))?(?:e([+-]?\d{1,3}))?$/i.exec(String(text).trim());
  if (!parts || !(parts[1] || parts[2])) return null;
  const decimals = parts[2] || "", shift = 12 - decimals.length + Number(parts[3] || 0);
  const digits = BigInt(parts[1] + decimals);
  if (shift >= 0) return digits * 10n ** BigInt(shift);
  const unit = 10n ** BigInt(-shift);
  return (digits + unit / 2n) / unit;
}

// What is wrong with a scenario, in words for its reader; null where nothing is.
function findProblem(scenario) {
  const [input, cached, output, searches, calls] = scenario.counts;
  if (![input, cached, output, searches, calls].every((count) => Number.isInteger(count) && count >= 0 && count <= MOST_TOKENS))
    return "Tokens, searches and calls are whole numbers between 0 and 100 million.";
  if (input + cached < 1 || output < 1) return "A use reads at least one token and writes at least one.";
  if (calls < 1) return "A use takes at least one call of the model.";
  if (scenario.target === null && !(scenario.usd >= 1n && scenario.usd < TOO_MUCH))
    return "The amount must be above 0 and below 1,000,000 dollars.";
  return null;
}

// Every offer that serves the use, with its cost, the cheapest first; one row for each price of a search.
function priceOffers(data, scenario) {
  const [input, cached, output, searches, calls] = scenario.counts;
  const [inputs, cacheds, outputs, count] = [input, cached, output, searches].map(BigInt);
  const { offers } = data, tokens = input + cached + output, rows = [];
  const bought = searches ? data.searchSteps : [{ usd: 0n, start: -Infinity, end: Infinity }];
  for (let n = 0; n < offers.model_id.length; n++) {
    if (offers.context_tokens[n] !== null && tokens > offers.context_tokens[n] * calls) continue;
    const price = data.bigPrices[offers.input_price[n]], cachedAt = offers.cached_price[n];
    const quadrillionths = inputs * price + outputs * data.bigPrices[offers.output_price[n]] +
      cacheds * (cachedAt === null ? price : data.bigPrices[cachedAt]);
    const spent = (quadrillionths + 500n) / 1000n, until = offers.end_day[n] ?? Infinity;
    for (const step of bought) {
      const start = Math.max(offers.start_day[n], step.start), end = Math.min(until, step.end), search = count * step.usd;
      if (start < end && start <= data.as_of) rows.push({ offer: n, model: offers.model_id[n], cost: spent + search, search, start, end });
    }
  }
  return rows.sort((a, b) => (a.cost < b.cost ? -1 : a.cost > b.cost ? 1 : a.offer - b.offer || a.start - b.start));
}

// The cheapest offer of each stretch of days; `rows` begin with the cheapest, so that each day is filled only once.
function findFrontier(rows, asOf) {
  const days = [...new Set(rows.flatMap((row) => [row.start, row.end]))].filter((day) => day <= asOf).sort((a, b) => a - b);
  const place = new Map(days.map((day, n) => [day, n])), best = days.map(() => null), next = days.map((_, n) => n);
  next.push(days.length);
  const free = (from) => {
    let n = from;
    while (next[n] !== n) n = next[n] = next[next[n]];
    return n;
  };
  for (const row of rows) {
    const end = place.get(row.end) ?? days.length;
    for (let n = free(place.get(row.start)); n < end; n = free(n)) {
      best[n] = row;
      next[n] = n + 1;
    }
  }
  return days.map((day, n) => ({ start: day, end: days[n + 1] ?? Infinity, row: best[n] })).filter((step) => step.row);
}

// The first day on which both costs are known, and the first on which the use costs no more.
function findCrossing(frontier, target, asOf) {
  let first = null, crossing = null;
  for (const step of frontier) {
    for (const cost of target) {
      const day = Math.max(step.start, cost.start);
      if (day >= Math.min(step.end, cost.end) || day > asOf) continue;
      if (first === null || day < first) first = day;
      if (step.row.cost <= cost.usd && (crossing === null || day < crossing.day)) crossing = { day, row: step.row, usd: cost.usd };
    }
  }
  return { first, crossing };
}

// The cheapest offer today, or the cheapest confirmed one where the price is stale and that costs not much more.
function findToday(data, rows, cheapest) {
  if (!data.stale.has(cheapest.offer)) return cheapest;
  const confirmed = rows.find((row) => {
    const seen = data.offers.confirmed_day[row.offer];
    const isOld = data.stale.has(row.offer) && seen !== null && seen + data.stale_days + 1 <= data.as_of;
    return row.start <= data.as_of && row.end > data.as_of && !isOld;
  });
  return confirmed && confirmed.cost <= BigInt(data.stale_times) * cheapest.cost ? confirmed : cheapest;
}

// The quantiles in a text of explorer_chances.py, in log10.
function readQuantiles(text) {
  const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0)), quantiles = [];
  let sum = 0, step = 0, weight = 1;
  for (const byte of bytes) {
    step += (byte & 127) * weight;
    weight *= 128;
    if (byte > 127) continue;
    sum = quantiles.length ? sum + step : step % 2 ? -(step - 1) / 2 : step / 2;
    quantiles.push(sum / 100000);
    step = 0;
    weight = 1;
  }
  return quantiles;
}

// The share of costs at or below a cost in log10, linear between two quantiles.
function shareBelow(quantiles, cost) {
  let low = 0, high = quantiles.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (quantiles[middle] <= cost) low = middle + 1;
    else high = middle;
  }
  if (low === 0 || low === quantiles.length) return low ? 1 : 0;
  return (low - 1 + (cost - quantiles[low - 1]) / (quantiles[low] - quantiles[low - 1])) / (quantiles.length - 1);
}

// The chances within 1, 3 and 5 years, and what they rest on; `odds` is null where none is published for the use.
function findChances(data, scenario, cheapest) {
  const target = data.targets.find((row) => row.id === scenario.target);
  const use = findUse(data, scenario), known = use && target && data.chances[scenario.bar]?.[use.id]?.[target.id];
  if (known) return { odds: known, basis: "published" };
  const paths = data.paths[scenario.bar] || {};
  const alone = paths[data.isReasoning(scenario, cheapest.model) ? "reasoning" : data.start.use];
  if (!alone) return { odds: null, basis: "little history" };
  const search = Number(cheapest.search) / 1e12, tokens = Number(cheapest.cost) / 1e12 - search;
  let tables = alone, moving = tokens, still = search;
  if (search && paths.share > 0 && paths.share < 1) {
    moving = Math.min(search / paths.share, tokens / (1 - paths.share));
    still = search - moving * paths.share;
    if (tokens - moving * (1 - paths.share) > 1e-9 * tokens) return { odds: null, basis: "few searches" };
    if (still <= 1e-9 * search) still = 0;
    tables = paths.grounded;
  }
  const process = target?.moved_by ?? 0, stays = process > 0 && still > 0;
  const costs = target ? target.log10_usd : [Math.log10(Number(scenario.usd) / 1e12)];
  const odds = tables[stays ? 0 : process].map((text) => {
    const quantiles = readQuantiles(text);
    const below = costs.map((cost) => {
      const rest = 10 ** cost - still;
      return rest > 0 ? shareBelow(quantiles, Math.log10(rest / moving)) : 0;
    });
    return below.reduce((sum, share) => sum + share, 0) / below.length;
  });
  return { odds, basis: stays ? "search stays" : target ? "target" : "amount stays" };
}

// The published use with these counts, if any.
function findUse(data, scenario) {
  return data.uses.find((use) => use.by === scenario.by && use.counts.every((count, n) => count === scenario.counts[n]));
}

// Answer a scenario: {bar, counts: [in, cached, out, searches, calls], by, target or null, usd}.
function answerScenario(data, scenario) {
  const problem = findProblem(scenario);
  if (problem) return { status: "no_answer", problem };
  const rows = priceOffers(data, scenario), ofBar = data.members[scenario.bar] || {};
  const qualifying = BOUNDS.map((bound) => {
    const models = new Set(ofBar[bound]?.[scenario.by]);
    return rows.filter((row) => models.has(row.model));
  });
  const frontiers = qualifying.map((list) => findFrontier(list, data.as_of)), last = frontiers[0].at(-1);
  if (!last || last.end !== Infinity) return { status: "no_answer", problem: describeNoOffer(data, scenario, rows) };
  if (rows.at(-1).cost >= TOO_MUCH) return { status: "no_answer", problem: "Such a use costs more than 999,999 dollars." };
  const target = data.targetSteps(scenario), usd = target.at(-1).usd;
  const [central, low, high] = frontiers.map((frontier) => findCrossing(frontier, target, data.as_of));
  const { crossing } = central, today = findToday(data, qualifying[0], last.row);
  const status = !crossing ? "not_crossed" : crossing.day === central.first ? "crossed_before_first_look" : "crossed";
  return {
    status,
    crossing,
    low: crossing && (low.crossing?.day ?? null),
    high: crossing && (high.crossing?.day ?? null),
    today,
    usd,
    holds: today.cost <= usd,
    chances: crossing ? { odds: [1, 1, 1], basis: "crossed" } : findChances(data, scenario, last.row),
    frontier: frontiers[0],
    target,
    cheapest: listCheapest(data, qualifying[0]),
  };
}

// The five cheapest offers on sale, one for each model and seller.
function listCheapest(data, rows) {
  const seen = new Set(), cheapest = [];
  for (const row of rows) {
    const name = `${row.model} ${data.offers.provider[row.offer]}`;
    if (row.start > data.as_of || row.end <= data.as_of || seen.has(name)) continue;
    seen.add(name);
    if (cheapest.push(row) === 5) break;
  }
  return cheapest;
}

function describeNoOffer(data, scenario, rows) {
  const serves = (by) => {
    const models = new Set(data.members[scenario.bar]?.central?.[by]);
    return rows.some((row) => models.has(row.model) && row.end > data.as_of);
  };
  if (scenario.by === "non-reasoning" && serves("reasoning"))
    return "At this level only models that reason before they answer are on sale: choose that under More.";
  if (scenario.by === "reasoning" && serves("non-reasoning"))
    return "At this level only models that answer at once are on sale: choose that under More.";
  return "No model at this level is on sale that serves such a use: give fewer tokens, or spread them over more calls.";
}

// Add what is computed once to the embedded data.
function prepareData(data) {
  const asStep = ([usd, start, end]) => ({ usd: readUsd(usd), start, end: end ?? Infinity });
  const reasoning = new Set(data.reasoning), steps = new Map(data.targets.map((row) => [row.id, row.steps.map(asStep)]));
  return {
    ...data,
    bigPrices: data.prices.map(BigInt),
    searchSteps: data.searches.map(asStep),
    stale: new Set(data.offers.is_stale),
    isReasoning: (scenario, model) => (scenario.by === "any" ? reasoning.has(model) : scenario.by === "reasoning"),
    targetSteps: (scenario) => steps.get(scenario.target) || [{ usd: scenario.usd, start: -Infinity, end: Infinity }],
  };
}
