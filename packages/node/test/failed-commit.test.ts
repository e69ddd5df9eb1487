import { Readable } from "node:stream";
import { describe, expect, it } from "vitest";
import { gate } from "./gate.ts";
import { beforeHead, type Commit, type ErrorPage, hookedServer } from "./hooked-server.ts";

const hooked = hookedServer();

/** A commit that fails so often, and then has nothing to do. */
const failing =
  (how: "throws" | "rejects", times = 1): Commit =>
  () => {
    if (times-- <= 0) return undefined;
    const error = new Error("no store");
    if (how === "throws") throw error;
    return Promise.reject(error);
  };

const noStore = expect.objectContaining({ message: "no store" });

describe.each([
  ["http1", "throws"],
  ["http1", "rejects"],
  ["http2", "throws"],
  ["http2", "rejects"],
] as const)("a commit over %s that %s", (protocol, how) => {
  it.each([1, 2])("drops the response for the error page, also if it fails %i times", async (times) => {
    await hooked.startWith(protocol, failing(how, times), (_, response) => {
      response.setHeader("ETag", '"of the dropped body"');
      response.setHeader("Content-Length", "11");
      response.writeHead(201, { "X-Theirs": "yes" });
      response.end("hello world");
    });
    const answer = await hooked.server.get();
    expect(answer).toMatchObject({ status: 500, body: "error page 500" });
    expect(answer.headers).not.toHaveProperty("x-theirs");
    expect(answer.headers).not.toHaveProperty("etag");
    expect(hooked.errors).toEqual([noStore]);
    expect(hooked.commits).toEqual([beforeHead(201), beforeHead(500)]);
  });

  it("tells the callbacks of dropped chunks and ends", async () => {
    const told: unknown[] = [];
    await hooked.startWith(protocol, failing(how), (_, response) => {
      response.write("a", (error) => told.push(error));
      response.end("b", (...args: unknown[]) => void told.push(args[0]));
    });
    expect((await hooked.server.get()).body).toBe("error page 500");
    await expect.poll(() => told).toEqual([noStore, noStore]);
  });

  it("leaves no place for what the handler goes on to send", async () => {
    const done = gate();
    await hooked.startWith(protocol, failing(how), (_, response) => {
      response.on("error", (error) => hooked.errors.push(error));
      response.write("a");
      setImmediate(() => {
        response.write("b");
        response.end("c");
        done.open();
      });
    });
    expect((await hooked.server.get()).body).toBe("error page 500");
    await done.promise;
    await hooked.server.get("/probe");
    expect(hooked.errors).toEqual([noStore]);
  });

  it("stops a pipe without breaking the error page", async () => {
    await hooked.startWith(protocol, failing(how), (_, response) => {
      Readable.from(["x".repeat(40_000), "y".repeat(40_000)]).pipe(response);
    });
    expect(await hooked.server.get()).toMatchObject({ status: 500, body: "error page 500" });
  });

  it("may have an error page that streams", async () => {
    const page: ErrorPage = (response) => {
      response.write("first, ");
      response.end("second");
    };
    await hooked.startWith(protocol, failing(how), (_, response) => void response.end("never"), page);
    expect(await hooked.server.get()).toMatchObject({ status: 500, body: "first, second" });
  });

  it("cuts the response off where its head is out: its end would say that everything is saved", async () => {
    const late: Commit = (facts, response) => (facts.headersSent ? failing(how)(facts, response) : undefined);
    const told = gate<unknown>();
    await hooked.startWith(protocol, late, (_, response) => {
      response.write("a");
      response.end("b", (...args: unknown[]) => told.open(args[0]));
    });
    await expect(hooked.server.get()).rejects.toThrow();
    expect(hooked.errors).toEqual([noStore]);
    expect(await told.promise).toEqual(noStore);
  });

  it("lets the hook find another end where the head is out", async () => {
    const late: Commit = (facts, response) => (facts.headersSent ? failing(how)(facts, response) : undefined);
    await hooked.startWith(
      protocol,
      late,
      (_, response) => {
        response.write("a");
        response.end("b");
      },
      (response) => response.end(" (not saved)"),
    );
    expect((await hooked.server.get()).body).toBe("a (not saved)");
  });
});
