// Search and filters of the numbers; panels that open when a link leads to them. Without it the page is whole.
(() => {
  "use strict";
  const form = document.getElementById("filters");
  const search = document.getElementById("search");
  const selects = [...form.querySelectorAll("select")];
  const panels = [...document.querySelectorAll("details.number")];
  const found = document.getElementById("found");

  function filter() {
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const panel of panels) {
      const data = panel.dataset;
      const fits =
        words.every((word) => data.words.includes(word)) &&
        selects.every((each) => !each.value || data[each.dataset.filter] === each.value);
      panel.hidden = !fits;
      shown += fits ? 1 : 0;
    }
    found.textContent = `${shown} of ${panels.length} numbers`;
  }

  function openTarget() {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target) return;
    let panel = target.closest("details");
    if (!panel) return;
    panel.hidden = false;
    panel.open = true;
    target.scrollIntoView();
    const first = panel.querySelector("summary");
    if (first && target === panel) first.focus({ preventScroll: true });
  }

  form.hidden = false;
  form.addEventListener("input", filter);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(filter));
  document.getElementById("open-all").addEventListener("click", () => {
    for (const panel of panels) panel.open = !panel.hidden || panel.open;
  });
  document.getElementById("close-all").addEventListener("click", () => {
    for (const panel of panels) panel.open = false;
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
    if (/^(?:INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName)) return;
    event.preventDefault();
    search.focus();
  });
  let closed = [];
  window.addEventListener("beforeprint", () => {
    closed = [...document.querySelectorAll("details:not([open])")];
    for (const panel of closed) panel.open = true;
  });
  window.addEventListener("afterprint", () => {
    for (const panel of closed) panel.open = false;
  });
  window.addEventListener("hashchange", openTarget);
  filter();
  openTarget();
})();
