// Searches names and prose: Lunr finds, and an exact name comes first.
// The index and Lunr are loaded when the search is opened for the first time.
(() => {
  "use strict";

  const root = new URL("..", document.currentScript.src);
  const KINDS = [
    ...["service", "resource", "section", "page", "method", "type"],
    ...["field", "argument", "property", "value", "webhook"],
  ];
  const MOST = 40;
  const EXCERPT = 160; // characters
  const MANY = 1000; // more than any score
  let loading = null;

  const addScript = (url) => new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = url;
    script.addEventListener("load", resolve);
    script.addEventListener("error", reject);
    document.head.append(script);
  });

  const load = () => {
    loading ??= Promise.all([
      fetch(new URL("assets/search-index.json", root)).then((answer) => answer.json()),
      addScript(new URL("assets/lunr.js", root)),
    ]).then(([{ pages, records, index }]) => ({
      index: index && lunr.Index.load(index),
      records: records.map(([page, id, names, text]) => {
        const [url, title] = pages[page];
        const path = id ? `${url}#${encodeURIComponent(id)}` : url;
        return { url: path, id, title, names, text };
      }),
    })).catch((reason) => {
      loading = null;
      throw reason;
    });
    return loading;
  };

  // ------------------------------------------------------------------- find
  // The index has words that are split in the same way (generator/output/lunr_index.py).
  const splitWords = (text) => text
    .replace(/([a-z0-9])([A-Z])/g, "$1 $2")
    .replace(/([A-Z])([A-Z][a-z])/g, "$1 $2")
    .toLowerCase()
    .match(/[\p{L}\p{N}]+/gu) ?? [];

  const stems = new Map();
  const stem = (word) => {
    if (!stems.has(word)) stems.set(word, lunr.stemmer(new lunr.Token(word)).toString());
    return stems.get(word);
  };
  const fits = (found, word) => found.startsWith(word) || stem(found) === stem(word);

  // The beginning that a word shares with its stem and its plural: "polic" of "policies".
  const beginning = (word) => {
    let length = 0;
    while (length < word.length && stem(word)[length] === word[length]) length += 1;
    return word.slice(0, length).replace(/(..)i$/, "$1");
  };
  const isFrequent = (word) => !lunr.stopWordFilter(new lunr.Token(word));

  const findNames = (index, whole) => index.query((query) => {
    query.term(`=${whole}`, { fields: ["name"], boost: 50 });
    query.term(`=${whole}`, { fields: ["name"], boost: 5, wildcard: lunr.Query.wildcard.TRAILING });
  });

  // The words of a query, without "the" and "with" if it has others. A single letter begins too many.
  const queryWords = (text) => {
    const words = splitWords(text).filter((word) => !/^[a-z0-9]$/.test(word));
    const telling = words.filter((word) => !isFrequent(word));
    return telling.length ? telling : words;
  };

  // Other words have the same beginning: "retrieve", not only "retries", that of "retry".
  const findWords = (index, words, presence) => index.query((query) => {
    const fields = ["words", "text"];
    for (const word of words) {
      query.term(word, { fields, boost: 2 });
      query.term(beginning(word), { fields, wildcard: lunr.Query.wildcard.TRAILING, presence });
    }
  }).map((one) => {
    const found = Object.keys(one.matchData.metadata);
    return { ...one, count: words.filter((word) => found.some((term) => fits(term, word))).length };
  });

  // The name of a record that fits best: the whole query, else its beginning, else a part of it.
  const bestName = (names, whole) => {
    const lows = names.map(([term]) => term.toLowerCase());
    const places = [
      lows.indexOf(whole),
      lows.findIndex((low) => low.startsWith(whole)),
      lows.findIndex((low) => low.includes(whole)),
    ];
    const found = places.findIndex((place) => place >= 0);
    const [term, kind] = names[found < 0 ? 0 : places[found]];
    return { term, kind, isExact: found === 0 };
  };

  const find = ({ index, records }, text) => {
    const whole = text.trim().toLowerCase();
    const words = queryWords(text);
    if (!whole || !index) return [];
    const { REQUIRED, OPTIONAL } = lunr.Query.presence;
    let found = findNames(index, whole);
    if (words.length) {
      const all = findWords(index, words, REQUIRED).filter((one) => one.count === words.length);
      found = found.concat(all);
    }
    if (!found.length && words.length) {
      found = findWords(index, words, OPTIONAL)
        .filter((one) => one.count)
        .map((one) => ({ ...one, score: one.score + MANY * one.count }));
    }
    const scores = new Map();
    for (const { ref, score } of found) scores.set(ref, (scores.get(ref) ?? 0) + score);
    const place = ({ isExact, kind }) => (isExact ? KINDS.indexOf(kind) : KINDS.length);
    return [...scores]
      .map(([ref, score]) => ({ ...records[ref], ...bestName(records[ref].names, whole), score }))
      .sort((a, b) => place(a) - place(b) || b.score - a.score)
      .slice(0, MOST);
  };

  // ------------------------------------------------------------------- show
  const element = (tag, ...children) => {
    const made = document.createElement(tag);
    made.append(...children);
    return made;
  };

  // The text around the first word that was found, with all of these marked.
  const excerpt = (text, wanted) => {
    const words = [...text.matchAll(/[\p{L}\p{N}]+/gu)]
      .filter(([word]) => wanted.some((one) => fits(word.toLowerCase(), one)));
    const first = words.length ? words[0].index : 0;
    const start = first < EXCERPT / 2 ? 0 : text.lastIndexOf(" ", first - EXCERPT / 4) + 1;
    const isCut = text.length > start + EXCERPT;
    const space = text.lastIndexOf(" ", start + EXCERPT);
    const end = isCut && space > first ? space : start + EXCERPT;
    const made = element("small", start ? "… " : "");
    let at = start;
    for (const { 0: word, index } of words) {
      if (index >= end) break;
      made.append(text.slice(at, index), element("mark", word.slice(0, EXCERPT)));
      at = index + word.length;
    }
    made.append(text.slice(at, Math.max(at, end)), isCut ? " …" : "");
    return made;
  };

  // What a name is part of on its page: "create_job" of the id "create_job.size".
  const owner = ({ id, term }) => {
    const parts = id.replace(/^(field|type)-/, "").split(".");
    return (parts.at(-1) === term ? parts.slice(0, -1) : parts).join(".");
  };

  const resultItem = (record, wanted) => {
    const isProse = record.kind === "section" || record.kind === "page";
    const about = [record.kind, isProse ? "" : owner(record), record.title];
    const name = element(isProse ? "strong" : "code", record.term);
    const link = element("a", name, element("span", about.filter(Boolean).join(" · ")));
    if (record.text) link.append(excerpt(record.text, wanted));
    link.href = new URL(`./${record.url}`, root);
    return element("li", link);
  };

  const makeSearch = () => {
    const input = element("input");
    input.type = "search";
    input.placeholder = "A method, field, value, path or words";
    input.setAttribute("aria-label", "Search");
    const list = element("ul");
    list.setAttribute("aria-live", "polite");
    const dialog = element("dialog", input, list);
    dialog.className = "site-search";
    dialog.setAttribute("aria-label", "Search");
    document.body.append(dialog);

    const resultItems = (loaded, text) => {
      const wanted = queryWords(text);
      const items = find(loaded, text).map((record) => resultItem(record, wanted));
      return items.length || !text.trim() ? items : [element("li", "Nothing was found.")];
    };
    const show = async () => {
      const text = input.value;
      const loaded = await load().catch(() => null);
      if (text !== input.value) return; // a later call shows what was typed since
      const lost = "The search could not be loaded.";
      list.replaceChildren(...(loaded ? resultItems(loaded, text) : [element("li", lost)]));
      list.dataset.for = text;
    };
    input.addEventListener("input", show);
    input.addEventListener("focus", () => load().catch(() => {}));
    list.addEventListener("click", (event) => { if (event.target.closest("a")) dialog.close(); });
    dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });
    dialog.addEventListener("keydown", async (event) => {
      const links = [...list.querySelectorAll("a")];
      const at = links.indexOf(document.activeElement);
      if (event.key === "Escape") {
        event.preventDefault(); // which would only empty the input
        dialog.close();
      } else if (event.key === "Enter" && document.activeElement === input) {
        event.preventDefault();
        await show();
        list.querySelector("a")?.click();
      } else if (event.key === "ArrowDown" && links.length) {
        event.preventDefault();
        links[Math.min(at + 1, links.length - 1)].focus();
      } else if (event.key === "ArrowUp" && links.length) {
        event.preventDefault();
        (at > 0 ? links[at - 1] : input).focus();
      }
    });
    const open = () => { if (!dialog.open) dialog.showModal(); input.select(); };
    const opener = element("button", "Search");
    opener.type = "button";
    opener.className = "site-search-open";
    opener.title = "Search (/ or Ctrl+K)";
    opener.addEventListener("click", open);
    document.querySelector(".md-header__inner")?.append(opener);
    addEventListener("keydown", (event) => {
      const isTyping = /^(input|textarea|select)$/i.test(document.activeElement?.tagName ?? "");
      const isSlash = event.key === "/" && !isTyping;
      const isControlK = event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey);
      if (isSlash || isControlK) {
        event.preventDefault();
        open();
      }
    });
  };

  if (document.readyState === "loading") addEventListener("DOMContentLoaded", makeSearch);
  else makeSearch();
})();
