// What a page does beyond showing itself: light and dark, contents and note previews that Escape closes, enlarged figures, search.
// Everything here is an extra: without it each page reads the same.
(function () {
  "use strict";
  const root = document.documentElement;

  function theme() {
    const button = document.querySelector(".theme-toggle");
    button.hidden = false;
    button.addEventListener("click", () => {
      const system = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
      const now = root.dataset.theme || system;
      root.dataset.theme = now === "dark" ? "light" : "dark";
      try {
        localStorage.setItem("tieout-theme", root.dataset.theme);
      } catch (_error) {
        // The choice lasts for this page.
      }
    });
  }

  function notes() {
    const box = document.querySelector(".note-preview");
    let shown = null;
    function hide() {
      box.hidden = true;
      if (shown) shown.removeAttribute("aria-describedby");
      shown = null;
    }
    function show(mark) {
      const note = document.getElementById(decodeURIComponent(mark.hash.slice(1)));
      if (!note) return;
      hide();
      box.replaceChildren(...Array.from(note.cloneNode(true).childNodes));
      box.querySelectorAll(".footnote-back").forEach((link) => link.remove());
      box.querySelectorAll("[id]").forEach((element) => element.removeAttribute("id"));
      box.id = "note-preview";
      box.hidden = false;
      mark.setAttribute("aria-describedby", "note-preview");
      shown = mark;
      const at = mark.getBoundingClientRect();
      const room = root.clientWidth;
      const left = Math.max(8, Math.min(at.left - 24, room - box.offsetWidth - 8));
      const below = at.bottom + box.offsetHeight + 16 < innerHeight;
      const above = at.top - box.offsetHeight - 8; // where neither side has room, never over the mark itself
      const top = below || above < 8 ? at.bottom + 8 : above;
      box.style.left = left + scrollX + "px";
      box.style.top = top + scrollY + "px";
    }
    let leaving = 0;
    const stay = () => clearTimeout(leaving);
    const leave = () => {
      stay();
      leaving = setTimeout(hide, 200);
    };
    // Heard at the document, so that marks which come later have previews, too.
    const on = (kind, act) =>
      document.addEventListener(kind, (event) => {
        const mark = event.target.closest ? event.target.closest("a.footnote-ref") : null;
        if (mark) act(mark);
      });
    on("mouseover", (mark) => {
      stay();
      if (mark !== shown) show(mark);
    });
    on("mouseout", leave);
    on("focusin", show);
    on("focusout", leave);
    on("click", hide);
    box.addEventListener("mouseenter", stay);
    box.addEventListener("mouseleave", leave);
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape") hide();
    });
  }

  function zoom() {
    const dialog = document.querySelector("dialog.zoom");
    if (!dialog.showModal) return;
    const frames = (part) => part.querySelectorAll(".float-fig img").forEach((image) => {
      if (image.closest("a, .frame") || Number(image.getAttribute("width")) < 240) return;
      const button = document.createElement("button");
      button.type = "button";
      button.className = "enlarge";
      button.setAttribute("aria-label", dialog.dataset.enlarge);
      button.title = dialog.dataset.enlarge;
      const frame = document.createElement("span");
      frame.className = "frame";
      image.replaceWith(frame);
      frame.append(image, button);
    });
    frames(document);
    document.addEventListener("tieout:incoming", (event) => frames(event.detail)); // a preview's new words
    document.addEventListener("click", (event) => {
      const frame = event.target.closest ? event.target.closest(".frame") : null;
      if (!frame) return;
      dialog.querySelectorAll("img").forEach((old) => old.remove());
      const copy = frame.querySelector("img").cloneNode();
      copy.className = "";
      dialog.append(copy);
      dialog.showModal();
    });
    dialog.addEventListener("click", (event) => {
      if (event.target.nodeName !== "BUTTON") dialog.close();
    });
  }

  function search() {
    if (!location.protocol.startsWith("http")) return;
    const form = document.querySelector("form.search");
    const input = form.querySelector("input");
    const results = form.querySelector(".search-results");
    const top = new URL(root.dataset.root || "./", location.href);
    let engine = null;
    let asked = 0;
    form.hidden = false;
    const load = () => {
      engine = engine || import(new URL("pagefind/pagefind.js", top).href);
      return engine;
    };
    input.addEventListener("focus", load, { once: true });
    form.addEventListener("submit", (event) => event.preventDefault());
    input.addEventListener("input", async () => {
      const words = input.value.trim();
      const turn = ++asked;
      if (words.length < 2) {
        results.hidden = true;
        return;
      }
      const found = await (await load()).search(words);
      const first = await Promise.all(found.results.slice(0, 8).map((result) => result.data()));
      if (turn === asked) render(first);
    });
    form.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || results.hidden) return;
      if (results.contains(document.activeElement)) input.focus();
      results.hidden = true;
    });
    document.addEventListener("click", (event) => {
      if (!form.contains(event.target)) results.hidden = true;
    });

    function render(pages) {
      results.replaceChildren();
      if (!pages.length) results.append(results.dataset.nothing);
      pages.forEach((page) => {
        const sub = section(page);
        const item = document.createElement("a");
        item.href = (sub || page).url;
        const title = document.createElement("strong");
        title.textContent = page.meta.title + (sub ? " · " + sub.title : "");
        item.append(title, excerpt((sub || page).excerpt));
        results.append(item);
      });
      results.hidden = false;
    }

    // The section that holds most of what was looked for; none when that is the page's beginning.
    function section(page) {
      const found = (page.sub_results || []).slice().sort((a, b) => b.locations.length - a.locations.length)[0];
      return found && found.title !== page.meta.title ? found : null;
    }

    // The excerpt is text with <mark> in it; nothing else of it becomes markup.
    function excerpt(text) {
      const made = document.createElement("span");
      const parsed = new DOMParser().parseFromString(text, "text/html").body;
      parsed.childNodes.forEach((node) => {
        const part = node.nodeName === "MARK" ? document.createElement("mark") : document.createElement("span");
        part.textContent = node.textContent;
        made.append(part);
      });
      return made;
    }
  }

  function contents() {
    const menu = document.querySelector("details.contents-small");
    menu.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !menu.open) return;
      menu.open = false;
      menu.querySelector("summary").focus();
    });
  }

  theme();
  contents();
  notes();
  zoom();
  search();
})();
