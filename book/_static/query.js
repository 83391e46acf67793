/* Ask in SQL: the database of the book in a worker of this page. Everything is loaded when a reader first asks; what is
   asked stands in the address, so that a query can be sent. */

(() => {
  /* ---- In the worker: SQLite and the database. Nothing of the page is in sight here; the text of this becomes a file. */

  const work = () => {
    const LARGEST = 2e6;  // cells of a result that are kept
    const PAGE = 1000;  // rows of it that are shown
    let database, found;

    const open = async (held) => {
      const packed = Uint8Array.from(atob(held), (sign) => sign.charCodeAt(0));
      const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("deflate"));
      const [{ Database }, file] = await Promise.all([initSqlJs(), new Response(stream).arrayBuffer()]);
      database = new Database(new Uint8Array(file));
      database.run("PRAGMA query_only = ON");
    };

    const plain = (value) => (value instanceof Uint8Array ? `x'${[...value].map((byte) => byte.toString(16).padStart(2, "0")).join("")}'` : value);

    const ask = (query) => {
      found = undefined;
      let results = 0;
      for (const statement of database.iterateStatements(query)) {
        const columns = statement.getColumnNames(), rows = [];
        while (statement.step()) {
          rows.push(statement.get(null, { useBigInt: true }).map(plain));
          if (rows.length * columns.length > LARGEST) {
            throw new Error(`The result has more than ${LARGEST.toLocaleString("en")} cells, too many for this page. A LIMIT makes it smaller.`);
          }
        }
        if (columns.length) {
          found = { columns, rows };
          results += 1;
        }
      }
      if (!found) throw new Error("The query asks for nothing.");
      const notes = [...(results > 1 ? [`Of ${results} results, this is the last.`] : []), ...passes(query)];
      return { columns: found.columns, rows: found.rows.slice(0, PAGE), total: found.rows.length, notes };
    };

    /* What was coded in passes counts up to three times where a query names no pass. */
    const passes = (query) => {
      const words = query.toLowerCase().replace(/--.*|'[^']*'/g, " ").match(/\w+/g) ?? [];
      if (words.includes("coding_pass")) return [];
      const mixed = [...columnsOf()]
        .filter(([name, columns]) => columns.includes("coding_pass") && name !== "passes" && words.includes(name));
      return mixed.map(([name]) => `${name} has the codes of three passes: coding_pass = 'agreed' takes one.`);
    };

    const all = () => found;

    /* Where a name is not known, those that are near it: letters that differ, or a name within the other. */
    const gap = (one, other) => {
      let row = [...Array(other.length + 1).keys()];
      for (const [i, sign] of [...one].entries()) {
        row = row.reduce((made, up, j) => [...made, j ? Math.min(up + 1, made[j - 1] + 1, row[j - 1] + (sign !== other[j - 1])) : i + 1], []);
      }
      return row.at(-1);
    };

    const near = (word, names) => [...new Set(names)]
      .map((name) => ({ name, far: gap(word, name), within: name.includes(word) || (name.length > 2 && word.includes(name)) }))
      .filter(({ far, within }) => within || far <= Math.max(1, word.length / 3))
      .sort((one, other) => one.far - other.far).filter(({ far }, _, [first]) => far <= first.far + 2).slice(0, 3).map(({ name }) => name);

    const COLUMNS = `SELECT t.name, json_group_array(c.name) FROM pragma_table_list AS t, pragma_table_info(t.name) AS c
      WHERE t.schema = 'main' AND t.type <> 'shadow' AND t.name NOT LIKE 'sqlite%' GROUP BY t.name`;

    const columnsOf = () => new Map(database.exec(COLUMNS)[0].values.map(([name, columns]) => [name, JSON.parse(columns)]));

    const hint = (message, query) => {
      const [, kind, unknown] = message.match(/^no such (table|column): "?([^" ]+)/) ?? [];
      if (!kind) return "";
      const tables = columnsOf();
      const word = unknown.split(".").at(-1).toLowerCase(), words = query.toLowerCase().match(/\w+/g);
      const asked = [...tables.keys()].filter((name) => words.includes(name));
      if (kind === "table") {
        const found = near(word, [...tables.keys()]);
        return found.length ? `. Near it: ${found.join(", ")}.` : ". Their names stand below, under Tables and columns.";
      }
      for (const among of [asked, [...tables.keys()]]) {
        const found = near(word, among.flatMap((name) => tables.get(name)));
        const where = (column) => among.filter((name) => tables.get(name).includes(column)).join(", ");
        if (found.length) return `. Near it: ${found.map((column) => `${column} (${where(column)})`).join("; ")}.`;
      }
      return `. ${asked.map((name) => `${name} has ${tables.get(name).join(", ")}`).join("; ")}.`;
    };

    onmessage = async ({ data: [kind, given] }) => {
      try {
        postMessage([kind, await { open, ask, all }[kind](given)]);
      } catch (error) {
        postMessage(["fault", `${error.message}${kind === "ask" ? hint(error.message, given) : ""}`]);
      }
    };
  };

  /* ---- The page */

  const make = (name, properties = {}, ...children) => {
    const element = Object.assign(document.createElement(name), properties);
    element.append(...children);
    return element;
  };
  const room = document.querySelector(".query");
  const [field, told, fault, found, run, stop, copy] = ["textarea", ".told", ".fault", ".found", ".run", ".stop", ".copy"]
    .map((name) => room.querySelector(name));
  const counted = (number, one = "row") => `${number.toLocaleString("en")} ${one}${number === 1 ? "" : "s"}`;

  /* What is seen elsewhere is told to those who hear the page. */
  const say = (text, wrong = "", seen = false) => {
    told.textContent = text;
    told.classList.toggle("heard", seen);
    fault.textContent = wrong.replace(/\s+/g, " ").trim();
  };

  /* ---- The address: what follows #q= */

  const address = () => {
    const query = encodeURIComponent(field.value).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16)}`);
    return field.value.trim() ? `#q=${query}` : "";
  };
  const keep = () => history.replaceState(null, "", `${location.pathname}${location.search}${address()}`);
  const follow = () => {
    const query = new URLSearchParams(location.hash.slice(1)).get("q");
    if (query === null || query === field.value) return;
    field.value = query;
    say("This query came with the link. It has not been run.");
    field.parentElement.scrollIntoView();
  };

  /* ---- The worker: made when something is asked first, and anew when it was stopped */

  const STOPPED = new Error("stopped");
  let made, worker, waiting;  // the address of the program, the worker, and what is asked of it

  const load = (file) => new Promise((resolve, reject) => {
    const script = make("script", { src: `${file}?v=${room.dataset.version}` });
    script.addEventListener("load", resolve);
    script.addEventListener("error", () => reject(new Error(`The file ${file} could not be loaded.`)));
    document.head.append(script);
  });

  const send = (kind, given) => new Promise((resolve, reject) => {
    waiting = { resolve, reject };
    worker.postMessage([kind, given]);
  });

  const end = (why) => {
    worker.terminate();
    worker = undefined;
    found.replaceChildren();  // all its rows went with the worker
    waiting.reject(why);
  };

  const open = async () => {
    if (worker) return;
    if (!made) {
      await Promise.all([load(room.dataset.engine), load(room.dataset.database)]);
      // the program of a worker has to be a file; a page in a folder can only make one
      made = URL.createObjectURL(new Blob([`let initSqlJsPromise; const initSqlJs = ${initSqlJs};\n(${work})();`]));
    }
    worker = new Worker(made);
    worker.addEventListener("message", ({ data: [kind, given] }) => {
      if (kind === "fault") waiting.reject(new Error(given));
      else waiting.resolve(given);
    });
    worker.addEventListener("error", ({ message }) => end(new Error(message || "The database failed.")));
    try {
      await send("open", queryDatabase);
    } catch (error) {
      if (worker) end(error);
      throw error;
    }
  };

  /* ---- What was found, as a table, as CSV (RFC 4180) with a mark of its encoding for spreadsheets, and as JSON */

  const cell = (value) => make("td", { className: String(value).length > 40 ? "prose" : "" },
    value === null ? make("span", { className: "null" }, "NULL") : String(value));

  const show = (query, { columns, rows, total, notes }) => {
    const caption = total > rows.length ? `The first ${rows.length.toLocaleString("en")} of ${counted(total)}` : counted(total);
    const head = make("tr", {}, ...columns.map((name) => make("th", { scope: "col" }, name)));
    const body = rows.map((row) => make("tr", {}, ...row.map(cell)));
    const table = make("table", { className: "table" }, make("caption", {}, [`${caption}.`, ...notes].join(" ")), make("thead", {}, head), make("tbody", {}, ...body));
    const box = make("div", { className: "table-scroll", tabIndex: 0 }, table);
    box.setAttribute("role", "region");
    box.setAttribute("aria-label", "What was found");
    const takes = [["Download all rows (CSV)", csvOf], ["Download all rows (JSON)", jsonOf]].map(([textContent, written]) => {
      const take = make("button", { type: "button", textContent });
      take.addEventListener("click", () => alone(async () => save(written(await send("all"), query), query)));
      return take;
    });
    found.replaceChildren(make("pre", { className: "asked" }, query), make("div", { className: "actions" }, ...takes), box);
    say([`${caption}.`, ...notes].join(" "), "", true);
  };

  /* A spreadsheet would run a text that begins like a formula: it gets an apostrophe, and the row says where. */
  const FORMULA = /^[=+\-@\t\r＝＋－＠]/;
  const quoted = (value) => (/[",\r\n]|^\s|\s$/.test(value) ? `"${value.replaceAll('"', '""')}"` : value);
  const risky = (value) => typeof value === "string" && FORMULA.test(value);
  const written = (value) => (value === null ? "" : `${risky(value) ? "'" : ""}${value}`);

  const csvOf = ({ columns, rows }) => {
    const guarded = rows.filter((row) => row.some(risky)).length;
    const where = (row) => (guarded ? [columns.filter((name, number) => risky(row[number])).join("; ")] : []);
    const lines = [[...columns.map(written), ...(guarded ? ["apostrophe added"] : [])], ...rows.map((row) => [...row.map(written), ...where(row)])];
    const text = lines.map((line) => `${line.map(quoted).join(",")}\r\n`).join("");
    const told = guarded ? `; an apostrophe stands before texts that look like formulas, in ${guarded} of them` : "";
    return { parts: ["\ufeff", text], type: "text/csv", form: "csv", told: `${counted(rows.length)} taken${told}.` };
  };

  /* Rows are lists, since two columns of a query can have one name. An integer that is too large for a number is a text. */
  const held = (key, value) => (typeof value !== "bigint" ? value : Number.isSafeInteger(Number(value)) ? Number(value) : `${value}`);

  const jsonOf = ({ columns, rows }, query) => {
    const text = JSON.stringify({ version: room.dataset.version, query, columns, rows }, held);
    return { parts: [text, "\n"], type: "application/json", form: "json", told: `${counted(rows.length)} taken.` };
  };

  /* A file of a ready question is called by it, cut at a word; of any other, a query. */
  const nameOf = (query) => {
    const ready = [...room.querySelectorAll("[data-query]")].find((one) => one.dataset.query.trim() === query);
    if (!ready) return "query";
    const words = ready.textContent.toLowerCase().match(/[a-z0-9]+/g).join("-");
    return words.length < 50 ? words : words.slice(0, words.lastIndexOf("-", 49));
  };

  const save = ({ parts, type, form, told: taken }, query) => {
    const download = `wsis20-${nameOf(query)}-${room.dataset.version}.${form}`;
    const link = make("a", { href: URL.createObjectURL(new Blob(parts, { type })), download });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
    say(taken);
  };

  /* ---- One thing at a time. Buttons that cannot be used keep the focus. */

  let busy = false;
  const settle = (now) => {
    busy = now;
    run.setAttribute("aria-disabled", now);
    stop.setAttribute("aria-disabled", !now);
    room.classList.toggle("busy", now);
  };

  const alone = async (act) => {
    if (busy) return;
    settle(true);
    try {
      await act();
    } catch (error) {
      if (error === STOPPED) await reopen();
      else say("", error.message);
    } finally {
      settle(false);
    }
  };

  const reopen = async () => {
    say("Stopped.");
    stop.setAttribute("aria-disabled", true);
    try {
      await open();
      say("Stopped. The database is open again.");
    } catch (error) {
      say("", error.message);
    }
  };

  const ask = () => alone(async () => {
    keep();
    found.replaceChildren();
    const query = field.value.trim();
    if (!query) throw new Error("There is no query to run.");
    if (!worker) say("Opening the database …");
    await open();
    say("Running …");
    show(query, await send("ask", query));
  });

  run.addEventListener("click", ask);
  stop.addEventListener("click", () => { if (busy && worker) end(STOPPED); });
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    ask();
  });
  field.addEventListener("change", keep);
  copy.addEventListener("click", async () => {
    keep();
    try {
      await navigator.clipboard.writeText(location.href);
      say("The link is copied.");
    } catch {
      say("The address of this page is the link.");
    }
  });
  room.querySelectorAll("[data-query]").forEach((question) => question.addEventListener("click", () => {
    if (busy) return;
    field.value = question.dataset.query;
    field.parentElement.scrollIntoView();
    ask();
  }));
  addEventListener("hashchange", follow);
  follow();
})();
