(function () {
  "use strict";
  var contents = document.getElementById("contents");
  if (contents && window.matchMedia("(max-width: 63.9rem)").matches) {
    contents.open = false;
  }
  var form = document.getElementById("filter");
  if (!form) {
    return;
  }
  var items = Array.from(document.querySelectorAll(".item"));
  var parts = Array.from(document.querySelectorAll(".part"));
  var shown = document.getElementById("shown");
  function chosen(name) {
    return form.elements[name] ? form.elements[name].value : "";
  }
  function show() {
    var kind = chosen("kind"), tag = chosen("tag"), count = 0;
    items.forEach(function (item) {
      item.hidden = (kind !== "" && item.dataset.kind !== kind) ||
        (tag !== "" && item.dataset.tags.split(" ").indexOf(tag) < 0);
      count += item.hidden ? 0 : 1;
    });
    parts.forEach(function (part) {
      part.hidden = (kind !== "" || tag !== "") && !part.querySelector(".item:not([hidden])");
      var entry = document.querySelector('[data-section="' + part.id + '"]');
      if (entry) {
        entry.hidden = part.hidden;
      }
    });
    shown.textContent = shown.dataset.words.replace("{count}", count).replace("{all}", items.length);
  }
  function reveal() {
    var target = document.getElementById(window.location.hash.slice(1));
    if (target && target.closest("[hidden]")) {
      form.reset();
      show();
      target.scrollIntoView();
    }
  }
  form.addEventListener("change", show);
  form.addEventListener("reset", function () {
    window.setTimeout(show);
  });
  form.addEventListener("submit", function (event) {
    event.preventDefault();
  });
  window.addEventListener("hashchange", reveal);
  form.hidden = false;
  show();
  reveal();
})();
