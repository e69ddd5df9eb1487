import { expect } from "vitest";
import type { Pages } from "../frameworks.ts";
import { everyStore, threat } from "../threat.ts";

/** Everything that is kept beside the data, here and in other systems. */
const names = [
  ..."id key owner version data expiresAt endsAt expires_at ends_at createdAt startedAt rotatedAt".split(" "),
  ..."issuedAt savedAt epoch secret secretHash previous versions expiry absolute device flash sealed".split(
    " ",
  ),
  ..."_session_expiry _auth_user_id cookie maxAge lastSeenAt isNew modified accessed userId user".split(" "),
];

const pages: Pages = {
  "/puzzle": ({ session, query }) => {
    for (const name of names) session.set(name, query("value") === "number" ? 4e15 : "admin");
    return "set";
  },
  "/facts": ({ session }) =>
    JSON.stringify([
      session.owner,
      session.id,
      session.createdAt,
      session.expiresAt,
      session.absoluteExpiresAt,
    ]),
};

threat(28, "session puzzling", everyStore, (attack) => {
  for (const value of ["text", "number"]) {
    attack(
      `${value} under the names of internals changes neither who it is nor how long it lives`,
      async ({ visitor, clock }) => {
        const user = visitor();
        await user.get("/login?user=ada");
        const before = (await user.get("/facts")).text;
        await user.get(`/puzzle?value=${value}`);
        expect((await user.get("/facts")).text).toBe(before);
        expect((await user.get("/who")).text).toBe("ada");
        const read = JSON.parse((await user.get("/read")).text) as Record<string, unknown>;
        expect(names.filter((name) => read[name] !== (value === "number" ? 4e15 : "admin"))).toEqual([]);
        const guest = visitor();
        await guest.get(`/puzzle?value=${value}`);
        expect((await guest.get("/who")).text).toBe("nobody");
        clock.now += 31 * 86_400_000;
        expect((await user.get("/read")).text).toBe("{}");
        expect((await guest.get("/read")).text).toBe("{}");
      },
      { pages },
    );
  }
});
