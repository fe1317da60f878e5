// A scenario as a command, as SQL, as a link and as CSV.

const inShell = (text) => (/^[\w.,:/-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`);
const inSql = (text) => `'${text.replaceAll("'", "''")}'`;
const plainUsd = (amount) => `${amount / 10n ** 12n}.${String(amount % 10n ** 12n).padStart(12, "0").replace(/0+$/, "") || "0"}`;

function asCommand(data, scenario) {
  const use = findUse(data, scenario), [input, cached, output, searches, calls] = scenario.counts;
  const own = ["--input-tokens", input, "--cached-input-tokens", cached, "--output-tokens", output, "--searches", searches, "--calls", calls];
  const words = ["tokenfall", "verdict", "--bar", scenario.bar, ...(use ? ["--workload", use.id] : [...own, "--answered-by", scenario.by])];
  words.push(...(scenario.target === null ? ["--target-usd", plainUsd(scenario.usd)] : ["--target", scenario.target]));
  return words.map(String).map(inShell).join(" ");
}

// One statement on the published tables that returns the day, the model and the seller.
function asSql(data, scenario) {
  const use = findUse(data, scenario), [input, cached, output, searches, calls] = scenario.counts;
  if (use && scenario.target !== null) {
    return `SELECT status, crossed_on, crossed_on_low, crossed_on_high, now_usd_per_query, p_1y, p_3y, p_5y
FROM out_verdict
WHERE bar = ${inSql(scenario.bar)} AND workload = ${inSql(use.id)} AND target = ${inSql(scenario.target)}`;
  }
  const target = scenario.target === null
    ? `SELECT DATE '1900-01-01' AS valid_from, NULL::DATE AS valid_to, ${plainUsd(scenario.usd)}::DECIMAL(18, 12) AS usd`
    : `SELECT
        valid_from,
        CASE WHEN lead(valid_from) OVER dated IS NOT NULL THEN least(valid_to, lead(valid_from) OVER dated) END AS valid_to,
        usd_per_query AS usd
    FROM core_search_cost, today
    WHERE target = ${inSql(scenario.target)} AND valid_from <= as_of
    WINDOW dated AS (ORDER BY valid_from)`;
  return `-- The first day on which an offer at this level cost no more than the search.
WITH today AS (SELECT max(as_of) AS as_of FROM out_verdict),
own_use AS (
    SELECT ${input}::BIGINT AS fresh, ${cached}::BIGINT AS cached, ${output}::BIGINT AS written, ${searches}::BIGINT AS searches, ${calls} AS calls
),
search AS (
    ${target}
),
offer AS (
    SELECT
        price.model_id,
        price.provider,
        greatest(price.valid_from, bought.valid_from) AS valid_from,
        least(price.valid_to, bought.valid_to) AS valid_to,
        (
            token_micro_usd(
                fresh, cached, written, input_usd_per_mtok, cached_input_usd_per_mtok, output_usd_per_mtok
            ) * 0.000001
        )::DECIMAL(18, 12) + CASE WHEN searches = 0 THEN 0 ELSE searches * bought.usd_per_query END AS usd
    FROM out_price_history AS price
    CROSS JOIN own_use
    INNER JOIN core_model AS model ON model.model_id = price.model_id
    INNER JOIN core_bar_member AS member
        ON member.model_id = price.model_id AND member.bar = ${inSql(scenario.bar)}
        AND member.bound = 'central' AND member.answered_by = ${inSql(scenario.by)}
    LEFT JOIN core_context_window AS own
        ON own.provider = price.provider AND own.provider_model_id = price.provider_model_id AND own.model_id = price.model_id
    LEFT JOIN core_context_window AS maker ON maker.provider IS NULL AND maker.model_id = price.model_id
    LEFT JOIN internal._search_price AS bought
        ON searches > 0 AND bought.valid_from < coalesce(price.valid_to, DATE '9999-12-31')
        AND coalesce(bought.valid_to, DATE '9999-12-31') > price.valid_from
    WHERE price.tier = 'standard' AND coalesce(price.context_from_tokens, 0) = 0
      AND can_answer(${inSql(scenario.by)}, model.thinking, model.reasoning)
      AND window_holds(coalesce(own.context_tokens, maker.context_tokens), calls, fresh, cached, written)
)
SELECT greatest(offer.valid_from, search.valid_from) AS crossed_on, offer.model_id, offer.provider, offer.usd, search.usd AS search_usd
FROM offer
INNER JOIN search
    ON offer.usd <= search.usd
    AND search.valid_from < coalesce(offer.valid_to, DATE '9999-12-31')
    AND coalesce(search.valid_to, DATE '9999-12-31') > offer.valid_from
WHERE crossed_on <= (SELECT as_of FROM today)
ORDER BY crossed_on, offer.usd
LIMIT 1`;
}

// The part of a link behind the address of the page; readHash is its inverse.
function asHash(data, scenario) {
  const use = findUse(data, scenario), words = new URLSearchParams({ bar: scenario.bar });
  if (use) words.set("use", use.id);
  else {
    COUNTS.forEach((name, n) => words.set(name, scenario.counts[n]));
    words.set("by", scenario.by);
  }
  if (scenario.target === null) words.set("usd", plainUsd(scenario.usd));
  else words.set("target", scenario.target);
  return `#${words}`;
}

// The scenario of a link, and the names in it that are unknown; null where the link is to something else.
function readHash(data, hash, start) {
  const words = new URLSearchParams(hash.slice(1)), unknown = [];
  if (!["bar", "use", "target", "usd", ...COUNTS].some((name) => words.get(name))) return null;
  const pick = (name, list, otherwise) => {
    const wanted = words.get(name);
    if (wanted !== null && !list.includes(wanted)) unknown.push(wanted);
    return list.includes(wanted) ? wanted : otherwise;
  };
  const use = data.uses.find((row) => row.id === pick("use", data.uses.map((row) => row.id), null));
  const counts = COUNTS.map((name, n) => {
    const count = words.get(name);
    if (count !== null && !/^\d{1,9}$/.test(count)) unknown.push(count);
    return /^\d{1,9}$/.test(count ?? "") ? Number(count) : (use || start).counts[n];
  });
  const usd = words.has("usd") ? readUsd(words.get("usd")) : null;
  if (words.has("usd") && usd === null) unknown.push(words.get("usd"));
  return {
    scenario: {
      bar: pick("bar", data.bars.map((row) => row.id), start.bar),
      counts,
      by: pick("by", ["non-reasoning", "reasoning", "any"], (use || start).by),
      target: usd === null ? pick("target", data.targets.map((row) => row.id), start.target) : null,
      usd,
    },
    unknown,
  };
}

// The steps of the cheapest cost; a text that a spreadsheet would compute begins with an apostrophe.
function asCsv(data, answer) {
  const cell = (text) => {
    const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
    return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
  };
  const rows = answer.frontier.map(({ start, end, row }) => [
    isoDay(start), end > data.as_of ? "" : isoDay(end), plainUsd(row.cost),
    cell(data.models[row.model]), cell(data.sellers[data.offers.provider[row.offer]]),
  ]);
  return ["valid_from,valid_to,usd_per_use,model,seller", ...rows.map((row) => row.join(","))].join("\n");
}
