// What a page of the preview does beyond being one: it takes over what changed, in place, and says what is wrong.
// It comes from the preview's server and stands in no built page.
(function () {
  "use strict";
  const page = location.pathname.endsWith("/") ? location.pathname + "index.html" : location.pathname;
  const name = decodeURIComponent(page.slice(1));
  const root = document.documentElement;
  let known = Number(document.currentScript.dataset.edition); // which edition of the report the page shows
  let busy = false;
  let again = false;

  // Two boxes of our own at the page's end; what a report's pages hold is replaced, these stay.
  const status = box("tieout-live-status", "status");
  const fault = box("tieout-live-fault", "alert");

  function box(kind, role) {
    const made = document.createElement("div");
    made.className = kind;
    made.setAttribute("role", role);
    made.hidden = true;
    return made;
  }

  function element(tag, text, kind) {
    const made = document.createElement(tag);
    made.textContent = text;
    if (kind) made.className = kind;
    return made;
  }

  function say(text) {
    status.querySelector("span").textContent = text;
    status.dataset.said = text ? "yes" : "";
  }

  function build() {
    const paper = element("a", "PDF");
    paper.href = "/_preview/report.pdf";
    paper.target = "_blank";
    paper.rel = "noopener";
    paper.title = "Make the PDF of the report as it is now";
    status.append(element("span", ""), paper);
    status.hidden = false;
    document.body.append(status, fault);
  }

  // ---- what is wrong --------------------------------------------------------------------------------------

  function showFault(findings) {
    const wrong = findings.length === 1 ? "1 thing is wrong" : findings.length + " things are wrong";
    const head = element("p", wrong + ". The page shows the report as it last was whole.", "tieout-live-head");
    const hide = element("button", "Hide");
    hide.type = "button";
    hide.addEventListener("click", () => (fault.hidden = true));
    head.append(hide);
    const list = document.createElement("ol");
    findings.forEach((finding) => {
      const item = document.createElement("li");
      const place = [finding.path, finding.line, finding.column].filter(Boolean).join(":");
      const first = element("p", "");
      first.append(element("code", finding.code), " ", element("strong", place), " ", finding.message);
      item.append(first);
      if (finding.detail) item.append(element("pre", finding.detail.join("\n")));
      if (finding.remedy) item.append(element("p", finding.remedy, "tieout-live-remedy"));
      list.append(item);
    });
    fault.replaceChildren(head, list);
    fault.hidden = false;
  }

  // ---- what is new ----------------------------------------------------------------------------------------

  // Only our own copy of a page's parts is compared: theme buttons and open menus are the reader's doing.
  const PARTS = ["main", "nav.contents-wide", "details.contents-small > nav", "header.bar .bar-title"];

  async function renew() {
    if (busy) {
      again = true;
      return;
    }
    busy = true;
    try {
      const answer = await fetch(location.pathname, { cache: "no-store" });
      if (answer.ok) put(new DOMParser().parseFromString(await answer.text(), "text/html"));
      else say("this page is gone from the report");
    } catch (_error) {
      say("the preview has ended");
    }
    busy = false;
    if (again) {
      again = false;
      renew();
    }
  }

  function put(incoming) {
    document.dispatchEvent(new CustomEvent("tieout:incoming", { detail: incoming }));
    document.title = incoming.title;
    carryPictures(incoming);
    const parts = PARTS.filter((part) => document.querySelector(part) && incoming.querySelector(part));
    if (!parts.includes("main")) {
      location.reload();
      return;
    }
    const at = anchor();
    parts.forEach((part) =>
      Idiomorph.morph(document.querySelector(part), incoming.querySelector(part), {
        callbacks: { beforeAttributeUpdated: keeps, beforeNodeRemoved: (node) => node !== status && node !== fault },
      }),
    );
    hold(at);
    root.dataset.edition = String(known);
    document.dispatchEvent(new CustomEvent("tieout:renewed"));
  }

  // What a reader unfolded stays unfolded.
  function keeps(attribute, node) {
    return !(attribute === "open" && node.nodeName === "DETAILS");
  }

  // A picture's newer address stays until the page has another picture.
  function carryPictures(incoming) {
    document.querySelectorAll("img[data-fresh]").forEach((image) => {
      const path = new URL(image.src).pathname;
      incoming.querySelectorAll("img[src]").forEach((other) => {
        if (new URL(other.getAttribute("src"), location.href).pathname !== path) return;
        other.setAttribute("src", image.dataset.fresh);
        other.dataset.fresh = image.dataset.fresh;
      });
    });
  }

  // The first thing in sight stays where it is on the screen, whatever grows or shrinks above it.
  function anchor() {
    const things = document.querySelectorAll("main :is(p, li, h1, h2, h3, h4, figure, table, dt, pre)");
    for (const thing of things) {
      const place = thing.getBoundingClientRect();
      if (place.bottom > 0 && place.height) return { thing, top: place.top };
    }
    return null;
  }

  function hold(at) {
    if (!at || !at.thing.isConnected || scrollY === 0) return;
    const moved = at.thing.getBoundingClientRect().top - at.top;
    if (Math.abs(moved) >= 1) scrollBy({ top: moved, behavior: "instant" });
  }

  function renewPictures(names, version) {
    document.querySelectorAll("img[src]").forEach((image) => {
      const address = new URL(image.getAttribute("src"), location.href);
      if (address.origin !== location.origin || !names(decodeURIComponent(address.pathname.slice(1)))) return;
      address.search = "?v=" + version;
      image.src = address.href;
      image.dataset.fresh = address.href;
    });
  }

  // The data behind the panels are a script; where a panel was opened they are loaded already.
  function renewNumbers(version) {
    if (!window.tieoutNumbers) return Promise.resolve();
    return new Promise((done) => {
      const script = document.createElement("script");
      script.src = "/_tieout/numbers.js?v=" + version;
      script.onload = script.onerror = () => {
        script.remove();
        done();
      };
      document.head.append(script);
    });
  }

  async function take(message) {
    known = message.edition;
    // A page that did not listen for a while knows no names: anything may be another.
    const names = (each) => !message.names || message.names.includes(each);
    if ("waiting" in root.dataset || (message.names && names("_theme/style.css"))) {
      location.reload();
      return;
    }
    renewPictures(names, known);
    if (names("_tieout/numbers.js")) await renewNumbers(known);
    if (names(name)) await renew();
    else if (names("_tieout/numbers.js")) document.dispatchEvent(new CustomEvent("tieout:renewed"));
  }

  // ---- what the server tells ------------------------------------------------------------------------------

  const heard = {
    hello: (message) => {
      say("");
      if (known !== message.edition) take(message);
    },
    progress: (message) => say(message.text + " …"),
    pages: (message) => {
      fault.hidden = true;
      say(message.waiting ? "figures and lineage follow …" : "");
      take(message);
    },
    fault: (message) => {
      say("");
      showFault(message.findings);
    },
  };

  // A browser opens few connections to one server: a page that nobody sees gives its own up, and asks when it
  // is seen again what it has missed.
  let source = null;

  function leave() {
    if (source) source.close();
    source = null;
  }

  function listen() {
    if (source || document.hidden) return;
    source = new EventSource("/_preview/events");
    source.onmessage = (event) => {
      const message = JSON.parse(event.data);
      if (heard[message.kind]) heard[message.kind](message);
    };
    source.onerror = () => say("the preview has ended");
  }

  build();
  listen();
  document.addEventListener("visibilitychange", () => (document.hidden ? leave() : listen()));
  addEventListener("pagehide", leave);
  addEventListener("pageshow", listen);
})();
