import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createSessions, type Session, type SessionStore, type SessionsInput } from "../src/index.ts";
import { secrets } from "./fixtures/site.ts";

type Adapter = (
  input: SessionsInput<Record<string, unknown>, Request>,
  handler: (request: Request, session: Session) => Promise<Response>,
) => (request: Request) => Promise<Response>;

// The page's own code, run as it is printed.
describe("the README", () => {
  let directory: string;
  let printed: { withSession: Adapter; store: SessionStore };
  beforeAll(async () => {
    const page = await readFile(join(import.meta.dirname, "../README.md"), "utf8");
    const blocks = [...page.matchAll(/```ts\n([\s\S]*?)```/g)].map(([, code = ""]) => code);
    directory = await mkdtemp(join(tmpdir(), "sess-readme-"));
    const core = JSON.stringify(join(import.meta.dirname, "../src/index.ts"));
    const load = async (name: string) => {
      const block = blocks.find((code) => code.includes(`export ${name}`)) ?? "";
      const file = join(directory, `${blocks.indexOf(block)}.ts`);
      await writeFile(file, block.replace('"@sess/core"', core));
      return import(/* @vite-ignore */ file);
    };
    printed = { ...(await load("function withSession")), ...(await load("const store")) };
  });
  afterAll(() => rm(directory, { recursive: true }));

  it("has an adapter and a store that keep a session from one request to the next", async () => {
    const { withSession, store } = printed;
    const fetch = withSession({ secret: secrets[0], store }, async (request, session) => {
      session.update("visits", (visits) => Number(visits ?? 0) + 1);
      return new Response(`${new URL(request.url).pathname} ${session.get("visits")}`);
    });
    const first = await fetch(new Request("https://example.com/a"));
    const [cookie = ""] = first.headers.getSetCookie();
    expect(cookie).toMatch(/^__Host-sid=/);
    expect(first.headers.get("Cache-Control")).toBe("no-store");
    const headers = { Cookie: cookie.split(";")[0] ?? "" };
    const second = await fetch(new Request("https://example.com/b", { headers }));
    expect(await second.text()).toBe("/b 2");
    expect(second.headers.getSetCookie()).toEqual([]);
    expect(second.headers.get("Vary")).toBe("Cookie");
  });

  it("has a store that loses no update", async () => {
    const sessions = createSessions({ secret: secrets[0], store: printed.store });
    const open = (cookies?: string) => sessions.open({ cookies, secure: false, request: undefined });
    const session = await open();
    session.set("count", 0);
    const cookie = (await sessions.commit(session, { status: 200 }))?.setCookie[0]?.split(";")[0];
    const parallel = await Promise.all(Array.from({ length: 10 }, () => open(cookie)));
    await Promise.all(
      parallel.map((one) => {
        one.update("count", (count) => Number(count) + 1);
        return sessions.commit(one, { status: 200 });
      }),
    );
    expect((await open(cookie)).get("count")).toBe(10);
  });
});
