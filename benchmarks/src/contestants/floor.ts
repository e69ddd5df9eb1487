import { createHash, createHmac, createSecretKey, randomFillSync, timingSafeEqual } from "node:crypto";
import { type Actions, type Contestant, type FrameworkName, lifetimeSeconds, secret } from "../contestant.ts";
import type { Framework } from "../frameworks/framework.ts";
import { frameworkNames, frameworks } from "../frameworks.ts";

const key = createSecretKey(secret, "utf8");
const pool = Buffer.allocUnsafe(4096);
let used = pool.length;

function randomText(bytes: number): string {
  if (used + bytes > pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  used += bytes;
  return pool.toString("base64url", used - bytes, used);
}

const macOf = (text: string) => createHmac("sha256", key).update(text).digest("base64url");
const hashOf = (text: string) => createHash("sha256").update(text).digest("base64url");
const equal = (a: string, b: string) =>
  a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));

const name = "sid=";
const macLength = 43;

/** What the MAC of the cookie vouches for, or undefined. */
function vouchedFor(header: string | undefined, length: number): string | undefined {
  const start = header?.indexOf(name) ?? -1;
  if (header === undefined || start < 0) return undefined;
  const text = header.slice(start + name.length, start + name.length + length);
  const mac = header.slice(start + name.length + length + 1, start + name.length + length + 1 + macLength);
  return header[start + name.length + length] === "." && equal(macOf(text), mac) ? text : undefined;
}

const cookieLine = (text: string) =>
  `${name}${text}.${macOf(text)}; Path=/; HttpOnly; SameSite=Lax; Max-Age=${lifetimeSeconds}`;

type Data = Record<string, unknown>;

/** What keeps sessions under the text of a cookie. */
interface FloorStore {
  /** How long the text of its cookies is. */
  readonly length: number;
  read(text: string): Data | undefined;
  write(text: string, data: Data): void;
  /** The text of the new session's cookie. */
  create(data: Data): string;
}

/** A signed ID, and a `Map` of JSON strings: nothing less does the job. */
function plainStore(): FloorStore {
  const sessions = new Map<string, string>();
  return {
    length: 43,
    read(id) {
      const json = sessions.get(id);
      return json === undefined ? undefined : JSON.parse(json);
    },
    write: (id, data) => void sessions.set(id, JSON.stringify(data)),
    create(data) {
      const id = randomText(32);
      sessions.set(id, JSON.stringify(data));
      return id;
    },
  };
}

/** The same with what `@sess` keeps besides: the hash of a secret, a version and two lifetimes. */
function hashedStore(): FloorStore {
  interface Row {
    hash: string;
    version: string;
    idleEnd: number;
    end: number;
    json: string;
  }
  const sessions = new Map<string, Row>();
  const find = (text: string): Row | undefined => {
    const row = sessions.get(text.slice(0, 22));
    if (row === undefined || !equal(hashOf(text.slice(22)), row.hash)) return undefined;
    const now = Date.now();
    return now < row.idleEnd && now < row.end ? row : undefined;
  };
  return {
    length: 22 + 32,
    read(text) {
      const row = find(text);
      return row === undefined ? undefined : JSON.parse(row.json);
    },
    write(text, data) {
      const row = sessions.get(text.slice(0, 22));
      if (row === undefined) return;
      row.json = JSON.stringify(data);
      row.version = randomText(9);
      row.idleEnd = Date.now() + lifetimeSeconds * 1000;
    },
    create(data) {
      const id = randomText(16);
      const secretText = randomText(24);
      const idleEnd = Date.now() + lifetimeSeconds * 1000;
      const row = { hash: hashOf(secretText), version: randomText(9), idleEnd, end: 30 * idleEnd };
      sessions.set(id, { ...row, json: JSON.stringify(data) });
      return id + secretText;
    },
  };
}

function floorActions<A, B>(
  framework: Framework<unknown, A, B>,
  store: FloorStore,
  rolling: boolean,
): Actions<A, B> {
  const create = (a: A, b: B, data: Data) => framework.setCookie(a, b, cookieLine(store.create(data)));
  return {
    read(a, b) {
      const text = vouchedFor(framework.cookieHeader(a, b), store.length);
      const data = text === undefined ? undefined : store.read(text);
      if (data && text && rolling) framework.setCookie(a, b, cookieLine(text));
      return data?.n;
    },
    write(a, b) {
      const text = vouchedFor(framework.cookieHeader(a, b), store.length);
      const data = text === undefined ? undefined : store.read(text);
      if (data === undefined || text === undefined) return undefined;
      data.n = (data.n as number) + 1;
      store.write(text, data);
      return data.n;
    },
    create(a, b) {
      create(a, b, { n: 1 });
      return 1;
    },
    fill: create,
  };
}

const floor = (name: FrameworkName, label: string, newStore: () => FloorStore): Contestant => ({
  id: `${label} (${name})`,
  framework: name,
  kind: "floor",
  store: "memory",
  async start({ rolling }) {
    const framework = await frameworks[name]();
    return framework.start(floorActions(framework, newStore(), rolling));
  },
});

export const floors: readonly Contestant[] = frameworkNames.flatMap((name) => [
  floor(name, "floor", plainStore),
  { ...floor(name, "floor with hashed secret", hashedStore), kind: "part" as const, fullOnly: true as const },
]);
