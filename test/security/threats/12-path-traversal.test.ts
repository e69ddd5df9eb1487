import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileStore } from "@sess/store-file";
import type { OpenStore } from "@sess-tests/django/stores.ts";
import { expect } from "vitest";
import { threat } from "../threat.ts";

const names = [
  "../../etc/passwd",
  "..%2f..%2fetc%2fpasswd",
  "..\\..\\windows",
  "/etc/passwd",
  "C:\\boot.ini",
  ".",
  "..",
  "a".repeat(300),
  "CON",
  "nul.txt",
  "~root",
  "|id",
];

/** The folder of the store of the test that runs; its parent holds what must stay as it is. */
let outside = "";
const files: Readonly<Record<string, OpenStore>> = {
  files(folder) {
    outside = folder;
    writeFileSync(join(folder, "secret.txt"), "not yours");
    return fileStore({ folder: join(folder, "sessions"), fsync: false });
  },
};

const listed = () => readdirSync(outside).sort();
const inside = () => readdirSync(join(outside, "sessions"), { recursive: true, encoding: "utf8" });

threat(12, "path traversal in a store of files", files, (attack) => {
  attack("a cookie that is a path is refused before the store", async ({ visitor, store }) => {
    for (const name of names) {
      expect((await visitor().get("/read", { cookie: `sid=${encodeURIComponent(name)}` })).text).toBe("{}");
      expect((await visitor().get("/read", { cookie: `sid=${name}` })).text).toBe("{}");
    }
    expect(store.calls.read).toBe(0);
  });

  attack(
    "an owner or a key whose name is a path is kept inside, under a name of the store's",
    async (site) => {
      for (const name of [...names, "a\0b"]) {
        const user = site.visitor();
        await user.get(`/login?user=${encodeURIComponent(name)}`);
        const record = {
          version: "v1",
          expiresAt: site.clock.now + 1e6,
          endsAt: site.clock.now + 1e6,
          data: name.replace("\0", ""),
        };
        expect(await site.store.write(name, record, undefined, site.clock.now)).toBe(true);
        expect((await site.store.read(name, site.clock.now))?.data).toBe(record.data);
        await site.store.remove(name);
        await site.sessions.revoke(name);
      }
      expect(listed()).toEqual(["secret.txt", "sessions"]);
      expect(inside().filter((path) => !/^[\w./-]{1,200}$/.test(path) || path.includes(".."))).toEqual([]);
      expect(readFileSync(join(outside, "secret.txt"), "utf8")).toBe("not yours");
    },
  );

  attack("a symbolic link in the folder is not followed", async (site) => {
    const user = site.visitor();
    await user.get("/set?key=a&value=1");
    const id = user.cookies.get("sid")?.slice(0, 22) ?? "";
    const record = await site.store.read(id, site.clock.now);
    const file = inside().find(
      (path) => path.length > 40 && readFileSync(join(outside, "sessions", path), "utf8").includes("\n"),
    );
    if (record === undefined || file === undefined) throw new Error("There is no record");
    // The very bytes of the record, outside, and a link to them in its place.
    const place = join(outside, "sessions", file);
    const bytes = readFileSync(place);
    mkdirSync(join(outside, "elsewhere"));
    writeFileSync(join(outside, "elsewhere", "planted"), bytes);
    await site.store.remove(id);
    symlinkSync(join(outside, "elsewhere", "planted"), place);
    expect((await user.get("/read")).text).not.toContain('"a"');
    await user.get("/set?key=b&value=2");
    expect(readFileSync(join(outside, "elsewhere", "planted"))).toEqual(bytes);
  });
});
