import { ok } from "../assert.ts";
import type { Head } from "./browser.ts";

/** The attributes of a `Set-Cookie` line by lower-case name, and its name and value. */
export function parseCookie(line: string | undefined): {
  readonly name: string;
  readonly value: string;
  readonly attributes: Readonly<Record<string, string>>;
} {
  const [pair = "", ...rest] = (line ?? "").split(";");
  const attributes: Record<string, string> = {};
  for (const part of rest) {
    const [name = "", value = ""] = part.trim().split("=");
    ok(!(name.toLowerCase() in attributes), `the attribute ${name} once in ${line}`);
    attributes[name.toLowerCase()] = value;
  }
  const at = pair.indexOf("=");
  return { name: pair.slice(0, at), value: pair.slice(at + 1), attributes };
}

/** The names of the cookies that an answer sets, and removes. */
export function cookiesOf({ setCookies }: Pick<Head, "setCookies">): readonly string[] {
  return setCookies.map((line) => {
    const { name, value, attributes } = parseCookie(line);
    return value === "" && attributes["max-age"] === "0" ? `remove ${name}` : `set ${name}`;
  });
}
