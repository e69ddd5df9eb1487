import { html, type SafeHtml } from "@remix-run/html-template";
import type { Session } from "@sess/core";
import type { DemoData } from "../demo-data.ts";
import type { Page } from "../routing.ts";
import { age, remaining } from "./remaining.ts";

/** Everything that the session tells about itself. */
export function sessionPage(session: Session<DemoData>, onServer: boolean): Page {
  return {
    title: "The session",
    body: session.id === undefined ? nothing : (csrf) => facts(session, onServer, csrf),
  };
}

const nothing: SafeHtml = html`<p class="lead">There is no session yet.</p>
<p>Looking at pages keeps nothing, so there is no session in the store and no cookie in your browser. <a href="/values">Set a value</a>, and both are there.</p>`;

function facts(session: Session<DemoData>, onServer: boolean, csrf: SafeHtml): SafeHtml {
  return html`<p class="lead">${
    onServer
      ? "What the server knows. The secret is not among it: only your browser has that, and the store only its hash."
      : "What is in the cookie. Nothing is kept on the server, and only the server can read it."
  }</p>
<dl class="facts">
<dt>ID</dt><dd class="mono" data-test="id">${session.id}</dd>
<dt>Belongs to</dt><dd>${session.owner ?? "a visitor"}</dd>
<dt>Age</dt><dd data-test="age">${age(session.createdAt)}</dd>
<dt>Last seen</dt><dd>${age(session.lastSeenAt)} ago</dd>
<dt>Ends without activity in</dt><dd data-test="idle">${remaining(session.expiresAt)}</dd>
<dt>Ends in any case in</dt><dd data-test="absolute">${remaining(session.absoluteExpiresAt)}</dd>
<dt>The cookie</dt><dd>${
    session.expiresAtBrowserClose ? "goes when the browser closes" : "stays when the browser closes"
  }</dd>
</dl>
<h2>What it holds</h2>
<pre data-test="data"><code>${JSON.stringify(session.data, undefined, 2)}</code></pre>
<div class="row">
${onServer ? html`<form method="post" action="/session/renew">${csrf}<button>Renew the secret</button></form>` : ""}
<form method="post" action="/session/clear">${csrf}<button class="quiet">Clear the values</button></form>
<form method="post" action="/session/end">${csrf}<button class="quiet">End the session</button></form>
</div>`;
}
