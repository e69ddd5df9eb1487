import { once } from "node:events";
import { existsSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { createServer, type IncomingMessage, request } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { frameworks } from "../src/options.ts";
import { runMain, startSite } from "./running-site.ts";

const folder = mkdtempSync(join(tmpdir(), "sess-main-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** One visit more, with the cookie of the one before; gives the count that the page shows and the cookie. */
async function visit(url: string, cookie = ""): Promise<{ readonly count: number; readonly cookie: string }> {
  const response = await fetch(`${url}/visits`, { headers: { cookie } });
  const count = Number(/data-test="visits">(\d+)/.exec(await response.text())?.[1]);
  const [sent] = response.headers.getSetCookie();
  return { count, cookie: sent?.split(";")[0] ?? cookie };
}

describe("starting the site", { timeout: 30_000 }, () => {
  it.each(frameworks)("serves %s, and a restart keeps what was there", async (framework) => {
    const data = join(folder, framework);
    const args = ["--framework", framework, "--data", data];
    const first = await startSite(args);
    const before = await visit(first.url);
    expect(before.count).toBe(1);
    expect(await first.stop()).toEqual({ code: 0, output: expect.stringContaining(`runs on ${framework}`) });

    const second = await startSite(args);
    expect(second.port).not.toBe(0);
    expect((await visit(second.url, before.cookie)).count).toBe(2);
    const { code, output } = await second.stop("SIGINT");
    expect(code).toBe(0);
    expect(output).toContain("closing the store");
    expect(statSync(join(data, "secret")).mode & 0o777).toBe(0o600);
    // SQLite removes its log when the last connection is closed.
    expect(existsSync(join(data, "demo.sqlite-wal"))).toBe(false);
  });

  it("takes the store that it is told", async () => {
    const memory = ["--store", "memory:", "--data", join(folder, "memory")];
    const first = await startSite(memory);
    const { cookie } = await visit(first.url);
    expect((await visit(first.url, cookie)).count).toBe(2);
    await first.stop();
    const second = await startSite(memory, first.port);
    expect((await visit(second.url, cookie)).count).toBe(1);
    await second.stop();

    const file = join(folder, "new", "elsewhere.sqlite");
    const third = await startSite(["--store", `sqlite:${file}`, "--data", join(folder, "memory")]);
    expect((await visit(third.url)).count).toBe(1);
    await third.stop();
    expect(statSync(file).size).toBeGreaterThan(0);
  });

  it("says that the port is taken, and which to try", async () => {
    const other = createServer().listen(0);
    await once(other, "listening");
    const { port } = other.address() as AddressInfo;
    const { code, output } = await runMain(["--data", join(folder, "taken")], { PORT: String(port) });
    other.close();
    expect(code).toBe(1);
    expect(output).toBe(
      `Port ${port} is taken by another program. Choose another one: PORT=${port + 1} npm start (PORT=0 takes any free one).\n`,
    );
  });

  it.each([
    [["--framework", "fastify"], {}, 'There is no framework "fastify" here: choose express, koa, hono.'],
    [["--store", "oracle://localhost"], {}, "--store takes a URL that begins with sqlite:, memory:, file:"],
    [["--store", "sqlite:"], {}, "--store sqlite: takes a file"],
    [["--frame-work", "koa"], {}, "Unknown option '--frame-work'"],
    [["koa"], {}, "Unexpected argument 'koa'"],
    [[], { PORT: "many" }, 'PORT takes a number from 0 to 65535 (0: any free one). It is "many".'],
    [[], { PORT: "70000" }, 'It is "70000".'],
    [[], { PORT: "" }, 'It is "".'],
    [[], { SESSION_SECRET: "short" }, '"secret"'],
  ])("refuses %j %j with words and without a stack", async (args, env, message) => {
    const { code, output } = await runMain(["--data", join(folder, "refused"), ...args], env);
    expect(code).toBe(1);
    expect(output).toContain(message);
    expect(output).not.toMatch(/^ +at /m);
  });

  it("explains itself", async () => {
    const { code, output } = await runMain(["--help"]);
    expect(code).toBe(0);
    for (const word of ["--framework", "--store", "--data", "PORT", "SESSION_SECRET"])
      expect(output).toContain(word);
  });
});

describe("stopping the site", { timeout: 30_000 }, () => {
  it("finishes the request that is under way, and saves it", async () => {
    const args = ["--data", join(folder, "stopping")];
    const site = await startSite(args);
    const { cookie } = await visit(site.url);
    const slow = request(`${site.url}/values/set`, {
      method: "POST",
      headers: {
        cookie,
        origin: site.url,
        "content-type": "application/x-www-form-urlencoded",
        expect: "100-continue",
      },
    });
    slow.flushHeaders();
    await once(slow, "continue");

    const stopped = site.stop();
    await expect
      .poll(() =>
        fetch(site.url).then(
          () => "answers",
          () => "refused",
        ),
      )
      .toBe("refused");
    slow.end("name=late&value=kept");
    const [response] = (await once(slow, "response")) as [IncomingMessage];
    response.resume();
    expect(response.statusCode).toBe(303);
    expect((await stopped).code).toBe(0);

    const again = await startSite(args);
    const page = await fetch(`${again.url}/values?name=late`, { headers: { cookie } });
    expect(await page.text()).toContain('data-test="found">kept<');
    await again.stop();
  });
});
