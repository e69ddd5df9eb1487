import { describe, expect, it } from "vitest";
import { holdHead } from "../src/index.ts";
import { atEnd, beforeHead, hookedServer } from "./hooked-server.ts";

const hooked = hookedServer();

describe.each(["http1", "http2"] as const)("a commit before the head over %s", (protocol) => {
  it("holds nothing, and sets headers before the head goes", async () => {
    await hooked.start(protocol, "sync", (_, response) => {
      response.statusCode = 201;
      response.write("a");
      expect(response.headersSent).toBe(true);
      response.end("b");
    });
    const answer = await hooked.server.get();
    expect(answer).toMatchObject({ status: 201, body: "ab" });
    expect(answer.headers["set-cookie"]).toEqual(["ours=1"]);
    expect(hooked.commits).toEqual([beforeHead(201), atEnd(201)]);
  });

  it("commits once for a response that is sent by its end", async () => {
    await hooked.start(protocol, "sync", (_, response) => void response.end("all"));
    expect((await hooked.server.get()).body).toBe("all");
    expect(hooked.commits).toEqual([beforeHead(200)]);
  });

  it("leaves the length of a body to Node", async () => {
    await hooked.start(protocol, "sync", (_, response) => void response.end("four"));
    const { headers } = await hooked.server.get();
    expect(headers["content-length"]).toBe(protocol === "http1" ? "4" : undefined);
    expect(headers["transfer-encoding"]).toBeUndefined();
  });

  it("commits what has changed after the head before the client sees the end", async () => {
    await hooked.startWith(
      protocol,
      ({ headersSent }) => (headersSent ? hooked.allowed.promise.then(() => undefined) : undefined),
      (_, response) => {
        response.write("a");
        response.end("b");
        expect(response.writableEnded).toBe(true);
      },
    );
    let isHere = false;
    const exchange = hooked.server.send();
    void exchange.answer.then(() => {
      isHere = true;
    });
    expect(await exchange.head).toBe(200);
    await hooked.server.get("/probe");
    expect(isHere).toBe(false);
    hooked.allowed.open();
    expect((await exchange.answer).body).toBe("ab");
    expect(hooked.commits).toEqual([beforeHead(200), atEnd(200)]);
  });

  it("waits for all hooks, and lets all set headers", async () => {
    await hooked.start(protocol, "async", (_, response) => {
      const second = () => void response.appendHeader("Set-Cookie", "second=1");
      holdHead(response, { commit: () => second, onError: (error) => hooked.errors.push(error) });
      response.end();
      hooked.allowed.open();
    });
    expect((await hooked.server.get()).headers["set-cookie"]?.toString().split(",").toSorted()).toEqual([
      "ours=1",
      "second=1",
    ]);
  });

  it("keeps what one hook did where another fails, and tells the one that failed", async () => {
    const told: string[] = [];
    await hooked.start(protocol, "sync", (_, response) => {
      holdHead(response, {
        commit: () => Promise.reject(new Error("second")),
        onError(error) {
          told.push((error as Error).message);
          response.end("page of the second");
        },
      });
      response.end("never");
    });
    const answer = await hooked.server.get();
    expect(answer).toMatchObject({ status: 500, body: "page of the second" });
    expect(answer.headers["set-cookie"]).toContain("ours=1");
    expect(told).toEqual(["second"]);
    expect(hooked.errors).toEqual([]);
  });
});
