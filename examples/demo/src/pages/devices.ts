import { html, type SafeHtml } from "@remix-run/html-template";
import type { SessionInfo } from "@sess/core";
import type { Page } from "../routing.ts";
import { age } from "./remaining.ts";

/** Where an account is logged in, the session that asks marked; undefined where the store cannot say. */
export function devicesPage(devices: readonly SessionInfo[] | undefined): Page {
  return { title: "Your devices", body: devices === undefined ? unknown : (csrf) => list(devices, csrf) };
}

const unknown: SafeHtml = html`<p class="lead" data-test="no-devices">This site keeps sessions in a store that cannot find them by their owner, so it cannot tell where else you are logged in.</p>
<p>Logging out works, here and on each device by itself. For the list, start the site with SQLite, PostgreSQL, MySQL, Redis or files.</p>`;

function list(devices: readonly SessionInfo[], csrf: SafeHtml): SafeHtml {
  const others = devices.length - 1;
  return html`<p class="lead">Every browser that you are logged in with. One that you do not know? Log it out: it is out at once, in the middle of what it does.</p>
<ul class="devices">${devices.map((device) => entry(device, csrf))}</ul>
${
  others > 0
    ? html`<form method="post" action="/devices/end-others">${csrf}<button>Log out ${others === 1 ? "the other one" : `the ${others} others`}</button></form>`
    : html`<p class="faint">There is no other device. Log in with a second browser, or in a private window, and look again.</p>`
}`;
}

function entry({ id, device, createdAt, lastSeenAt, current }: SessionInfo, csrf: SafeHtml): SafeHtml {
  const name = device?.name || "A browser";
  const shortId = id.slice(0, 6);
  return html`<li class="card" data-test="device"${current ? html.raw` aria-current="true"` : ""}>
<div>
<h2>${name} <span class="mono faint">${shortId}</span>${current ? html` <span class="badge">this device</span>` : ""}</h2>
<dl>
<div><dt>Logged in from</dt><dd class="mono" data-test="address">${device?.address || "unknown"}</dd></div>
<div><dt>Last seen</dt><dd>${current ? "now" : html`${age(lastSeenAt)} ago`}</dd></div>
<div><dt>Session began</dt><dd><time datetime="${new Date(createdAt).toISOString()}">${moment(createdAt)}</time></dd></div>
</dl>
</div>
<form method="post" action="/devices/end">${csrf}<input type="hidden" name="id" value="${id}">
<button class="quiet" aria-label="Log out ${name}, ${shortId}">Log out</button></form>
</li>`;
}

function moment(time: number): string {
  return `${new Date(time).toISOString().slice(0, 16).replace("T", ", ")} UTC`;
}
