import { describe, expect, it } from "vitest";
import { mounts } from "./apps.ts";
import { useApps } from "./client.ts";

const start = useApps();

describe.each(mounts)("%s: where a request says it comes from", (_name, mount) => {
  const routes = { "/act": () => "done", "/token": ({ token }: { token(): Promise<string> }) => token() };
  const trustedOrigins = ["https://app.example.org", "https://*.example.net", "capacitor://localhost"];

  const proxied = { "X-Forwarded-Proto": "https", "X-Forwarded-Host": "shop.example.com" };
  /** A POST that has no token, over https as the proxy says. */
  const post = async (headers: Record<string, string>): Promise<string> => {
    const client = await start(mount, { routes, behindProxy: true, csrf: { trustedOrigins } });
    const { status, text } = await client.send("/act", { form: {}, headers: { ...proxied, ...headers } });
    return status === 200 ? text : `${status} ${text}`;
  };

  it.each<[string, Record<string, string>]>([
    ["its own Origin", { Origin: "https://shop.example.com" }],
    ["its own Origin, spelt with the port", { Origin: "https://shop.example.com:443" }],
    ["a trusted Origin", { Origin: "https://app.example.org" }],
    ["an Origin under a trusted host", { Origin: "https://a.b.example.net" }],
    ["the Origin that the wildcard hangs on", { Origin: "https://example.net" }],
    ["the trusted Origin of an app", { Origin: "capacitor://localhost" }],
    ["Sec-Fetch-Site: same-origin", { "Sec-Fetch-Site": "same-origin" }],
    [
      "Sec-Fetch-Site: same-origin where a Referrer-Policy hides the Origin",
      { "Sec-Fetch-Site": "same-origin", Origin: "null" },
    ],
    [
      "a trusted Origin of another site",
      { "Sec-Fetch-Site": "cross-site", Origin: "https://app.example.org" },
    ],
    ["a trusted Origin of the same site", { "Sec-Fetch-Site": "same-site", Origin: "https://a.example.net" }],
    [
      "its own Origin where the user began it",
      { "Sec-Fetch-Site": "none", Origin: "https://shop.example.com" },
    ],
  ])("accepts %s", async (_what, headers) => {
    expect(await post(headers)).toBe("done");
  });

  it.each<[string, Record<string, string>, string]>([
    ["a foreign Origin", { Origin: "https://evil.example" }, "origin"],
    ["Origin: null", { Origin: "null" }, "origin"],
    ["an empty Origin", { Origin: "" }, "origin"],
    ["its own host over http", { Origin: "http://shop.example.com" }, "origin"],
    ["its own host at another port", { Origin: "https://shop.example.com:8443" }, "origin"],
    ["a trusted host over http", { Origin: "http://app.example.org" }, "origin"],
    ["a host under the wildcard over http", { Origin: "http://a.example.net" }, "origin"],
    ["a host that only ends like the wildcard", { Origin: "https://evilexample.net" }, "origin"],
    ["a host that begins like a trusted one", { Origin: "https://app.example.org.evil.example" }, "origin"],
    ["a host under one that is trusted exactly", { Origin: "https://x.app.example.org" }, "origin"],
    ["an Origin that is no origin", { Origin: "https://[" }, "origin"],
    ["an Origin with a path", { Origin: "https://shop.example.com/x" }, "origin"],
    ["an Origin with a user", { Origin: "https://shop.example.com@evil.example" }, "origin"],
    ["two Origins", { Origin: "https://shop.example.com, https://evil.example" }, "origin"],
    ["Sec-Fetch-Site: cross-site", { "Sec-Fetch-Site": "cross-site" }, "cross-site"],
    ["Sec-Fetch-Site: same-site", { "Sec-Fetch-Site": "same-site" }, "cross-site"],
    [
      "Sec-Fetch-Site: cross-site, with Origin: null",
      { "Sec-Fetch-Site": "cross-site", Origin: "null" },
      "cross-site",
    ],
    [
      "Sec-Fetch-Site: cross-site, with its own Origin",
      { "Sec-Fetch-Site": "cross-site", Origin: "https://shop.example.com" },
      "cross-site",
    ],
    [
      "Sec-Fetch-Site: cross-site, with its own Referer",
      { "Sec-Fetch-Site": "cross-site", Referer: "https://shop.example.com/" },
      "cross-site",
    ],
    [
      "two values of Sec-Fetch-Site, one of them good",
      { "Sec-Fetch-Site": "same-origin, cross-site", Origin: "https://evil.example" },
      "origin",
    ],
    ["neither Origin nor Referer", {}, "referer-missing"],
    ["an empty Referer", { Referer: "" }, "referer-missing"],
    ["Sec-Fetch-Site: none and nothing else", { "Sec-Fetch-Site": "none" }, "referer-missing"],
    ["a Referer that is a word", { Referer: "example" }, "referer-malformed"],
    ["a Referer without a scheme", { Referer: "//example.com/" }, "referer-malformed"],
    ["a Referer without a host", { Referer: "https://" }, "referer-malformed"],
    ["a Referer that is a path", { Referer: "/account" }, "referer-malformed"],
    ["a Referer with a broken host", { Referer: "https://[/" }, "referer-malformed"],
    ["a Referer with a broken port", { Referer: "https://shop.example.com:99999/" }, "referer-malformed"],
    ["a Referer of data", { Referer: "data:text/html,x" }, "referer-malformed"],
    ["its own Referer over http", { Referer: "http://shop.example.com/" }, "referer-insecure"],
    ["a foreign Referer", { Referer: "https://evil.example/shop.example.com/" }, "referer-untrusted"],
    [
      "a Referer with its own name as the user",
      { Referer: "https://shop.example.com@evil.example/" },
      "referer-untrusted",
    ],
    ["a Referer at another port", { Referer: "https://shop.example.com:8443/" }, "referer-untrusted"],
  ])("refuses %s", async (_what, headers, reason) => {
    expect(await post(headers)).toBe(`403 ${reason}`);
  });

  it.each([
    ["its own", "https://shop.example.com/form?x=1"],
    ["its own without a slash", "https://shop.example.com"],
    ["a trusted one", "https://app.example.org/"],
    ["one under a trusted host", "https://a.example.net/page"],
  ])("asks for a token beside a good Referer: %s", async (_what, Referer) => {
    const client = await start(mount, { routes, behindProxy: true, csrf: { trustedOrigins } });
    const headers = { ...proxied, Referer };
    expect((await client.send("/act", { form: {}, headers })).text).toBe("session-missing");
    const { text: token } = await client.send("/token", { headers: proxied });
    expect((await client.send("/act", { form: {}, headers })).text).toBe("token-missing");
    expect((await client.send("/act", { form: { _csrf: token }, headers })).text).toBe("done");
  });

  it("asks for no Referer over plain http, but for a token", async () => {
    const client = await start(mount, { routes });
    expect((await client.send("/act", { form: {} })).text).toBe("session-missing");
    const { text: token } = await client.send("/token");
    expect((await client.send("/act", { form: { _csrf: token } })).text).toBe("done");
  });

  it("believes no X-Forwarded-Host without a proxy that is trusted", async () => {
    const client = await start(mount, { routes });
    for (const scheme of ["http", "https"]) {
      const headers = { ...proxied, Origin: `${scheme}://shop.example.com` };
      expect((await client.send("/act", { form: {}, headers })).text).toBe("origin");
    }
    expect((await client.send("/act", { form: {}, headers: { Origin: client.url } })).text).toBe("done");
  });

  it.each(["GET", "HEAD", "OPTIONS", "TRACE"])("lets %s pass whatever it says", async (method) => {
    const client = await start(mount, { routes });
    const { status } = await client.send("/act", { method, headers: { Origin: "https://evil.example" } });
    expect(status).toBe(200);
  });

  it.each(["POST", "PUT", "PATCH", "DELETE", "PROPFIND"])("checks %s", async (method) => {
    const client = await start(mount, { routes });
    const { text } = await client.send("/act", { method, headers: { Origin: "https://evil.example" } });
    expect(text).toBe("origin");
  });

  it("checks nothing that is exempt, where tokens still work", async () => {
    const client = await start(mount, {
      routes: { ...routes, "/hooks/token": routes["/token"] },
      exempt: "/hooks/",
    });
    const hook = await client.send("/hooks/token", { form: {}, headers: { Origin: "https://evil.example" } });
    expect(hook.status).toBe(200);
    expect((await client.send("/act", { form: { _csrf: hook.text } })).text).toBe("done");
  });

  it("answers 403 by the framework's own means", async () => {
    const client = await start(mount, { routes, plainErrors: true });
    const { status } = await client.send("/act", { form: {}, headers: { Origin: "https://evil.example" } });
    expect(status).toBe(403);
  });
});
