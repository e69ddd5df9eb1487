// One of the processes of parallel-requests.test.ts: opens its requests, waits, then changes and ends all of them.
import { createSessions } from "@sess/core";
import { mysqlStore } from "@sess/store-mysql";
import { drivers } from "./drivers.ts";
import type { Share } from "./parallel-requests.test.ts";

process.once("message", async (share: Share) => {
  const { driver, address, table, cookie, secret, now, first, count, flush } = share;
  const store = mysqlStore({ client: () => drivers[driver](address), table });
  const sessions = createSessions<Record<string, unknown>>({ secret, store, clock: () => now });
  const opened = await Promise.all(
    Array.from({ length: count }, () => sessions.open({ cookies: cookie, secure: false, request: {} })),
  );
  process.send?.("opened");
  process.once("message", async () => {
    await Promise.all(
      opened.map(async (session, index) => {
        session.set(`key${first + index}`, index);
        session.update("count", (value) => Number(value) + 1);
        if (first + index === flush) await session.flush();
        await sessions.commit(session, { status: 200 });
      }),
    );
    await sessions.close();
    process.disconnect();
  });
});
