import { connect } from "node:net";
import { describe, expect, it } from "vitest";
import { gate } from "./gate.ts";
import { beforeHead, hookedServer } from "./hooked-server.ts";

const hooked = hookedServer();

/** Writes requests on one connection and reads until the server closes it. */
function talk(port: number, text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, "127.0.0.1", () => socket.write(text));
    let received = "";
    socket.setEncoding("utf8").on("data", (chunk: string) => {
      received += chunk;
    });
    socket.on("end", () => resolve(received)).on("error", reject);
  });
}

describe("a held response over HTTP/1.1", () => {
  it("keeps the order of pipelined requests", async () => {
    await hooked.start("http1", "async", (request, response) => {
      response.end(`<${request.url}>`);
      if (request.url === "/c") hooked.allowed.open();
    });
    const request = (path: string, more = "") => `GET ${path} HTTP/1.1\r\nHost: a\r\n${more}\r\n`;
    const text = request("/a") + request("/b") + request("/c", "Connection: close\r\n");
    const received = await talk(hooked.server.port, text);
    expect(received.match(/<..>|ours=\d/g)).toEqual(["ours=1", "</a>", "ours=1", "</b>", "ours=1", "</c>"]);
  });

  it("has the length that Node gives a body sent by end", async () => {
    await hooked.start("http1", "async", (_, response) => {
      response.end("four");
      hooked.allowed.open();
    });
    const { headers } = await hooked.server.get();
    expect(headers["content-length"]).toBe("4");
    expect(headers["transfer-encoding"]).toBeUndefined();
  });

  it("ends the connection of an HTTP/1.0 client", async () => {
    await hooked.start("http1", "async", (_, response) => {
      response.write("a");
      response.end("b");
      hooked.allowed.open();
    });
    const received = await talk(hooked.server.port, "GET / HTTP/1.0\r\n\r\n");
    expect(received).toMatch(/Set-Cookie: ours=1\r\n.*\r\n\r\nab$/s);
  });

  it("lets 100 and 102 pass at once", async () => {
    await hooked.start("http1", "async", (_, response) => {
      response.write("a");
      response.writeContinue();
      response.writeProcessing();
      response.end();
    });
    const exchange = hooked.server.send();
    await expect.poll(() => exchange.information).toContain(102);
    hooked.allowed.open();
    expect((await exchange.answer).body).toBe("a");
  });

  it("survives a server that is closed meanwhile", async () => {
    await hooked.start("http1", "async", (_, response) => void response.end("still here"));
    const exchange = hooked.server.send();
    await expect.poll(() => hooked.commits).toEqual([beforeHead(200)]);
    const stopped = hooked.server.stop();
    // Idle connections are cut at once; this one is not idle.
    hooked.allowed.open();
    expect((await exchange.answer).body).toBe("still here");
    await hooked.server.close();
    await stopped;
  });

  it("keeps a body to its Content-Length, where that is strict", async () => {
    await hooked.start("http1", "async", (_, response) => {
      response.strictContentLength = true;
      response.setHeader("Content-Length", "4");
      response.write("fo");
      response.end("ur");
      hooked.allowed.open();
    });
    expect((await hooked.server.get()).body).toBe("four");
  });

  it("is cut short where a strict Content-Length is broken", async () => {
    const closed = gate();
    await hooked.start("http1", "async", (_, response) => {
      response.strictContentLength = true;
      response.setHeader("Content-Length", "4");
      response.on("close", () => closed.open());
      response.write("fo");
      response.end("ur and more");
      hooked.allowed.open();
    });
    await expect(hooked.server.get()).rejects.toThrow();
    await closed.promise;
    expect(hooked.errors).toEqual([expect.objectContaining({ code: "ERR_HTTP_CONTENT_LENGTH_MISMATCH" })]);
  });

  it("leaves write after end to Node", async () => {
    await hooked.start("http1", "async", (_, response) => {
      response.on("error", (error) => hooked.errors.push(error));
      response.end("all");
      response.write("more");
      hooked.allowed.open();
    });
    expect((await hooked.server.get()).body).toBe("all");
    await expect
      .poll(() => hooked.errors)
      .toEqual([expect.objectContaining({ code: "ERR_STREAM_WRITE_AFTER_END" })]);
  });

  it("uses the connection for the next request", async () => {
    const sockets = new Set<unknown>();
    await hooked.start("http1", "async", (request, response) => {
      sockets.add(request.socket);
      response.end("a");
      hooked.allowed.open();
    });
    const text = "GET / HTTP/1.1\r\nHost: a\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
    expect((await talk(hooked.server.port, text)).match(/HTTP\/1.1 200 OK/g)).toHaveLength(2);
    expect(sockets.size).toBe(1);
  });
});
