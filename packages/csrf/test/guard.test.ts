import { createSessions } from "@sess/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CsrfError, createGuard } from "../src/index.ts";

const own = "https://shop.example";
const trusted = "https://app.example";

interface Asked {
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly field?: unknown;
}

const sessions = createSessions({ secret: "qL8vT2nXw5zR0kYb7cJm4HsGd9FpUe1A" });
const guard = createGuard<Asked>({ sessions, trustedOrigins: [trusted] }, ({ headers, field }) => ({
  method: "POST",
  origin: own,
  header: (name) => headers[name],
  formField: () => field,
}));

/** A request that comes with the cookie of a session. */
async function ask(asked: Asked, cookies: string): Promise<string> {
  await sessions.open({ cookies, secure: false, request: asked });
  try {
    await guard.check(asked);
    return "accepted";
  } catch (error) {
    return error instanceof CsrfError ? "refused" : String(error);
  }
}

/** A session's cookie and a token for it. */
async function begin(): Promise<{ cookies: string; token: string }> {
  const asked: Asked = { headers: {} };
  const session = await sessions.open({ cookies: undefined, secure: false, request: asked });
  const token = await guard.token(asked);
  const changes = await sessions.commit(session, { status: 200 });
  return { cookies: changes?.setCookie[0]?.split(";")[0] ?? "", token };
}

describe("the check of a request", () => {
  it("accepts what comes from the site or with its token, refuses the rest, and fails at nothing", {
    timeout: 30_000,
  }, async () => {
    const { cookies, token } = await begin();
    const { token: foreign } = await begin();
    const missing = fc.constant(undefined);
    const junk = fc.oneof(missing, fc.string({ maxLength: 20 }));
    const site = fc.oneof(
      junk,
      fc.constantFrom("same-origin", "same-site", "cross-site", "none", "Same-Origin"),
    );
    const hosts = fc.constantFrom(
      own,
      trusted,
      "https://evil.example",
      "http://shop.example",
      "null",
      `${own}.evil.example`,
    );
    const referers = hosts.map((host) => `${host}/page`);
    const tokens = fc.oneof(junk, fc.constantFrom(token, foreign, `${token}A`, token.slice(1)));
    const requests = fc.record({
      site,
      origin: fc.oneof(missing, junk, hosts),
      referer: fc.oneof(junk, referers),
      header: tokens,
      field: fc.oneof(tokens, fc.anything({ maxDepth: 1, maxKeys: 2 })),
    });
    const seen = new Set<string>();
    await fc.assert(
      fc.asyncProperty(requests, async ({ site, origin, referer, header, field }) => {
        const isForeign = site === "same-site" || site === "cross-site";
        const hasToken = (header || field) === token;
        const hasReferer = referer === `${own}/page` || referer === `${trusted}/page`;
        const expected =
          site === "same-origin" ||
          origin === trusted ||
          (origin === own && !isForeign) ||
          (origin === undefined && !isForeign && hasReferer && hasToken);
        const headers = {
          "Sec-Fetch-Site": site,
          Origin: origin,
          Referer: referer,
          "X-CSRF-Token": header,
        };
        const outcome = await ask({ headers, field }, cookies);
        expect(outcome).toBe(expected ? "accepted" : "refused");
        seen.add(`${outcome} ${site === undefined && origin === undefined && hasReferer}`);
      }),
      { numRuns: 2000, seed: 1 },
    );
    expect(seen.size).toBe(4);
  });
});

describe("a token", () => {
  it("cannot begin a session once the head of the response is out", async () => {
    const asked: Asked = { headers: {} };
    await sessions.open({ cookies: undefined, secure: false, request: asked, headersSent: () => true });
    await expect(guard.token(asked)).rejects.toMatchObject({ code: "ERR_SESS_HEADERS_SENT" });
  });
});
