import { isPromise, type SessionRecord } from "@sess/core";
import { type SqlDialect, sqlStore } from "@sess/sql";
import { storeSuite } from "@sess/test-kit/store";
import { describe, expect, it } from "vitest";
import { asynchronous, modern, plain, synchronous, type TestExecutor } from "./test-database.ts";

const abilities = { durable: false, shared: false, mayBeStale: false, maxBytes: undefined };
const storeOver = (executor: TestExecutor, dialect: SqlDialect) => sqlStore({ executor, dialect, abilities });

for (const [name, dialect, open] of [
  ["a synchronous driver", modern, synchronous],
  ["an asynchronous driver", modern, asynchronous],
  ["a synchronous driver, without upserts and RETURNING", plain, synchronous],
  ["an asynchronous driver, without upserts and RETURNING", plain, asynchronous],
] as const) {
  await storeSuite({
    name: `SQL over ${name}`,
    describe,
    it,
    async createStore() {
      const store = storeOver(open(), dialect);
      await store.migrate();
      return store;
    },
  });
}

const now = Date.UTC(2040, 0, 1);
const record: SessionRecord = {
  version: "v1",
  expiresAt: now + 1,
  endsAt: now + 2,
  data: "{}",
  owner: "ann",
};

/** The executor, where somebody else gets in before each run of the statements that match. */
function before(
  executor: TestExecutor,
  pattern: RegExp,
  act: (executor: TestExecutor) => void,
): TestExecutor {
  return {
    ...executor,
    prepare(text, answers) {
      const statement = executor.prepare(text, answers);
      const run: typeof statement.run = (values) => {
        if (pattern.test(text)) act(executor);
        return statement.run(values);
      };
      return { ...statement, run };
    },
  };
}

const removeAll = ({ client }: TestExecutor) => client.exec("DELETE FROM sess_session");

describe("sqlStore", () => {
  it("takes one statement for each operation", async () => {
    const executor = synchronous();
    const store = storeOver(executor, modern);
    await store.migrate();
    const operations: Record<string, () => unknown> = {
      read: () => store.read("k", now),
      insert: () => store.write("k", record, undefined, now),
      "a refused insert": () => store.write("k", record, undefined, now),
      "an insert over an expired record": () => store.write("k", record, undefined, now + 1),
      write: () => store.write("k", { ...record, version: "v2" }, "v1", now),
      touch: () => store.touch("k", now + 5, "v2", now),
      sweep: () => store.sweep(10, now),
      removeOwner: () => store.removeOwner("ann"),
      remove: () => store.remove("k"),
    };
    for (const [name, operation] of Object.entries(operations)) {
      executor.ran.length = 0;
      await operation();
      expect(executor.ran, name).toHaveLength(1);
    }
  });

  it("inserts by two statements only where an expired row is in the way and there are no upserts", async () => {
    const executor = synchronous();
    const store = storeOver(executor, plain);
    await store.migrate();
    executor.ran.length = 0;
    expect(await store.write("k", record, undefined, now)).toBe(true);
    expect(executor.ran).toHaveLength(1);
    expect(await store.write("k", { ...record, version: "v2" }, undefined, now + 1)).toBe(true);
    expect(executor.ran).toHaveLength(3);
  });

  it.each([
    ["a synchronous", synchronous],
    ["an asynchronous", asynchronous],
  ])(
    "inserts once more where a sweep removes the expired row in between, over %s driver",
    async (_name, open) => {
      const executor = open();
      const store = storeOver(before(executor, /^UPDATE .* expires_at <= /, removeAll), plain);
      await store.migrate();
      await store.write("k", record, undefined, now);
      executor.ran.length = 0;
      const next = { ...record, version: "v2", expiresAt: now + 9 };
      expect(await store.write("k", next, undefined, now + 1)).toBe(true);
      expect(await store.read("k", now + 1)).toMatchObject({ version: "v2" });
      expect(executor.ran.map((text) => text.split(" ")[0])).toEqual([
        "INSERT",
        "UPDATE",
        "INSERT",
        "SELECT",
      ]);
    },
  );

  it("gives up an insert where an expired row comes and goes for ever", async () => {
    const executor = synchronous();
    const going = before(executor, /^UPDATE .* expires_at <= /, removeAll);
    const coming = before(going, /^INSERT INTO `sess_session` /, ({ client }) =>
      client.exec(
        "INSERT INTO sess_session (key, version, expires_at, ends_at, data) VALUES ('k', 'v1', 1, 1, '{}')",
      ),
    );
    const store = storeOver(coming, plain);
    await store.migrate();
    executor.ran.length = 0;
    expect(await store.write("k", record, undefined, now)).toBe(false);
    expect(executor.ran).toHaveLength(4);
  });

  it("stays synchronous over a synchronous driver", () => {
    const store = storeOver(synchronous(), modern);
    const answers = [
      store.migrate(),
      store.write("k", record, undefined, now),
      store.read("k", now),
      store.touch("k", now + 5, "v1", now),
      store.sweep(1, now),
      store.removeOwner("ann"),
      store.remove("k"),
      store.close(),
    ];
    expect(answers.filter((answer) => isPromise(answer))).toEqual([]);
  });

  it("lists the sessions of an owner page by page", async () => {
    const executor = synchronous();
    const store = storeOver(executor, modern);
    await store.migrate();
    for (let index = 0; index < 200; index++) await store.write(`k${index}`, record, undefined, now);
    executor.ran.length = 0;
    let count = 0;
    for await (const _ of store.listOwner("ann", now)) count++;
    expect(count).toBe(200);
    expect(executor.ran).toHaveLength(3);
  });

  it.each([
    ["a synchronous", synchronous],
    ["an asynchronous", asynchronous],
  ])("says to migrate where the table is missing, over %s driver", async (_name, open) => {
    const store = storeOver(open(), modern);
    const expected = {
      code: "ERR_SESS_STORE_NOT_MIGRATED",
      message: expect.stringMatching(/"sess_session".*migrate\(\)/),
    };
    await expect((async () => store.read("k", now))()).rejects.toMatchObject(expected);
    await expect((async () => store.write("k", record, undefined, now))()).rejects.toMatchObject(expected);
    await expect((async () => store.removeOwner("ann"))()).rejects.toMatchObject({
      ...expected,
      cause: expect.any(Error),
    });
  });

  it.each([modern, plain])("lets any other error of the database pass as it is", async (dialect) => {
    const executor = synchronous();
    const store = storeOver(executor, dialect);
    await store.migrate();
    executor.client.exec(
      "CREATE TRIGGER full BEFORE INSERT ON sess_session BEGIN SELECT RAISE(ABORT, 'disk full'); END",
    );
    expect(() => store.write("k", record, undefined, now)).toThrow(/^disk full$/);
  });

  it("keeps its sessions in the table that is named", async () => {
    const executor = synchronous();
    const store = sqlStore({ executor, dialect: modern, abilities, table: "admin_session" });
    await store.migrate();
    await store.write("k", record, undefined, now);
    expect(executor.client.prepare("SELECT key, owner, expires_at FROM admin_session").get()).toEqual({
      key: "k",
      owner: "ann",
      expires_at: now + 1,
    });
  });

  it.each(["", "1st", "a b", "a-b", 'a"b', "a.b", "ä", "a;--", "x".repeat(49), 5, null])(
    "refuses the table name %j",
    (table) => {
      const options = { executor: synchronous(), dialect: modern, abilities, table: table as string };
      expect(() => sqlStore(options)).toThrow(/"table" must be a name/);
    },
  );
});
