// Runs before the page is drawn: a reader's choice of light or dark must not flash.
(function () {
  "use strict";
  try {
    var theme = localStorage.getItem("tieout-theme");
    if (theme === "light" || theme === "dark") {
      document.documentElement.dataset.theme = theme;
    }
  } catch (_error) {
    // A browser that keeps nothing follows the system.
  }
})();
