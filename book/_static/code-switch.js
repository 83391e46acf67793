/* One switch for all folds of code on a page. */
(() => {
  const folds = [...document.querySelectorAll(".bd-article details.hide")];
  const room = document.querySelector(".code-switch");
  const box = document.createElement("input");
  const label = document.createElement("label");
  box.type = "checkbox";
  box.setAttribute("role", "switch");
  label.append(box, "Show all code on this page");
  room.append(label);
  box.addEventListener("change", () => folds.forEach((fold) => { fold.open = box.checked; }));
  // a reader may unfold one after another, or follow a link into a fold; such events do not bubble
  document.addEventListener("toggle", () => { box.checked = folds.every((fold) => fold.open); }, true);
})();
