import { expect } from "vitest";
import { overEveryStore } from "./site.ts";

overEveryStore((behaves) => {
  behaves("django 72: the test cookie is absent, set, worked, deleted, absent", async ({ browser }) => {
    await browser.visit((session) => {
      expect(session.testCookieWorked()).toBe(false);
      session.setTestCookie();
    });
    await browser.visit((session) => {
      expect(session.testCookieWorked()).toBe(true);
      expect(session.deleteTestCookie()).toBe(true);
      expect(session.modified).toBe(true);
    });
    await browser.visit((session) => {
      expect(session.testCookieWorked()).toBe(false);
      // Django raises a key error here.
      expect(session.deleteTestCookie()).toBe(false);
    });
  });

  behaves("django 73: a new session is empty", async ({ browser }) => {
    expect((await browser.visit((session) => session.isEmpty)).value).toBe(true);
  });

  behaves("django 74: a session is empty without data, flash values and an owner", async ({ stranger }) => {
    const after = async (fill: Parameters<ReturnType<typeof stranger>["visit"]>[0]) => {
      const browser = stranger();
      await browser.visit(fill);
      return (await browser.visit((session) => [session.isEmpty, session.isNew])).value;
    };
    expect(await after(() => {})).toEqual([true, true]);
    expect(await after((session) => session.set("x", 1))).toEqual([false, false]);
    expect(await after((session) => session.flash("note", "Saved."))).toEqual([false, false]);
    expect(
      await after((session) => {
        session.owner = "7";
      }),
    ).toEqual([false, false]);
  });

  behaves(
    "django 74: a session with nothing but an ID counts as empty, and is not new",
    async ({ browser }) => {
      await browser.visit((session) => session.set("x", 1));
      await browser.visit((session) => session.clear());
      await browser.visit((session) => {
        expect([session.isEmpty, session.isNew]).toEqual([true, false]);
        expect(session.id).toBeDefined();
      });
    },
  );
});
