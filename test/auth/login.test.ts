import { expect, it } from "vitest";
import { overEverySite } from "./site.ts";

overEverySite((open) => {
  it("keeps what an anonymous visitor had in the session, under a new secret and the same ID", async () => {
    const { auth, users, browser } = await open();
    const visitor = browser();
    const id = await visitor.run(async (session) => {
      session.set("cart", ["book"]);
      await session.save();
      return session.id;
    });
    const planted = browser(visitor);
    await visitor.run((session) => auth.login(session, users.ada));
    expect(await visitor.run((session) => [session.id, session.owner, session.get("cart")])).toEqual([
      id,
      users.ada.id,
      ["book"],
    ]);
    expect(await planted.run((session) => [session.owner, session.toJSON()])).toEqual([null, {}]);
  });

  it("begins a session where there is none", async () => {
    const { auth, users, browser } = await open();
    const visitor = browser();
    await visitor.run((session) => auth.login(session, users.ada));
    expect(await visitor.run((session) => auth.currentUser(session))).toEqual(users.ada);
  });

  it("flushes what belongs to another user", async () => {
    const { auth, users, browser } = await open();
    const visitor = browser();
    const before = await visitor.run(async (session) => {
      await auth.login(session, users.ada);
      session.set("letter", "for Ada only");
      await session.save();
      return session.id;
    });
    const kept = browser(visitor);
    await visitor.run((session) => auth.login(session, users.eve));
    expect(await visitor.run((session) => [session.owner, session.get("letter")])).toEqual([
      users.eve.id,
      null,
    ]);
    expect(await visitor.run((session) => session.id)).not.toBe(before);
    expect(await kept.run((session) => session.owner)).toBeNull();
  });

  it("keeps the data where the same user logs in again, with a new secret and both clocks anew", async () => {
    const { auth, users, browser, clock } = await open();
    const visitor = browser();
    await visitor.run(async (session) => {
      await auth.login(session, users.ada);
      session.set("cart", ["book"]);
    });
    const stolen = browser(visitor);
    clock.advance(3_600);
    await visitor.run((session) => auth.login(session, users.ada));
    expect(await visitor.run((session) => [session.age, session.get("cart")])).toEqual([0, ["book"]]);
    expect(await stolen.run((session) => session.owner)).toBeNull();
  });

  it("flushes where the same user logs in again after a change of password elsewhere", async () => {
    const { auth, users, browser } = await open();
    const visitor = browser();
    const before = await visitor.run(async (session) => {
      await auth.login(session, users.ada);
      session.set("cart", ["book"]);
      await session.save();
      return session.id;
    });
    users.ada.passwordHash = "second of Ada";
    await visitor.run((session) => auth.login(session, users.ada));
    expect(await visitor.run((session) => [session.id === before, session.get("cart")])).toEqual([
      false,
      null,
    ]);
    expect((await visitor.get("/members")).text).toBe("Ada");
  });

  it("flushes a login from before there was an authHash", async () => {
    const { auth, users, browser } = await open();
    const visitor = browser();
    await visitor.run((session) => {
      session.owner = users.ada.id;
      session.set("cart", ["book"]);
    });
    const old = browser(visitor);
    await visitor.run((session) => auth.login(session, users.ada));
    expect(await visitor.run((session) => [session.owner, session.get("cart")])).toEqual([
      users.ada.id,
      null,
    ]);
    expect(await old.run((session) => session.owner)).toBeNull();
  });

  it("tells the same request at once who it is, without looking anybody up", async () => {
    const { auth, users, browser } = await open();
    const names = await browser().run(async (session) => {
      const before = await auth.currentUser(session);
      await auth.login(session, users.ada);
      const first = await auth.currentUser(session);
      await auth.login(session, users.eve);
      const second = await auth.currentUser(session);
      await auth.logout(session);
      return [before, first?.name, second?.name, await auth.currentUser(session)];
    });
    expect(names).toEqual([null, "Ada", "Eve", null]);
    expect(users.lookups).toBe(0);
  });

  it("looks a user up once per request, also for several that ask at once", async () => {
    const { auth, users, browser } = await open();
    const visitor = browser();
    await visitor.run((session) => auth.login(session, users.ada));
    await visitor.run((session) => Promise.all([auth.currentUser(session), auth.currentUser(session)]));
    expect(users.lookups).toBe(1);
    await visitor.run((session) => auth.currentUser(session));
    expect(users.lookups).toBe(2);
  });

  it("asks again where the application itself has made somebody else the owner", async () => {
    const { auth, users, browser } = await open({ authHash: undefined as never });
    const visitor = browser();
    const names = await visitor.run(async (session) => {
      await auth.login(session, users.ada);
      const first = await auth.currentUser(session);
      session.owner = users.eve.id;
      return [first?.name, (await auth.currentUser(session))?.name];
    });
    expect(names).toEqual(["Ada", "Eve"]);
  });

  it("asks again after a look-up that failed", async () => {
    let isDown = true;
    const { auth, users, browser } = await open({
      findUser: (id) => {
        if (isDown) throw new Error("The database is down");
        return users.find(id);
      },
    });
    const visitor = browser();
    await visitor.run((session) => auth.login(session, users.ada));
    const name = await visitor.run(async (session) => {
      await expect(auth.currentUser(session)).rejects.toThrow("The database is down");
      isDown = false;
      return (await auth.currentUser(session))?.name;
    });
    expect(name).toBe("Ada");
  });

  it("treats the session of a deleted user as nobody's, and keeps it", async () => {
    const { auth, users, browser } = await open();
    const visitor = browser();
    await visitor.run((session) => auth.login(session, users.ada));
    users.remove(users.ada);
    expect(await visitor.run((session) => auth.currentUser(session))).toBeNull();
    expect(await visitor.run((session) => session.owner)).toBe(users.ada.id);
  });

  it("ends everything at a logout: data, record and cookie", async () => {
    const { auth, users, browser, sessions } = await open();
    const visitor = browser();
    await visitor.run(async (session) => {
      await auth.login(session, users.ada);
      session.set("cart", ["book"]);
    });
    const copy = browser(visitor);
    await visitor.run((session) => auth.logout(session));
    expect(visitor.cookies.size).toBe(0);
    expect(await sessions.list(users.ada.id)).toEqual([]);
    expect(await copy.run((session) => [session.owner, session.toJSON()])).toEqual([null, {}]);
  });

  it("works with sessions that are loaded lazily", async () => {
    const { auth, users, browser } = await open({ load: "lazy", guard: { login: "/login" } });
    const visitor = browser();
    await visitor.run((session) => auth.login(session, users.ada));
    expect((await visitor.get("/members")).text).toBe("Ada");
    await visitor.run((session) => auth.logout(session));
    expect((await visitor.get("/members")).status).toBe(401);
  });

  it("refuses to log nobody in", async () => {
    const { auth, browser } = await open();
    await browser().run(async (session) => {
      await expect(auth.login(session, undefined as never)).rejects.toThrow(TypeError);
      expect(session.owner).toBeUndefined();
    });
  });

  it("ends all sessions of a user, and only theirs", async () => {
    const { auth, users, browser } = await open();
    const [phone, laptop, other] = [browser(), browser(), browser()];
    for (const device of [phone, laptop]) await device.run((session) => auth.login(session, users.ada));
    await other.run((session) => auth.login(session, users.eve));
    await phone.run((session) => auth.logoutEverywhere(session));
    expect(phone.cookies.size).toBe(0);
    for (const device of [phone, laptop]) expect((await device.get("/members")).status).toBe(401);
    expect((await other.get("/members")).text).toBe("Eve");
  });

  it("ends the other sessions of a user, and the copies of this one's cookie", async () => {
    const { auth, users, browser } = await open();
    const [phone, laptop, other] = [browser(), browser(), browser()];
    for (const device of [phone, laptop]) await device.run((session) => auth.login(session, users.ada));
    await other.run((session) => auth.login(session, users.eve));
    const stolen = browser(phone);
    expect(await phone.run((session) => auth.logoutOthers(session))).toBe(1);
    expect((await phone.get("/members")).text).toBe("Ada");
    for (const device of [stolen, laptop]) expect((await device.get("/members")).status).toBe(401);
    expect((await other.get("/members")).text).toBe("Eve");
  });

  it("has nothing to end for a visitor who is nobody", async () => {
    const { auth, browser } = await open();
    const visitor = browser();
    await visitor.run((session) => session.set("cart", ["book"]));
    expect(await visitor.run((session) => auth.logoutOthers(session))).toBe(0);
    expect(await visitor.run((session) => session.get("cart"))).toEqual(["book"]);
    await visitor.run((session) => auth.logoutEverywhere(session));
    expect(visitor.cookies.size).toBe(0);
  });
});
