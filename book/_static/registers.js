/* Registers and lists of records: search, filters, counts, and the rows to take away. The state stands in the address,
   so that a view can be sent. Tables are sorted by DataTables. */

(() => {
  const NOTHING = "–";  // what a cell without content shows
  const wide = matchMedia("(min-width: 768px)");
  const make = (name, properties = {}, ...children) => {
    const element = Object.assign(document.createElement(name), properties);
    element.append(...children);
    return element;
  };
  const said = (element) => element.textContent.replace(/\s+/g, " ").trim();
  const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

  /* ---- Groups of a long register, folded on a phone. Each begins at a row that the strip leads to. */

  const STEP = 20;  // rows that a group shows first
  const FOLDED = "onbeforematch" in document.documentElement ? "until-found" : true;  // which a search of the browser unfolds

  const foldOf = (table, data, jumps) => {
    const body = table.tBodies[0];
    const groups = [];
    const groupOf = new Map();
    const starts = new Map([...jumps?.querySelectorAll("a") ?? []].map((link) => [link.hash.slice(1), said(link)]));
    for (const row of body.rows) {
      const name = starts.get(row.querySelector(".record").id);
      if (name) groups.push({ name, limit: 0, rows: [] });
      if (groups.length) groupOf.set(row, groups.at(-1));
    }
    const folded = () => groups.length > 1 && !wide.matches && !data.order().length;
    const line = (className, cell, ...content) => make("tr", { className }, make(cell, { colSpan: table.tHead.rows[0].cells.length }, ...content));
    const fill = (group) => {
      group.rows.forEach((row, number) => { row.hidden = number < group.limit ? false : FOLDED; });
      group.toggle.setAttribute("aria-expanded", group.limit > 0);
      group.rest.hidden = !group.limit || group.rows.length <= group.limit;
    };
    const open = (group, limit) => { group.limit = limit; fill(group); };
    const head = (group) => {
      const named = `${group.name} (${group.rows.length})`;
      group.toggle = button(named, () => open(group, group.limit ? 0 : STEP));
      group.rest = line("rest", "td", button(`Show all ${group.rows.length} of ${group.name}`, () => {
        const next = group.rows[group.limit];
        open(group, Infinity);
        next.querySelector(".permalink").focus();
      }));
      group.rows[0].before(line("group", "th", group.toggle));
      group.rows.at(-1).after(group.rest);
      fill(group);
    };
    const arrange = () => {
      body.querySelectorAll(":scope > :is(.group, .rest)").forEach((row) => row.remove());
      groups.forEach((group) => { group.rows = []; });
      for (const row of body.rows) {
        row.hidden = false;
        groupOf.get(row)?.rows.push(row);
      }
      if (folded()) groups.filter(({ rows }) => rows.length).forEach(head);
    };
    const unfold = (row) => { if (folded() && row?.hidden) open(groupOf.get(row), Infinity); };
    const limit = (number) => groups.forEach((group) => { group.limit = number; });
    body.addEventListener("beforematch", ({ target }) => unfold(target.closest("tr")));
    data.on("draw", arrange);
    const showAll = () => { limit(Infinity); arrange(); };
    return { limit, arrange, folded, unfold, showAll };
  };

  /* ---- Long lists of paragraphs below a record: the first ones stand there, a button or a search of the browser adds the others. */

  const [MOST, FIRST] = [9, 6];  // links of a list that is left as it is, and those that a longer one begins with

  const runsOf = (line) => {
    const runs = [[]];
    for (const node of line.childNodes) {
      if (node.nodeType === Node.ELEMENT_NODE) runs.at(-1).push(node);
      else if (!/^(, | and )$/.test(node.textContent)) runs.push([]);
    }
    return runs.filter((run) => run.length > MOST);
  };

  const foldRun = (run) => {
    const further = make("span", { className: "further", hidden: FOLDED });
    const nodes = [];
    for (let node = run[FIRST - 1].nextSibling; node !== run.at(-1).nextSibling; node = node.nextSibling) nodes.push(node);
    nodes[0].before(further);
    further.append(...nodes);
    const more = button(`and ${run.length - FIRST} more`, () => { open(); run[FIRST].focus(); });
    const open = () => {
      further.hidden = false;
      more.remove();
      space.remove();
    };
    const space = document.createTextNode(" ");
    further.addEventListener("beforematch", open);
    further.before(space);
    further.after(more);
  };

  /* ---- What is on the page: items with an element, a text to search, the values of each facet, and cells to take away */

  const valuesOf = (cell) => {
    const themes = [...cell.querySelectorAll("a:has(.theme)")];
    const lines = themes.length ? themes : [...cell.querySelectorAll("p")];
    return lines.length ? lines.map(said) : [said(cell)];
  };

  /* A cell to take away: its column, what it says, and whether a cell of that column can say several things. */
  const cellOf = (name, values, several = false) => ({ name, values: values.filter((value) => value && value !== NOTHING), several });

  /* What stands below a record in words, by what it is: each a column of its own. */
  const BELOW = {
    "In detail": ".fate",
    Speaker: ".source .speaker",
    Role: ".source .role",
    "Attributed to": ".source .attributed",
    Source: ".source .bibtex-citation",
    Place: ".source .place",
    Phrase: ".source .phrase",
    Notes: ".source .note",
  };

  /* The first paragraph of the second column is the record in words. */
  const rowOf = (row, heads, below) => {
    const [first, second, ...others] = row.cells;
    const lines = [...second.querySelectorAll("p:not(.fate, .source, details *)")].map(said);
    const cells = [cellOf("identifier", [first.querySelector(".record").id]), cellOf(said(heads[0]), [said(first.querySelector(".permalink"))])];
    cells.push(cellOf(said(heads[1]), lines.slice(0, 1)));
    cells.push(...below.map((name) => cellOf(name, [...second.querySelectorAll(BELOW[name])].map(said))));
    cells.push(cellOf("Further words", [lines.slice(1).join(" ")]));
    return [...cells, ...others.map((cell, number) => {
      const head = heads[number + 2];
      return cellOf(said(head), valuesOf(cell), head.classList.contains("several"));
    })];
  };

  const valuesIn = (element, name) => [...element.querySelectorAll(`[data-facet="${name}"]`)].map(said);

  /* `told` are facets whose values stand in words below a record, and in no column. */
  const ofTable = (table, jumps, told) => {
    const heads = [...table.tHead.rows[0].cells];
    const names = heads.map(said);
    const facets = heads.flatMap((head, number) => (head.classList.contains("facet") ? [[names[number], number]] : []));
    // the library replaces the elements that hold the widths of the columns
    table.querySelectorAll("col").forEach((column, number) => { heads[number].classList.add(...column.classList); });
    const rows = [...table.tBodies[0].rows];
    const below = Object.keys(BELOW).filter((name) => table.querySelector(`td:nth-child(2) :is(${BELOW[name]})`));
    const items = rows.map((row) => ({
      text: plain(row.textContent),
      values: Object.fromEntries([
        ...facets.map(([name, number]) => [name, valuesOf(row.cells[number])]),
        ...told.map((name) => [name, valuesIn(row, name)]),
      ]),
      cells: [...rowOf(row, heads, below), ...told.map((name) => cellOf(name, [...new Set(valuesIn(row, name))], true))],
    }));
    const layout = { topStart: null, topEnd: null, bottomStart: null, bottomEnd: null };
    const data = new DataTable(table, { paging: false, order: [], autoWidth: false, layout });
    const fold = foldOf(table, data, jumps);
    let shown = new Set(rows.keys());
    data.search.fixed("view", (text, row, index) => shown.has(index));
    // the table stands as it is where nothing is asked
    const show = (wanted) => {
      const same = wanted.length === shown.size && wanted.every((number) => shown.has(number));
      shown = new Set(wanted);
      fold.limit(wanted.length < rows.length ? STEP : 0);
      if (same) fold.arrange();
      else data.draw();
      table.closest(".table-scroll").hidden = !wanted.length;
    };
    const order = () => data.rows({ search: "applied" }).indexes().toArray();  // as it is sorted
    const shownOf = make("span");  // the caption says how many rows the register has
    table.caption?.append(shownOf);
    const tell = (text) => { shownOf.textContent = text; };
    return { items, called: ["row", "rows"], facets: [...facets.map(([name]) => name), ...told], show, order, fold, tell };
  };

  const ofList = (lists, names, several) => {
    const elements = [...lists].flatMap((list) => [...list.children]);
    const items = elements.map((element) => {
      const values = Object.fromEntries(names.map((name) => [name, valuesIn(element, name)]));
      const link = element.querySelector(".permalink a");
      const cells = [cellOf("identifier", [decodeURIComponent(link.hash.slice(1))]), cellOf("Record", [said(link)])];
      cells.push(cellOf("What it says", [said(element.querySelector(".said"))]));
      cells.push(...names.map((name) => cellOf(name, values[name], several.includes(name))));
      return { text: plain(element.textContent), values, cells };
    });
    let wanted = [...items.keys()];
    const folded = () => !wide.matches;
    /* What a list has to show; on a phone it begins with a few. */
    const fill = (list, every) => {
      const own = wanted.map((number) => elements[number]).filter((element) => element.parentElement === list);
      const limit = every || !folded() ? own.length : STEP;
      [...list.children].forEach((element) => { element.hidden = true; });
      own.forEach((element, number) => { element.hidden = number < limit ? false : FOLDED; });
      list.rest.hidden = own.length <= limit;
      list.rest.textContent = `Show all ${own.length}`;
      list.closest("section").hidden = !own.length;
      return own[STEP];
    };
    const fillAll = (every) => lists.forEach((list) => fill(list, every));
    lists.forEach((list) => {
      list.rest = button("", () => fill(list, true).querySelector(".permalink a").focus());
      list.rest.className = "rest";
      list.after(list.rest);
      list.addEventListener("beforematch", () => fill(list, true));
    });
    const show = (now) => {
      wanted = now;
      fillAll(false);
    };
    return { items, called: ["record", "records"], facets: names, show, order: () => wanted, fold: { folded, unfold: () => {}, showAll: () => fillAll(true) }, tell: () => {} };
  };

  /* ---- What is shown, as CSV (RFC 4180), with a mark of its encoding for spreadsheets */

  const FORMULA = /^[=+\-@\t\r＝＋－＠]/;
  const quoted = (value) => (/[",\r\n]|^\s|\s$/.test(value) ? `"${value.replaceAll('"', '""')}"` : value);

  /* A spreadsheet would run a value that begins like a formula: it gets an apostrophe, and the row says where. */
  const guarded = (cells) => {
    const texts = cells.map(({ name, values }) => [name, values.join("; ")]);
    const changed = texts.filter(([, value]) => FORMULA.test(value)).map(([name]) => name);
    return [texts.map(([name, value]) => (changed.includes(name) ? `'${value}` : value)), changed];
  };

  const csvOf = (rows) => {
    const made = rows.map(guarded);
    const any = made.some(([, changed]) => changed.length);
    const heads = [...rows[0].map(({ name }) => name), ...(any ? ["apostrophe added"] : [])];
    const lines = made.map(([values, changed]) => [...values, ...(any ? [changed.join("; ")] : [])]);
    const text = [heads, ...lines].map((line) => `${line.map(quoted).join(",")}\r\n`).join("");
    return { parts: ["\ufeff", text], guarded: made.filter(([, changed]) => changed.length).length };
  };

  /* ---- What is shown, as JSON: an object for each row, a list where a column can say several things, null where nothing */

  const jsonOf = (rows) => {
    const valueOf = ({ values, several }) => (!values.length ? null : several ? values : values.join("; "));
    const objects = rows.map((cells) => Object.fromEntries(cells.map((cell) => [cell.name, valueOf(cell)])));
    return { parts: [JSON.stringify(objects, null, 2), "\n"], guarded: 0 };
  };

  const FORMS = { csv: ["text/csv", csvOf], json: ["application/json", jsonOf] };

  const save = (parts, type, name) => {
    const link = make("a", { href: URL.createObjectURL(new Blob(parts, { type })), download: name });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  };

  /* ---- The controls */

  const control = (label, element) => {
    element.setAttribute("aria-label", label);  // or the options would be a part of the name
    return make("label", {}, label, element);
  };

  const button = (textContent, act) => {
    const made = make("button", { type: "button", textContent });
    made.addEventListener("click", act);
    return made;
  };

  const filterOf = (name, items, state) => {
    const values = [...new Set(items.flatMap((item) => item.values[name]))].sort((a, b) => a.localeCompare(b));
    const select = make("select", {}, new Option("all", ""), ...values.map((value) => new Option(value, value)));
    select.value = values.includes(state.get(name)) ? state.get(name) : "";
    return { name, select };
  };

  /* How many items each value would leave, beside the other filters. */
  const count = ({ name, select }, left) => {
    const found = new Map();
    for (const item of left) for (const value of new Set(item.values[name])) found.set(value, (found.get(value) ?? 0) + 1);
    for (const option of select.options) {
      if (!option.value) continue;
      const number = found.get(option.value) ?? 0;
      option.textContent = `${option.value} (${number})`;
      option.disabled = !number && !option.selected;
    }
  };

  /* Links that are moved sideways say whether more of them follow, or lie before. */
  const tellMore = (jumps) => {
    const tell = () => {
      jumps.classList.toggle("more", jumps.scrollLeft + jumps.clientWidth < jumps.scrollWidth - 1);
      jumps.classList.toggle("less", jumps.scrollLeft > 1);
    };
    jumps.addEventListener("scroll", tell, { passive: true });
    new ResizeObserver(tell).observe(jumps);
  };

  const enhance = (bar) => {
    const tables = document.querySelectorAll("table.register");
    const strip = bar.nextElementSibling, jumps = strip.querySelector(".jumps");
    const lists = document.querySelectorAll("ul.records"), { facets, several } = bar.dataset;
    if (jumps) tellMore(jumps);
    const names = facets?.split("|") ?? [];
    const view = tables.length ? ofTable(tables[0], jumps, names) : ofList(lists, names, several.split("|"));
    const { items } = view;
    document.querySelectorAll("table.register .fate").forEach((line) => runsOf(line).forEach(foldRun));
    const state = new URLSearchParams(location.search);
    const found = new Set(state.get("rows")?.split(" "));  // identifiers, which the page of the search sends
    const search = make("input", { type: "search", value: state.get("q") ?? "" });
    const filters = view.facets.map((name) => filterOf(name, items, state));
    const shown = make("output");
    const summary = make("summary"), furtherSummary = make("summary");
    const fold = make("details", { className: "facets" }, summary);
    const lesser = filters.filter(({ name }) => bar.dataset.lesser?.split("|").includes(name));
    const controls = (own) => make("div", {}, ...own.map(({ name, select }) => control(name, select)));
    fold.append(controls(filters.filter((filter) => !lesser.includes(filter))));
    const further = make("details", { className: "further" }, furtherSummary, controls(lesser));
    if (lesser.length) fold.append(further);
    const setIn = (own) => own.filter(({ select }) => select.value).length;
    const settle = () => {
      fold.open = wide.matches;
      further.open = !wide.matches || setIn(lesser) > 0;
    };
    settle();
    const results = button("", () => {  // on a phone, where the filters fill the screen
      fold.open = false;
      strip.scrollIntoView();
      shown.focus();
    });
    results.className = "results";
    shown.tabIndex = -1;
    fold.append(results);

    const matching = (item, but) => (!found.size || found.has(item.cells[0].values[0])) && plain(search.value).split(/\s+/).every((word) => item.text.includes(word))
      && filters.every(({ name, select }) => name === but || !select.value || item.values[name].includes(select.value));
    const apply = () => {
      const wanted = [...items.keys()].filter((number) => matching(items[number]));
      view.show(wanted);
      filters.forEach((filter) => count(filter, items.filter((item) => matching(item, filter.name))));
      const told = view.fold.folded() ? ", in groups" : " shown";
      shown.textContent = `${wanted.length} of ${items.length}${told}${found.size ? ", of what a search found" : ""}`;
      const set = setIn(filters), setFurther = setIn(lesser);
      const some = wanted.length < items.length;
      summary.textContent = `Filters${set ? ` (${set} set)` : ""}${some ? `: ${wanted.length} of ${items.length}` : ""}`;
      furtherSummary.textContent = `More filters (${lesser.length}${setFurther ? `, ${setFurther} set` : ""})`;
      results.textContent = `Show ${wanted.length} ${view.called[wanted.length === 1 ? 0 : 1]}`;
      results.disabled = !wanted.length;
      view.tell(some ? ` Shown: ${wanted.length}.` : "");
      nothing.hidden = wanted.length > 0;
      if (jumps) jumps.hidden = some;  // or they would lead to what is not there
      takes.forEach((take) => { take.disabled = !wanted.length; });
      const now = new URLSearchParams();
      if (search.value) now.set("q", search.value);
      if (found.size) now.set("rows", [...found].join(" "));
      for (const { name, select } of filters) if (select.value) now.set(name, select.value);
      const query = now.size ? `?${now}` : "";
      history.replaceState(null, "", `${location.pathname}${query}${location.hash}`);
    };
    const clear = () => {
      found.clear();
      [search, ...filters.map(({ select }) => select)].forEach((element) => { element.value = ""; });
      apply();
      view.fold.showAll();
    };
    const take = (form) => {
      const { name, version } = bar.dataset, [type, written] = FORMS[form];
      const { parts, guarded: number } = written(view.order().map((place) => [...items[place].cells, cellOf("version", [version])]));
      const selection = view.order().length < items.length ? `-${view.order().length}-of-${items.length}` : "";
      save(parts, type, `wsis20-${name}-${version}${selection}.${form}`);
      const told = number ? `; an apostrophe stands before values that look like formulas, in ${number} of them` : "";
      shown.textContent = `${view.order().length} of ${items.length} taken${told}`;
    };
    const takes = Object.keys(FORMS).map((form) => {
      const made = button(form.toUpperCase(), () => take(form));
      made.setAttribute("aria-label", `Download these rows (${made.textContent})`);
      return made;
    });
    const nothing = make("p", { className: "nothing" }, "Nothing matches what is asked for. ");
    nothing.append(button("Clear the filters", () => { clear(); search.focus(); }));
    bar.setAttribute("role", "search");
    bar.setAttribute("aria-label", bar.dataset.label);
    bar.append(control("Search", search), fold, make("div", { className: "actions" }, "Download", ...takes), nothing);
    strip.querySelector(".shown").append(shown, button("Clear filters", clear));
    search.addEventListener("input", apply);
    filters.forEach(({ select }) => select.addEventListener("change", apply));
    apply();
    wide.addEventListener("change", () => { settle(); apply(); });
    const land = (hash) => {
      const target = document.getElementById(decodeURIComponent((hash ?? "").slice(1)));
      view.fold.unfold(target?.closest("tr"));
      return target;
    };
    document.addEventListener("click", ({ target }) => land(target.closest?.("a[href^='#']")?.hash), true);
    addEventListener("hashchange", () => land(location.hash)?.scrollIntoView());
    land(location.hash)?.scrollIntoView();
  };

  // after the first paint: the page is readable as it is, and the room of the filters is kept
  document.querySelectorAll(".register-filter").forEach((bar) => requestAnimationFrame(() => setTimeout(enhance, 0, bar)));
})();
