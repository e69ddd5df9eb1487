import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterAll, describe, expect, it } from "vitest";
import { frameworks } from "../src/options.ts";
import { startSite } from "./running-site.ts";

const folder = mkdtempSync(join(tmpdir(), "sess-broken-"));
afterAll(() => rmSync(folder, { recursive: true }));

describe("a store that fails", { timeout: 60_000 }, () => {
  it.each(frameworks)("is an error page on %s, and nobody loses a cookie", async (framework) => {
    const data = join(folder, framework);
    const site = await startSite(["--framework", framework, "--data", data]);
    const first = await fetch(`${site.url}/visits`);
    const headers = { cookie: first.headers.getSetCookie()[0]?.split(";")[0] ?? "" };
    expect(headers.cookie).toMatch(/^sid=/);

    const database = new DatabaseSync(join(data, "demo.sqlite"));
    database.exec("ALTER TABLE sess_session RENAME TO elsewhere");
    for (const path of ["/", "/cart"]) {
      const response = await fetch(`${site.url}${path}`, { headers });
      expect(response.status).toBe(500);
      expect(response.headers.get("cache-control")).toBe("no-store");
      expect(response.headers.get("content-type")).toMatch(/^text\/html/);
      expect(response.headers.getSetCookie()).toEqual([]);
      expect(await response.text()).toContain("That did not work");
    }
    expect((await fetch(`${site.url}/style.css`, { headers })).status).toBe(200);

    database.exec("ALTER TABLE elsewhere RENAME TO sess_session");
    database.close();
    const back = await fetch(`${site.url}/visits`, { headers });
    expect(await back.text()).toContain('data-test="visits">2<');
    const { code, output } = await site.stop();
    expect(code).toBe(0);
    expect(output).toContain("ERR_SESS_STORE");
  });
});
