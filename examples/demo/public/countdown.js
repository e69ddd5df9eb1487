// Counts what the server has written into the page: data-left down, data-age up, both milliseconds. The clock of this
// device does not matter, only how long the page has been open.
const day = 86_400_000;

function clockText(milliseconds) {
  const days = Math.floor(milliseconds / day);
  const clock = new Date(milliseconds).toISOString().slice(11, 19);
  return days > 0 ? `${days} d ${clock}` : clock;
}

const opened = Date.now();

function show() {
  const open = Date.now() - opened;
  for (const timer of document.querySelectorAll("[data-left]")) {
    const left = Number(timer.dataset.left) - open;
    timer.textContent = left > 0 ? clockText(left) : "over";
  }
  for (const timer of document.querySelectorAll("[data-age]")) {
    timer.textContent = clockText(Number(timer.dataset.age) + open);
  }
}

show();
setInterval(show, 1000);
