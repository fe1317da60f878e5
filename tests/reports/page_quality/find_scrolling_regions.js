// Every element whose content is wider than itself and can be scrolled: whether a keyboard reaches it, and its name.
return [...document.querySelectorAll("body *")]
  .filter((item) => item.checkVisibility() && item.scrollWidth > item.clientWidth + 1)
  .filter((item) => /auto|scroll/.test(getComputedStyle(item).overflowX))
  .map((item) => ({
    focusable: item.tabIndex >= 0 || Boolean(item.querySelector("a[href], button, input, select")),
    name: item.getAttribute("aria-label") || item.getAttribute("aria-labelledby") || "",
    html: item.outerHTML.slice(0, 120),
  }));
