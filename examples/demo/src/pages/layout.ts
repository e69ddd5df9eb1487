import { html, type SafeHtml } from "@remix-run/html-template";
import type { Notice } from "../demo-data.ts";
import type { Page, Visit } from "../routing.ts";
import { ticket } from "./ticket.ts";

const navigation = [
  ["/", "Start"],
  ["/values", "Values"],
  ["/visits", "Visits"],
  ["/preferences", "Preferences"],
  ["/cart", "Cart"],
  ["/booking", "Form in steps"],
  ["/messages", "Messages"],
  ["/parallel", "All at once"],
  ["/devices", "Your devices"],
  ["/session", "The session"],
] as const;

/** A whole page: what every page has, around its own part. Takes the messages that wait for one. */
export function layout(page: Page, { path, session, site }: Visit, csrf: SafeHtml): string {
  const notices = session.takeFlash<Notice>("notice");
  const isHere = (target: string): boolean =>
    target === "/" ? path === "/" : path === target || path.startsWith(`${target}/`);
  const link = (target: string, name: string): SafeHtml =>
    isHere(target)
      ? html`<a href="${target}" aria-current="page">${name}</a>`
      : html`<a href="${target}">${name}</a>`;

  return String(html`<!doctype html>
<html lang="en" data-theme="${session.get("theme", "system")}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${page.status === 422 ? "Please correct: " : ""}${page.title} · Sessions tried out</title>
<link rel="stylesheet" href="/style.css">
<link rel="icon" href="/icon.svg">
<script src="/back-button.js"></script>
<script type="module" src="/countdown.js"></script>
</head>
<body>
<a class="skip" href="#content">Skip to the content</a>
<header>
<a class="brand" href="/"><img src="/icon.svg" alt="" width="28" height="28">Sessions tried out</a>
${account(session.owner, link, csrf)}
</header>
<nav aria-label="Pages">
<ul>${navigation.map(([target, name]) => html`<li>${link(target, name)}</li>`)}</ul>
</nav>
<main id="content">
${notices.map(({ kind, text }) => html`<p class="notice ${kind}" role="status">${text}</p>`)}
<h1>${page.title}</h1>
${typeof page.body === "function" ? page.body(csrf) : page.body}
</main>
${ticket(session)}
<footer>
<p>Served by ${site.framework}. Sessions are kept in ${site.store.name}.</p>
</footer>
</body>
</html>
`);
}

function account(
  owner: string | undefined,
  link: (target: string, name: string) => SafeHtml,
  csrf: SafeHtml,
): SafeHtml {
  if (owner === undefined) return html`<div class="account">${link("/login", "Log in")}</div>`;
  return html`<div class="account">
${link("/account", owner)}
<form method="post" action="/logout">${csrf}<button class="quiet">Log out</button></form>
</div>`;
}
