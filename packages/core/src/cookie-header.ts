const none: readonly string[] = Object.freeze([]);

/** No browser keeps a cookie whose name and value are longer (RFC 6265bis section 5.6). */
const longestValue = 4096;

const space = 0x20;
const tab = 0x09;
const semicolon = 0x3b;
const equals = 0x3d;

/**
 * The values of the cookies called exactly `name`, as they were sent, in order, at most `limit` of them. Values of
 * more than 4096 characters do not count. Several header fields (HTTP/2 may split one, RFC 9113 section 8.2.3) are read
 * one after the other. Takes any input, in time proportional to its length.
 *
 * @example
 * cookieValues("theme=dark; sid=abc", "sid", 4); // ["abc"]
 */
export function cookieValues(
  header: string | readonly string[] | undefined,
  name: string,
  limit: number,
): readonly string[] {
  if (header === undefined) return none;
  if (typeof header === "string") return header.includes(name) ? collect(header, name, limit, []) : none;
  const values: string[] = [];
  for (const field of header) collect(field, name, limit, values);
  return values.length > 0 ? values : none;
}

/** Adds to `values` what is in one field. */
function collect(field: string, name: string, limit: number, values: string[]): readonly string[] {
  let start = 0;
  while (values.length < limit) {
    const at = field.indexOf(name, start);
    if (at === -1) break;
    const valueStart = valueAfter(field, name, start, at);
    const end = field.indexOf(";", at + name.length);
    if (valueStart !== -1) {
      const value = trimmed(field, valueStart, end === -1 ? field.length : end);
      if (value.length <= longestValue) values.push(value);
    }
    if (end === -1) break;
    // What follows the name up to here is one pair: a pair can match at its beginning only.
    start = end + 1;
  }
  return values.length > 0 ? values : none;
}

/** Where the value of the pair begins whose name was found at `at`, or -1 if it is only a part of something else. */
function valueAfter(field: string, name: string, start: number, at: number): number {
  let before = at - 1;
  while (before >= start && isBlank(field.charCodeAt(before))) before--;
  if (before >= start && field.charCodeAt(before) !== semicolon) return -1;
  let after = at + name.length;
  while (isBlank(field.charCodeAt(after))) after++;
  return field.charCodeAt(after) === equals ? after + 1 : -1;
}

function trimmed(field: string, start: number, end: number): string {
  while (start < end && isBlank(field.charCodeAt(start))) start++;
  while (end > start && isBlank(field.charCodeAt(end - 1))) end--;
  return field.slice(start, end);
}

function isBlank(code: number): boolean {
  return code === space || code === tab;
}
