import { createSessions, memoryStore, type SessionStore, type Sessions } from "@sess/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Auth, createAuth } from "../src/index.ts";

const max = 2;
const secret = "Zk3vQ9xT7hLmW2pRb8sYc4nJd6gFa1eU";
const user = { id: "1" };

/** A store whose calls are done in the order that the scheduler chooses, and whose lists come now in one order, now in another. */
function scheduled(scheduler: fc.Scheduler): SessionStore {
  const store: SessionStore = memoryStore();
  let lists = 0;
  const turn = () => scheduler.schedule(Promise.resolve());
  return {
    ...store,
    read: (...call) => turn().then(() => store.read(...call)),
    write: (...call) => turn().then(() => store.write(...call)),
    remove: (...call) => turn().then(() => store.remove(...call)),
    async *listOwner(...call) {
      await turn();
      const found = [];
      for await (const owned of store.listOwner?.(...call) ?? []) found.push(owned);
      yield* lists++ % 2 === 0 ? found : found.reverse();
    },
  };
}

/** A login in a browser of its own. The ID of its session, or undefined where it was refused. */
async function login(sessions: Sessions, auth: Auth<{ id: string }>): Promise<string | undefined> {
  const session = await sessions.open({ cookies: undefined, secure: false, request: undefined });
  try {
    await auth.login(session, user);
  } catch (error) {
    expect(error).toMatchObject({ code: "ERR_SESS_LOGIN_REFUSED" });
  }
  await sessions.commit(session, { status: 200 });
  return session.id;
}

describe.each(["evict", "refuse"] as const)("logins at once, at a limit that does: %s", (atLimit) => {
  it.each([0, 1, 2])("leave as many sessions as it allows, whatever overlaps, beside %i before", (before) =>
    fc.assert(
      fc.asyncProperty(
        fc.scheduler(),
        fc.array(fc.nat(2), { minLength: 3, maxLength: 4 }),
        async (s, steps) => {
          let now = Date.UTC(2030, 0, 1);
          const sessions = createSessions({ secret, store: scheduled(s), clock: () => now });
          const auth = createAuth({
            sessions,
            findUser: () => user,
            idOf: ({ id }) => id,
            maxSessions: max,
            atLimit,
          });
          const there: (string | undefined)[] = [];
          for (let index = 0; index < before; index++) {
            now += 1_000;
            there.push(await s.waitFor(login(sessions, auth)));
          }
          now += 1_000;
          const logins = steps.map((step) => {
            now += step;
            return login(sessions, auth);
          });
          const entered = await s.waitFor(Promise.all(logins));
          const live = (await s.waitFor(sessions.list(user.id))).map(({ id }) => id);
          expect(live).toHaveLength(max);
          // Who was here before stays where logins are refused, and goes where they are not.
          const kept = live.filter((id) => there.includes(id));
          expect(kept).toHaveLength(atLimit === "refuse" ? before : 0);
          for (const id of live) expect([...there, ...entered]).toContain(id);
        },
      ),
      { numRuns: 100 },
    ),
  );
});
