import crypto from "node:crypto";
import { syncBuiltinESMExports } from "node:module";
import { afterEach, beforeEach, expect } from "vitest";
import { inMemory, threat } from "../threat.ts";

// What takes how long cannot be measured reliably over HTTP on a busy machine. That every comparison goes through the
// primitive made for it, over its whole length, can be seen.
const { timingSafeEqual } = crypto;
let compared: string[] = [];

beforeEach(() => {
  compared = [];
  crypto.timingSafeEqual = (a, b) => {
    compared.push(Buffer.from(b as Uint8Array).toString());
    return timingSafeEqual(a, b);
  };
  syncBuiltinESMExports();
});

afterEach(() => {
  crypto.timingSafeEqual = timingSafeEqual;
  syncBuiltinESMExports();
});

threat(5, "timing of the comparison of signatures", inMemory, (attack) => {
  attack("a forged signature is compared as a whole, however much of it is right", async ({ visitor }) => {
    const user = visitor();
    await user.get("/login?user=ada");
    const cookie = user.cookies.get("sid") ?? "";
    const mac = cookie.slice(-43);
    for (const right of [0, 1, 21, 42]) {
      const forged = mac.slice(0, right) + [...mac.slice(right)].map((c) => (c === "x" ? "y" : "x")).join("");
      compared = [];
      expect((await user.get("/who", { cookie: `sid=${cookie.slice(0, -43)}${forged}` })).text).toBe(
        "nobody",
      );
      expect(compared).toEqual([forged]);
    }
  });

  attack("so is the hash of the secret", async ({ visitor }) => {
    const user = visitor();
    await user.get("/login?user=ada");
    compared = [];
    expect((await user.get("/who")).text).toBe("ada");
    expect(compared.map((text) => text.length)).toEqual([43, 43]);
  });
});
