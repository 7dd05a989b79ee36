// The page works without this: it lets files be dropped, and takes readers to the result.
"use strict";

const drop = document.getElementById("drop");
const file = document.getElementById("file");

document.getElementById("hint").hidden = false;
document.getElementById("result")?.focus();

function over(event) {
  event.preventDefault(); // else the browser opens the file
  drop.classList.toggle("over", event.type === "dragover");
}

document.addEventListener("dragover", over);
document.addEventListener("dragleave", over);
document.addEventListener("drop", (event) => {
  over(event);
  if (event.dataTransfer.files.length === 0) return;
  const one = new DataTransfer(); // one at a time: an answer is about one file
  one.items.add(event.dataTransfer.files[0]);
  file.files = one.files;
  file.form.requestSubmit();
});
