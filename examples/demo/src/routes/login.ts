import { localPath } from "@sess/auth";
import { checkPassword } from "../accounts.ts";
import { loginPage } from "../pages/login.ts";
import { field, type Routes, redirectWith } from "../routing.ts";
import { remembered, unremembered } from "../site.ts";

export const loginRoutes: Routes = {
  "GET /login": async ({ session, site, form }) => {
    const next = nextPage(form);
    return (await site.auth.currentUser(session)) === undefined ? loginPage(next) : { redirect: next };
  },

  "POST /login": async ({ session, site, form }) => {
    const next = nextPage(form);
    const name = field(form, "name");
    const account = await checkPassword(name, form.get("password") ?? "");
    if (account === undefined) return loginPage(next, name);
    // A new secret, and both lifetimes from now. The cart and the rest of a visitor stay.
    await site.auth.login(session, account);
    const isRemembered = form.has("remember");
    session.setExpiry(isRemembered ? remembered.idle : 0);
    session.setAbsolute(isRemembered ? remembered.absolute : unremembered.absolute);
    return redirectWith(session, next, {
      kind: "good",
      text: isRemembered
        ? "You are logged in, and this browser remembers it."
        : "You are logged in until you close the browser.",
    });
  },

  "POST /logout": async ({ session, site }) => {
    await site.auth.logout(session);
    return { redirect: "/goodbye" };
  },
};

/** The page that somebody was on the way to. Only one of this site: the address may come from anywhere. */
function nextPage(form: URLSearchParams): string {
  return localPath(form.get("next"), "/account");
}
