import fc from "fast-check";
import type { Draw } from "./draw.ts";

/** What parsers trip over. */
export const oddTexts: readonly string[] = [
  "",
  "\0",
  " ",
  "\t",
  "\n",
  "\r\n",
  ";",
  ",",
  "=",
  ".",
  ":",
  '"',
  "'",
  "\\",
  "%00",
  "%",
  "-",
  "_",
  "+",
  "/",
  "~",
  "__proto__",
  "constructor",
  "prototype",
  "toString",
  "hasOwnProperty",
  "toJSON",
  "__Host-",
  "null",
  "undefined",
  "NaN",
  "Infinity",
  "-0",
  "-1",
  "1e999",
  "zzzzzzzzzzzz",
  "9007199254740993",
  "{}",
  "[]",
  '{"__proto__":{"polluted":1}}',
  '{"constructor":{"prototype":{"polluted":1}}}',
  "\u00e9",
  "e\u0301",
  "\u{1f600}",
  "\ud800",
  "\udc00",
  "\ufeff",
  "\u2028",
  "\u202e",
  "\u00df",
  "\u0130",
  "A".repeat(300),
  "../../etc/passwd",
  "<script>",
  "' OR 1=1 --",
];

/** What a text of random characters may be made of. */
const noise = fc.oneof(
  fc.string({ unit: "binary", maxLength: 60 }),
  fc.string({ unit: "grapheme", maxLength: 60 }),
  fc.base64String({ maxLength: 80 }),
  fc.json({ maxDepth: 3 }),
);

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_. ;=,:"{}[]';

type Mutation = (draw: Draw, text: string, others: readonly string[]) => string;

const mutations: readonly Mutation[] = [
  function flip(draw, text) {
    const at = draw.int(text.length);
    return text.slice(0, at) + draw.pick([...alphabet]) + text.slice(at + 1);
  },
  function flipBit(draw, text) {
    const at = draw.int(text.length);
    const code = (text.charCodeAt(at) || 0) ^ (1 << draw.int(8));
    return text.slice(0, at) + String.fromCharCode(code) + text.slice(at + 1);
  },
  function cut(draw, text) {
    const at = draw.int(text.length + 1);
    return draw.oneIn(2) ? text.slice(0, at) : text.slice(at);
  },
  function cutOut(draw, text) {
    const at = draw.int(text.length + 1);
    return text.slice(0, at) + text.slice(at + 1 + draw.int(draw.oneIn(3) ? 40 : 3));
  },
  function splice(draw, text, others) {
    const other = draw.pick(others);
    return text.slice(0, draw.int(text.length + 1)) + other.slice(draw.int(other.length + 1));
  },
  function insertPiece(draw, text, others) {
    const other = draw.pick(others);
    const from = draw.int(other.length + 1);
    return insert(draw, text, other.slice(from, from + 1 + draw.int(60)));
  },
  function repeat(draw, text) {
    const from = draw.int(text.length + 1);
    return insert(draw, text, text.slice(from, from + 1 + draw.int(30)).repeat(1 + draw.int(9)));
  },
  function swap(draw, text) {
    const [first, second] = [draw.int(text.length + 1), draw.int(text.length + 1)].sort((a, b) => a - b);
    const middle = draw.int(text.length + 1);
    return text.slice(0, first) + text.slice(second) + text.slice(first, second) + text.slice(middle, middle);
  },
  function odd(draw, text) {
    return insert(draw, text, draw.pick(oddTexts));
  },
  function replacePart(draw, text) {
    const parts = text.split(/([ .;=,:\n])/);
    parts[draw.int(parts.length)] = draw.pick(oddTexts);
    return parts.join("");
  },
  function doublePart(draw, text) {
    const mark = draw.pick([" ", ".", ";", "=", ",", ":", "\n"]);
    const parts = text.split(mark);
    parts.splice(draw.int(parts.length), 0, draw.pick(parts));
    return parts.join(mark);
  },
  function unicode(draw, text) {
    return insert(draw, text, String.fromCharCode(draw.int(0x10000)));
  },
  function changeCase(draw, text) {
    const at = draw.int(text.length);
    const letter = text.charAt(at);
    const other = letter === letter.toLowerCase() ? letter.toUpperCase() : letter.toLowerCase();
    return text.slice(0, at) + other + text.slice(at + 1);
  },
];

function insert(draw: Draw, text: string, piece: string): string {
  const at = draw.int(text.length + 1);
  return text.slice(0, at) + piece + text.slice(at);
}

/** `text` with one to four changes, once in a while huge; `others` are what pieces are taken from. */
export function mutate(draw: Draw, text: string, others: readonly string[]): string {
  let changed = text;
  for (let times = 1 + draw.int(4); times > 0; times--) {
    changed = draw.pick(mutations)(draw, changed, others);
  }
  if (draw.oneIn(500)) changed = insert(draw, changed, draw.pick(oddTexts).repeat(1 + draw.int(20_000)));
  // No text that a server takes is longer.
  return changed.slice(0, 1_000_000);
}

/** A text that owes nothing to a valid one. */
export function noiseText(draw: Draw): string {
  return draw.any(noise);
}
