/* Figures: what a mark stands for, shown beside it; one region brought out; arrow keys where there are many marks. */

(() => {
  const box = document.createElement("div");
  box.className = "mark-words";
  box.hidden = true;
  box.setAttribute("aria-hidden", "true");  // the name of the link says the same
  document.body.append(box);
  const touch = matchMedia("(hover: none)");
  let shown = null;

  const hide = () => { shown?.classList.remove("shown"); shown = null; box.hidden = true; };

  const edge = () => document.documentElement.clientWidth - 8;

  /* To the right of the name of a row, so that no name below is covered, if there is room. */
  const beside = (mark, at, own) => {
    const first = at.left < mark.ownerSVGElement.getBoundingClientRect().left + 8;
    if (!first || at.right + 6 + own.width > edge()) return null;
    return [at.right + 6, Math.min(Math.max(8, at.top + at.height / 2 - own.height / 2), innerHeight - own.height - 8)];
  };

  /* Below, where it covers neither key nor heads, or above at the foot of the window; from the mark on to the right, so
     that the names of rows at the left stay free. */
  const below = (at, own) => {
    const fits = at.bottom + 6 + own.height < innerHeight || at.top - own.height - 6 < 0;
    return [Math.max(8, Math.min(at.left, edge() - own.width)), fits ? at.bottom + 6 : at.top - own.height - 6];
  };

  const show = (mark) => {
    hide();
    shown = mark;
    mark.classList.add("shown");
    box.textContent = mark.getAttribute("aria-label");
    box.hidden = false;
    if (touch.matches) {  // at the foot of the screen it covers no other row, or at the head for a mark that stands there
      box.classList.toggle("above", mark.getBoundingClientRect().bottom > innerHeight - box.offsetHeight - 16);
      return;
    }
    const at = mark.getBoundingClientRect();
    const own = box.getBoundingClientRect();
    const [left, top] = beside(mark, at, own) ?? below(at, own);
    box.style.left = `${left + scrollX}px`;
    box.style.top = `${top + scrollY}px`;
  };

  const follow = (marks) => (event) => {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1, Home: -marks.length, End: marks.length }[event.key];
    if (!step) return;
    event.preventDefault();
    const now = marks.indexOf(event.currentTarget);
    const next = marks[Math.min(Math.max(now + step, 0), marks.length - 1)];
    marks[now].setAttribute("tabindex", "-1");
    next.setAttribute("tabindex", "0");
    next.focus();
  };

  /* Between the parts of a mark a pointer would miss it, and a finger what is smaller than 24 pixels; a drawing that is
     not shown cannot be measured yet. */
  const fill = new ResizeObserver((seen) => {
    for (const { target, contentRect } of seen) {
      if (!contentRect.width) continue;
      fill.unobserve(target);
      const least = 24 * target.viewBox.baseVal.width / contentRect.width;
      for (const mark of target.querySelectorAll("a")) {
        const room = document.createElementNS("http://www.w3.org/2000/svg", "rect");
        const drawn = mark.getBBox();
        const [width, height] = [drawn.width, drawn.height].map((side) => Math.max(side, least));
        const [x, y] = [drawn.x - (width - drawn.width) / 2, drawn.y - (height - drawn.height) / 2];
        for (const [name, value] of Object.entries({ x, y, width, height, fill: "transparent" })) room.setAttribute(name, value);
        mark.prepend(room);
      }
    }
  });

  const enliven = (svg) => {
    const marks = [...svg.querySelectorAll("a")];
    fill.observe(svg);
    for (const mark of marks) {
      mark.querySelector("title").remove();  // or a browser would show it too
      mark.addEventListener("pointerenter", ({ pointerType }) => { if (pointerType !== "touch") show(mark); });
      mark.addEventListener("focus", () => show(mark));
      mark.addEventListener("blur", hide);
      let seen = false;
      mark.addEventListener("pointerdown", ({ pointerType }) => { seen = pointerType !== "touch" || shown === mark; });
      mark.addEventListener("click", (event) => {  // a first tap shows, a second one leads to the record
        if (seen || event.detail === 0) return;
        event.preventDefault();
        show(mark);
      });
    }
    svg.addEventListener("pointerleave", ({ relatedTarget }) => { if (relatedTarget !== box) hide(); });
    if (svg.hasAttribute("data-many")) {
      marks.forEach((mark, number) => {
        mark.setAttribute("tabindex", number ? "-1" : "0");
        mark.addEventListener("keydown", follow(marks));
      });
    }
  };

  box.addEventListener("pointerleave", hide);
  document.addEventListener("keydown", ({ key }) => { if (key === "Escape") hide(); });
  document.querySelectorAll(".drawing svg").forEach(enliven);

  for (const drawing of document.querySelectorAll(".drawing:has(.regions)")) {
    const buttons = [...drawing.querySelectorAll(".regions button")];
    for (const button of buttons) {
      button.addEventListener("click", () => {
        const wanted = button.getAttribute("aria-pressed") === "true" ? null : button.dataset.region;
        buttons.forEach((one) => { one.setAttribute("aria-pressed", String(one.dataset.region === wanted)); });
        for (const mark of drawing.querySelectorAll("svg a[data-region]")) {
          mark.classList.toggle("faded", wanted !== null && mark.dataset.region !== wanted);
        }
      });
    }
  }
})();
