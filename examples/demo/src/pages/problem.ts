import { html } from "@remix-run/html-template";
import type { Page } from "../routing.ts";

const problems: Readonly<Record<number, string>> = {
  400: "The request could not be understood.",
  413: "That was too much to send at once.",
  503: "Sessions cannot be read or kept just now. Nothing was changed; try again in a moment.",
};

/** The page for a path that leads nowhere. */
export function notFoundPage(): Page {
  return {
    title: "Not found",
    status: 404,
    body: html`<p>There is no such page. <a href="/">Back to the start</a></p>`,
  };
}

/** A page that needs no session, for when there is something wrong with it. */
export function problemHtml(status: number): string {
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
<p>${text}</p>
<p><a href="/">Back to the start</a></p>
</main>
</body>
</html>
`);
}

/** The status for an error: the one that it carries, where that is one for errors. */
export function statusOf(error: unknown): number {
  const status = Number((error as { readonly status?: unknown } | null)?.status);
  return status >= 400 && status < 600 ? status : 500;
}
