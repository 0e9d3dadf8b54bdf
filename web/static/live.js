"use strict";
// Puts developments on top as they come. Without script, loading the page again does the same.
const fresh = document.getElementById("fresh");
if (fresh && fresh.dataset.after && window.EventSource) {
  const source = new EventSource("/live?after=" + encodeURIComponent(fresh.dataset.after));
  source.addEventListener("development", (event) => {
    const { id, html } = JSON.parse(event.data);
    if (document.getElementById("d" + id)) return;
    const card = new DOMParser().parseFromString(html, "text/html").body.firstElementChild;
    if (card) {
      card.classList.add("arrived");
      fresh.prepend(card);
    }
  });
  addEventListener("pagehide", () => source.close());
}
