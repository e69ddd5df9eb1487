import { html } from "@remix-run/html-template";
import type { Page } from "../routing.ts";

/** How many requests the button sends at once. */
const atOnce = 20;

/** What requests that overlapped have left behind. `isKept`: the store promises that all of it is kept. */
export function parallelPage(additions: number, keys: number, isKept: boolean): Page {
  return {
    title: "All at once",
    body: (
      csrf,
    ) => html`<p class="lead">Each request adds one to a counter and sets a key of its own, then works for a while before it is saved. ${
      isKept
        ? "However they overlap, both numbers stay the same."
        : "This store cannot compare and write in one step: where requests overlap, changes can get lost."
    }</p>
<dl class="figures">
<div><dt>Counter</dt><dd class="figure" data-test="additions">${additions}</dd></div>
<div><dt>Keys</dt><dd class="figure" data-test="keys">${keys}</dd></div>
</dl>
<div class="row">
<form method="post" action="/parallel/add">${csrf}<button>Add one</button></form>
<form method="post" action="/parallel/add" hidden data-at-once="${atOnce}">${csrf}<button>Add ${atOnce} at once</button></form>
<form method="post" action="/parallel/reset">${csrf}<button class="quiet">Back to zero</button></form>
</div>
<p>Or <a href="/parallel" target="_blank">open this page in more tabs</a>, and add in all of them.</p>
<script type="module" src="/parallel.js"></script>`,
  };
}
