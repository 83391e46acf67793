/* The search: what a reader types against all entries of the index, by stems, synonyms, beginnings and near misses.

   It needs the stemmer of Sphinx (language_data.js) and the index (search-index.js), and nothing from a network. */

(() => {
  const WEIGHTS = [3, 1.5, 1, 0.6];  // of the words in title, about, text and also
  const [SYNONYM, BEGINNING, TYPO] = [0.75, 0.5, 0.6];  // how much another word counts beside the one that was typed
  const NUMBER = 4;  // how much more counts what has the words as its number: Summary (paragraph 5)
  const PAGE = 10;
  const { kinds, synonyms, passedOver, unheard, entries } = globalThis.searchIndex;

  // ---- Words

  const stemmer = new Stemmer(), stemsOf = new Map();
  const american = (word) => word.replace(/is(e|es|ed|ing|er|ers|ation|ations)$/, "iz$1")
    .replace(/ence$/, "ense").replace(/tre(s?)$/, "ter$1").replace(/(.{3})our(s|ed|ing|al)?$/, "$1or$2");
  const stem = (word) => {
    if (!stemsOf.has(word)) stemsOf.set(word, stemmer.stemWord(american(word)));
    return stemsOf.get(word);
  };
  const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").replace(/[’']s\b/g, "");
  const split = (text) => plain(text).match(/[\p{L}\p{N}]+/gu)?.map((word) => word.toLowerCase()) ?? [];
  // a compound is found by its parts and as one word: agro-insurance, AgroInsurance, stakeholder_group
  const withParts = (text) => (plain(text).match(/[\p{L}\p{N}]+(?:[-_][\p{L}\p{N}]+)*/gu) ?? []).flatMap((found) => {
    const parts = found.split(/[-_]|(?<=\p{Ll})(?=\p{Lu})/u).map((part) => part.toLowerCase());
    return parts.length > 1 ? [...parts, parts.join("")] : parts;
  });

  // ---- Index: for each stem the entries that have it, with the weight that it has there

  performance.mark("index-start");
  const places = new Map(), spelt = new Map();
  const lengths = entries.map(([kind, , ...fields], number) => {
    let length = 0;
    fields[fields.length - 1] += ` ${kinds[kind][0]}`;
    fields.forEach((text, field) => {
      for (const word of withParts(text)) {
        const key = stem(word);
        if (!places.has(key)) places.set(key, new Map());
        const weights = places.get(key);
        weights.set(number, (weights.get(number) ?? 0) + WEIGHTS[field]);
        spelt.set(word, key);
        length += WEIGHTS[field];
      }
    });
    return length;
  });
  const mean = lengths.reduce((sum, length) => sum + length, 0) / lengths.length;
  performance.measure("index", "index-start");
  const rarity = (key) => Math.log(1 + (entries.length + 0.5) / ((places.get(key)?.size ?? 0) + 0.5));
  const weightIn = (key, number) => {
    const weight = places.get(key)?.get(number) ?? 0;
    return weight && rarity(key) * 2.2 * weight / (weight + 1.2 * (0.4 + 0.6 * lengths[number] / mean));
  };

  // ---- What a word may mean

  const stemsIn = (text) => split(text).map(stem);
  const meant = new Map(Object.entries(synonyms).map(([typed, found]) => [stemsIn(typed).join(" "), found.map(stemsIn)]));
  const LONGEST = 4;  // words of a synonym

  /* Whether two words differ by one letter: another, one more, one less, or two that changed places. */
  const near = (one, other) => {
    if (Math.abs(one.length - other.length) > 1) return false;
    let start = 0;
    while (start < one.length && one[start] === other[start]) start += 1;
    const [a, b] = [one.slice(start), other.slice(start)];
    return a.slice(1) === b.slice(1) || a.slice(1) === b || a === b.slice(1)
      || (a[0] === b[1] && a[1] === b[0] && a.slice(2) === b.slice(2));
  };

  const likeWords = (word) => {
    const found = new Map();
    for (const [known, key] of spelt) {
      if (word.length > 2 && known.startsWith(word) && known !== word) found.set(key, BEGINNING);
    }
    if (found.size || places.has(stem(word)) || word.length < 5) return found;
    for (const [known, key] of spelt) if (known[0] === word[0] && near(word, known)) found.set(key, TYPO);
    return found;
  };

  const telling = (query) => {
    const all = split(query), found = all.filter((word) => !passedOver.includes(word));
    return found.length ? found : all;
  };

  /* What a question means as a whole, as it is typed or without the words that say nothing. */
  const meantByAll = (query) => [stemsIn(query), telling(query).map(stem)].map((stems) => meant.get(stems.join(" "))).find(Boolean) ?? [];

  /* For each word that says something: the word, and the lists of stems by which it is found, each with a weight. */
  const concepts = (query) => {
    const words = telling(query), keys = words.map(stem);
    const other = (words.length > 1 ? meantByAll(query) : []).map((stems) => ({ stems, weight: SYNONYM }));
    const found = words.map((word, place) => ({ word, ways: [{ stems: [keys[place]], weight: 1 }, ...other] }));
    for (let from = 0; from < keys.length; from += 1) {
      for (let to = from + 1; to <= Math.min(keys.length, from + LONGEST); to += 1) {
        const joined = stem(words.slice(from, to).join(""));
        const other = (meant.get(keys.slice(from, to).join(" ")) ?? []).map((stems) => ({ stems, weight: SYNONYM }));
        if (to > from + 1 && places.has(joined)) other.push({ stems: [joined], weight: 1 });
        found.slice(from, to).forEach(({ ways }) => ways.push(...other));
      }
    }
    for (const { word, ways } of found) {
      if (ways.length === 1) likeWords(word).forEach((weight, key) => ways.push({ stems: [key], weight }));
    }
    return found.map((concept) => ({ ...concept, weight: Math.max(...concept.ways.map(({ stems }) => valueOf(stems))) }));
  };
  const valueOf = (stems) => stems.reduce((sum, key) => sum + rarity(key), 0) / stems.length;

  // ---- Results

  const scoreOf = (ways, number) => Math.max(...ways.map(({ stems, weight }) => {
    const weights = stems.map((key) => weightIn(key, number));
    return weights.every(Boolean) ? weight * weights.reduce((sum, one) => sum + one, 0) / stems.length : 0;
  }));

  const having = (asked) => new Set(asked.flatMap(({ ways }) => ways.flatMap(({ stems }) => [...(places.get(stems[0])?.keys() ?? [])])));

  const find = (query) => {
    const asked = concepts(query), total = asked.reduce((sum, { weight }) => sum + weight, 0), phrase = stemsIn(query).join(" ");
    const names = [phrase, ...meantByAll(query).map((stems) => stems.join(" "))];
    const found = [...having(asked)].map((number) => {
      const scores = asked.map(({ ways }) => scoreOf(ways, number));
      const missing = asked.filter((_, place) => !scores[place]).map(({ word }) => word);
      const covered = asked.reduce((sum, { weight }, place) => sum + (scores[place] ? weight : 0), 0) / total;
      const [kind, , title] = entries[number], named = stemsIn(title).join(" ");
      const exact = names.includes(named) ? 2.4 : title.endsWith(")") && stemsIn(title.slice(title.lastIndexOf("("))).join(" ") === phrase ? NUMBER : names.some((name) => ` ${named} `.includes(` ${name} `)) ? 1.3 : 1;
      const score = scores.reduce((sum, one) => sum + one, 0) * covered ** 2 * kinds[kind][1] * exact;
      return { number, score, missing };
    }).filter(({ score }) => score > 0).sort((a, b) => b.score - a.score || a.number - b.number);
    const whole = found.filter(({ missing }) => !missing.length);
    const best = found[0]?.score ?? 0;
    // what lacks a word stands among the rest only where it is nearly as good as the best
    const shown = found.filter(({ score, missing }) => !missing.length || score > best * (whole.length ? 0.5 : 0.3));
    const nowhere = asked.filter(({ ways }) => ways.every(({ stems }) => !stems.every((key) => places.has(key)))).map(({ word }) => word);
    return { asked, whole, shown, nowhere };
  };

  // ---- Countries with which no speaker is named

  const countries = unheard.flatMap((names) => names.map((name) => ({ country: names[0], words: ` ${split(name).join(" ")} ` })));

  /* The countries in a query, but a name within the name of another: who asks for South Sudan does not ask for Sudan. */
  const unheardIn = (query) => {
    const asked = ` ${split(query).join(" ")} `;
    const found = countries.filter(({ words }) => asked.includes(words));
    const longest = found.filter(({ words }) => !found.some((other) => other.words !== words && other.words.includes(words)));
    return [...new Set(longest.map(({ country }) => country))];
  };

  // ---- The page

  const form = document.querySelector(".bd-search-container form");
  const field = form.elements.q;
  const [status, registers, list, more] = ["status", "registers", "results", "more"].map((name) => document.getElementById(`search-${name}`));
  let rest = [], marked = new Set();

  const element = (name, className, ...content) => {
    const made = document.createElement(name);
    if (className) made.className = className;
    made.append(...content);
    return made;
  };

  const marks = (text) => text.split(/([\p{L}\p{N}]+)/u).map((piece, place) =>
    place % 2 && marked.has(stem(plain(piece).toLowerCase())) ? element("mark", "", piece) : piece);

  /* The part of a text that begins a little before the first word that was asked for. */
  const excerpt = (text) => {
    if (text.length <= 260) return text;
    const hit = [...text.matchAll(/[\p{L}\p{N}]+/gu)].find(([word]) => marked.has(stem(plain(word).toLowerCase())))?.index ?? 0;
    const start = hit < 120 ? 0 : text.indexOf(" ", hit - 80) + 1;
    const end = text.length - start <= 260 ? text.length : text.lastIndexOf(" ", start + 260);
    return `${start ? "… " : ""}${text.slice(start, end)}${end < text.length ? " …" : ""}`;
  };

  const result = ({ number, missing }) => {
    const [kind, place, title, about, text] = entries[number];
    const link = element("a", "", ...marks(title));
    link.href = place;
    const told = [element("span", "kind", kinds[kind][0]), ...(about ? [" · ", ...marks(about)] : [])];
    const made = element("li", "", link, element("p", "about", ...told), element("p", "", ...marks(excerpt(text))));
    if (missing.length) made.append(element("p", "missing", `Without: ${missing.join(", ")}`));
    return made;
  };

  const showMore = () => {
    const first = list.children.length;
    list.append(...rest.splice(0, PAGE).map(result));
    more.hidden = !rest.length;
    more.textContent = `Show more (${rest.length})`;
    return list.children[first];
  };

  /* Links to registers that have several of the records found, and show those alone. */
  const showRegisters = (whole) => {
    const inRegister = new Map();
    for (const { number } of whole) {
      const [kind, place] = entries[number], register = kinds[kind][2];
      if (register) inRegister.set(register, [...(inRegister.get(register) ?? []), place.split("#")[1]]);
    }
    registers.replaceChildren(...[...inRegister].filter(([, keys]) => keys.length > 1).map(([register, keys]) => {
      const link = element("a", "", `Show all ${keys.length} in the register of ${register.replace(".html", "")}`);
      link.href = `${register}?${new URLSearchParams({ rows: keys.join(" ") })}`;
      return element("li", "", link);
    }));
  };

  /* The words that stand nowhere themselves, and are found by what else they mean. */
  const standIns = (asked) => asked
    .filter(({ word, ways }) => !places.has(stem(word)) && ways.some(({ weight }) => weight === SYNONYM))
    .map(({ word }) => word);

  const results = (count) => `${count} ${count === 1 ? "result" : "results"}`;
  const told = ({ asked, whole, shown, nowhere }) => {
    if (!asked.length) return "";
    if (!shown.length) return "Nothing was found, not even by a part of the words.";
    const absent = nowhere.length ? ` Nowhere in the book: ${nowhere.join(", ")}.` : "";
    if (!whole.length) return `No result has all of the words.${absent} The nearest: ${results(shown.length)}.`;
    const partly = shown.length - whole.length;
    const instead = standIns(asked).map((word) => ` The word “${word}” is nowhere in the book; shown is what comes near.`).join("");
    return `${results(whole.length)}${asked.length > 1 ? " with all of the words" : ""}${partly ? `, ${partly} more with some` : ""}.${instead}`;
  };

  const aboutCountries = (found) => {
    if (!found.length) return [];
    const link = element("a", "", "Who spoke"), elsewhere = element("a", "", "Where else to look");
    [, , link.href] = kinds.find(([kind]) => kind === "Speaker");
    elsewhere.href = "find.html#who-is-not-listed";
    return [`${found.join("; ")}: no speaker on record is named with ${found.length > 1 ? "these countries" : "this country"}. `, link, ". ", elsewhere, ". "];
  };

  const search = () => {
    performance.mark("search-start");
    const found = find(field.value);
    marked = new Set(found.asked.flatMap(({ ways }) => ways.flatMap(({ stems }) => stems)));
    rest = [...found.shown];
    list.replaceChildren();
    showMore();
    showRegisters(found.whole);
    performance.measure("search", "search-start");
    status.replaceChildren(...aboutCountries(unheardIn(field.value)), told(found));
    history.replaceState(null, "", field.value ? `?${new URLSearchParams({ q: field.value })}` : location.pathname);
  };

  let waiting;
  field.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(search, 200);  // a reader who types hears the last number alone
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    clearTimeout(waiting);
    search();
  });
  more.addEventListener("click", () => showMore().querySelector("a").focus());
  field.value = new URLSearchParams(location.search).get("q") ?? "";
  field.focus();
  field.select();
  search();
})();
