import { describe, expect, it } from "vitest";
import { createSessions } from "../src/index.ts";

const sessions = createSessions({ secret: "qL8vT2nXw5zR0kYb7cJm4HsGd9FpUe1A" });
const open = async () => sessions.open({ cookies: undefined, secure: false, request: undefined });

describe("the epoch", () => {
  it("is 0 from the creation on, whether or not it is a login", async () => {
    const session = await open();
    expect(session.epoch).toBe(0);
    session.owner = "ada";
    expect(session.epoch).toBe(0);
    await session.save();
    expect(session.epoch).toBe(0);
  });

  it("counts a login and a rotation proper as soon as it is asked for, once", async () => {
    const session = await open();
    session.set("a", 1);
    await session.save();
    session.owner = "ada";
    expect(session.epoch).toBe(1);
    session.rotate();
    expect(session.epoch).toBe(1);
    await session.save();
    expect(session.epoch).toBe(1);
    session.rotate();
    expect(session.epoch).toBe(2);
  });

  it("is left alone by a renewal", async () => {
    const session = await open();
    session.set("a", 1);
    await session.save();
    session.rotate({ grace: true });
    expect(session.epoch).toBe(0);
    await session.save();
    expect(session.epoch).toBe(0);
  });
});
