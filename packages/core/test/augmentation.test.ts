import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const root = resolve(import.meta.dirname, "../../..");

const program = `
import { createSessions, type Session, type SessionData } from "@sess/core";

declare module "@sess/core" {
  interface SessionData {
    cart: string[];
  }
}

declare const session: Session;
export const cart: string[] | undefined = session.get("cart");
export const own: number | undefined = (null as never as Session<{ visits: number }>).get("visits");
export const data: Partial<SessionData> = session.data;
createSessions({ secret: "" }).open({ cookies: undefined, secure: true, request: undefined });
`;

// In a program of its own: an augmentation holds for every file of one.
describe("a program that augments SessionData", () => {
  let directory: string;
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), "sess-augmentation-"));
    const compilerOptions = {
      paths: { "@sess/core": [join(root, "packages/core/src/index.ts")] },
      typeRoots: [join(root, "node_modules/@types")],
      types: ["node"],
      isolatedDeclarations: false,
      declaration: false,
    };
    const config = { extends: join(root, "tsconfig.base.json"), compilerOptions, files: ["program.ts"] };
    await writeFile(join(directory, "tsconfig.json"), JSON.stringify(config));
    await writeFile(join(directory, "package.json"), '{ "type": "module" }');
  });
  afterAll(() => rm(directory, { recursive: true }));

  /** What the compiler says about the program. */
  async function compile(text: string): Promise<string> {
    await writeFile(join(directory, "program.ts"), text);
    return new Promise((done) => {
      const args = [join(root, "node_modules/@typescript/native/bin/tsc"), "-p", directory];
      execFile(process.execPath, args, (_error, stdout, stderr) => done(stdout + stderr));
    });
  }

  it("gives sessions without a type of their own that data", async () => {
    expect(await compile(program)).toBe("");
  }, 30_000);

  it("has other keys refused", async () => {
    const said = await compile(`${program}\nsession.get("basket");`);
    expect(said).toContain(`'"basket"' is not assignable to parameter of type '"cart"'`);
    expect(said.match(/error TS/g)).toHaveLength(1);
  }, 30_000);
});
