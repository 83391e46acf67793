/* The fold at the end of a chapter: a link into it opens it, and so does a printer, where no style sheet can. */
(() => {
  const fold = document.querySelector("details.ending");
  const follow = (hash) => {
    const target = document.getElementById(decodeURIComponent((hash ?? "").slice(1)));
    if (!target || fold.open || !fold.contains(target)) return;
    fold.open = true;
    target.scrollIntoView();
  };
  let closed = false;
  addEventListener("beforeprint", () => { closed = !fold.open; fold.open = true; });
  addEventListener("afterprint", () => { if (closed) fold.open = false; });
  document.addEventListener("click", ({ target }) => follow(target.closest?.("a[href^='#']")?.hash), true);
  addEventListener("hashchange", () => follow(location.hash));
  follow(location.hash);
})();
