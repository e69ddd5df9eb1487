import { html, type SafeHtml } from "@remix-run/html-template";
import type { Booking } from "../demo-data.ts";
import type { Page } from "../routing.ts";
import { days, workshops } from "../workshops.ts";

/** Person, workshop, or a look over both. */
export type Step = 1 | 2 | 3;

/** What is wrong with a field, by its name. */
export type Problems = Readonly<Partial<Record<keyof Booking, string>>>;

const steps = ["You", "Workshop", "Check and send"];

/** One step of the form, with what is known already. */
export function bookingPage(step: Step, booking: Booking, problems: Problems = {}): Page {
  const isWrong = Object.keys(problems).length > 0;
  return {
    title: "Form in steps",
    status: isWrong ? 422 : 200,
    body: (
      csrf,
    ) => html`<p class="lead">Every step is kept when you leave it. Go away, restart the server, come back: you are where you were.</p>
<ol class="steps">${steps.map((name, index) => stepName(name, index + 1, step))}</ol>
${step === 1 ? person(booking, problems, csrf) : step === 2 ? workshop(booking, problems, csrf) : check(booking, csrf)}`,
  };
}

function stepName(name: string, number: number, step: Step): SafeHtml {
  if (number === step) return html`<li aria-current="step">${name}</li>`;
  return number < step
    ? html`<li><a href="/booking?step=${number}">${name}</a></li>`
    : html`<li class="later">${name}</li>`;
}

function person({ name, email }: Booking, problems: Problems, csrf: SafeHtml): SafeHtml {
  return html`<form class="card" method="post" action="/booking/person" novalidate>${csrf}
<label for="name">Name</label>
<input id="name" name="name" value="${name}" autocomplete="name"${wrong("name", problems)}>
${problem("name", problems)}
<label for="email">E-mail</label>
<input id="email" name="email" type="email" value="${email}" autocomplete="email"${wrong("email", problems)}>
${problem("email", problems)}
<button>Next: the workshop</button>
</form>`;
}

function workshop(booking: Booking, problems: Problems, csrf: SafeHtml): SafeHtml {
  return html`<form class="card" method="post" action="/booking/workshop" novalidate>${csrf}
<label for="workshop">Workshop</label>
<select id="workshop" name="workshop"${wrong("workshop", problems)}>
<option value="">Please choose</option>
${Object.entries(workshops).map(([code, name]) => option(code, name, booking.workshop))}
</select>
${problem("workshop", problems)}
<label for="day">Day</label>
<select id="day" name="day"${wrong("day", problems)}>
<option value="">Please choose</option>
${days.map((day) => option(day, day, booking.day))}
</select>
${problem("day", problems)}
<div class="row"><button>Next: look over it</button> <a href="/booking?step=1">Back</a></div>
</form>`;
}

function check({ name, email, workshop = "", day }: Booking, csrf: SafeHtml): SafeHtml {
  return html`<div class="card">
<dl data-test="booking">
<dt>Name</dt><dd>${name}</dd>
<dt>E-mail</dt><dd>${email}</dd>
<dt>Workshop</dt><dd>${workshops[workshop]}</dd>
<dt>Day</dt><dd>${day}</dd>
</dl>
<div class="row">
<form method="post" action="/booking/send">${csrf}<button>Send</button></form>
<a href="/booking?step=2">Back</a>
<form method="post" action="/booking/drop">${csrf}<button class="quiet">Drop it</button></form>
</div>
</div>`;
}

function option(value: string, name: string, chosen: string | undefined): SafeHtml {
  return html`<option value="${value}"${value === chosen ? html.raw` selected` : ""}>${name}</option>`;
}

function wrong(field: keyof Booking, problems: Problems): SafeHtml | undefined {
  return problems[field] === undefined
    ? undefined
    : html.raw` aria-invalid="true" aria-describedby="${field}-problem"`;
}

function problem(field: keyof Booking, problems: Problems): SafeHtml | undefined {
  return problems[field] === undefined
    ? undefined
    : html`<p class="problem" id="${field}-problem">${problems[field]}</p>`;
}
