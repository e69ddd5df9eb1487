import { execFile } from "node:child_process";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { type Weakness, weakenedCopy } from "./weakened.ts";

const weaknesses: readonly (Weakness & {
  readonly what: string;
  readonly target: string;
  readonly found: RegExp;
  /** Milliseconds after which an input is said to never end, where another number of them would only take longer. */
  readonly patience?: number;
})[] = [
  {
    what: "a MAC that nobody looks at",
    target: "cookie-headers",
    file: "core/src/signing.ts",
    from: "all.findIndex((key) => equal(mac(key, text), given))",
    to: "(all.findIndex((key) => equal(mac(key, text), given)), 0)",
    found: /It is .* session, and should be undefined's/,
  },
  {
    what: "a tag of AES-GCM that nobody looks at",
    target: "sealed-tokens",
    file: "core/src/platform-node.ts",
    from: "return Buffer.concat([start, decipher.final()]).toString();",
    to: "return start.toString();",
    found: /A token that was not sealed so was opened/,
  },
  {
    what: "a throw that is let through",
    target: "record-texts",
    file: "core/src/state.ts",
    from: "} catch {\n      // Unknown",
    to: "} catch (error) {\n      throw error;\n      // Unknown",
    found: /SyntaxError/,
  },
  {
    what: "a prototype that is changed",
    target: "record-texts",
    file: "core/src/data.ts",
    from: "const data: PlainData = Object.create(null);",
    to: "const data: PlainData = Object.create(null);\n  (Object.prototype as PlainData).seen = true;",
    found: /Object\.prototype has other properties/,
  },
  {
    what: "a header that takes too long",
    target: "cookie-headers",
    file: "core/src/cookie-header.ts",
    from: "const values: string[] = [];",
    to: `const values: string[] = [];
  for (const start = process.threadCpuUsage(); ; ) {
    const { user, system } = process.threadCpuUsage(start);
    if (user + system > 120_000) break;
  }`,
    found: /It took \d+ ms/,
  },
  {
    what: "a header that never ends",
    target: "cookie-headers",
    file: "core/src/cookie-header.ts",
    from: "if (end === -1) break;",
    to: "if (end === -1) continue;",
    found: /It never ends/,
    patience: 3_000,
  },
];

it.each(process.env.CI ? weaknesses : weaknesses.slice(0, 2))(
  "finds $what",
  { timeout: 180_000 },
  async ({ target, found, patience = 10_000, ...weakness }) => {
    const copy = weakenedCopy(weakness);
    try {
      const main = join(copy, "test/fuzz/main.ts");
      const options = ["--target", target, "--inputs", "3000", "--seed", "1", "--patience", String(patience)];
      const said = await new Promise<string>((resolve) => {
        execFile(process.execPath, [main, ...options], { maxBuffer: 1e8 }, (_error, output) =>
          resolve(output),
        );
      });
      expect(said).toMatch(found);
      expect(said).toMatch(new RegExp(`Again: pnpm fuzz --target ${target} --case=-?\\d+`));
    } finally {
      rmSync(copy, { recursive: true });
    }
  },
);
