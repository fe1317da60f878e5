// The words and the height of each part of the page that a reader sees before opening anything; the labels of a picture
// and the choices of a closed menu are looked at and not read.
const count = (text) => text.split(/\s+/).filter(Boolean).length;
const parts = [...document.querySelectorAll("body > header, main > *")];
const named = (part) => part.getAttribute("aria-labelledby") || part.id || part.className || part.tagName.toLowerCase();
const words = (part) => {
  const texts = document.createTreeWalker(part, NodeFilter.SHOW_TEXT);
  let n = 0;
  while (texts.nextNode()) {
    const item = texts.currentNode.parentElement;
    if (!item.closest("svg, select, script") && item.checkVisibility({visibilityProperty: true})) n += count(texts.currentNode.data);
  }
  return n;
};
return parts.map((part) => [named(part), words(part), Math.round(part.getBoundingClientRect().height)]);
