import { describe, expect, it } from "vitest";
import { type App, mounts } from "./apps.ts";
import { useApps } from "./client.ts";

const start = useApps();

describe.each(mounts)("%s: the body that carried the token", (_name, mount) => {
  const routes: App["routes"] = {
    "/token": ({ token }) => token(),
    "/act": async ({ body }) => JSON.stringify(await body()),
  };

  it("is still there for the handler: a form", async () => {
    const client = await start(mount, { routes });
    const { text: _csrf } = await client.send("/token");
    const { text } = await client.send("/act", { form: { item: "ein Buch", _csrf } });
    expect(JSON.parse(text)).toEqual({ item: "ein Buch", _csrf });
  });

  it("is still there for the handler: JSON, with the token in the header", async () => {
    const client = await start(mount, { routes });
    const { text: token } = await client.send("/token");
    const headers = { "Content-Type": "application/json", "X-CSRF-Token": token };
    const { text } = await client.send("/act", { body: '{"item":"book"}', headers });
    expect(JSON.parse(text)).toEqual({ item: "book" });
  });

  it("is no reason to fail where it is no form", async () => {
    const client = await start(mount, { routes });
    await client.send("/token");
    for (const type of ["text/plain", "multipart/form-data", "application/octet-stream", "x"]) {
      const headers = { "Content-Type": type };
      const { status, text } = await client.send("/act", { body: "_csrf=x", headers });
      expect(`${status} ${text}`).toBe("403 token-missing");
    }
  });
});
