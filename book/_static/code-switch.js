/* One switch for all folds of code on a page. Where scripts run, the folds are there when it is on, or a link leads to one. */
(() => {
  const article = document.querySelector(".bd-article");
  const folds = [...article.querySelectorAll("details.hide")];
  const box = document.createElement("input");
  const label = document.createElement("label");
  box.type = "checkbox";
  box.setAttribute("role", "switch");
  label.append(box, "Show all code on this page");
  article.querySelector(".code-switch").append(label);
  box.addEventListener("change", () => {
    article.classList.toggle("code-on", box.checked);
    folds.forEach((fold) => { fold.open = box.checked; });
  });
  const follow = () => {
    const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target || target.matches("section")) return;  // who goes to a part of the page wants no code
    const fold = target.closest("details.hide") ?? target.querySelector("details.hide");
    if (!fold) return;
    fold.classList.add("wanted");
    fold.open = true;
    target.scrollIntoView();
  };
  addEventListener("hashchange", follow);
  follow();
})();
