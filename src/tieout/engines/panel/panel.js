// Numbers a reader can open: a panel with value, words, cells, sources and formula beside the number.
// Without this script a number is a link to the register. The data come as a script of their own when the
// first panel is opened, because a page opened from a disk can fetch nothing.
(function () {
  "use strict";
  const here = document.currentScript.src;
  const top = here.replace(/^(.*\/)(?:_tieout|site_libs)\/.*$/, "$1"); // the pages' top folder
  if (!window.HTMLDialogElement) return;
  const prepare = (part) =>
    part
      .querySelectorAll("a.tieout-number")
      .forEach((link) => link.setAttribute("aria-haspopup", "dialog"));
  prepare(document);

  let loading = null;
  let dossier = null;
  let dialog = null;
  let shown = null; // the link whose number the dialog shows

  function load() {
    if (window.tieoutNumbers) return Promise.resolve(window.tieoutNumbers);
    loading = loading || new Promise((done, failed) => {
      const script = document.createElement("script");
      script.src = new URL("numbers.js", here).href;
      script.onload = () => done(window.tieoutNumbers || {});
      script.onerror = failed;
      document.head.append(script);
    });
    return loading;
  }

  // The dossier stands beside the pages or it does not; its sign tells, and is no code.
  function findDossier() {
    dossier = dossier || new Promise((done) => {
      const sign = new Image();
      sign.onload = () => done(new URL("../audit/index.html", top).href);
      sign.onerror = () => done("");
      sign.src = new URL("../audit/here.svg", top).href;
    });
    return dossier;
  }

  function element(name, text, kind) {
    const made = document.createElement(name);
    if (text) made.textContent = text;
    if (kind) made.className = kind;
    return made;
  }

  function build() {
    dialog = element("dialog", "", "tieout-panel");
    dialog.setAttribute("aria-labelledby", "tieout-panel-title");
    dialog.addEventListener("click", (event) => {
      if (event.target === dialog) dialog.close();
    });
    document.body.append(dialog);
  }

  function fill(link, number) {
    const head = element("div", "", "tieout-panel-head");
    const value = element("p", link.textContent, "tieout-panel-value");
    const title = element("h2", number.title);
    title.id = "tieout-panel-title";
    const close = element("button", "\u00d7");
    close.type = "button";
    close.setAttribute("aria-label", "Close");
    close.addEventListener("click", () => dialog.close());
    head.append(value, close, title);

    const body = element("div", "", "tieout-panel-body");
    body.tabIndex = 0;
    body.setAttribute("role", "group");
    body.setAttribute("aria-labelledby", "tieout-panel-title");
    number.words.forEach((text) => body.append(element("p", text)));
    const facts = element("dl");
    number.facts.forEach(([label, text]) => {
      const row = element("div");
      row.append(element("dt", label), element("dd", text));
      facts.append(row);
    });
    body.append(facts);
    if (number.cells.length) {
      body.append(element("h3", number.cells.length === 1 ? "From one cell" : "From these cells"));
      const cells = element("ul");
      number.cells.forEach(([name, holds, from]) => {
        const item = element("li");
        item.append(element("span", name, "tieout-panel-cell"));
        if (holds) item.append(" = ", element("strong", holds));
        item.append(element("small", from));
        cells.append(item);
      });
      body.append(cells);
      if (number.more) body.append(element("p", "and " + number.more + " more"));
    }
    if (number.code[1]) {
      const code = element("details");
      const lines = element("pre");
      lines.tabIndex = 0;
      lines.append(element("code", number.code[1]));
      code.append(element("summary", "Formula: " + number.code[0]), lines);
      body.append(code);
    }
    const further = element("p", "", "tieout-panel-links");
    const register = element("a", "In the register");
    register.href = link.href;
    register.addEventListener("click", () => dialog.close());
    further.append(register);
    findDossier().then((place) => {
      if (!place) return;
      const full = element("a", "In the dossier");
      full.href = place + link.hash;
      further.append(full);
    });
    dialog.replaceChildren(head, body, further);
  }

  // Beside the number and never over it; where neither side has room for all, the larger one, to scroll in.
  function place(link) {
    const style = dialog.style;
    style.left = style.top = style.maxHeight = "";
    if (innerWidth < 640) return; // a sheet at the foot of the page, by the style sheet
    const gap = 8;
    const at = link.getBoundingClientRect();
    const left = Math.max(16, Math.min(at.left - 16, innerWidth - dialog.offsetWidth - 16));
    const below = innerHeight - at.bottom - 2 * gap;
    const above = at.top - 2 * gap;
    const under = dialog.offsetHeight <= below || (dialog.offsetHeight > above && below >= above);
    style.maxHeight = (under ? below : above) + "px";
    style.left = left + "px";
    style.top = (under ? at.bottom + gap : at.top - gap - dialog.offsetHeight) + "px";
  }

  function open(link) {
    load().then(
      (numbers) => {
        const number = numbers[decodeURIComponent(link.hash.slice(1))];
        if (!number) {
          location.href = link.href;
          return;
        }
        if (!dialog) build();
        shown = link;
        fill(link, number);
        link.focus();
        dialog.showModal();
        place(link);
      },
      () => {
        location.href = link.href;
      },
    );
  }

  document.addEventListener("click", (event) => {
    const link = event.target.closest ? event.target.closest("a.tieout-number") : null;
    if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    open(link);
  });

  // In a preview words and numbers change while the page is open; a panel stays as open as it was.
  document.addEventListener("tieout:incoming", (event) => prepare(event.detail));
  document.addEventListener("tieout:renewed", () => {
    if (!dialog || !dialog.open || !shown || !shown.isConnected) return;
    const number = (window.tieoutNumbers || {})[decodeURIComponent(shown.hash.slice(1))];
    if (!number) return;
    const body = dialog.querySelector(".tieout-panel-body");
    const code = dialog.querySelector("details");
    const [scrolled, unfolded] = [body.scrollTop, code && code.open];
    fill(shown, number);
    if (unfolded) dialog.querySelectorAll("details").forEach((each) => (each.open = true));
    dialog.querySelector(".tieout-panel-body").scrollTop = scrolled;
  });
})();
