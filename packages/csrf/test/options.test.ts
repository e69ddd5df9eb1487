import { createSessions } from "@sess/core";
import { describe, expect, it } from "vitest";
import type { CsrfOptions } from "../src/index.ts";
import { resolveSettings } from "../src/options.ts";

const sessions = createSessions({ secret: "qL8vT2nXw5zR0kYb7cJm4HsGd9FpUe1A" });

describe("options", () => {
  it.each<[string, object]>([
    ["sessions", { sessions: undefined }],
    ["sessions", { sessions: {} }],
    ["token", { token: "never" }],
    ["trustedOrigins", { trustedOrigins: "https://example.com" }],
    ["trustedOrigins[0]", { trustedOrigins: ["example.com"] }],
    ["origin", { origin: "example.com" }],
    ["origin", { origin: 1 }],
    ["exempt", { exempt: ["/hooks"] }],
    ["field", { field: '"><script>' }],
    ["field", { field: "" }],
    ["header", { header: "X CSRF" }],
    ["ignore", { ignore: true }],
  ])("%s is refused at the start as %o", (name, wrong) => {
    const options = { sessions, ...wrong } as CsrfOptions<Request>;
    expect(() => resolveSettings(options)).toThrow(TypeError);
    expect(() => resolveSettings(options)).toThrow(`"${name}"`);
  });

  it("are needed", () => {
    expect(() => resolveSettings(undefined as never)).toThrow(/"options" must be an object/);
  });

  it("may name the origin, or find it out with each request", () => {
    expect(
      resolveSettings<Request>({ sessions, origin: "https://Example.com:443" }).originOf({} as Request),
    ).toBe("https://example.com");
    const byHost = resolveSettings<{ host: string }>({ sessions, origin: ({ host }) => `https://${host}` });
    expect(byHost.originOf({ host: "a.example" })).toBe("https://a.example");
  });
});
