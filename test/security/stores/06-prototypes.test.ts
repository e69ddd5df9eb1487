import { expect } from "vitest";
import type { Pages } from "../frameworks.ts";
import { everyStore, threat } from "../threat.ts";

const keys = ["__proto__", "constructor", "prototype", "toString", "hasOwnProperty", "valueOf"];

const pages: Pages = {
  "/pollute": ({ session, query }) => {
    session.set(query("key"), JSON.parse('{"admin":true,"__proto__":{"admin":true}}'));
    return "set";
  },
  "/assign": ({ session }) => {
    session.assign(JSON.parse('{"__proto__":{"admin":true},"constructor":{"prototype":{"admin":true}}}'));
    return "set";
  },
  "/admin": ({ session }) => String([session.get("admin"), "admin" in session.data, session.has("admin")]),
  "/has": ({ session, query }) => JSON.stringify([session.has(query("key")), session.get(query("key"))]),
};

threat(6, "prototype pollution", everyStore, (attack) => {
  attack(
    "keys with the names of prototypes are plain keys, and nobody becomes admin",
    async ({ visitor }) => {
      const user = visitor();
      for (const key of keys) await user.get(`/pollute?key=${key}`);
      for (const key of keys) {
        const [has, value] = JSON.parse((await user.get(`/has?key=${key}`)).text);
        expect([key, has, value?.admin]).toEqual([key, true, true]);
      }
      expect((await user.get("/admin")).text).toBe(",false,false");
      expect(({} as { admin?: boolean }).admin).toBeUndefined();
    },
    { pages },
  );

  attack(
    "a whole object with such keys, and an empty session asked for them",
    async ({ visitor }) => {
      const user = visitor();
      await user.get("/assign");
      expect((await user.get("/admin")).text).toBe(",false,false");
      expect((await visitor().get("/has?key=constructor")).text).toBe("[false,null]");
      expect(({} as { admin?: boolean }).admin).toBeUndefined();
    },
    { pages },
  );

  attack(
    "a poisoned record is read as data",
    async ({ visitor, store, clock }) => {
      const user = visitor();
      await user.get("/set?key=a&value=1");
      const id = user.cookies.get("sid")?.slice(0, 22) ?? "";
      const record = await store.read(id, clock.now);
      if (record === undefined) throw new Error("There is no record");
      const data = record.data.replace(
        '{"a":"1"}',
        '{"__proto__":{"admin":true},"constructor":{"prototype":{"admin":true}}}',
      );
      expect(await store.write(id, { ...record, version: "poisoned", data }, record.version, clock.now)).toBe(
        true,
      );
      expect((await user.get("/admin")).text).toBe(",false,false");
      expect((await user.get("/has?key=__proto__")).text).toBe('[true,{"admin":true}]');
      expect(({} as { admin?: boolean }).admin).toBeUndefined();
    },
    { pages },
  );
});
