/* Folds: the end of a chapter, and long lists of a page. A link into one opens it, and so does a printer, where no style
   sheet can. */
(() => {
  const folds = [...document.querySelectorAll("details:is(.ending, .folded)")];
  const follow = (hash) => {
    const target = document.getElementById(decodeURIComponent((hash ?? "").slice(1)));
    const fold = target && folds.find((one) => one.contains(target));
    if (!fold || fold.open) return;
    fold.open = true;
    target.scrollIntoView();
  };
  let closed = [];
  addEventListener("beforeprint", () => {
    closed = folds.filter((fold) => !fold.open);
    closed.forEach((fold) => { fold.open = true; });
  });
  addEventListener("afterprint", () => closed.forEach((fold) => { fold.open = false; }));
  document.addEventListener("click", ({ target }) => follow(target.closest?.("a[href^='#']")?.hash), true);
  addEventListener("hashchange", () => follow(location.hash));
  follow(location.hash);
})();
