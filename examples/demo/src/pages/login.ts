import { html } from "@remix-run/html-template";
import { accounts } from "../accounts.ts";
import type { Page } from "../routing.ts";

/** The login form, on the way to `next`; with the name that was typed where that or the password was wrong. */
export function loginPage(next: string, wrongName?: string): Page {
  const isWrong = wrongName !== undefined;
  return {
    title: "Log in",
    status: isWrong ? 422 : 200,
    body: (
      csrf,
    ) => html`<p class="lead">With the login your browser gets a new secret, and whatever was known before is worthless. What you have put into the session stays.</p>
<div class="columns">
<form class="card" method="post" action="/login">${csrf}<input type="hidden" name="next" value="${next}">
${isWrong ? html`<p class="problem" id="login-problem" role="alert">No account has that name and that password.</p>` : ""}
<label for="name">Name</label>
<input id="name" name="name" value="${wrongName}" required autocomplete="username"${isWrong ? html.raw` aria-describedby="login-problem"` : ""}>
<label for="password">Password</label>
<input id="password" name="password" type="password" required autocomplete="current-password">
<label class="choice"><input type="checkbox" name="remember" value="yes"> Remember me in this browser</label>
<button>Log in</button>
</form>
<section class="card" aria-labelledby="accounts">
<h2 id="accounts">Who there is</h2>
<dl>${accounts.map(({ name, password }) => html`<dt>${name}</dt><dd class="mono">${password}</dd>`)}</dl>
<p>Not remembered, you are logged in until the browser closes, and for 12 hours at most. Remembered, for 90 days, if you come back every two weeks.</p>
</section>
</div>`,
  };
}
