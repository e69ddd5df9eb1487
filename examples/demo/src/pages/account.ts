import { html } from "@remix-run/html-template";
import type { Account } from "../accounts.ts";
import type { Page } from "../routing.ts";

/** What only the owner may see. */
export function accountPage({ name, note }: Account): Page {
  return {
    title: "Account",
    body: html`<p class="lead">You are logged in as <b data-test="owner">${name}</b>. Only you can read this:</p>
<blockquote data-test="note">${note}</blockquote>
<p class="row"><a class="button" href="/devices">Your devices</a> See where else you are logged in, and log out there.</p>`,
  };
}
