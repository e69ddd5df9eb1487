import { forMember } from "../for-member.ts";
import { devicesPage } from "../pages/devices.ts";
import { field, type Routes, redirectWith } from "../routing.ts";

export const deviceRoutes: Routes = {
  "GET /devices": forMember("/devices", async ({ session, site: { sessions, store } }, { name }) =>
    devicesPage(store.owners ? await sessions.list(name, { current: session }) : undefined),
  ),

  "POST /devices/end": forMember("/devices", async ({ session, site, form }, { name }) => {
    const id = field(form, "id");
    if (id === session.id) {
      await site.auth.logout(session);
      return { redirect: "/goodbye" };
    }
    const ended = site.store.owners ? await site.sessions.revoke(name, { only: id }) : 0;
    return redirectWith(
      session,
      "/devices",
      ended > 0
        ? { kind: "good", text: "Logged out there." }
        : { kind: "bad", text: "That device was logged out already." },
    );
  }),

  "POST /devices/end-others": forMember("/devices", async ({ session, site: { auth, store } }) => {
    const ended = store.owners ? await auth.logoutOthers(session) : 0;
    return redirectWith(session, "/devices", { kind: "good", text: `Logged out elsewhere: ${ended}.` });
  }),
};
