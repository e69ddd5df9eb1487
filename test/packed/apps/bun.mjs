import { handler } from "./fetch.mjs";

const server = Bun.serve({ port: 0, fetch: (request) => handler(request) });
console.log(`listening on ${server.port}`);
