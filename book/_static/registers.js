/* Registers: search, filters and sorting by DataTables; the state stands in the address, so that a view can be sent. */

(() => {
  const valuesOf = (cell) => {
    const links = [...cell.querySelectorAll("a:has(.theme)")].map((link) => link.textContent.trim());
    const lines = links.length ? [] : [...cell.querySelectorAll("p")].map((line) => line.textContent.trim());
    return links.length ? links : lines.length ? lines : [cell.textContent.trim()];
  };

  const control = (label, element) => {
    const box = document.createElement("label");
    element.setAttribute("aria-label", label);  // or the options would be a part of the name
    box.append(label, element);
    return box;
  };

  const copyButton = (details) => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = "Copy";
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(details.querySelector(".cited").textContent);
        button.textContent = "Copied";
      } catch {
        getSelection().selectAllChildren(details.querySelector(".cited"));
        button.textContent = "Selected";
      }
      setTimeout(() => { button.textContent = "Copy"; }, 2000);
    });
    details.append(button);
  };

  const enhance = (table) => {
    const heads = [...table.tHead.rows[0].cells];
    const state = new URLSearchParams(location.search);
    const found = new Set(state.get("rows")?.split(" "));  // identifiers, which the page of the search sends
    const filters = heads.flatMap((head, number) => {
      if (!head.classList.contains("facet")) return [];
      const name = head.textContent.trim();
      const values = [...table.tBodies[0].rows].flatMap((row) => valuesOf(row.cells[number]));
      return [{ name, number, values: [...new Set(values)].sort((a, b) => a.localeCompare(b)) }];
    });
    // a control is made when its reference is opened first; such events do not bubble
    table.addEventListener("toggle", ({ target }) => {
      if (!target.querySelector("button")) copyButton(target);
    }, true);
    // the library replaces the elements that hold the widths of the columns
    table.querySelectorAll("col").forEach((column, number) => { heads[number].classList.add(...column.classList); });

    const data = new DataTable(table, { paging: false, order: [], autoWidth: false, layout: { topStart: null, topEnd: null, bottomStart: null, bottomEnd: null } });
    const bar = document.querySelector(".register-filter");
    bar.setAttribute("role", "search");
    bar.setAttribute("aria-label", "Search and filter this register");
    const shown = document.createElement("output");
    const search = document.createElement("input");
    search.type = "search";
    search.value = state.get("q") ?? "";
    bar.append(control("Search", search));
    for (const filter of filters) {
      filter.select = document.createElement("select");
      filter.select.append(new Option("all", ""), ...filter.values.map((value) => new Option(value, value)));
      filter.select.value = filter.values.includes(state.get(filter.name)) ? state.get(filter.name) : "";
      bar.append(control(filter.name, filter.select));
    }
    const reset = document.createElement("button");
    reset.type = "button";
    reset.textContent = "Show all";
    bar.append(reset, shown);

    const apply = () => {
      data.search(search.value);
      const now = new URLSearchParams();
      if (search.value) now.set("q", search.value);
      if (found.size) now.set("rows", [...found].join(" "));
      data.column(0).search.fixed("found", found.size ? (text, row, index) => found.has(data.cell(index, 0).node().querySelector(".record").id) : null);
      for (const { name, number, select } of filters) {
        const wanted = select.value;
        data.column(number).search.fixed("facet", wanted ? (text, row, index) => valuesOf(data.cell(index, number).node()).includes(wanted) : null);
        if (wanted) now.set(name, wanted);
      }
      if (now.size || location.search) data.draw();  // the table stands as it is where nothing is asked
      const count = data.rows({ search: "applied" }).count();
      shown.textContent = `${count} of ${data.rows().count()} shown${found.size ? ", of what a search found" : ""}`;
      const query = now.size ? `?${now}` : "";
      history.replaceState(null, "", `${location.pathname}${query}${location.hash}`);
    };
    search.addEventListener("input", apply);
    filters.forEach(({ select }) => select.addEventListener("change", apply));
    reset.addEventListener("click", () => {
      search.value = "";
      found.clear();
      filters.forEach(({ select }) => { select.value = ""; });
      apply();
    });
    apply();
    if (location.hash) document.getElementById(decodeURIComponent(location.hash.slice(1)))?.scrollIntoView();
  };

  // after the first paint: the table is readable as it is, and the room of the filters is kept
  document.querySelectorAll("table.register").forEach((table) => requestAnimationFrame(() => setTimeout(enhance, 0, table)));
})();
