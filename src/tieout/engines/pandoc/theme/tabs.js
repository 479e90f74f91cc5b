// Tabsets: their sections one at a time behind tabs. Without this, and on paper, they stand one after another.
(function () {
  "use strict";
  const sets = [];

  function select(set, number, focus) {
    set.tabs.forEach((tab, each) => {
      const on = each === number;
      tab.setAttribute("aria-selected", String(on));
      tab.tabIndex = on ? 0 : -1;
      set.panels[each].classList.toggle("tab-away", !on);
    });
    if (focus) set.tabs[number].focus();
  }

  // Tabsets of one group follow each other, by the words on the tab.
  function choose(set, number, focus) {
    const words = set.tabs[number].textContent;
    sets.forEach((other) => {
      const same = other.tabs.findIndex((tab) => tab.textContent === words);
      if (other !== set && set.group && other.group === set.group && same >= 0) select(other, same, false);
    });
    select(set, number, focus);
  }

  function build(element, order) {
    const panels = Array.from(element.children).filter((child) => child.classList.contains("tab"));
    if (!panels.length) return;
    element.querySelectorAll(":scope > .tab-list").forEach((old) => old.remove());
    const list = document.createElement("div");
    list.className = "tab-list";
    list.setAttribute("role", "tablist");
    const set = { group: element.dataset.group, tabs: [], panels };
    panels.forEach((panel, number) => {
      const title = panel.querySelector(":scope > .tab-title");
      const tab = document.createElement("button");
      tab.type = "button";
      tab.id = "tab-" + order + "-" + number;
      tab.setAttribute("role", "tab");
      tab.append(...Array.from(title.cloneNode(true).childNodes));
      panel.id = panel.id || tab.id + "-panel";
      tab.setAttribute("aria-controls", panel.id);
      panel.setAttribute("role", "tabpanel");
      panel.setAttribute("aria-labelledby", tab.id);
      panel.tabIndex = 0;
      tab.addEventListener("click", () => choose(set, number, false));
      tab.addEventListener("keydown", (event) => {
        const last = panels.length - 1;
        const to = { ArrowRight: number < last ? number + 1 : 0, ArrowLeft: number ? number - 1 : last, Home: 0, End: last }[event.key];
        if (to === undefined) return;
        event.preventDefault();
        choose(set, to, true);
      });
      set.tabs.push(tab);
      list.append(tab);
    });
    element.classList.add("tabset-live");
    element.prepend(list);
    sets.push(set);
    select(set, 0, false);
  }

  // What an address or a find leads to may lie behind another tab.
  function reveal() {
    const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    sets.forEach((set) => {
      const number = set.panels.findIndex((panel) => target && panel.contains(target));
      if (number >= 0) choose(set, number, false);
    });
    if (target) target.scrollIntoView();
  }

  document.querySelectorAll(".tabset").forEach(build);
  // A preview has put new words in place; the tab that was read stays the one that is seen.
  document.addEventListener("tieout:renewed", () => {
    const chosen = sets.map((set) => set.tabs.findIndex((tab) => tab.getAttribute("aria-selected") === "true"));
    sets.length = 0;
    document.querySelectorAll(".tabset").forEach(build);
    sets.forEach((set, order) => {
      if (chosen[order] > 0 && chosen[order] < set.tabs.length) select(set, chosen[order], false);
    });
  });
  addEventListener("hashchange", reveal);
  reveal();
})();
