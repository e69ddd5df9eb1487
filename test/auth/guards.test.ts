import { localPath } from "@sess/auth";
import { expect, it } from "vitest";
import { overEverySite } from "./site.ts";

const page = { headers: { accept: "text/html,application/xhtml+xml" } };
const guard = { login: "/login", confirm: "/confirm?why=old" };

overEverySite((open) => {
  it("lets users through and says who it is", async () => {
    const { auth, users, browser } = await open({ guard });
    const visitor = browser();
    await visitor.run((session) => auth.login(session, users.ada));
    expect(await visitor.get("/members")).toMatchObject({
      status: 200,
      text: "Ada",
      cacheControl: "private",
    });
    expect(await visitor.get("/fresh")).toMatchObject({ status: 200, text: "Ada" });
  });

  it("sends whoever asks for a page to the login, and notes what was asked for", async () => {
    const { browser } = await open({ guard });
    for (const headers of [page.headers, { "sec-fetch-mode": "navigate" }]) {
      const answer = await browser().get("/members?tab=2&x=%2F", { headers });
      expect(answer).toMatchObject({ status: 303, cacheControl: "private", setCookie: [] });
      const { pathname, searchParams } = new URL(answer.location ?? "", "http://site.example");
      expect([pathname, localPath(searchParams.get("next"))]).toEqual(["/login", "/members?tab=2&x=%2F"]);
    }
  });

  it("sends a form to the login without a way back", async () => {
    const { browser } = await open({ guard });
    const answer = await browser().get("/members", { method: "POST", ...page });
    expect(answer).toMatchObject({ status: 303, location: "/login" });
  });

  it("answers everything else with 401", async () => {
    const { browser } = await open({ guard });
    for (const headers of [
      {},
      { accept: "application/json" },
      { ...page.headers, "sec-fetch-mode": "cors" },
    ] as Record<string, string>[]) {
      expect(await browser().get("/members", { headers })).toMatchObject({
        status: 401,
        text: "Log in first.",
      });
    }
  });

  it("redirects nobody where there is no page for it", async () => {
    const { auth, users, browser, clock } = await open();
    const visitor = browser();
    expect((await visitor.get("/members", page)).status).toBe(401);
    await visitor.run((session) => auth.login(session, users.ada));
    clock.advance(600);
    expect((await visitor.get("/fresh", page)).status).toBe(403);
  });

  it("asks for the password again when the login is too old", async () => {
    const { auth, users, browser, clock } = await open({ guard });
    const visitor = browser();
    await visitor.run((session) => auth.login(session, users.ada));
    clock.advance(599);
    expect((await visitor.get("/fresh", page)).text).toBe("Ada");
    clock.advance(1);
    expect((await visitor.get("/members", page)).text).toBe("Ada");
    expect(await visitor.get("/fresh", page)).toMatchObject({
      status: 303,
      location: "/confirm?why=old&next=%2Ffresh",
    });
    expect(await visitor.get("/fresh")).toMatchObject({ status: 403, text: "Log in again for this." });
    await visitor.run((session) => auth.login(session, users.ada));
    expect((await visitor.get("/fresh", page)).text).toBe("Ada");
  });

  it("is not made fresh by a visit, a save or a rotation", async () => {
    const { auth, users, browser, clock } = await open({ guard });
    const visitor = browser();
    await visitor.run((session) => auth.login(session, users.ada));
    clock.advance(600);
    await visitor.run((session) => {
      session.set("busy", true);
      session.rotate();
    });
    await visitor.run((session) => auth.logoutOthers(session));
    expect((await visitor.get("/fresh")).status).toBe(403);
  });

  it("sends nobody to the login, not to the confirmation", async () => {
    const { browser } = await open({ guard });
    const answer = await browser().get("/fresh", page);
    expect(answer).toMatchObject({ status: 303, location: "/login?next=%2Ffresh" });
  });

  it("confirms at the login where there is no page of its own", async () => {
    const { auth, users, browser, clock } = await open({ guard: { login: "/login" } });
    const visitor = browser();
    await visitor.run((session) => auth.login(session, users.ada));
    clock.advance(600);
    expect((await visitor.get("/fresh", page)).location).toBe("/login?next=%2Ffresh");
  });

  it("notes nothing that could lead away from the site", async () => {
    const { browser } = await open({ guard });
    const answer = await browser().get("/members?next=//evil.example/", page);
    const next = new URL(answer.location ?? "", "http://site.example").searchParams.get("next");
    expect(localPath(next)).toBe("/members?next=//evil.example/");
  });

  it("sends what fails to the framework", async () => {
    const broken = await open({ findUser: () => Promise.reject(new Error("The database is down")) });
    const visitor = broken.browser();
    await visitor.run((session) => broken.auth.login(session, broken.users.ada));
    expect((await visitor.get("/members")).status).toBe(500);
    expect(broken.errors).toMatchObject([{ message: "The database is down" }]);
  });

  it("says what is wrong where there is no session", async () => {
    const { browser, errors } = await open({ mounted: false });
    expect((await browser().get("/members")).status).toBe(500);
    expect(errors).toMatchObject([{ code: "ERR_SESS_NOT_MOUNTED" }]);
  });
});
