import type { Account } from "./accounts.ts";
import { type Page, type Redirect, type Route, redirectWith, type Visit } from "./routing.ts";

/** A route for those who are logged in. Everybody else is asked to, and comes to `page` afterwards. */
export function forMember(
  page: string,
  route: (visit: Visit, account: Account) => Page | Redirect | Promise<Page | Redirect>,
): Route {
  return async (visit) => {
    const account = await visit.site.auth.currentUser(visit.session);
    if (account !== undefined) return route(visit, account);
    return redirectWith(visit.session, `/login?next=${encodeURIComponent(page)}`, {
      kind: "bad",
      text: "Please log in first.",
    });
  };
}
