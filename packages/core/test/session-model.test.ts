import { isDeepStrictEqual } from "node:util";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Session } from "../src/index.ts";
import { SessionModel } from "./fixtures/session-model.ts";
import { program, type Step } from "./fixtures/session-program.ts";
import { type Anything, createSite, type SiteOptions } from "./fixtures/site.ts";

/** Takes a step on the real thing. */
async function take(session: Session<Anything>, step: Step): Promise<unknown> {
  const [name] = step;
  switch (step[0]) {
    case "get":
    case "pop":
      return session[step[0]](step[1]);
    case "has":
    case "delete":
      return session[step[0]](step[1]);
    case "takeFlash":
      return session.takeFlash(step[1]);
    case "set":
    case "flash":
      return session[step[0]](step[1], structuredClone(step[2]));
    case "setDefault":
      return session.setDefault(step[1], structuredClone(step[2]) as never);
    case "assign":
      return session.assign(Object.fromEntries([[step[1], structuredClone(step[2])]]));
    case "write":
      session.data[step[1]] = structuredClone(step[2]);
      return undefined;
    case "bump":
      return session.update(step[1], (value) => {
        if (value === null) return undefined;
        return typeof value === "number" ? value + 1 : [value ?? "none"];
      });
    case "push": {
      const value = session.get(step[1]);
      if (Array.isArray(value)) value.push(9);
      return undefined;
    }
    case "list":
      return session.keys().sort();
    case "owner":
      session.owner = step[1];
      return undefined;
    case "renew":
      return session.rotate({ grace: true });
    case "clear":
    case "rotate":
    case "flush":
    case "save":
    case "reload":
    case "touch":
      return session[step[0]]();
    default:
      throw new Error(`No step: ${name}`);
  }
}

/** Runs a program on the model and on the real thing, and compares after every step. */
async function run(steps: readonly Step[], options: SiteOptions<Anything>): Promise<void> {
  const site = createSite(options);
  const browser = site.browser();
  const model = new SessionModel();
  let page = await browser.open();
  for (const step of steps) {
    const expected = model.take(step);
    if (step[0] === "end") {
      await page.end({ status: step[1] });
      site.clock.advance(1);
      page = await browser.open();
    } else {
      same(await take(page.session, step), expected, `answer of ${step[0]}`);
    }
    const { session } = page;
    same(session.isEmpty, model.isEmpty, "isEmpty");
    same(session.isNew, model.stored === undefined, "isNew");
    // Reading would count as an access: every third request stays without.
    if (steps.length % 3 === 0) continue;
    same(session.owner, model.seen.owner, "owner");
    same(session.toJSON(), Object.fromEntries(model.seen.data), "data");
  }
  await page.end();
  model.take(["end", 200]);
  const { session } = await browser.open();
  same(session.toJSON(), Object.fromEntries(model.seen.data), "data in the end");
  same(session.owner, model.seen.owner, "owner in the end");
}

function same(actual: unknown, expected: unknown, what: string): void {
  if (!isDeepStrictEqual(actual, expected)) expect(actual, what).toEqual(expected);
}

describe("the session object", () => {
  it("does what a simple model does, in 10,000 random programs", async () => {
    await fc.assert(
      fc.asyncProperty(program, (steps) => run(steps, {})),
      { numRuns: 10_000 },
    );
  }, 60_000);

  it("does so with encryption, lazy touches and renewals in every request, too", async () => {
    await fc.assert(
      fc.asyncProperty(program, (steps) => run(steps, { encrypt: true, touchAfter: 0, rotateEvery: "1s" })),
      { numRuns: 500 },
    );
  }, 60_000);
});
