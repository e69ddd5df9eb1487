import { html, type SafeHtml } from "@remix-run/html-template";
import type { Page } from "../routing.ts";

type Found = { readonly name: string; readonly value: string | undefined } | undefined;

/** Values by name, and the one that was asked for. */
export function valuesPage(values: readonly (readonly [string, string])[], found: Found): Page {
  return {
    title: "Values",
    body: (csrf) => html`<p class="lead">A session is a dictionary: text to anything that JSON can hold.</p>
<div class="columns">
<form class="card" method="post" action="/values/set">${csrf}
<h2>Set</h2>
<label for="set-name">Name</label>
<input id="set-name" name="name" required maxlength="60" autocomplete="off">
<label for="set-value">Value</label>
<input id="set-value" name="value" maxlength="200" autocomplete="off">
<button>Set it</button>
</form>
<form class="card" method="get" action="/values">
<h2>Get</h2>
<label for="get-name">Name</label>
<input id="get-name" name="name" required maxlength="60" autocomplete="off" value="${found?.name}">
<button>Get it</button>
${answer(found)}
</form>
</div>
${values.length === 0 ? html`<p class="empty">Nothing is set.</p>` : table(values, csrf)}`,
  };
}

function answer(found: Found): SafeHtml | undefined {
  if (found === undefined) return undefined;
  return found.value === undefined
    ? html`<p role="status">There is nothing under <b>${found.name}</b>.</p>`
    : html`<p role="status"><b>${found.name}</b> is <output data-test="found">${found.value}</output></p>`;
}

function table(values: readonly (readonly [string, string])[], csrf: SafeHtml): SafeHtml {
  return html`<table>
<caption>What is set</caption>
<thead><tr><th scope="col">Name</th><th scope="col">Value</th><th scope="col">Delete</th></tr></thead>
<tbody>${values.map(
    ([name, value]) => html`<tr><th scope="row">${name}</th><td>${value}</td><td>
<form method="post" action="/values/delete">${csrf}<input type="hidden" name="name" value="${name}">
<button class="quiet" aria-label="Delete ${name}">Delete</button></form></td></tr>`,
  )}</tbody>
</table>`;
}
