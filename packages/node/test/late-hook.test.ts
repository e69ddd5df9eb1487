import onHeaders from "on-headers";
import { afterEach, describe, expect, it } from "vitest";
import { holdHead } from "../src/index.ts";
import { atEnd, type Facts } from "./hooked-server.ts";
import { type Handler, type Server, serve } from "./servers.ts";

let server: Server;
afterEach(() => server.close());

/** The commits of a hook that comes when the handler says so. */
async function commitsOf(
  protocol: "http1" | "http2",
  handler: (hook: () => void, ...args: Parameters<Handler>) => void,
): Promise<Facts[]> {
  const commits: Facts[] = [];
  server = await serve(protocol, (request, response) => {
    const hook = () =>
      holdHead(response, {
        commit(facts) {
          commits.push(facts);
          return undefined;
        },
        onError() {},
      });
    handler(hook, request, response);
  });
  expect((await server.get()).body).toBe("ab");
  await expect.poll(() => commits.length).toBeGreaterThan(0);
  await server.get("/probe");
  return commits;
}

describe.each(["http1", "http2"] as const)("a hook over %s", (protocol) => {
  it("that comes after the head commits once, at the end", async () => {
    const commits = await commitsOf(protocol, (hook, _request, response) => {
      response.write("a");
      hook();
      response.end("b");
    });
    expect(commits).toEqual([atEnd(200)]);
  });

  it("that comes while `end` sends the head commits once, when the response is over", async () => {
    const commits = await commitsOf(protocol, (hook, _request, response) => {
      onHeaders(response, hook);
      response.end("ab");
    });
    expect(commits).toEqual([atEnd(200)]);
  });

  it("that comes after the end commits once, when the response is over", async () => {
    const commits = await commitsOf(protocol, (hook, _request, response) => {
      response.end("ab");
      hook();
    });
    expect(commits).toEqual([atEnd(200)]);
  });
});
