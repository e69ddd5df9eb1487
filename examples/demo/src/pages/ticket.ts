import { html, type SafeHtml } from "@remix-run/html-template";
import type { Session } from "@sess/core";
import type { DemoData } from "../demo-data.ts";
import { remaining } from "./remaining.ts";

/** The session in short, at the side of every page. */
export function ticket(session: Session<DemoData>): SafeHtml {
  return html`<aside aria-labelledby="ticket">
<h2 id="ticket">Your session</h2>
${session.id === undefined ? noTicket(session) : rows(session)}
</aside>`;
}

function noTicket(session: Session<DemoData>): SafeHtml {
  return session.isEmpty
    ? html`<p>None yet. Nothing was kept, so your browser has no cookie from here.</p>`
    : html`<p>Begins with this page: it is the first that keeps something. <a href="">Look again</a></p>`;
}

function rows(session: Session<DemoData>): SafeHtml {
  return html`<dl>
<dt>ID</dt><dd class="mono" data-test="ticket-id">${session.id}</dd>
<dt>Holds</dt><dd>${session.size === 1 ? "1 value" : `${session.size} values`}</dd>
<dt>Belongs to</dt><dd>${session.owner ?? "a visitor"}</dd>
<dt>Ends without activity in</dt><dd>${remaining(session.expiresAt)}</dd>
</dl>
<p><a href="/session">Everything about it</a></p>`;
}
