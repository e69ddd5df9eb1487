import { describe, expect, it } from "vitest";
import { parsedField } from "../src/parsed-body.ts";

const form = "application/x-www-form-urlencoded; charset=utf-8";

describe("a field of a parsed body", () => {
  it.each<[string, unknown, string | undefined, unknown]>([
    ["an object", { _csrf: "x" }, form, "x"],
    ["an object without a prototype", Object.assign(Object.create(null), { _csrf: "x" }), form, "x"],
    ["the text of a form", "item=book&_csrf=x", form, "x"],
    ["the text of something else", "item=book&_csrf=x", "text/plain", undefined],
    ["text of no type", "_csrf=x", undefined, undefined],
    ["nothing", undefined, form, undefined],
    ["null", null, "application/json", undefined],
    ["a list", ["_csrf"], "application/json", undefined],
    ["an object that inherits it", Object.create({ _csrf: "x" }), form, undefined],
  ])("is found in %s, or not", (_what, body, type, found) => {
    expect(parsedField(body, type, "_csrf")).toBe(found);
  });
});
