import { checkPassword } from "../accounts.ts";
import { loginPage } from "../pages/login.ts";
import { field, type Routes, redirectWith } from "../routing.ts";
import { remembered, unremembered } from "../site.ts";

export const loginRoutes: Routes = {
  "GET /login": ({ session }) => (session.owner === undefined ? loginPage() : { redirect: "/account" }),

  "POST /login": async ({ session, form }) => {
    const name = field(form, "name");
    const account = await checkPassword(name, form.get("password") ?? "");
    if (account === undefined) return loginPage(name);
    // Setting the owner is the login: a new secret, and both lifetimes from now. The cart and the rest stay.
    session.owner = account.name;
    const isRemembered = form.has("remember");
    session.setExpiry(isRemembered ? remembered.idle : 0);
    session.setAbsolute(isRemembered ? remembered.absolute : unremembered.absolute);
    return redirectWith(session, "/account", {
      kind: "good",
      text: isRemembered
        ? "You are logged in, and this browser remembers it."
        : "You are logged in until you close the browser.",
    });
  },

  "POST /logout": async ({ session }) => {
    await session.flush();
    return { redirect: "/goodbye" };
  },
};
