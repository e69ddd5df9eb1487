import { html, type SafeHtml } from "@remix-run/html-template";
import { CsrfError } from "@sess/csrf";
import type { Page } from "../routing.ts";

const problems: Readonly<Record<number, string>> = {
  400: "The request could not be understood.",
  413: "That was too much to send at once.",
  503: "The store of sessions does not answer, so this site cannot tell who you are. What it has kept is not lost, and neither is your login: try again in a moment.",
};

/** The page for a path that leads nowhere. */
export function notFoundPage(): Page {
  return {
    title: "Not found",
    status: 404,
    body: html`<p>There is no such page. <a href="/">Back to the start</a></p>`,
  };
}

/** A page for a request that failed. It needs no session: there may be something wrong with that. */
export function problemHtml(status: number, error?: unknown): string {
  const text = problems[status] ?? "Something went wrong here. Nothing was changed; try again in a moment.";
  return String(html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Problem ${status}</title>
<link rel="stylesheet" href="/style.css">
<link rel="icon" href="/icon.svg">
</head>
<body class="problem">
<main>
<h1>That did not work</h1>
${error instanceof CsrfError ? refusal(error) : html`<p>${text}</p>`}
<p><a href="/">Back to the start</a></p>
</main>
</body>
</html>
`);
}

function refusal({ reason }: CsrfError): SafeHtml {
  const isOld = reason.startsWith("token-") || reason === "session-missing";
  return html`<p>${
    isOld
      ? "This form is out of date: you have logged in or out since it was shown, or its session has ended. Nothing was changed. Go back, load the page anew, and send it again."
      : "This was sent by a page of another site, so nothing was done. If you meant to do it, do it here."
  }</p>
<p class="faint">Reason: <span class="mono" data-test="reason">${reason}</span></p>`;
}
