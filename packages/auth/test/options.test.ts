import { createSessions } from "@sess/core";
import { describe, expect, it } from "vitest";
import { requireFresh, requireUser } from "../src/express.ts";
import { createAuth } from "../src/index.ts";

const sessions = createSessions({ secret: "Zk3vQ9xT7hLmW2pRb8sYc4nJd6gFa1eU", as: "visit" });
const good = { sessions, findUser: (id: string) => ({ id }), idOf: ({ id }: { id: string }) => id };

describe("an option that cannot be", () => {
  it.each([
    ["options", undefined],
    ["sessions", { ...good, sessions: {} }],
    ["sessions", { ...good, sessions: undefined }],
    ["findUser", { ...good, findUser: "users" }],
    ["idOf", { ...good, idOf: undefined }],
    ["authHash", { ...good, authHash: "passwordHash" }],
    ["maxSessions", { ...good, maxSessions: 0 }],
    ["maxSessions", { ...good, maxSessions: 1.5 }],
    ["maxSessions", { ...good, maxSessions: Number.POSITIVE_INFINITY }],
    ["atLimit", { ...good, atLimit: "throw" }],
    ["max", { ...good, max: 1 }],
  ])("is refused at start, by name: %s", (name, options) => {
    expect(() => createAuth(options as never)).toThrow(
      expect.objectContaining({ name: "TypeError", message: expect.stringContaining(`"${name}"`) }),
    );
  });

  it("is refused by the guards, too", () => {
    const auth = createAuth(good);
    expect(() => requireUser(auth, { login: "" })).toThrow('"login" must be the address of a page');
    expect(() => requireFresh(auth, "10m", { confirm: 1 as never })).toThrow('"confirm" must be the address');
    expect(() => requireFresh(auth, "soon")).toThrow('"maxAge" must be a positive number of seconds');
  });
});

describe("an auth", () => {
  it("looks for the session where its manager puts it", () => {
    expect(createAuth(good).as).toBe("visit");
  });
});
