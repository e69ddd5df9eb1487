const space = 0x20;
const minus = 0x2d;

/** Reads a line of fields parted by spaces, one after the other: splitting it would make a string of each. */
export class FieldReader {
  readonly #line: string;
  #at = 0;

  constructor(line: string) {
    this.#line = line;
  }

  /** The next field, or the empty string where there is none. */
  text(): string {
    const start = this.#at;
    const end = this.#line.indexOf(" ", start);
    this.#at = (end === -1 ? this.#line.length : end) + 1;
    return this.#line.slice(start, this.#at - 1);
  }

  /** The next field as an integer in base 36, as `toString(36)` writes it; NaN where it is none. */
  number(): number {
    const line = this.#line;
    let at = this.#at;
    const isNegative = line.charCodeAt(at) === minus;
    if (isNegative) at++;
    const start = at;
    let value = 0;
    for (; at < line.length; at++) {
      const code = line.charCodeAt(at);
      if (code === space) break;
      value = value * 36 + digitOf(code);
    }
    this.#at = at + 1;
    if (at === start) return Number.NaN;
    return isNegative ? -value : value;
  }

  /** The next character, which what follows in its field comes after. */
  letter(): string {
    return this.#line.charAt(this.#at++);
  }

  /** The last field, or undefined where there is none or another one follows. */
  last(): string | undefined {
    if (this.#at > this.#line.length) return undefined;
    const field = this.text();
    return this.#at > this.#line.length ? field : undefined;
  }
}

function digitOf(code: number): number {
  if (code >= 0x30 && code <= 0x39) return code - 0x30;
  if (code >= 0x61 && code <= 0x7a) return code - 0x57;
  return Number.NaN;
}
