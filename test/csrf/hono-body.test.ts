import { getRequestListener } from "@hono/node-server";
import { createSessions } from "@sess/core";
import { createCsrf } from "@sess/csrf/hono";
import { session } from "@sess/hono";
import { type Context, Hono } from "hono";
import { describe, expect, it } from "vitest";
import { type Client, useApps } from "./client.ts";

const start = useApps();

/** An app whose middleware `before` and handler read the body their own way. */
function open(before: (c: Context) => unknown, read: (c: Context) => Promise<string>): Promise<Client> {
  const sessions = createSessions({ secret: "qL8vT2nXw5zR0kYb7cJm4HsGd9FpUe1A" });
  const csrf = createCsrf({ sessions });
  const app = new Hono()
    .use(session(sessions) as never)
    .use(async (c, next) => {
      if (c.req.method === "POST") await before(c);
      await next();
    })
    .use(csrf.protect)
    .get("/token", async (c) => c.text(await csrf.token(c)))
    .post("/act", async (c) => c.text(await read(c)))
    .onError((error, c) => c.text(String(error), 403));
  return start(() => getRequestListener(app.fetch), { routes: {} });
}

const readers: readonly (readonly [string, (c: Context) => Promise<string>])[] = [
  ["text()", (c) => c.req.text()],
  ["parseBody()", async (c) => `item=${(await c.req.parseBody()).item}`],
  ["formData()", async (c) => `item=${(await c.req.formData()).get("item")}`],
  ["arrayBuffer()", async (c) => Buffer.from(await c.req.arrayBuffer()).toString()],
  ["the stream", (c) => new Response(c.req.raw.body).text()],
];

describe("hono: a form that carried the token", () => {
  it.each(readers)("can be read after the check by %s", async (_by, read) => {
    const client = await open(() => {}, read);
    const { text: _csrf } = await client.send("/token");
    expect((await client.send("/act", { form: { item: "book", _csrf } })).text).toContain("item=book");
  });

  it.each(readers.slice(0, 4))("can have been read before the check by %s", async (_by, read) => {
    const client = await open(read, async () => "done");
    const { text: _csrf } = await client.send("/token");
    expect((await client.send("/act", { form: { item: "book", _csrf } })).text).toBe("done");
    expect((await client.send("/act", { form: { item: "book" } })).text).toContain("no token");
  });

  it("is not looked for in a body that is none", async () => {
    const client = await open(
      () => {},
      async () => "done",
    );
    await client.send("/token");
    const headers = { "Content-Type": "application/json" };
    expect((await client.send("/act", { body: "{}", headers })).text).toContain("it has no token");
  });

  it("has no token any more where somebody took the stream", async () => {
    const client = await open(
      (c) => new Response(c.req.raw.body).text(),
      async () => "done",
    );
    const { text: _csrf } = await client.send("/token");
    expect((await client.send("/act", { form: { _csrf } })).text).toContain("could not be read");
    expect((await client.send("/act", { form: {}, headers: { "X-CSRF-Token": _csrf } })).text).toBe("done");
  });

  it("can have files", async () => {
    const client = await open(
      () => {},
      async (c) => {
        const { file, item } = await c.req.parseBody<{ file: File; item: string }>();
        return `${item} ${file.name} ${await file.text()}`;
      },
    );
    const form = new FormData();
    form.set("_csrf", (await client.send("/token")).text);
    form.set("item", "book");
    form.set("file", new File(["pages"], "book.txt"));
    const sent = new Response(form);
    const headers = { "Content-Type": sent.headers.get("Content-Type") ?? "" };
    expect((await client.send("/act", { body: await sent.text(), headers })).text).toBe(
      "book book.txt pages",
    );
  });
});
