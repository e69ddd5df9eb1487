import { html, type SafeHtml } from "@remix-run/html-template";
import type { Language, Theme } from "../demo-data.ts";
import type { Page } from "../routing.ts";
import { greetings } from "./greetings.ts";

/** The names of the themes. */
export const themes: Readonly<Record<Theme, string>> = {
  system: "As on this device",
  light: "Light",
  dark: "Dark",
};

/** The form for the look of the site and its greeting. */
export function preferencesPage(theme: Theme, language: Language): Page {
  return {
    title: "Preferences",
    body: (
      csrf,
    ) => html`<p class="lead">Kept in the session, so they hold on every page and after a restart of the server.</p>
<form class="card" method="post" action="/preferences">${csrf}
<fieldset>
<legend>Look</legend>
${Object.entries(themes).map(([value, name]) => radio("theme", value, value === theme, html`${name}`))}
</fieldset>
<fieldset>
<legend>Greeting</legend>
${Object.entries(greetings).map(([value, { name, text }]) =>
  radio("language", value, value === language, html`<span lang="${value}">${name}: ${text}</span>`),
)}
</fieldset>
<button>Keep them</button>
</form>`,
  };
}

function radio(name: string, value: string, isChosen: boolean, label: SafeHtml): SafeHtml {
  const checked = isChosen ? html.raw` checked` : "";
  return html`<label class="choice"><input type="radio" name="${name}" value="${value}"${checked}> ${label}</label>`;
}
