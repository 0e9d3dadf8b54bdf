"use strict";
// Puts what a watch would have told under its form. Without script the button and the link lead to the same.
const place = document.getElementById("preview");
const form = document.querySelector("form.edit");
let turn = 0;
async function show(address) {
  const mine = ++turn;
  const said = document.createElement("p");
  said.textContent = "Looking through the archive …";
  const kept = [...place.childNodes];
  place.setAttribute("aria-busy", "true");
  place.replaceChildren(said);
  let found = kept;
  try {
    const answer = await fetch(address + "&part=1");
    const text = await answer.text();
    if (answer.ok) found = [...new DOMParser().parseFromString(text, "text/html").body.childNodes];
  } catch { /* the link is put back */ }
  if (mine !== turn) return;
  place.replaceChildren(...found);
  place.removeAttribute("aria-busy");
}
form.addEventListener("submit", (event) => {
  if (event.submitter?.name !== "preview") return;
  event.preventDefault();
  show(form.getAttribute("action") + "?preview=1&" + new URLSearchParams(new FormData(form)));
});
if (place.dataset.src) show(place.dataset.src);
