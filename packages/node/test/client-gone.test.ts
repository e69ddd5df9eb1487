import { describe, expect, it } from "vitest";
import { gate } from "./gate.ts";
import { beforeHead, hookedServer } from "./hooked-server.ts";

const hooked = hookedServer();

describe.each(["http1", "http2"] as const)("a client that goes away over %s", (protocol) => {
  const gone = () => expect.poll(() => hooked.commits.at(-1)?.aborted).toBe(true);

  it("commits once, where the head was never sent", async () => {
    const started = gate();
    await hooked.start(protocol, "sync", () => started.open());
    const exchange = hooked.server.send();
    await started.promise;
    exchange.abort();
    await gone();
    await hooked.server.get("/probe");
    expect(hooked.commits).toEqual([{ status: 200, headersSent: false, aborted: true }]);
  });

  it("commits once more, where the head was sent and the end was not", async () => {
    await hooked.start(protocol, "sync", (_, response) => void response.write("a"));
    const exchange = hooked.server.send();
    await exchange.head;
    exchange.abort();
    await gone();
    await hooked.server.get("/probe");
    expect(hooked.commits).toEqual([beforeHead(200), { status: 200, headersSent: true, aborted: true }]);
  });

  it("commits nothing twice, where the whole response is held", async () => {
    const closed = gate();
    await hooked.start(protocol, "async", (_, response) => {
      response.on("close", () => closed.open());
      response.end("never read");
    });
    const exchange = hooked.server.send();
    await expect.poll(() => hooked.commits.length).toBe(1);
    exchange.abort();
    await closed.promise;
    hooked.allowed.open();
    await hooked.server.get("/probe");
    expect(hooked.commits).toEqual([beforeHead(200)]);
    expect(hooked.errors).toEqual([]);
  });

  it("commits the rest of a stream whose head is held", async () => {
    const closed = gate();
    await hooked.start(protocol, "async", (_, response) => {
      response.on("close", () => closed.open());
      response.write("never read");
    });
    const exchange = hooked.server.send();
    await expect.poll(() => hooked.commits.length).toBe(1);
    exchange.abort();
    await closed.promise;
    hooked.allowed.open();
    await gone();
    expect(hooked.commits).toHaveLength(2);
  });

  it("commits as aborted what the handler ends afterwards", async () => {
    const closed = gate();
    const ended = gate();
    await hooked.start(protocol, "sync", (_, response) => {
      response.on("close", () => {
        closed.open();
        void ended.promise.then(() => response.end("too late"));
      });
    });
    const exchange = hooked.server.send();
    await expect.poll(() => hooked.commits.length === 0).toBe(true);
    await hooked.server.get("/probe");
    exchange.abort();
    await closed.promise;
    ended.open();
    await expect.poll(() => hooked.commits.length).toBe(2);
    expect(hooked.commits.every(({ aborted }) => aborted)).toBe(true);
  });

  it("takes destroy for that", async () => {
    await hooked.start(protocol, "async", (_, response) => {
      response.write("a");
      response.destroy();
      hooked.allowed.open();
    });
    await expect(hooked.server.get()).rejects.toThrow();
    await gone();
    expect(hooked.errors).toEqual([]);
  });
});
