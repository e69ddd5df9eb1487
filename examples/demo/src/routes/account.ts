import type { Session } from "@sess/core";
import { type Account, accounts } from "../accounts.ts";
import type { DemoData } from "../demo-data.ts";
import { accountPage } from "../pages/account.ts";
import { field, type Redirect, type Routes, redirectWith } from "../routing.ts";

export const accountRoutes: Routes = {
  "GET /account": async ({ session, site }) => {
    const account = accountOf(session);
    if (account === undefined) return toLogin(session);
    const { sessions, store } = site;
    return accountPage(
      account,
      store.owners ? await sessions.list(account.name, { current: session }) : undefined,
    );
  },

  "POST /account/end": async ({ session, site, form }) => {
    const account = accountOf(session);
    if (account === undefined) return toLogin(session);
    const ended = await site.sessions.revoke(account.name, { only: field(form, "id") });
    return redirectWith(session, "/account", {
      kind: ended > 0 ? "good" : "bad",
      text: ended > 0 ? "Logged out there." : "That session had ended already.",
    });
  },

  "POST /account/end-others": async ({ session, site }) => {
    const account = accountOf(session);
    if (account === undefined) return toLogin(session);
    const ended = await site.sessions.revoke(account.name, { except: session });
    return redirectWith(session, "/account", { kind: "good", text: `Logged out elsewhere: ${ended}.` });
  },
};

function accountOf(session: Session<DemoData>): Account | undefined {
  return accounts.find(({ name }) => name === session.owner);
}

function toLogin(session: Session<DemoData>): Redirect {
  return redirectWith(session, "/login", { kind: "bad", text: "Please log in first." });
}
