// Shows the button that sends many requests at once, and makes it do that.
const form = document.querySelector("form[data-at-once]");
form.hidden = false;

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const button = form.querySelector("button");
  button.disabled = true;
  const requests = Array.from({ length: Number(form.dataset.atOnce) }, () =>
    fetch("/parallel/add", {
      method: "POST",
      body: new URLSearchParams(new FormData(form)),
    }),
  );
  await Promise.allSettled(requests);
  location.reload();
});
