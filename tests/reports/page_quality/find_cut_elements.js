// What reaches beyond the window and is not in a region that scrolls.
return [...document.querySelectorAll("body *")]
  .filter((item) => item.checkVisibility() && !item.closest("svg *"))
  .filter((item) => item.getBoundingClientRect().right > innerWidth + 0.5)
  .filter((item) => !item.parentElement.closest(".scroll, .toc, [role=region]"))
  .map((item) => item.outerHTML.slice(0, 120));
