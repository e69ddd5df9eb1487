import { html, type SafeHtml } from "@remix-run/html-template";
import type { SessionInfo } from "@sess/core";
import type { Account } from "../accounts.ts";
import type { Page } from "../routing.ts";
import { age, remaining } from "./remaining.ts";

/** What only the owner may see, and where else they are logged in, where the store knows that. */
export function accountPage({ name, note }: Account, sessions: readonly SessionInfo[] | undefined): Page {
  return {
    title: "Account",
    body: html`<p class="lead">You are logged in as <b data-test="owner">${name}</b>. Only you can read this:</p>
<blockquote data-test="note">${note}</blockquote>
${sessions === undefined ? html`<p>This store cannot tell where else you are logged in.</p>` : devices(sessions)}`,
  };
}

function devices(sessions: readonly SessionInfo[]): SafeHtml {
  return html`<table>
<caption>Where you are logged in</caption>
<thead><tr><th scope="col">Browser</th><th scope="col">Seen</th><th scope="col">Ends in</th><th scope="col">Log out</th></tr></thead>
<tbody>${sessions.map(row)}</tbody>
</table>
${
  sessions.length > 1
    ? html`<form method="post" action="/account/end-others"><button>Log out everywhere else</button></form>`
    : ""
}`;
}

function row({ id, device, lastSeenAt, expiresAt, current }: SessionInfo): SafeHtml {
  const browser = browserName(device?.browser ?? "");
  return html`<tr data-test="device"><th scope="row">${browser} <span class="mono faint">${id.slice(0, 6)}</span></th>
<td>${age(lastSeenAt)} ago</td><td>${remaining(expiresAt)}</td><td>${
    current
      ? "this one"
      : html`<form method="post" action="/account/end"><input type="hidden" name="id" value="${id}">
<button class="quiet" aria-label="Log out ${browser} ${id.slice(0, 6)}">Log out</button></form>`
  }</td></tr>`;
}

/** A name that people know, by what browsers say about themselves: most of them name several others first. */
function browserName(userAgent: string): string {
  const names = { Edg: "Edge", Firefox: "Firefox", Chrome: "Chrome", Safari: "Safari" };
  const found = Object.entries(names).find(([mark]) => userAgent.includes(`${mark}/`));
  return found?.[1] ?? "A browser";
}
