import { serve } from "@hono/node-server";
import { session } from "@sess/hono";
import { Hono } from "hono";
import { act, options } from "./act.mjs";

const app = new Hono();
app.use(session(options));
app.get("*", async (c) => c.text(await act(c.req.path, c.var.session)));
serve({ fetch: app.fetch, port: 0 }, ({ port }) => console.log(`listening on ${port}`));
