import { expect } from "vitest";
import { startCachingProxy } from "../caching-proxy.ts";
import type { Pages } from "../frameworks.ts";
import type { Site } from "../site.ts";
import { inMemory, threat } from "../threat.ts";
import { createVisitor, type Visitor } from "../visitor.ts";

const open = { "Cache-Control": "public, max-age=3600", Vary: "Accept" };

const pages: Pages = {
  "/begin": ({ session }) => {
    session.set("begun", true);
    return { text: "begun", headers: open };
  },
  "/page": ({ session }) => ({ text: session.owner ?? "nobody", headers: open }),
  "/sign-in": ({ session }) => {
    session.owner = "ada";
    return { text: "ada", headers: open };
  },
  "/news": () => ({ text: "news", headers: open }),
};

/** Visits the site through a shared cache in front of it. */
async function throughCache(
  { url }: Site,
  test: (visitor: () => Visitor, kept: () => number) => Promise<void>,
): Promise<void> {
  const proxy = await startCachingProxy(url);
  try {
    await test(() => createVisitor(proxy.url), proxy.kept);
  } finally {
    await proxy.close();
  }
}

threat(13, "a shared cache gives away a cookie or a page", inMemory, (attack) => {
  attack(
    "the next client gets neither the cookie nor the page of the one before, though the app says public",
    (site) =>
      throughCache(site, async (visitor, kept) => {
        for (const path of ["/begin", "/sign-in", "/set?key=a&value=1"]) {
          const first = visitor();
          const { setCookie, headers } = await first.get(path);
          expect(setCookie).toHaveLength(1);
          expect(headers.get("Cache-Control")).toMatch(/(^|, )no-store$/);
          expect(headers.get("Cache-Control")).not.toContain("public");
          const second = visitor();
          await second.get(path);
          expect(second.header()).not.toBe(first.header());
        }
        expect(kept()).toBe(0);
      }),
    { pages },
  );

  attack(
    "a page that was read for one user is not shown to another",
    (site) =>
      throughCache(site, async (visitor) => {
        const ada = visitor();
        await ada.get("/login?user=ada");
        const { text, headers } = await ada.get("/page");
        expect(text).toBe("ada");
        expect(headers.get("Cache-Control")).toMatch(/\bprivate\b/);
        expect(headers.get("Cache-Control")).not.toContain("public");
        expect(headers.get("Vary")?.split(/, ?/)).toEqual(["Accept", "Cookie"]);
        expect((await visitor().get("/page")).text).toBe("nobody");
      }),
    { pages },
  );

  attack(
    "a page that does not use the session stays in the cache for everybody",
    (site) =>
      throughCache(site, async (visitor, kept) => {
        const ada = visitor();
        await ada.get("/login?user=ada");
        const { headers, setCookie } = await ada.get("/news");
        expect([headers.get("Cache-Control"), headers.get("Vary"), setCookie]).toEqual([
          ...Object.values(open),
          [],
        ]);
        expect((await visitor().get("/news")).text).toBe("news");
        expect(kept()).toBe(1);
      }),
    { pages },
  );
});
