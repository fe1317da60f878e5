// What a printer would get: the paper's colour, texts too pale for it, folds that stay closed, what does not fit.
const luminance = (colour) => {
  const [r, g, b] = colour.match(/[\d.]+/g).map((value) => value / 255)
    .map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
};
const texts = [...document.querySelectorAll("body *")].filter((item) =>
  item.checkVisibility() && [...item.childNodes].some((node) => node.nodeType === 3 && node.data.trim()));
const colour = (item) => item.closest("svg") ? getComputedStyle(item).fill : getComputedStyle(item).color;
return {
  paper: getComputedStyle(document.body).backgroundColor,
  pale: texts.filter((item) => !item.closest("svg") && 1.05 / (luminance(colour(item)) + 0.05) < 4.5)
    .map((item) => item.outerHTML.slice(0, 120)),
  folded: [...document.querySelectorAll("details")]
    .filter((fold) => fold.checkVisibility())
    .filter((fold) => [...fold.children].slice(1).some((part) => !part.checkVisibility({contentVisibilityAuto: true})))
    .map((fold) => fold.outerHTML.slice(0, 120)),
  cut: [...document.querySelectorAll("body *")]
    .filter((item) => item.checkVisibility() && item.scrollWidth > item.clientWidth + 1 && item.clientWidth)
    .filter((item) => /auto|scroll|hidden/.test(getComputedStyle(item).overflowX))
    .map((item) => item.outerHTML.slice(0, 120)),
};
