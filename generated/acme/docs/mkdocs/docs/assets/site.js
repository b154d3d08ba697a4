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

  // Material writes the name of a clicked tab into the address, in place of the section's.
  let place = location.hash;
  const isTab = () => location.hash.startsWith("#__tabbed");
  const follow = () => {
    if (isTab() || location.hash === place) return;
    place = location.hash;
    showTarget();
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
    for (const input of document.querySelectorAll(".tabbed-set > input")) {
      input.addEventListener("change", () => {
        if (isTab()) history.replaceState(null, "", location.pathname + location.search + place);
      });
    }
    // Code that scrolls takes the keyboard's focus.
    for (const code of document.querySelectorAll("pre > code")) code.tabIndex = 0;
    showTarget();
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

  addEventListener("hashchange", follow);
  addEventListener("beforeprint", () => {
    document.querySelectorAll("article details").forEach((one) => { one.open = true; });
  });
  if (document.readyState === "loading") addEventListener("DOMContentLoaded", prepare);
  else prepare();
})();
