import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { sqliteStore } from "@sess/store-sqlite";
import { fullDiskProcess } from "@sess-tests/servers/full-disk";

await fullDiskProcess((disk) => {
  const store = sqliteStore({ client: () => new DatabaseSync(join(disk, "sessions.sqlite")) });
  store.migrate();
  return store;
});
