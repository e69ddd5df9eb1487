import { html } from "@remix-run/html-template";
import type { Page } from "../routing.ts";

/** The form for messages that are shown once. */
export function messagesPage(): Page {
  return {
    title: "Messages",
    body: (
      csrf,
    ) => html`<p class="lead">A message waits in the session until a page shows it. Then it is gone: reload and see.</p>
<form class="card" method="post" action="/messages">${csrf}
<label for="text">Message</label>
<input id="text" name="text" required maxlength="200" autocomplete="off">
<label for="kind">Kind</label>
<select id="kind" name="kind"><option value="good">Good news</option><option value="bad">Bad news</option></select>
<button>Say it on the next page</button>
</form>
<form method="post" action="/messages/two">${csrf}<button class="quiet">Say two things</button></form>`,
  };
}
