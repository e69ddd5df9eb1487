import { cookieStore } from "@sess/store-cookie";
import { expect, it } from "vitest";
import { overEverySite, secrets } from "./site.ts";

overEverySite((open) => {
  it("keeps everybody logged in while no password changes", async () => {
    const { auth, users, browser } = await open();
    const visitor = browser();
    await visitor.run((session) => auth.login(session, users.ada));
    users.eve.passwordHash = "second of Eve";
    for (let visit = 0; visit < 3; visit++) expect((await visitor.get("/members")).text).toBe("Ada");
  });

  it("flushes every session of a user whose password has changed", async () => {
    const { auth, users, browser, sessions } = await open();
    const visitor = browser();
    await visitor.run(async (session) => {
      await auth.login(session, users.ada);
      session.set("letter", "for Ada only");
    });
    users.ada.passwordHash = "second of Ada";
    const seen = await visitor.run(async (session) => {
      session.set("late", true);
      return [await auth.currentUser(session), session.id, session.toJSON()];
    });
    expect(seen).toEqual([null, null, {}]);
    expect(visitor.cookies.size).toBe(0);
    expect(await sessions.list(users.ada.id)).toEqual([]);
  });

  it("keeps the device logged in that changed the password, with a new secret, and no other", async () => {
    const { auth, users, browser } = await open();
    const [phone, laptop] = [browser(), browser()];
    for (const device of [phone, laptop]) await device.run((session) => auth.login(session, users.ada));
    const stolen = browser(phone);
    await phone.run(async (session) => {
      session.set("cart", ["book"]);
      users.ada.passwordHash = "second of Ada";
      await auth.refreshAuthHash(session, users.ada);
    });
    expect((await phone.get("/members")).text).toBe("Ada");
    expect(await phone.run((session) => session.get("cart"))).toEqual(["book"]);
    for (const device of [stolen, laptop]) expect((await device.get("/members")).status).toBe(401);
  });

  it("logs out what was logged in before there was an authHash", async () => {
    const { users, browser } = await open();
    const visitor = browser();
    await visitor.run((session) => {
      session.owner = users.ada.id;
    });
    expect((await visitor.get("/members")).status).toBe(401);
    expect(visitor.cookies.size).toBe(0);
  });

  it("keeps nothing of the password in the session", async () => {
    const { auth, users, browser, store, clock } = await open();
    const visitor = browser();
    const id = await visitor.run<string>(async (session) => {
      await auth.login(session, users.ada);
      await session.save();
      return session.id;
    });
    expect(await visitor.run((session) => session.get("_authHash"))).toMatch(/^[\w-]{43}$/);
    const record = await store.read(id, clock.now());
    expect(record?.data).not.toContain(users.ada.passwordHash);
  });

  it("does not take the hash of one user for another's, even with the same password", async () => {
    const { auth, users, browser } = await open();
    users.eve.passwordHash = users.ada.passwordHash;
    const visitor = browser();
    await visitor.run((session) => auth.login(session, users.ada));
    await visitor.run((session) => {
      session.owner = users.eve.id;
    });
    expect((await visitor.get("/members")).status).toBe(401);
  });

  it.each([["text"], [1], [{}], [null]])("does not take %j for a hash", async (forged) => {
    const { auth, users, browser } = await open();
    const visitor = browser();
    await visitor.run((session) => auth.login(session, users.ada));
    await visitor.run((session) => session.set("_authHash", forged));
    expect((await visitor.get("/members")).status).toBe(401);
  });

  it("goes on under a new signing secret, also when the old one is taken away", async () => {
    const first = await open();
    const second = await open({ after: first, secret: [secrets[1], secrets[0]] });
    const third = await open({ after: first, secret: secrets[1] });
    const before = first.browser();
    await before.run((session) => first.auth.login(session, first.users.ada));
    const missed = third.browser(before);
    const during = second.browser(before);
    expect((await during.get("/members")).text).toBe("Ada");
    const afterwards = third.browser(during);
    expect((await afterwards.get("/members")).text).toBe("Ada");
    expect((await missed.get("/members")).status).toBe(401);
  });

  it("writes the hash under a new signing secret once", async () => {
    const first = await open();
    const second = await open({ after: first, secret: [secrets[1], secrets[0]] });
    const before = first.browser();
    await before.run((session) => first.auth.login(session, first.users.ada));
    const during = second.browser(before);
    const version = () =>
      during.run<string | undefined>(async (session) => {
        await second.auth.currentUser(session);
        return (await second.store.read(session.id ?? "", second.clock.now()))?.version;
      });
    const [old, upgraded, later] = [await version(), await version(), await version()];
    expect(upgraded).not.toBe(old);
    expect(later).toBe(upgraded);
  });

  it("ends sessions that travel in cookies, too", async () => {
    const { auth, users, browser } = await open({ store: cookieStore() });
    const [phone, laptop] = [browser(), browser()];
    for (const device of [phone, laptop]) await device.run((session) => auth.login(session, users.ada));
    await phone.run(async (session) => {
      users.ada.passwordHash = "second of Ada";
      await auth.refreshAuthHash(session, users.ada);
    });
    expect((await phone.get("/members")).text).toBe("Ada");
    expect((await laptop.get("/members")).status).toBe(401);
    expect(laptop.cookies.size).toBe(0);
  });

  it("leaves password and data alone where it is not asked for", async () => {
    const { auth, users, browser } = await open({ authHash: undefined as never });
    const visitor = browser();
    await visitor.run((session) => auth.login(session, users.ada));
    users.ada.passwordHash = "second of Ada";
    expect((await visitor.get("/members")).text).toBe("Ada");
    expect(await visitor.run((session) => session.toJSON())).toEqual({});
    await visitor.run(async (session) => {
      await expect(auth.refreshAuthHash(session, users.ada)).rejects.toThrow("needs the option `authHash`");
    });
  });

  it("says what is wrong where authHash returns no text", async () => {
    const { auth, users, browser } = await open({ authHash: () => undefined as never });
    await browser().run(async (session) => {
      await expect(auth.login(session, users.ada)).rejects.toThrow('"" where the user has no password');
    });
  });

  it("is refreshed for the user of the session only", async () => {
    const { auth, users, browser } = await open();
    await browser().run(async (session) => {
      await expect(auth.refreshAuthHash(session, users.ada)).rejects.toThrow("For another, use login");
      await auth.login(session, users.eve);
      await expect(auth.refreshAuthHash(session, users.ada)).rejects.toThrow("For another, use login");
    });
  });
});
