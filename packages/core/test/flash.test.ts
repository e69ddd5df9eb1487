import { describe, expect, it } from "vitest";
import { createVisitedSite } from "./fixtures/site.ts";

describe("a flash value", () => {
  it("is there in the next request, and once only", async () => {
    const { ada } = await createVisitedSite();
    await ada.visit((session) => session.flash("notice", "Saved"));
    await ada.visit((session) => expect(session.takeFlash("notice")).toEqual(["Saved"]));
    await ada.visit((session) => expect(session.takeFlash("notice")).toEqual([]));
  });

  it("stays until somebody takes it", async () => {
    const { ada } = await createVisitedSite();
    await ada.visit((session) => session.flash("notice", "Saved"));
    await ada.visit();
    await ada.visit((session) => session.set("a", 1));
    await ada.visit((session) => expect(session.takeFlash("notice")).toEqual(["Saved"]));
  });

  it("is one of several under a key, in order, apart from other keys", async () => {
    const { ada } = await createVisitedSite();
    await ada.visit((session) => {
      session.flash("notice", "first");
      session.flash("error", { code: 1 });
      session.flash("notice", "second");
    });
    await ada.visit((session) => session.flash("notice", "third"));
    await ada.visit((session) => {
      expect(session.takeFlash("notice")).toEqual(["first", "second", "third"]);
      expect(session.takeFlash("notice")).toEqual([]);
    });
    await ada.visit((session) => expect(session.takeFlash("error")).toEqual([{ code: 1 }]));
  });

  it("can be taken by the request that adds it", async () => {
    const { ada, store } = await createVisitedSite();
    await ada.visit((session) => {
      session.flash("notice", "now");
      expect(session.takeFlash("notice")).toEqual(["now"]);
    });
    await ada.visit((session) => expect(session.takeFlash("notice")).toEqual([]));
    expect(store.takeCalls().at(-1)).toBe("read");
  });

  it("is no part of the data, and clear() leaves it", async () => {
    const { ada } = await createVisitedSite();
    await ada.visit((session) => session.flash("notice", "Saved"));
    await ada.visit((session) => {
      expect(session.toJSON()).toEqual({ name: "ada" });
      expect(session.has("notice")).toBe(false);
      session.clear();
    });
    await ada.visit((session) => expect(session.takeFlash("notice")).toEqual(["Saved"]));
  });

  it("comes back where the response that took it fails", async () => {
    const { ada } = await createVisitedSite();
    await ada.visit((session) => session.flash("notice", "Saved"));
    await ada.visit((session) => session.takeFlash("notice"), { status: 500 });
    await ada.visit((session) => expect(session.takeFlash("notice")).toEqual(["Saved"]));
  });
});
