// The counter over SQLite, with the driver that the runtime brings along. The file outlives the process.
import { createServer } from "node:http";
import { getSession, session } from "@sess/node";
import { sqliteStore } from "@sess/store-sqlite";
import { act, options } from "./act.mjs";

const open = globalThis.Bun
  ? await import("bun:sqlite").then(
      ({ Database }) =>
        () =>
          new Database("sessions.sqlite"),
    )
  : await import("node:sqlite").then(
      ({ DatabaseSync }) =>
        () =>
          new DatabaseSync("sessions.sqlite"),
    );
const store = sqliteStore({ client: open });
await store.migrate();

const withSession = session({ ...options, store });
const server = createServer((request, response) => {
  withSession(request, response, async (error) => {
    if (error) throw error;
    response.end(await act(request.url, getSession(request)));
  });
});
server.listen(0, () => console.log(`listening on ${server.address().port}`));
