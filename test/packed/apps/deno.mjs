import { handler } from "./fetch.mjs";

Deno.serve({ port: 0, onListen: ({ port }) => console.log(`listening on ${port}`) }, (request) =>
  handler(request),
);
