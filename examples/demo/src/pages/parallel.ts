import { html } from "@remix-run/html-template";
import type { Page } from "../routing.ts";

/** How many requests the button sends at once. */
const atOnce = 20;

/** What requests that overlapped have left behind. */
export function parallelPage(additions: number, keys: number): Page {
  return {
    title: "All at once",
    body: html`<p class="lead">Each request adds one to a counter and sets a key of its own, then works for a while before it is saved. However they overlap, both numbers stay the same.</p>
<dl class="figures">
<div><dt>Counter</dt><dd class="figure" data-test="additions">${additions}</dd></div>
<div><dt>Keys</dt><dd class="figure" data-test="keys">${keys}</dd></div>
</dl>
<div class="row">
<form method="post" action="/parallel/add"><button>Add one</button></form>
<form method="post" action="/parallel/add" hidden data-at-once="${atOnce}"><button>Add ${atOnce} at once</button></form>
<form method="post" action="/parallel/reset"><button class="quiet">Back to zero</button></form>
</div>
<p>Or <a href="/parallel" target="_blank">open this page in more tabs</a>, and add in all of them.</p>
<script type="module" src="/parallel.js"></script>`,
  };
}
