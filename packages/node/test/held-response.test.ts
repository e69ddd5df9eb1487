import { Readable } from "node:stream";
import { describe, expect, it } from "vitest";
import { gate } from "./gate.ts";
import { beforeHead, hookedServer } from "./hooked-server.ts";

const hooked = hookedServer();

describe.each(["http1", "http2"] as const)("a response whose commit is under way, over %s", (protocol) => {
  it("sends nothing before the commit is done", async () => {
    await hooked.start(protocol, "async", (_, response) => {
      response.write("a");
      response.end("b");
    });
    let isHere = false;
    const exchange = hooked.server.send();
    void exchange.head.then(() => (isHere = true));
    await hooked.server.get("/probe");
    await hooked.server.get("/probe");
    expect(isHere).toBe(false);
    hooked.allowed.open();
    expect(await exchange.answer).toMatchObject({ status: 200, body: "ab" });
  });

  it("looks sent to the handler", async () => {
    const seen: unknown[] = [];
    await hooked.start(protocol, "async", (_, response) => {
      response.setHeader("X-Set", "before");
      seen.push(response.headersSent, response.writableEnded);
      response.write("a");
      seen.push(response.headersSent, response.writableEnded, response.writableNeedDrain);
      for (const late of [
        () => response.setHeader("X-Late", "1"),
        () => response.appendHeader("X-Late", "1"),
        () => response.removeHeader("X-Set"),
      ]) {
        expect(late).toThrow(expect.objectContaining({ code: "ERR_HTTP_HEADERS_SENT" }));
      }
      seen.push(response.getHeader("X-Set"));
      response.end();
      seen.push(response.writableEnded);
      hooked.allowed.open();
    });
    const { headers } = await hooked.server.get();
    expect(headers).toMatchObject({ "x-set": "before" });
    expect(headers["x-late"]).toBeUndefined();
    expect(seen).toEqual([false, false, true, false, true, "before", true]);
  });

  it("shows Node's own state again when it goes", async () => {
    const ended = gate<boolean[]>();
    await hooked.start(protocol, "async", (_, response) => {
      response.write("a");
      hooked.allowed.open();
      response.once("drain", () => {
        const before = [response.headersSent, response.writableEnded];
        response.end();
        ended.open([...before, response.writableEnded]);
      });
    });
    await hooked.server.get();
    expect(await ended.promise).toEqual([true, false, true]);
  });

  it("lets chunks queue with backpressure, and says when it flows again", async () => {
    const written: string[] = [];
    await hooked.start(protocol, "async", (_, response) => {
      const results = [
        response.write("a", () => written.push("a")),
        response.write("Yg==", "base64", () => written.push("b")),
      ];
      written.push(`results ${results.join()}`);
      response.once("drain", () => {
        written.push("drain");
        response.end("c", () => written.push("end"));
      });
    });
    const exchange = hooked.server.send();
    await hooked.server.get("/probe");
    expect(written).toEqual(["results false,false"]);
    hooked.allowed.open();
    expect((await exchange.answer).body).toBe("abc");
    await expect.poll(() => written.toSorted()).toEqual(["a", "b", "drain", "end", "results false,false"]);
  });

  it("is flowed through by a pipe of any length", async () => {
    const chunks = Array.from({ length: 64 }, (_, i) => String(i % 10).repeat(8192));
    await hooked.start(protocol, "async", (_, response) => {
      Readable.from(chunks).pipe(response);
    });
    const exchange = hooked.server.send();
    await hooked.server.get("/probe");
    hooked.allowed.open();
    expect((await exchange.answer).body).toBe(chunks.join(""));
  });

  it("takes a pipe that begins after its head was flushed", async () => {
    await hooked.start(protocol, "async", (_, response) => {
      response.flushHeaders();
      expect(response.writableNeedDrain).toBe(false);
      Readable.from(["a", "b"]).pipe(response);
      expect(response.headersSent).toBe(true);
      hooked.allowed.open();
    });
    expect((await hooked.server.get()).body).toBe("ab");
  });

  it("emits finish once, and calls the callback of end", async () => {
    const seen: string[] = [];
    await hooked.start(protocol, "async", (_, response) => {
      response.on("finish", () => seen.push("finish"));
      response.end("a", () => seen.push("callback"));
      seen.push("returned");
      hooked.allowed.open();
    });
    await hooked.server.get();
    await expect.poll(() => seen.toSorted()).toEqual(["callback", "finish", "returned"]);
    expect(seen[0]).toBe("returned");
  });

  it("lets flushHeaders send the head before there is a body", async () => {
    const flushed = gate();
    await hooked.start(protocol, "async", (_, response) => {
      response.flushHeaders();
      void flushed.promise.then(() => response.end("late"));
    });
    const exchange = hooked.server.send();
    hooked.allowed.open();
    expect(await exchange.head).toBe(200);
    flushed.open();
    const answer = await exchange.answer;
    expect(answer.body).toBe("late");
    expect(answer.headers["set-cookie"]).toEqual(["ours=1"]);
  });

  it("goes out with the status it had when it was sent", async () => {
    await hooked.start(protocol, "async", (_, response) => {
      response.statusCode = 202;
      response.write("a");
      response.statusCode = 404;
      response.end();
      hooked.allowed.open();
    });
    expect((await hooked.server.get()).status).toBe(202);
  });

  it("may be corked and uncorked", async () => {
    await hooked.start(protocol, "async", (_, response) => {
      response.cork();
      response.write("a");
      response.write("b");
      response.uncork();
      response.cork();
      response.write("c");
      response.uncork();
      response.end("d");
      hooked.allowed.open();
    });
    expect((await hooked.server.get()).body).toBe("abcd");
  });

  it("takes a second end as Node does", async () => {
    await hooked.start(protocol, "async", (_, response) => {
      response.end("once");
      response.end();
      hooked.allowed.open();
    });
    expect((await hooked.server.get()).body).toBe("once");
    expect(hooked.errors).toEqual([]);
  });

  it("refuses at once what is no chunk", async () => {
    await hooked.start(protocol, "async", (_, response) => {
      for (const chunk of [null, undefined, 7, {}]) {
        expect(() => response.write(chunk as never)).toThrow(TypeError);
      }
      expect(() => response.end({} as never)).toThrow(
        expect.objectContaining({ code: "ERR_INVALID_ARG_TYPE" }),
      );
      expect(response.headersSent).toBe(false);
      response.end("fine");
      hooked.allowed.open();
    });
    expect((await hooked.server.get()).body).toBe("fine");
  });

  it("sends trailers", async () => {
    await hooked.start(protocol, "async", (_, response) => {
      response.setHeader("Trailer", "X-Sum");
      response.write("a");
      response.addTrailers({ "X-Sum": "97" });
      response.end();
      hooked.allowed.open();
    });
    expect((await hooked.server.get()).trailers["x-sum"]).toBe("97");
  });

  it.each([204, 304])("sends a %i without a body", async (status) => {
    await hooked.start(protocol, "async", (_, response) => {
      response.statusCode = status;
      response.end();
      hooked.allowed.open();
    });
    const answer = await hooked.server.get();
    expect(answer).toMatchObject({ status, body: "" });
    expect(answer.headers["set-cookie"]).toEqual(["ours=1"]);
    expect(hooked.commits).toEqual([beforeHead(status)]);
  });

  it("answers HEAD", async () => {
    await hooked.start(protocol, "async", (_, response) => {
      response.setHeader("Content-Length", "4");
      response.end("four");
      hooked.allowed.open();
    });
    const answer = await hooked.server.send("/", { method: "HEAD" }).answer;
    expect(answer).toMatchObject({ status: 200, body: "" });
    expect(answer.headers["content-length"]).toBe("4");
    expect(answer.headers["set-cookie"]).toEqual(["ours=1"]);
  });

  it("lets informational responses pass at once", async () => {
    await hooked.start(protocol, "async", (_, response) => {
      response.end("done");
      response.writeEarlyHints({ link: "</style.css>; rel=preload" });
    });
    const exchange = hooked.server.send();
    expect(await exchange.informed()).toBe(103);
    hooked.allowed.open();
    expect((await exchange.answer).body).toBe("done");
  });
});
