import { describe, expect, it } from "vitest";
import { beforeHead, hookedServer } from "./hooked-server.ts";

const hooked = hookedServer();

describe.each(["http1", "http2"] as const)("writeHead over %s", (protocol) => {
  const shapes: [string, unknown[]][] = [
    ["an object", [{ "Set-Cookie": "theirs=1", "X-Theirs": "yes" }]],
    ["a flat array", [["Set-Cookie", "theirs=1", "X-Theirs", "yes"]]],
    [
      "an array of pairs",
      [
        [
          ["Set-Cookie", "theirs=1"],
          ["X-Theirs", "yes"],
        ],
      ],
    ],
  ];
  if (protocol === "http1") {
    for (const [name, [headers]] of [...shapes]) shapes.push([`a message and ${name}`, ["Fine", headers]]);
  }

  it.each(shapes)("appends to headers that come as %s", async (_name, args) => {
    for (const mode of ["sync", "async"] as const) {
      await hooked.start(protocol, mode, (_, response) => {
        response.setHeader("X-Theirs", "no");
        (response.writeHead as (...all: unknown[]) => unknown)(202, ...args);
        expect(response.headersSent).toBe(true);
        expect(() => response.setHeader("X-Late", "1")).toThrow();
        response.end("body");
      });
      hooked.allowed.open();
      const answer = await hooked.server.get();
      expect(answer).toMatchObject({ status: 202, body: "body", headers: { "x-theirs": "yes" } });
      if (protocol === "http1") expect(answer.message).toBe(args.length === 2 ? "Fine" : "Accepted");
      expect(answer.headers["set-cookie"]).toEqual(["theirs=1", "ours=1"]);
      expect(hooked.commits[0]).toEqual(beforeHead(202));
    }
  });

  it("keeps a field that an array names several times", async () => {
    await hooked.start(protocol, "sync", (_, response) => {
      response.writeHead(200, ["Set-Cookie", "a=1", "set-cookie", "b=2"] as never);
      response.end();
    });
    expect((await hooked.server.get()).headers["set-cookie"]).toEqual(["a=1", "b=2", "ours=1"]);
  });

  it("returns the response, and throws when the head is out", async () => {
    await hooked.start(protocol, "async", (_, response) => {
      expect(response.writeHead(200)).toBe(response);
      hooked.allowed.open();
      response.write("a");
      response.once("drain", () => {
        expect(() => response.writeHead(200)).toThrow(/sent|initiated/);
        response.end();
      });
    });
    expect((await hooked.server.get()).body).toBe("a");
  });

  it("makes an error of what Node refuses when the head goes", async () => {
    await hooked.start(protocol, "async", (_, response) => {
      response.writeHead(200, { "X-Bad": undefined });
      response.end("never");
      hooked.allowed.open();
    });
    expect(await hooked.server.get()).toMatchObject({ status: 500, body: "error page 500" });
    expect(hooked.errors).toEqual([expect.objectContaining({ message: expect.stringMatching(/X-Bad/i) })]);
  });

  it("lets the handler have what Node refuses where nothing is held", async () => {
    await hooked.start(protocol, "sync", (_, response) => {
      expect(() => response.writeHead(200, { "X-Bad": undefined })).toThrow(/X-Bad/i);
      response.end("another way");
    });
    const answer = await hooked.server.get();
    expect(answer).toMatchObject({ status: 200, body: "another way" });
    expect(answer.headers["set-cookie"]).toEqual(["ours=1"]);
  });
});
