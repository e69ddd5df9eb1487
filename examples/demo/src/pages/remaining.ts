import { html, type SafeHtml } from "@remix-run/html-template";

const day = 86_400_000;

/** Milliseconds as `2 d 03:14:15`. `public/countdown.js` writes the same. */
function clockText(milliseconds: number): string {
  const days = Math.floor(milliseconds / day);
  const clock = new Date(milliseconds).toISOString().slice(11, 19);
  return days > 0 ? `${days} d ${clock}` : clock;
}

/** The time from now to `deadline`; the browser counts it down where it runs scripts. */
export function remaining(deadline: number | undefined): SafeHtml {
  const left = Math.max(0, (deadline ?? 0) - Date.now());
  return html`<span class="mono" role="timer" data-left="${left}">${clockText(left)}</span>`;
}

/** The time from `start` to now, which the browser counts up. */
export function age(start: number | undefined): SafeHtml {
  const passed = Math.max(0, Date.now() - (start ?? Date.now()));
  return html`<span class="mono" role="timer" data-age="${passed}">${clockText(passed)}</span>`;
}
