import { describe, expect, it } from "vitest";
import type { Session } from "../src/index.ts";
import { type Anything, createSite, createVisitedSite } from "./fixtures/site.ts";

type Act = (session: Session<Anything>) => unknown;

describe("accessed and modified", () => {
  // Django's flags, one member after the other; the session holds { name: "ada" }.
  it.each<[string, boolean, boolean, Act]>([
    ["nothing", false, false, () => undefined],
    ["id", false, false, (session) => session.id],
    ["isNew", false, false, (session) => session.isNew],
    ["isEmpty", false, false, (session) => session.isEmpty],
    ["accessed", false, false, (session) => session.accessed],
    ["modified", false, false, (session) => session.modified],
    ["get", true, false, (session) => session.get("name")],
    ["get of a missing key", true, false, (session) => session.get("missing", "fallback")],
    ["has", true, false, (session) => session.has("name")],
    ["keys", true, false, (session) => session.keys()],
    ["values", true, false, (session) => session.values()],
    ["entries", true, false, (session) => session.entries()],
    ["iteration", true, false, (session) => [...session]],
    ["size", true, false, (session) => session.size],
    ["toJSON", true, false, (session) => session.toJSON()],
    ["data", true, false, (session) => session.data],
    ["owner", true, false, (session) => session.owner],
    ["epoch", true, false, (session) => session.epoch],
    ["expiryAge", true, false, (session) => session.expiryAge],
    ["expiryDate", true, false, (session) => session.expiryDate],
    ["expiresAtBrowserClose", true, false, (session) => session.expiresAtBrowserClose],
    ["createdAt", true, false, (session) => session.createdAt],
    ["lastSeenAt", true, false, (session) => session.lastSeenAt],
    ["expiresAt", true, false, (session) => session.expiresAt],
    ["absoluteExpiresAt", true, false, (session) => session.absoluteExpiresAt],
    ["takeFlash of nothing", true, false, (session) => session.takeFlash("notice")],
    ["testCookieWorked", true, false, (session) => session.testCookieWorked()],
    ["delete of a missing key", true, false, (session) => session.delete("missing")],
    ["pop of a missing key", true, false, (session) => session.pop("missing", 1)],
    ["setDefault of a key that is there", true, false, (session) => session.setDefault("name", 1)],
    ["save", true, false, (session) => session.save()],
    ["touch", true, false, (session) => session.touch()],
    ["set", true, true, (session) => session.set("theme", "dark")],
    ["set to the same value", true, true, (session) => session.set("name", "ada")],
    ["delete", true, true, (session) => session.delete("name")],
    ["pop", true, true, (session) => session.pop("name")],
    ["setDefault", true, true, (session) => session.setDefault("theme", "dark")],
    ["assign", true, true, (session) => session.assign({ theme: "dark" })],
    ["assign of nothing", true, true, (session) => session.assign({})],
    ["update", true, true, (session) => session.update("name", () => "bob")],
    ["clear", true, true, (session) => session.clear()],
    ["flush", true, true, (session) => session.flush()],
    ["rotate", true, true, (session) => session.rotate()],
    ["setExpiry", true, true, (session) => session.setExpiry(10)],
    ["setAbsolute", true, true, (session) => session.setAbsolute(10)],
    ["another owner", true, true, (session) => Object.assign(session, { owner: "ada" })],
    ["flash", true, true, (session) => session.flash("notice", "Hello")],
    ["setTestCookie", true, true, (session) => session.setTestCookie()],
    ["modified = true", true, true, (session) => Object.assign(session, { modified: true })],
  ])("are as in Django after %s: %s, %s", async (_name, accessed, modified, act) => {
    const { ada } = await createVisitedSite();
    const { session } = await ada.open();
    await act(session);
    expect([session.accessed, session.modified]).toEqual([accessed, modified]);
  });

  it("stay true: a pop of a missing key and a save take nothing back", async () => {
    const { ada } = await createVisitedSite();
    const { session } = await ada.open();
    session.set("a", 1);
    session.pop("missing");
    await session.save();
    expect(session.modified).toBe(true);
  });

  it("hook the response once, at the first access", async () => {
    const { ada } = await createVisitedSite();
    const page = await ada.open();
    expect([page.session.id, page.session.isEmpty, page.hooks]).toEqual([expect.any(String), false, 0]);
    page.session.get("name");
    page.session.set("a", 1);
    expect(page.hooks).toBe(1);
  });
});

describe("modified", () => {
  it("saves in any case where it is set to true", async () => {
    const { ada, store } = await createVisitedSite();
    await ada.visit((session) => {
      session.modified = true;
    });
    expect(store.takeCalls()).toEqual(["read", "write"]);
  });

  it("forgets what was changed so far where it is set to false", async () => {
    const { ada, store } = await createVisitedSite();
    await ada.visit((session) => {
      session.set("theme", "dark");
      session.modified = false;
    });
    expect(store.takeCalls()).toEqual(["read"]);
    await ada.visit((session) => {
      session.set("theme", "dark");
      session.modified = false;
      session.set("later", 1);
    });
    expect(await ada.data()).toMatchObject({ name: "ada", later: 1 });
  });

  it("creates nothing where there is nothing", async () => {
    const { browser, store } = createSite();
    await browser().visit((session) => {
      session.modified = true;
    });
    expect(store.takeCalls()).toEqual([]);
  });
});
