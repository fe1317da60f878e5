"use strict";
// The first chart answers to a pointer, a finger and the arrow keys. Without this script its steps are a list.
(() => {
  // A link to a chart in a tab opens that tab.
  const openTab = () => {
    const tab = document.getElementById(location.hash.slice(1))?.closest("[data-tab]");
    if (!tab) return;
    const radio = document.querySelector(`[name="hero"][value="${tab.dataset.tab}"]`);
    if (radio) radio.checked = true; // without a forecast there are no tabs
    tab.scrollIntoView();
  };
  addEventListener("hashchange", openTab);
  openTab();

  const note = document.getElementById("step-note");
  const steps = document.querySelectorAll("#step-list > li");
  const frames = document.querySelectorAll("#chart-crossing > .wide, #chart-crossing > .narrow");
  if (!note || !frames.length) return;
  let chosen = steps.length;
  let isHeld = false; // a step that was clicked stays while the pointer moves on to its links

  const choose = (number) => {
    chosen = Math.min(Math.max(number, 0), steps.length - 1);
    for (const group of document.querySelectorAll("#chart-crossing [data-step]"))
      group.classList.toggle("chosen", +group.dataset.step === chosen);
    const words = document.createElement("p");
    for (const part of steps[chosen].childNodes) words.append(part.cloneNode(true));
    note.lastElementChild.replaceChildren(words);
    for (const button of note.querySelectorAll("button"))
      button.disabled = button.value < 0 ? chosen === 0 : chosen === steps.length - 1;
  };
  const nearest = (frame, x) => {
    const away = [...frame.querySelectorAll("[data-step] > rect")].map((column) => {
      const box = column.getBoundingClientRect();
      return Math.max(box.left - x, x - box.right, 0);
    });
    return away.lastIndexOf(Math.min(...away));
  };
  const keys = { ArrowLeft: () => chosen - 1, ArrowRight: () => chosen + 1, Home: () => 0, End: () => steps.length - 1 };

  for (const frame of frames) {
    for (const title of frame.querySelectorAll("title")) title.remove(); // the note replaces it
    frame.tabIndex = 0;
    frame.setAttribute("role", "application");
    frame.setAttribute("aria-roledescription", "chart");
    frame.setAttribute("aria-label", frame.querySelector("svg").getAttribute("aria-label") + " The arrow keys move from step to step.");
    frame.addEventListener("pointermove", (event) => {
      if (event.pointerType === "mouse" && !isHeld) choose(nearest(frame, event.clientX));
    });
    frame.addEventListener("click", (event) => {
      const number = nearest(frame, event.clientX);
      isHeld = !(isHeld && number === chosen);
      choose(number);
    });
    frame.addEventListener("keydown", (event) => {
      if (event.key === "Escape") isHeld = false;
      if (!(event.key in keys) || event.altKey || event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      isHeld = true;
      choose(keys[event.key]());
    });
  }
  note.addEventListener("click", (event) => {
    if (!event.target.value) return;
    isHeld = true;
    choose(chosen + Number(event.target.value));
  });
  note.hidden = false;
})();
