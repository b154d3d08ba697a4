// Opens what a link leads to, copies ids and links, and opens everything for print.
// Pages read well without it.
(() => {
  "use strict";

  const openTo = (target) => {
    for (let at = target; at; at = at.parentElement) {
      if (at.tagName === "DETAILS") at.open = true;
    }
  };

  const showTarget = () => {
    const id = decodeURIComponent(location.hash.slice(1));
    const target = id && document.getElementById(id);
    if (!target) return;
    openTo(target);
    document.querySelectorAll(".is-target").forEach((one) => one.classList.remove("is-target"));
    if (target.closest("dt")) target.classList.add("is-target");
    target.scrollIntoView();
  };

  const button = (label, text) => {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "site-copy";
    made.textContent = "copy";
    made.setAttribute("aria-label", label);
    made.addEventListener("click", async () => {
      await navigator.clipboard.writeText(text());
      made.textContent = "copied";
      setTimeout(() => { made.textContent = "copy"; }, 1500);
    });
    return made;
  };

  const prepare = () => {
    for (const id of document.querySelectorAll("code.id")) {
      id.after(button("Copy the id", () => id.textContent));
    }
    // A name is the link to itself: the address bar then holds what to copy.
    for (const name of document.querySelectorAll("dt > strong[id]")) {
      const link = document.createElement("a");
      link.href = `#${name.id}`;
      link.className = "site-link";
      link.title = "Link to this";
      name.replaceWith(link);
      link.append(name);
    }
    // Material marks every tab with a name of its own in the address; a tab is no place.
    for (const input of document.querySelectorAll(".tabbed-set > input")) {
      input.addEventListener("change", () => {
        if (location.hash.startsWith("#__tabbed")) {
          history.replaceState(null, "", location.pathname + location.search);
        }
      });
    }
    // Code that scrolls takes the keyboard's focus.
    for (const code of document.querySelectorAll("pre > code")) code.tabIndex = 0;
    makeSearch();
    showTarget();
  };

  // ------------------------------------------------------------------ search
  // The index is loaded when the search is opened for the first time.
  const root = new URL("..", document.currentScript.src);
  const KINDS = ["resource", "method", "type", "field", "argument", "property", "value"];
  const MOST = 40;
  let loading = null;

  const load = () => {
    loading ??= fetch(new URL("assets/search.json", root))
      .then((answer) => answer.json())
      .then((pages) => pages.flatMap(([url, title, records]) => records.map(
        ([term, kind, id]) => ({ term, low: term.toLowerCase(), kind, title, url: id ? `${url}#${id}` : url }),
      )));
    return loading;
  };

  const rank = (low, query) => {
    if (low === query) return 0;
    const at = low.indexOf(query);
    if (at < 0) return -1;
    if (at === 0) return 1;
    return /[^a-z0-9]/.test(low[at - 1]) ? 2 : 3;
  };

  const find = (records, text) => {
    const query = text.trim().toLowerCase();
    if (!query) return [];
    const found = [];
    for (const record of records) {
      const place = rank(record.low, query);
      if (place >= 0) found.push([place, KINDS.indexOf(record.kind), record.term.length, record]);
    }
    found.sort((a, b) => a[0] - b[0] || a[1] - b[1] || a[2] - b[2]);
    return found.slice(0, MOST).map((one) => one[3]);
  };

  const makeSearch = () => {
    const dialog = document.createElement("dialog");
    dialog.className = "site-search";
    dialog.setAttribute("aria-label", "Search");
    const input = document.createElement("input");
    input.type = "search";
    input.placeholder = "A method, field, value, operation or path";
    input.setAttribute("aria-label", "Search");
    const list = document.createElement("ul");
    list.setAttribute("aria-live", "polite");
    dialog.append(input, list);
    document.body.append(dialog);

    const show = async () => {
      const records = find(await load(), input.value);
      list.replaceChildren(...records.map((record) => {
        const link = document.createElement("a");
        link.href = new URL(record.url, root);
        const term = document.createElement("code");
        term.textContent = record.term;
        const about = document.createElement("span");
        about.textContent = `${record.kind} · ${record.title}`;
        link.append(term, about);
        link.addEventListener("click", () => dialog.close());
        const item = document.createElement("li");
        item.append(link);
        return item;
      }));
      if (!records.length && input.value.trim()) {
        const item = document.createElement("li");
        item.textContent = "Nothing has that name.";
        list.append(item);
      }
      list.dataset.for = input.value;
    };
    input.addEventListener("input", show);
    input.addEventListener("focus", load);
    dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });
    dialog.addEventListener("keydown", async (event) => {
      const links = [...list.querySelectorAll("a")];
      const at = links.indexOf(document.activeElement);
      if (event.key === "Enter" && document.activeElement === input) {
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
    const opener = document.createElement("button");
    opener.type = "button";
    opener.className = "site-search-open";
    opener.textContent = "Search";
    opener.title = "Search (/ or Ctrl+K)";
    opener.addEventListener("click", open);
    document.querySelector(".md-header__inner")?.append(opener);
    addEventListener("keydown", (event) => {
      const typing = /^(input|textarea|select)$/i.test(document.activeElement?.tagName ?? "");
      const isSlash = event.key === "/" && !typing;
      const isControlK = event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey);
      if (isSlash || isControlK) {
        event.preventDefault();
        open();
      }
    });
  };

  // One listener for all pages: it stays when the theme replaces a page's content.
  document.addEventListener("click", async (event) => {
    const copier = event.target.closest?.(".site-copy-page");
    if (!copier) return;
    const label = copier.dataset.label ??= copier.textContent;
    const text = fetch(new URL(copier.dataset.source, location.href)).then((answer) => {
      if (!answer.ok) throw new Error(answer.statusText);
      return answer.blob();
    }).then((blob) => new Blob([blob], { type: "text/plain" }));
    try {
      // A promise, so that the browser still knows that the reader asked for it.
      await navigator.clipboard.write([new ClipboardItem({ "text/plain": text })]);
      copier.textContent = "copied";
    } catch {
      copier.textContent = "not copied";
    }
    setTimeout(() => { copier.textContent = label; }, 1500);
  });

  addEventListener("hashchange", showTarget);
  addEventListener("beforeprint", () => {
    document.querySelectorAll("article details").forEach((one) => { one.open = true; });
  });
  if (document.readyState === "loading") addEventListener("DOMContentLoaded", prepare);
  else prepare();
})();
