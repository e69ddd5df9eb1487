import { expect, it } from "vitest";
import { overEverySite } from "./site.ts";

overEverySite((open) => {
  it("makes one session of two logins of one user in one browser", async () => {
    const { auth, users, browser, sessions } = await open();
    const visitor = browser();
    await visitor.run((session) => session.set("cart", ["book"]));
    const [first, second] = [
      await visitor.begin((session) => auth.login(session, users.ada)),
      await visitor.begin((session) => auth.login(session, users.ada)),
    ];
    await first.end();
    await second.end();
    expect((await visitor.get("/members")).text).toBe("Ada");
    expect(await visitor.run((session) => session.get("cart"))).toEqual(["book"]);
    expect(await sessions.list(users.ada.id)).toHaveLength(1);
  });

  it("keeps two users apart who log in in one browser at once", async () => {
    const { auth, users, browser } = await open();
    const visitor = browser();
    await visitor.run((session) => session.set("cart", ["book"]));
    const [first, second] = [
      await visitor.begin(async (session) => {
        await auth.login(session, users.ada);
        session.set("letter", "for Ada only");
      }),
      await visitor.begin((session) => auth.login(session, users.eve)),
    ];
    await first.end();
    const ada = browser(visitor);
    await second.end();
    expect((await visitor.get("/members")).text).toBe("Eve");
    expect(await visitor.run((session) => session.has("letter"))).toBe(false);
    expect((await ada.get("/members")).text).toBe("Ada");
  });

  it("lets a login through beside a logout, without anything of the session that ended", async () => {
    const { auth, users, browser } = await open();
    const visitor = browser();
    await visitor.run(async (session) => {
      await auth.login(session, users.ada);
      session.set("letter", "for Ada only");
    });
    const login = await visitor.begin((session) => auth.login(session, users.ada));
    await visitor.run((session) => auth.logout(session));
    await login.end();
    expect((await visitor.get("/members")).text).toBe("Ada");
    expect(await visitor.run((session) => session.has("letter"))).toBe(false);
  });

  it("lets no page under way bring a session back that was logged out", async () => {
    const { auth, users, browser, sessions } = await open();
    const visitor = browser();
    await visitor.run((session) => auth.login(session, users.ada));
    const slow = await visitor.begin((session) => session.set("late", true));
    const copy = browser(visitor);
    await visitor.run((session) => auth.logout(session));
    expect((await slow.end()).setCookie).toEqual([]);
    expect(await sessions.list(users.ada.id)).toEqual([]);
    expect((await copy.get("/members")).status).toBe(401);
  });

  it("lets no page under way bring a session back that was ended from another device", async () => {
    const { auth, users, browser, sessions } = await open();
    const [phone, laptop] = [browser(), browser()];
    for (const device of [phone, laptop]) await device.run((session) => auth.login(session, users.ada));
    const slow = await laptop.begin(async (session) => {
      session.set("late", (await auth.currentUser(session))?.name);
    });
    await phone.run((session) => auth.logoutOthers(session));
    expect((await slow.end()).setCookie).toEqual([]);
    expect((await laptop.get("/members")).status).toBe(401);
    expect(await sessions.list(users.ada.id)).toHaveLength(1);
  });

  it("keeps the device logged in that changes the password, beside a page that sees the new one early", async () => {
    const { auth, users, browser } = await open();
    const phone = browser();
    await phone.run((session) => auth.login(session, users.ada));
    const change = await phone.begin(async (session) => {
      users.ada.passwordHash = "second of Ada";
      await auth.refreshAuthHash(session, users.ada);
    });
    expect((await phone.get("/members")).status).toBe(401);
    await change.end();
    expect((await phone.get("/members")).text).toBe("Ada");
  });

  it("keeps the device logged in that changed the password, beside a page that began before", async () => {
    const { auth, users, browser } = await open();
    const phone = browser();
    await phone.run(async (session) => {
      await auth.login(session, users.ada);
      session.set("cart", ["book"]);
    });
    const slow = await phone.begin(
      () => {},
      (session) => auth.currentUser(session),
    );
    await phone.run(async (session) => {
      users.ada.passwordHash = "second of Ada";
      await auth.refreshAuthHash(session, users.ada);
    });
    expect(await slow.end()).toMatchObject({ text: "null", setCookie: [] });
    expect((await phone.get("/members")).text).toBe("Ada");
    expect(await phone.run((session) => session.get("cart"))).toEqual(["book"]);
  });

  it("ends at the next request what logged in with the password of before while it was changed", async () => {
    const { auth, users, browser } = await open();
    const [phone, thief] = [browser(), browser()];
    await phone.run((session) => auth.login(session, users.ada));
    const login = await thief.begin((session) => auth.login(session, { ...users.ada }));
    await phone.run(async (session) => {
      users.ada.passwordHash = "second of Ada";
      await auth.refreshAuthHash(session, users.ada);
      await auth.logoutOthers(session);
    });
    await login.end();
    expect((await thief.get("/members")).status).toBe(401);
    expect((await phone.get("/members")).text).toBe("Ada");
  });
});
