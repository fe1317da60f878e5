// The controls of the explorer: they fill one scenario, and show its answer. The link in the address bar keeps it.

const SLIDER_STEPS = 20;
const OWN = "own";
const BASES = {
  "target": "",
  "published": "",
  "amount stays": ", if your amount stays",
  "search stays": ", if the price of a search stays",
};
const NO_ODDS = {
  "little history": "Too little price history is known at this level to publish a chance.",
  "few searches": "No chance is published for this mix, which reads and writes more for each search than our forecasts do; the command below computes one.",
};

function startExplorer() {
  const embedded = document.getElementById("explorer-data");
  if (!embedded) return;
  const data = prepareData(JSON.parse(embedded.textContent));
  const form = document.getElementById("explorer-form"), find = (name) => document.getElementById(`explorer-${name}`);
  const firstUse = data.uses.find((use) => use.id === data.start.use) || data.uses[0];
  const start = {
    bar: (data.bars.find((bar) => bar.id === data.start.bar) || data.bars[0]).id,
    counts: firstUse.counts,
    by: firstUse.by,
    target: (data.targets.find((row) => row.id === data.start.target) || data.targets[0]).id,
    usd: null,
  };
  const sizes = COUNTS.slice(0, 3);
  let scenario = start, answer = null, timer = 0;

  const element = (name, properties, ...children) => {
    const made = Object.assign(document.createElement(name), properties);
    made.append(...children);
    return made;
  };
  const fillSelect = (select, rows, more = []) => {
    const groups = new Map();
    for (const row of rows) {
      if (!groups.has(row.group)) groups.set(row.group, element("optgroup", { label: row.group }));
      groups.get(row.group).append(element("option", { value: row.id, textContent: row.name }));
    }
    select.replaceChildren(...groups.values(), ...more);
  };
  const wordsOf = (tokens) => Math.round((tokens * data.words.words) / data.words.tokens);
  const place = (tokens) => (tokens < 1 ? 0 : Math.round(SLIDER_STEPS * Math.log10(tokens)) + 1);
  const tokensAt = (step) => (step < 1 ? 0 : Number((10 ** ((step - 1) / SLIDER_STEPS)).toPrecision(2)));

  function fillControls() {
    fillSelect(form.elements.bar, data.bars);
    const ended = data.targets.map((row) => ({ ...row, name: row.ended === null ? row.name : `${row.name}, withdrawn` }));
    fillSelect(form.elements.target, ended, [element("option", { value: OWN, textContent: "My own amount in dollars" })]);
    find("uses").append(...[...data.uses, { id: OWN, name: "My own", label: "the sizes below" }].map((use) => {
      const radio = element("input", { type: "radio", name: "use", value: use.id });
      return element("label", { title: use.label }, radio, element("span", { textContent: use.name }));
    }));
  }

  // Put the scenario into every control except the one that is being changed.
  function showScenario(changing) {
    const { elements } = form, use = findUse(data, scenario), set = (control, value) => {
      if (control !== changing) control.value = value;
    };
    set(elements.bar, scenario.bar);
    set(elements.by, scenario.by);
    set(elements.target, scenario.target ?? OWN);
    if (scenario.usd !== null) set(elements.usd, plainUsd(scenario.usd));
    find("own-amount").hidden = scenario.target !== null;
    elements.use.value = use ? use.id : OWN;
    COUNTS.forEach((name, n) => set(elements[name], scenario.counts[n]));
    sizes.forEach((name, n) => {
      const tokens = scenario.counts[n], slider = elements[`${name}-slider`];
      set(slider, place(tokens));
      const inWords = data.words ? `, about ${inGroups(wordsOf(tokens))} words` : "";
      slider.setAttribute("aria-valuetext", `${inGroups(tokens)} tokens${inWords}`);
      if (data.words) set(elements[`${name}-words`], wordsOf(tokens));
    });
  }

  function readControls(control) {
    const { elements } = form, { name, value } = control, use = data.uses.find((row) => row.id === elements.use.value);
    if (name === "use") return use ? { ...scenario, counts: use.counts, by: use.by } : scenario;
    if (name === "bar" || name === "by") return { ...scenario, [name]: value };
    if (name === "target" || name === "usd") {
      const isOwn = elements.target.value === OWN;
      if (name === "target" && isOwn && !elements.usd.value && answer?.usd) elements.usd.value = plainUsd(answer.usd);
      return { ...scenario, target: isOwn ? null : elements.target.value, usd: isOwn ? readUsd(elements.usd.value) ?? 0n : null };
    }
    const [size, kind] = name.split("-"), counts = [...scenario.counts];
    const typed = value === "" ? -1 : Number(value);
    const words = kind === "words" ? Math.round((typed * data.words.tokens) / data.words.words) : typed;
    counts[COUNTS.indexOf(size)] = kind === "slider" ? Math.max(tokensAt(typed), size === "cached" ? 0 : 1) : words;
    return { ...scenario, counts };
  }

  const sayLevel = (bar) => {
    const measure = bar.group === data.bars[0].group ? "" : `, by ${bar.group}`;
    return /^\d/.test(bar.name) ? `at ${bar.name} of the ${bar.group}` : `as good as ${bar.name}${measure}`;
  };

  function describe(result) {
    const bar = data.bars.find((row) => row.id === scenario.bar), use = findUse(data, scenario);
    const target = data.targets.find((row) => row.id === scenario.target);
    const [input, cached, output] = scenario.counts.map(inGroups), again = scenario.counts[1] ? `, ${cached} again` : "";
    const subject = `${use ? use.name : `A use that reads ${input} tokens${again} and writes ${output}`}, ${sayLevel(bar)},`;
    const search = target ? `\u201c${target.name}\u201d` : `your ${sayMoney(usdOf(result.usd))}`, ratio = usdOf(result.today.cost) / usdOf(result.usd);
    const offer = `${data.models[result.today.model]} at ${data.sellers[data.offers.provider[result.today.offer]]}`;
    const share = result.holds ? `1/${sayFactor(1 / ratio)} of` : `${sayFactor(ratio)} times`;
    const now = `On ${sayDay(data.as_of)} it costs ${sayMoney(usdOf(result.today.cost))} (${offer}), ${share} ${target ? "the cost of that search" : "your amount"}.`;
    const cheapest = result.frontier.at(-1).row, unseen = cheapest === result.today ? "" :
      ` A price of ${sayMoney(usdOf(cheapest.cost))} (${data.models[cheapest.model]} at ${data.sellers[data.offers.provider[cheapest.offer]]}) has not been seen for ${data.stale_days} days and may have changed.`;
    if (!result.crossing) {
      const { odds, basis } = result.chances, [soon, later, last] = (odds || []).map(sayChance);
      const chance = odds
        ? `The chance that it has cost as little at least once is ${soon} within a year, ${later} within 3 years and ${last} within 5 years${BASES[basis]}.`
        : NO_ODDS[basis];
      return [`${subject} does not yet cost as little as ${search}.`, `${now}${unseen} ${chance}`];
    }
    const day = sayDay(result.crossing.day), isOld = result.status === "crossed_before_first_look";
    const when = isOld ? `already cost no more than ${search} on ${day}, the first day on which both costs are known` : `first cost no more than ${search} on ${day}`;
    const later = result.holds ? "" : " It costs more again today.";
    const until = result.high === null ? "a day yet to come" : sayDay(result.high);
    const range = result.low === null || isOld ? "" : ` By the uncertainty of the scores, that day lies between ${sayDay(result.low)} and ${until}.`;
    return [`${subject} ${when}.${later}`, `${now}${unseen}${range}`];
  }

  function showOffers(result) {
    const rows = result.cheapest.map((row) => {
      const seen = data.offers.confirmed_day[row.offer], isOld = data.stale.has(row.offer);
      const cells = [data.sellers[data.offers.provider[row.offer]], sayDollars(1e6 * usdOf(row.cost)), seen === null ? "never" : sayDay(seen, 3) + (isOld ? ", may have changed" : "")];
      return element("tr", {}, element("th", { scope: "row", textContent: data.models[row.model] }), ...cells.map((textContent) => element("td", { textContent })));
    });
    find("offers").replaceChildren(...rows);
  }

  function show(changing = null) {
    answer = answerScenario(data, scenario);
    showScenario(changing);
    const isAnswered = answer.status !== "no_answer", [sentence, more] = isAnswered ? describe(answer) : [answer.problem, ""];
    find("sentence").textContent = sentence;
    find("more").textContent = more;
    find("details").hidden = !isAnswered;
    find("copied").textContent = find("text").value = "";
    if (!isAnswered) return;
    answer.targetWords = scenario.target === null ? "your amount" : "the search";
    answer.per = scenario.target === null ? "uses" : "searches";
    find("caption").textContent = `The line is the lowest list price of a model that qualifies; dashed: ${answer.targetWords}.${answer.low === null || !answer.crossing ? "" : " Shaded: days that the uncertainty of the scores allows."}`;
    draw();
    showOffers(answer);
  }

  const draw = () => answer?.frontier && drawChart(find("chart"), data, answer, Math.max(280, Math.round(find("figure").clientWidth)), find("sentence").textContent);

  function take(hash) {
    const taken = readHash(data, hash, start);
    if (!taken) return;
    scenario = taken.scenario;
    const { unknown } = taken;
    find("note").textContent = unknown.length ? `The link names ${unknown.join(", ")}, which this page does not know: the usual choice stands in its place.` : "";
    show();
    document.getElementById("explorer").scrollIntoView();
  }

  async function copy(words) {
    const area = find("text");
    area.value = words;
    area.hidden = false;
    area.select();
    try {
      await navigator.clipboard.writeText(words);
      find("copied").textContent = "Copied.";
    } catch {
      find("copied").textContent = "Selected below: press Ctrl+C to copy it.";
    }
  }

  fillControls();
  for (const part of document.querySelectorAll("[data-explorer]")) part.hidden = false;
  document.getElementById("explorer-presets").open = false;
  if (!data.words) for (const part of form.querySelectorAll(".in-words")) part.hidden = true;
  const link = () => location.href.split("#")[0] + asHash(data, scenario);
  const copies = { command: () => asCommand(data, scenario), sql: () => asSql(data, scenario), link, csv: () => asCsv(data, answer) };
  form.addEventListener("submit", (event) => event.preventDefault());
  const update = (control, isDone) => {
    scenario = readControls(control);
    find("answer").setAttribute("aria-busy", "true");
    clearTimeout(timer);
    timer = setTimeout(() => find("answer").setAttribute("aria-busy", "false"), 500);
    find("note").textContent = "";
    const isSound = !findProblem(scenario);
    show(isDone && isSound ? null : control);
    if (isSound) history.replaceState(null, "", asHash(data, scenario));
  };
  form.addEventListener("input", ({ target }) => update(target, false));
  form.addEventListener("change", ({ target }) => update(target, true));
  find("copies").addEventListener("click", ({ target }) => target.value && copy(copies[target.value]()));
  addEventListener("hashchange", () => take(location.hash));
  new ResizeObserver(draw).observe(find("figure"));
  show();
  take(location.hash);
  globalThis.tokenfallExplorer = {
    answer: (asked) => answerScenario(data, { ...asked, usd: asked.usd === null ? null : readUsd(asked.usd) }),
    command: () => asCommand(data, scenario),
  };
}

startExplorer();
