// One of the processes of parallel-requests.test.ts: opens its requests, waits, then changes and ends all of them.
import { createSessions } from "@sess/core";
import { postgresStore } from "@sess/store-postgres";
import pg from "pg";
import postgres from "postgres";
import type { Share } from "./parallel-requests.test.ts";

process.once("message", async ({ client, url, table, cookie, secret, now, first, count, flush }: Share) => {
  const open = () => (client === "pg" ? new pg.Pool({ connectionString: url }) : postgres(url));
  const store = postgresStore({ client: open, table });
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
