import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { localPath } from "../src/index.ts";

const site = "https://site.example";

describe("a local path", () => {
  it.each([
    "/",
    "/account",
    "/account?tab=2&next=//x",
    "/a/b/?q=%2F%2Fevil.example#part",
    "/account?url=https://other.example/",
    "/@evil.example",
    "/a//b",
    "/:80",
  ])("is %j", (path) => expect(localPath(path)).toBe(path));

  it("comes out as a browser would ask for it", () => {
    expect(localPath("/a/../b c")).toBe("/b%20c");
    expect(localPath("/ä")).toBe("/%C3%A4");
  });

  it.each([
    "",
    "account",
    "?next",
    "https://evil.example/",
    "https:evil.example",
    "//evil.example",
    "///evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "/\t/evil.example",
    "/\n/evil.example",
    "/\r\n/evil.example",
    " //evil.example",
    "/.//evil.example",
    "/..//evil.example",
    "/a/..//evil.example",
    "/.\\/evil.example",
    "/%2e//evil.example",
    "/\t\\evil.example",
    "javascript:alert(1)",
    "data:text/html,x",
    "//",
    "/\\",
    "http://local.invalid/x",
    "//local.invalid//evil.example",
  ])("is not %j", (text) => expect(localPath(text, "/home")).toBe("/home"));

  it.each([[undefined], [null], [1], [["/a", "/b"]], [{ toString: () => "/a" }]])("is no %j", (value) =>
    expect(localPath(value)).toBe("/"),
  );

  it("never leaves the site, whatever it is made of, however often it is read", () => {
    const piece = fc.oneof(
      fc.constantFrom(
        "/",
        "//",
        "\\",
        ".",
        "..",
        "%2e",
        "\t",
        "\n",
        "\r",
        "\0",
        " ",
        "@",
        ":",
        "?",
        "#",
        "%2f",
      ),
      fc.constantFrom("evil.example", "https:", "javascript:", "local.invalid", "[::1]"),
      fc.nat(0xffff).map((code) => String.fromCharCode(code)),
    );
    const text = fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join(""));
    fc.assert(
      fc.property(
        fc.oneof(
          text,
          text.map((rest) => `/${rest}`),
        ),
        (value) => {
          const path = localPath(value);
          const isPath = /^\/(?![/\\])[\x21-\x7e]*$/.test(path);
          return isPath && new URL(path, `${site}/deep/page`).origin === site && localPath(path) === path;
        },
      ),
      { numRuns: 1_000 },
    );
  });
});
