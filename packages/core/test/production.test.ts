import process from "node:process";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createSessions, memoryStore, type SessionOptions } from "../src/index.ts";
import { secrets } from "./fixtures/site.ts";

const plainHttp = { cookies: undefined, secure: false, request: undefined };

describe("in production", () => {
  const warned: string[] = [];
  beforeEach(() => {
    vi.stubEnv("NODE_ENV", "production");
    warned.length = 0;
    vi.spyOn(process, "emitWarning").mockImplementation((_message, options) => {
      warned.push((options as { code: string }).code);
    });
  });
  afterEach(() => {
    vi.unstubAllEnvs();
    vi.restoreAllMocks();
  });
  const make = (options: Partial<SessionOptions> = {}) =>
    createSessions({ secret: secrets[0], store: memoryStore(), ...options });

  /** The cookie of a new session over plain http. */
  async function cookieOf(sessions: ReturnType<typeof make>): Promise<string | undefined> {
    const session = await sessions.open(plainHttp);
    session.set("name", "ada");
    return (await sessions.commit(session, { status: 200 }))?.setCookie[0];
  }

  it("the cookie is always Secure, and one warning says that a request looks like plain http", async () => {
    const sessions = make();
    expect(await cookieOf(sessions)).toMatch(/^__Host-sid=.*; Secure;/);
    expect(await cookieOf(sessions)).toMatch(/^__Host-sid=.*; Secure;/);
    expect(warned).toEqual(["SESS_INSECURE_REQUEST"]);
  });

  it("nothing is warned of where the request is known to be secure", async () => {
    const sessions = make({ secure: () => true });
    await cookieOf(sessions);
    expect(warned).toEqual([]);
  });

  it("the bare name is never read", async () => {
    vi.stubEnv("NODE_ENV", "development");
    const store = memoryStore();
    const development = make({ store });
    const cookie = (await cookieOf(development))?.split(";")[0];
    vi.stubEnv("NODE_ENV", "production");
    const session = await make({ store }).open({ ...plainHttp, cookies: cookie });
    expect(session.get("name")).toBeUndefined();
  });

  it("keeping sessions in memory is warned of, once for each manager", () => {
    make();
    expect(warned).toEqual([]);
    createSessions({ secret: secrets[0] });
    expect(warned).toEqual(["SESS_MEMORY_STORE"]);
  });
});

describe("outside production", () => {
  it("sessions are kept in memory without a warning, and the cookie goes over plain http", async () => {
    const warn = vi.spyOn(process, "emitWarning");
    const sessions = createSessions({ secret: secrets[0] });
    const session = await sessions.open(plainHttp);
    session.set("name", "ada");
    expect((await sessions.commit(session, { status: 200 }))?.setCookie[0]).not.toContain("Secure");
    expect(warn).not.toHaveBeenCalled();
    warn.mockRestore();
  });
});
