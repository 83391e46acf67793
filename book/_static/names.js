/* A box that shows, of a list of names, those that have what is typed. */
(() => {
  const ALSO = { g77: "group of 77", eu: "european union", uk: "united kingdom", usa: "united states" };
  const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().trim();
  const room = document.querySelector(".name-box");
  const elsewhere = document.querySelectorAll(".not-listed a");
  const entries = [...document.querySelectorAll("dl.names > dt")].map((term) => {
    const told = term.nextElementSibling;
    return { term, told, text: plain(term.textContent) };
  });
  const label = document.createElement("label");
  const box = Object.assign(document.createElement("input"), { type: "search", autocomplete: "off" });
  const shown = document.createElement("output");
  label.append("Type a name ", box);
  room.append(label, shown);
  const apply = () => {
    const wanted = (ALSO[plain(box.value)] ?? plain(box.value)).split(/\s+/).filter(Boolean);
    let count = 0;
    entries.forEach(({ term, told, text }) => {
      const fits = wanted.every((word) => text.includes(word));
      term.hidden = told.hidden = !fits;
      count += fits;
    });
    document.querySelectorAll("section:has(> dl.names)").forEach((section) => {
      section.hidden = !section.querySelector("dt:not([hidden])");
    });
    shown.textContent = !wanted.length ? "" : count ? `${count} of ${entries.length} names` : "No such name on record. See ";
    if (!count) shown.append(...[...elsewhere].flatMap((link, place) => [place ? " · " : "", link.cloneNode(true)]));
  };
  box.addEventListener("input", apply);
})();
