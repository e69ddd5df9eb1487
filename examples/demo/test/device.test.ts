import { describe, expect, it } from "vitest";
import { deviceOf } from "../src/device.ts";

const webkit = "AppleWebKit/537.36 (KHTML, like Gecko)";

describe("what the site keeps of a device", () => {
  it.each([
    ["Mozilla/5.0 (X11; Linux x86_64; rv:132.0) Gecko/20100101 Firefox/132.0", "Firefox on Linux"],
    [
      `Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${webkit} Chrome/131.0.0.0 Safari/537.36`,
      "Chrome on Windows",
    ],
    [
      `Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${webkit} Chrome/131.0.0.0 Safari/537.36 Edg/131.0.0.0`,
      "Edge on Windows",
    ],
    [
      `Mozilla/5.0 (Linux; Android 14; Pixel 8) ${webkit} Chrome/131.0.0.0 Mobile Safari/537.36`,
      "Chrome on Android",
    ],
    [
      `Mozilla/5.0 (Linux; Android 13; SM-S901B) ${webkit} SamsungBrowser/23.0 Chrome/115.0.0.0 Mobile Safari/537.36`,
      "Samsung Internet on Android",
    ],
    [
      "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.6 Safari/605.1.15",
      "Safari on macOS",
    ],
    [
      "Mozilla/5.0 (iPhone; CPU iPhone OS 17_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/131.0.0.0 Mobile/15E148 Safari/604.1",
      "Chrome on iPhone",
    ],
    [`Mozilla/5.0 (X11; Linux x86_64) ${webkit} HeadlessChrome/131.0.0.0 Safari/537.36`, "Chrome on Linux"],
    ["curl/8.9.1", "curl"],
    ["node", "A browser"],
    [undefined, "A browser"],
  ])("calls %j %s", (userAgent, name) => {
    expect(deviceOf(userAgent).name).toBe(name);
  });

  it("is the address as people write it", () => {
    const addresses = ["203.0.113.7", "::ffff:203.0.113.7", "2001:db8::7", undefined];
    expect(addresses.map((address) => deviceOf("", address).address)).toEqual([
      "203.0.113.7",
      "203.0.113.7",
      "2001:db8::7",
      "",
    ]);
  });
});
