import { html } from "@remix-run/html-template";
import type { Page } from "../routing.ts";

/** How often this page was visited. */
export function visitsPage(visits: number): Page {
  return {
    title: "Visits",
    body: (csrf) => html`<p class="lead">You have looked at this page</p>
<p class="figure"><output data-test="visits">${visits}</output> ${visits === 1 ? "time" : "times"}</p>
<p>Adding one is a function of the old number. Should another tab save first, it runs again on the newer one.</p>
<pre><code>session.update("visits", (visits = 0) => visits + 1);</code></pre>
<div class="row">
<a class="button" href="/visits">Visit again</a>
<form method="post" action="/visits/forget">${csrf}<button class="quiet">Forget my visits</button></form>
</div>`,
  };
}
