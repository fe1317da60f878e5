// The words and the height of each part of the page that a reader sees before opening anything.
const words = (item) => item.innerText.split(/\s+/).filter(Boolean).length;
const parts = [...document.querySelectorAll("body > header, main > *")];
const named = (part) => part.getAttribute("aria-labelledby") || part.id || part.className || part.tagName.toLowerCase();
return parts.map((part) => [named(part), words(part), Math.round(part.getBoundingClientRect().height)]);
