/* The reader's choice of light or dark, before anything is drawn. */
(() => {
  let chosen = {};
  try { chosen = localStorage; } catch { /* a reader may forbid it */ }
  const root = document.documentElement.dataset;
  root.mode = chosen.mode || "auto";
  root.theme = chosen.theme || "auto";
})();
