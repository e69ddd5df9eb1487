// Browsers keep a page as it was left for their back button, some of them in spite of `Cache-Control: no-store`. After a
// logout nobody may see it again: it is hidden when it is left, and asked for anew when it comes back.
addEventListener("pagehide", () => {
  document.documentElement.hidden = true;
});

addEventListener("pageshow", (event) => {
  if (event.persisted) location.reload();
});
