import { describe, expect, it } from "vitest";
import { createSite } from "./fixtures/site.ts";

describe("session.owner", () => {
  it.each([
    ["empty text", ""],
    ["a number", 7],
    ["more than 200 characters", "x".repeat(201)],
    ["NUL, which databases refuse", "a\0b"],
    ["half a character, which UTF-8 cannot write", "a\ud800b"],
  ])("refuses %s", async (_, owner) => {
    const { session } = await createSite().browser().open();
    expect(() => Object.assign(session, { owner })).toThrow(
      /session\.owner takes a user's ID as well-formed text/,
    );
    expect(session.owner).toBeUndefined();
  });

  it("takes 200 characters of any language", async () => {
    const { session } = await createSite().browser().open();
    session.owner = "語😀".repeat(60);
    expect(session.owner).toBe("語😀".repeat(60));
  });
});
