import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { afterEach, beforeEach, expect, it } from "vitest";
import { startProxy, type TestProxy, type TestServer } from "../src/index.ts";
import { startLineServer } from "./line-server.ts";

let server: TestServer;
let proxy: TestProxy;
beforeEach(async () => {
  server = await startLineServer();
  proxy = await startProxy(server);
});
afterEach(async () => {
  await proxy.stop();
  await server.stop();
});

/** Asks for a record that is not there; resolves to the reply. */
async function asked(socket: Socket): Promise<string> {
  socket.write(`${JSON.stringify({ call: "read", values: ["nobody", 0] })}\n`);
  return String((await once(socket, "data"))[0]);
}

async function connected(): Promise<Socket> {
  const socket = connect({ host: proxy.host, port: proxy.port });
  // Whoever waits for an answer sees it too.
  socket.on("error", () => {});
  await once(socket, "connect");
  return socket;
}

it("has the server's URL with a port of its own, and passes on what is said", async () => {
  expect(proxy.url).toBe(server.url.replace(String(server.port), String(proxy.port)));
  const socket = await connected();
  expect(await asked(socket)).toBe("{}\n");
  socket.destroy();
});

it("cuts connections, and takes new ones", async () => {
  const socket = await connected();
  await asked(socket);
  const cut = once(socket, "error");
  proxy.cut();
  expect((await cut)[0]).toMatchObject({ code: "ECONNRESET" });
  const another = await connected();
  expect(await asked(another)).toBe("{}\n");
  another.destroy();
});

it("refuses new connections, and lets the others go on", async () => {
  const before = await connected();
  await asked(before);
  proxy.refuse();
  await expect(connected().then(asked)).rejects.toMatchObject({ code: "ECONNRESET" });
  expect(await asked(before)).toBe("{}\n");
  proxy.accept();
  expect(await asked(await connected())).toBe("{}\n");
});

it("delays replies, in their order", async () => {
  const socket = await connected();
  await asked(socket);
  proxy.delay(200);
  const began = performance.now();
  const late = asked(socket).then(() => performance.now() - began);
  expect(await late).toBeGreaterThanOrEqual(195);
  proxy.delay(0);
  expect(await asked(socket)).toBe("{}\n");
  socket.destroy();
});
