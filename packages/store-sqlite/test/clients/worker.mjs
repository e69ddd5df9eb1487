import { sqliteStore } from "@sess/store-sqlite";
import { storeWorker } from "@sess/test-kit/store";

storeWorker(async ({ driver, path }) => {
  const { open } = await import(`./open-${driver}.mjs`);
  return sqliteStore({ client: open(path) });
});
