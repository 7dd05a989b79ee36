(function () {
  "use strict";
  var lost = document.getElementById("lost");
  var events = new EventSource(lost.dataset.events);
  events.addEventListener("changed", function () {
    window.location.reload();
  });
  events.addEventListener("error", function () {
    lost.textContent = lost.dataset.words;
  });
  events.addEventListener("open", function () {
    lost.textContent = "";
  });
})();
