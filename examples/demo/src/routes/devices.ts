import { accountOf, toLogin } from "../logged-in.ts";
import { devicesPage } from "../pages/devices.ts";
import { field, type Routes, redirectWith } from "../routing.ts";

export const deviceRoutes: Routes = {
  "GET /devices": async ({ session, site: { sessions, store } }) => {
    const account = accountOf(session);
    if (account === undefined) return toLogin(session);
    return devicesPage(store.owners ? await sessions.list(account.name, { current: session }) : undefined);
  },

  "POST /devices/end": async ({ session, site: { sessions, store }, form }) => {
    const account = accountOf(session);
    if (account === undefined) return toLogin(session);
    const id = field(form, "id");
    if (id === session.id) {
      await session.flush();
      return { redirect: "/goodbye" };
    }
    const ended = store.owners ? await sessions.revoke(account.name, { only: id }) : 0;
    return redirectWith(
      session,
      "/devices",
      ended > 0
        ? { kind: "good", text: "Logged out there." }
        : { kind: "bad", text: "That device was logged out already." },
    );
  },

  "POST /devices/end-others": async ({ session, site: { sessions, store } }) => {
    const account = accountOf(session);
    if (account === undefined) return toLogin(session);
    const ended = store.owners ? await sessions.revoke(account.name, { except: session }) : 0;
    return redirectWith(session, "/devices", { kind: "good", text: `Logged out elsewhere: ${ended}.` });
  },
};
