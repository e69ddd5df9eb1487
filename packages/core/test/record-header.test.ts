import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  decodeHeader,
  encodeHeader,
  formatOf,
  namesVersion,
  type RecordHeader,
  withVersion,
} from "../src/record-header.ts";

const text = (length: number) =>
  fc
    .array(fc.constantFrom(..."AZaz09-_"), { minLength: length, maxLength: length })
    .map((all) => all.join(""));
const time = fc.oneof(fc.integer({ min: 0, max: 4_000_000_000_000 }), fc.constant(36 ** 8));
const span = fc.oneof(fc.nat(), fc.integer({ min: 0, max: 100 * 366 * 86_400_000 }), fc.constant(36 ** 5));
const length = fc.nat(1_000_000);
const headers: fc.Arbitrary<RecordHeader> = fc.record({
  sealed: fc.boolean(),
  createdAt: time,
  // Clocks may go back: each of these can be before the creation.
  startedAt: time,
  rotatedAt: time,
  issuedAt: time,
  savedAt: time,
  epoch: fc.nat(),
  expiry: fc.record({
    kind: fc.constantFrom("default", "seconds", "date", "browser"),
    value: fc.oneof(span, time),
  }),
  absolute: fc.record({ own: fc.boolean(), value: span }),
  secretHash: text(43),
  previous: fc.array(fc.record({ hash: text(43), endsAt: fc.option(time, { nil: undefined }) }), {
    maxLength: 8,
  }),
  versions: fc.array(text(12), { maxLength: 7 }).map((all) => all.join(",")),
  deviceLength: length,
  flashLength: length,
});
const line = "1p lzabc 0 a -5 1z 3 d9 s1c 0 0 AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA  v1,v2";

describe("the header of a record", () => {
  it("comes back as it was written, on one line", () => {
    fc.assert(
      fc.property(headers, (header) => {
        const written = encodeHeader(header);
        expect(written).not.toContain("\n");
        expect(decodeHeader(written)).toEqual(header);
        expect(formatOf(written)).toBe(1);
      }),
      { numRuns: 1_000 },
    );
  });

  it("is written with the numbers of `toString(36)`, whatever their size", () => {
    fc.assert(
      fc.property(headers, (header) => {
        const fields = encodeHeader(header).split(" ");
        expect(fields[1]).toBe(header.createdAt.toString(36));
        expect(fields[5]).toBe((header.savedAt - header.createdAt).toString(36));
      }),
    );
  });

  it("is read from the line that the tests below break", () => {
    expect(decodeHeader(line)).toMatchObject({ epoch: 3, versions: "v1,v2", previous: [] });
  });

  it.each([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13])("is refused without field %i", (index) => {
    const fields = line.split(" ");
    expect(decodeHeader(fields.filter((_, i) => i !== index).join(" "))).toBeUndefined();
  });

  it.each([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])("is refused where field %i is no number", (index) => {
    for (const wrong of ["", "-", "1 ", "A", "1.5", "1-", "zzzzzzzzzzzzzz"]) {
      const fields = line.split(" ");
      fields[index] = index === 7 || index === 8 ? `d${wrong}` : wrong;
      expect(decodeHeader(fields.join(" ")), wrong).toBeUndefined();
    }
  });

  it.each<[string, number, string]>([
    ["an unknown kind of expiry", 7, "x9"],
    ["a negative length of the device", 9, "-1"],
    ["a negative length of the flash values", 10, "-1"],
    ["a short hash", 11, "AAAA"],
    ["a hash of other characters", 11, "=".repeat(43)],
    ["a short previous hash", 12, "AAAA:"],
    ["a previous secret without an end that is a number", 12, `${"A".repeat(43)}:!`],
    ["a field too many", 13, "v1 v2"],
  ])("is refused with %s", (_what, index, wrong) => {
    const fields = line.split(" ");
    fields[index] = wrong;
    expect(decodeHeader(fields.join(" "))).toBeUndefined();
  });

  it("is refused for any text that is no header", () => {
    fc.assert(
      fc.property(fc.string(), (any) => {
        expect(decodeHeader(any)).toBeUndefined();
      }),
    );
  });
});

describe("the versions before a record's own", () => {
  it("are the newest, as many as are asked for", () => {
    fc.assert(
      fc.property(fc.array(text(3), { maxLength: 20 }), fc.integer({ min: 0, max: 9 }), (all, most) => {
        const versions = all.reduceRight((list, version) => withVersion(version, list, most), "");
        // Each was put in front of those after it, the first one last.
        expect(versions === "" ? [] : versions.split(",")).toEqual(all.slice(0, most));
      }),
    );
  });

  it("do not take what is no version", () => {
    for (const wrong of ["", "a b", "a,b", "a\nb", "x".repeat(33)])
      expect(withVersion(wrong, "v1", 7)).toBe("v1");
  });

  it("are named whole", () => {
    expect(namesVersion("v1,v23", "v23")).toBe(true);
    expect(namesVersion("v1,v23", "v2")).toBe(false);
    expect(namesVersion("", "v1")).toBe(false);
  });
});
