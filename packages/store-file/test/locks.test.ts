import { type ChildProcess, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { Readable, Writable } from "node:stream";
import { fileStore } from "@sess/store-file";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { newHolder } from "../src/lock-holder.ts";
import { type TemporaryFolder, temporaryFolder } from "./temporary-folder.ts";

const now = Date.UTC(2030, 0, 1);
const record = { version: "v1", expiresAt: now + 60_000, endsAt: now + 90_000, data: "{}" };
const part = createHash("sha256").update("k").digest("hex").slice(0, 2);

let folder: TemporaryFolder;
let lock: string;
const children: ChildProcess[] = [];
beforeEach(async () => {
  folder = temporaryFolder();
  lock = join(folder.path, part, "lock");
  await open().write("k", record, undefined, now);
});
afterEach(() => {
  for (const child of children.splice(0)) child.kill("SIGKILL");
  folder.remove();
});

function open(options: { lockWait?: number; host?: string } = {}) {
  return fileStore({ folder: folder.path, fsync: false, host: "here", ...options });
}

/** The name of a lock that a store of this process would hold, with other values in it. */
function holder(instead: { pid?: number; start?: string; boot?: string; host?: string }): string {
  const { pid, start, boot, host } = { ...newHolder("here"), ...instead };
  return `${pid}.${start}.${boot}.0123456789ab@${host}`;
}

function holdAs(name: string): void {
  renameSync(join(lock, "free"), join(lock, name));
}

/** A process that was started and has ended. */
async function deadProcess(): Promise<number> {
  const child = spawn("true");
  await once(child, "exit");
  return child.pid ?? 0;
}

function livingProcess(): ChildProcess {
  const child = spawn("sleep", ["60"]);
  children.push(child);
  return child;
}

const next = { ...record, version: "v2" };

describe("a lock", () => {
  it("is taken over from a process that has ended", async () => {
    holdAs(holder({ pid: await deadProcess() }));
    expect(await open().write("k", next, "v1", now)).toBe(true);
    expect(readdirSync(lock)).toEqual(["free"]);
  });

  it("is taken over by one only, where many find the process dead at once", async () => {
    holdAs(holder({ pid: await deadProcess() }));
    const stores = Array.from({ length: 20 }, () => open());
    const won = await Promise.all(
      stores.map((store, index) => store.write("k", { ...record, version: `w${index}` }, "v1", now)),
    );
    expect(won.filter(Boolean)).toHaveLength(1);
    expect(readdirSync(lock)).toEqual(["free"]);
  });

  it("is taken over where the machine was started anew", async () => {
    holdAs(holder({ boot: "0123456789ab" }));
    expect(await open().write("k", next, "v1", now)).toBe(true);
  });

  it("is not taken over from a process that is alive, and the error says which one", async () => {
    const { pid = 0 } = livingProcess();
    const start = readStart(pid);
    holdAs(holder({ pid, ...(start === undefined ? {} : { start }) }));
    const refused = open({ lockWait: 0.05 }).write("k", next, "v1", now);
    await expect(refused).rejects.toMatchObject({ code: "ERR_SESS_STORE_FAILED" });
    await expect(refused).rejects.toThrow(`It is held by process ${pid}, which is alive`);
    expect((await open().read("k", now))?.version).toBe("v1");
  });

  it("is never taken over from another host, and the error says what to do", async () => {
    const name = holder({ pid: await deadProcess(), host: "elsewhere" });
    holdAs(name);
    const store = open({ lockWait: 0.05 });
    const advice = new RegExp(
      `of the host elsewhere, and this is here: .* rename ${join(lock, name)} to "free"`,
    );
    await expect(store.write("k", next, "v1", now)).rejects.toThrow(advice);
    await expect(store.touch("k", now + 1, "v1", now)).rejects.toThrow(advice);
    await expect(store.remove("k")).rejects.toThrow(advice);
    await expect(store.sweep(10, now + 90_000)).rejects.toThrow(advice);
    expect((await store.read("k", now))?.version).toBe("v1");
    renameSync(join(lock, name), join(lock, "free"));
    expect(await store.write("k", next, "v1", now)).toBe(true);
  });

  it("of another folder of records holds nobody up", async () => {
    holdAs(holder({ host: "elsewhere" }));
    expect(await open({ lockWait: 0.05 }).write("another key", record, undefined, now)).toBe(true);
  });

  it("is waited for no longer than `lockWait`, also by those who queue inside the process", async () => {
    holdAs(holder({ host: "elsewhere" }));
    const store = open({ lockWait: 0.2 });
    const started = performance.now();
    const outcomes = await Promise.allSettled(
      Array.from({ length: 50 }, () => store.write("k", next, "v1", now)),
    );
    expect(new Set(outcomes.map(({ status }) => status))).toEqual(new Set(["rejected"]));
    expect(performance.now() - started).toBeLessThan(5_000);
  });

  it.each(["removed", "emptied"])("is made anew, once, where somebody %s it", async (what) => {
    rmSync(lock, { recursive: true });
    if (what === "emptied") mkdirSync(lock);
    const won = await Promise.all(
      Array.from({ length: 10 }, (_, index) =>
        open().write("k", { ...record, version: `w${index}` }, "v1", now),
      ),
    );
    expect(won.filter(Boolean)).toHaveLength(1);
    expect(readdirSync(join(lock, ".."))).not.toContainEqual(expect.stringMatching(/^lock-/));
  });

  it("is waited for at the close of a store", async () => {
    const store = open();
    const writing = store.write("k", next, "v1", now);
    await store.close();
    expect(readdirSync(lock)).toEqual(["free"]);
    expect(await writing).toBe(true);
  });
});

describe.runIf(process.platform === "linux")("a lock on Linux", () => {
  it("is taken over where another process has the number of the dead one", async () => {
    const { pid = 0 } = livingProcess();
    holdAs(holder({ pid, start: "1" }));
    expect(await open().write("k", next, "v1", now)).toBe(true);
  });

  it("is taken over from a process that is dead, but whose parent did not ask for its exit code", async () => {
    // The child ends when it is told to, after the shell has become a program that asks for nobody's exit code.
    const parent = spawn("sh", ["-c", "(read line <&3) & echo $!; exec sleep 60 3<&-"], {
      stdio: ["ignore", "pipe", "inherit", "pipe"],
    });
    children.push(parent);
    const [output] = (await once(parent.stdout as Readable, "data")) as [Buffer];
    const pid = Number(String(output).trim());
    await until(() => /^sleep/.test(readFileSync(`/proc/${parent.pid}/comm`, "utf8")));
    (parent.stdio[3] as Writable).end("end\n");
    await until(() => /\) Z /.test(readFileSync(`/proc/${pid}/stat`, "utf8")));
    const start = readStart(pid) ?? "";
    holdAs(holder({ pid, start }));
    expect(await open().write("k", next, "v1", now)).toBe(true);
  });
});

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setImmediate(resolve));
}

/** When a process started, as the system tells it, or undefined where it does not. */
function readStart(pid: number): string | undefined {
  if (process.platform !== "linux") return undefined;
  const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
  return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19];
}
