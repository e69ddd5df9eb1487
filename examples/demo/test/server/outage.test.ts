import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startProxy, startRedis } from "@sess-tests/servers";
import { describe, expect, it, onTestFinished } from "vitest";
import { frameworks } from "../../src/options.ts";
import { startSite } from "../running-site.ts";
import { createVisitor } from "../visitor.ts";

describe("an outage of the store", { timeout: 60_000 }, () => {
  it.each(frameworks)("is told on %s in words, logs nobody out, and ends by itself", async (framework) => {
    const redis = await startRedis();
    onTestFinished(() => redis.stop());
    const proxy = await startProxy(redis);
    onTestFinished(() => proxy.stop());
    const data = mkdtempSync(join(tmpdir(), "sess-outage-"));
    onTestFinished(() => rmSync(data, { recursive: true }));
    const site = await startSite([
      "--framework",
      framework,
      "--store",
      `redis://${proxy.host}:${proxy.port}`,
      "--data",
      data,
    ]);
    onTestFinished(async () => void (await site.stop()));
    const visitor = createVisitor(site.url);
    await visitor.visit("/login", { name: "editor", password: "blue-pencil" });

    proxy.refuse();
    proxy.cut();
    for (const form of [undefined, { name: "a", value: "b" }]) {
      const { status, html } = await visitor.visit(form === undefined ? "/account" : "/values/set", form);
      expect(status).toBe(503);
      expect(html).toContain("neither is your login");
    }
    expect((await visitor.visit("/style.css")).status).toBe(200);

    proxy.accept();
    await expect.poll(async () => (await visitor.visit("/account")).status, { timeout: 15_000 }).toBe(200);
    expect((await visitor.visit("/account")).shown("owner")).toBe("editor");
  });
});
