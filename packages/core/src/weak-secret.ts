const fewestBytes = 32;

/** Bytes beside the stock words that a text must have to be somebody's own: 72 bits in base64. */
const ownBytes = 12;

/** What people write where a secret should be, and what they put around it. */
const stockWords =
  "development placeholder characters environment production insecure password keyboard changeme" +
  " security session default example express replace another testing minimum private staging" +
  " cookies secrets secured foobar change cookie secret signing please should anyone really" +
  " random string strong secure simple length qwerty letmein website server dummy hello world super" +
  " admin value token thing there least chars bytes hapi koa node hono your this that must auth with" +
  " long here test user keep very safe some only have more than text demo temp todo asdf zxcv bird" +
  " key dev not use cat the and for set web app api env abc xyz foo bar baz xxx fix its now new old jwt";

const utf8 = new TextEncoder();
const separator = /[\s._,!?'-]/g;
const stockWord = new RegExp(
  stockWords
    .split(" ")
    .sort((a, b) => b.length - a.length)
    .join("|"),
  "g",
);

/**
 * What is wrong with a signing secret, or undefined. Nothing here can measure randomness; it finds what is certainly not
 * random, and is made so that random text of any usual alphabet is never found.
 */
export function weaknessOf(secret: string): string | undefined {
  const bytes = utf8.encode(secret);
  if (bytes.length < fewestBytes) return `must have at least ${fewestBytes} bytes of UTF-8`;
  if (repeats(secret) || isSequence(secret) || bitsIn(bytes) < 64)
    return "has too little variety to be secret";
  const own = secret.toLowerCase().replace(separator, "").replace(stockWord, "");
  return utf8.encode(own).length < ownBytes ? "is a placeholder, made of common words" : undefined;
}

/** Whether the text is a unit of at most 64 characters, again and again. */
function repeats(text: string): boolean {
  for (let unit = 1; unit <= Math.min(64, text.length / 2); unit++) {
    if (text.startsWith(text.slice(unit))) return true;
  }
  return false;
}

/** Whether most characters follow from the two before, as in "abcdef" or "987654". */
function isSequence(text: string): boolean {
  let steady = 0;
  for (let i = 2; i < text.length; i++) {
    const step = text.charCodeAt(i) - text.charCodeAt(i - 1);
    if (step === text.charCodeAt(i - 1) - text.charCodeAt(i - 2)) steady++;
  }
  return steady > 0.75 * (text.length - 2);
}

/** Shannon's measure, by how often each byte comes: about the most that the text can be worth. */
function bitsIn(bytes: Uint8Array): number {
  const counts = new Uint32Array(256);
  for (const byte of bytes) counts[byte] = (counts[byte] as number) + 1;
  return counts.reduce((sum, count) => sum + (count && count * Math.log2(bytes.length / count)), 0);
}
