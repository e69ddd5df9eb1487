import { html } from "@remix-run/html-template";
import type { Language } from "../demo-data.ts";
import type { Page } from "../routing.ts";
import { greetings } from "./greetings.ts";

const cards = [
  ["/values", "Values", "Set a value, get it, delete it, under any name."],
  ["/visits", "Visits", "A counter that two tabs at once do not confuse."],
  ["/preferences", "Preferences", "How the site looks, and how it greets you."],
  ["/cart", "Cart", "Add, change, remove. Nothing gets lost between tabs."],
  ["/booking", "Form in steps", "Stop half way, restart the server, go on."],
  ["/messages", "Messages", "Said once on the next page, then gone."],
  ["/parallel", "All at once", "Twenty requests write at the same time, and all of them count."],
  ["/account", "Account", "Log in and out, for a visit or for weeks."],
  ["/devices", "Your devices", "Where you are logged in, and how to end it from afar."],
  ["/session", "The session", "What it holds, how old it is, and when it ends."],
] as const;

/** The first page. */
export function homePage(language: Language, owner: string | undefined): Page {
  return {
    title: "Start",
    body: html`<p class="lead"><span lang="${language}" data-test="greeting">${greetings[language].text}</span>${
      owner === undefined ? "" : html`, ${owner}`
    }! Every page here keeps something in a session. You can look at it while it happens.</p>
<ul class="cards">${cards.map(
      ([path, name, text]) => html`<li><h2><a href="${path}">${name}</a></h2><p>${text}</p></li>`,
    )}</ul>
<p>Everything works without JavaScript. With it, clocks tick.</p>`,
  };
}

/** The page after a session was ended. */
export function goodbyePage(onServer: boolean): Page {
  return {
    title: "Goodbye",
    body: html`<p class="lead">Your session has ended.</p>
<p>${
      onServer
        ? "Its record is removed from the store, and the cookie from your browser. A copy of that cookie opens nothing any more."
        : "The cookie that it was in is removed from your browser. Nothing is kept on the server, so a copy of that cookie would work on until its deadline."
    }</p>
<p class="row"><a class="button" href="/login">Log in again</a> <a href="/">Back to the start</a></p>`,
  };
}
