/* Long tables and lists, folded on a phone; on a desk tables that are longer than a screen. A button says how much there is; a tap, a link into it or a search of the
   browser unfolds it. Without this script and in print all stands there. */
(() => {
  const wide = matchMedia("(min-width: 768px)");
  const FOLDED = "onbeforematch" in document.documentElement ? "until-found" : true;

  const SCALE = ["answered", "in part", "only mentioned", "nothing found"];  // the best first; other values as they come
  const MANY = 20;  // rows of a table that a desk shows
  const FEW = 6;  // values of a column that a fold counts

  /* How often each value of a column occurs: of the first column that has few short ones. */
  const findings = (rows) => {
    const columns = [...rows[0]?.cells ?? []].map((cell, number) => [...rows].map((row) => row.cells[number].textContent.trim())).slice(1);
    const counts = columns.map((values) => Object.entries(Object.groupBy(values, (value) => value)));
    const short = (found) => found.length > 1 && found.length <= FEW && found.every(([value]) => /^[a-z ]{1,25}$/.test(value));
    const place = ([value]) => (SCALE.indexOf(value) + 1 || SCALE.length + 1);
    return (counts.find(short) ?? []).sort((one, other) => place(one) - place(other)).map(([value, all]) => `${value}: ${all.length}`).join(", ");
  };

  const foldOf = (whole) => {
    const inner = whole.tBodies?.[0] ?? whole;
    const [one, several] = whole.tBodies ? ["row", "rows"] : ["act", "acts"];
    const number = inner.children.length;
    const open = () => wide.matches && !(whole.tBodies && number > MANY);
    const found = whole.tBodies ? findings(inner.rows) : "";
    const button = Object.assign(document.createElement("button"), { type: "button", className: "fold" });
    const set = (folded) => {
      inner.hidden = folded ? FOLDED : false;
      button.hidden = open();
      button.setAttribute("aria-expanded", !folded);
      button.textContent = `${folded ? "Show" : "Hide"} ${number} ${number === 1 ? one : several}${found && folded ? ` (${found})` : ""}`;
    };
    button.addEventListener("click", () => set(!inner.hidden));
    inner.addEventListener("beforematch", () => set(false));
    if (whole.caption) whole.caption.append(button);
    else whole.before(button);
    const leads = (target) => whole.contains(target) || (target.matches("section") && whole.parentElement === target);
    return { set, leads, open };
  };

  const folds = [...document.querySelectorAll("table.long, ul.acts")].map(foldOf);
  const settle = () => folds.forEach(({ set, open }) => set(!open()));
  const land = (hash) => {
    const target = document.getElementById(decodeURIComponent((hash ?? "").slice(1)));
    if (target) folds.filter(({ leads }) => leads(target)).forEach(({ set }) => set(false));
    return target;
  };
  settle();
  wide.addEventListener("change", settle);
  document.addEventListener("click", ({ target }) => land(target.closest?.("a[href^='#']")?.hash), true);
  addEventListener("hashchange", () => land(location.hash)?.scrollIntoView());
  land(location.hash)?.scrollIntoView();
})();
