import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { serverUrl } from "@sess-tests/servers";
import { afterAll, afterEach, describe, it } from "vitest";
import { placeOf } from "../../src/stores/place.ts";
import { tour } from "../tour.ts";
import { type Database, mysqlDatabase, postgresDatabase } from "./databases.ts";

const folder = mkdtempSync(join(tmpdir(), "sess-stores-"));
afterAll(() => rmSync(folder, { recursive: true }));

const databases: Database[] = [];
afterEach(async () => {
  for (const database of databases.splice(0)) await database.drop();
});

const made = async (database: Promise<Database>) => {
  const { url } = databases[databases.push(await database) - 1] as Database;
  return url;
};
const kept = { owners: true, endsCopies: true, durable: true };

describe("the site on a server's store", { timeout: 60_000 }, () => {
  it("keeps a cart and a login in Redis", async () => {
    const url = serverUrl("redis");
    await tour(argsFor(url, "redis"), { ...kept, name: `Redis, on ${placeOf(url)}` });
  });

  it("keeps a cart and a login in PostgreSQL", async () => {
    const url = await made(postgresDatabase());
    await tour(argsFor(url, "postgres"), { ...kept, name: `PostgreSQL, on ${placeOf(url)}` });
  });

  it("keeps a cart and a login in MariaDB", async () => {
    const url = await made(mysqlDatabase());
    await tour(argsFor(url, "mysql"), { ...kept, name: `MySQL, on ${placeOf(url)}` });
  });

  it("keeps a cart and a login in memcached", async () => {
    const url = `memcached://${serverUrl("memcached").replace(/^[a-z]+:\/\//, "")}`;
    await tour(argsFor(url, "memcached"), { ...kept, owners: false, name: `memcached, on ${placeOf(url)}` });
  });

  it("keeps a cart and a login in PostgreSQL behind Redis", async () => {
    const [fast, slow] = [serverUrl("redis"), await made(postgresDatabase())];
    const name = `PostgreSQL, on ${placeOf(slow)}, behind Redis, on ${placeOf(fast)}`;
    await tour(argsFor(`cached:${fast}+${slow}`, "cached"), { ...kept, name });
  });
});

function argsFor(url: string, name: string): readonly string[] {
  return ["--store", url, "--data", join(folder, name)];
}
