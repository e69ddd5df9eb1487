import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { parseDuration } from "../src/duration.ts";

describe("parseDuration", () => {
  it.each([
    [1, 1000],
    [0.25, 250],
    [1800, 1_800_000],
    ["90s", 90_000],
    ["30m", 1_800_000],
    ["12h", 43_200_000],
    ["14d", 1_209_600_000],
    ["4w", 2_419_200_000],
    ["36525d", 36_525 * 86_400_000],
  ])("reads %j as %i milliseconds", (value, expected) => {
    expect(parseDuration("idle", value)).toBe(expected);
  });

  const impossible = [
    ...[0, -1, 0.0001, Number.NaN, Number.POSITIVE_INFINITY, 36_526 * 86_400],
    ...["", "0s", "36526d", `${"9".repeat(400)}d`, "30", "m", "-30m", "1.5h", "30 m", "30m ", "30M", "30min"],
    ...["30m15s", "30m\n", "\u0663m", null, undefined, true, 10n, {}, ["30m"], new Date(1000)],
  ];
  for (const value of impossible) {
    it(`refuses ${inspect(value)} and names the option`, () => {
      const refused = () => parseDuration("idle", value);
      expect(refused).toThrow(TypeError);
      expect(refused).toThrow(
        /^\[sess\] "idle" must be a positive number of seconds or text like "90s".* Received /,
      );
      expect(refused).toThrow(expect.objectContaining({ code: "ERR_SESS_OPTION_INVALID" }));
    });
  }
});
