import { ConformanceError } from "../assert.ts";
import type { Browser, Visit } from "./browser.ts";
import type { Gate } from "./observed-store.ts";

/** Resolves when the request waits at the gate; rejects where it is answered without. */
export async function reaches(gate: Gate, { answer }: { readonly answer: Promise<unknown> }): Promise<void> {
  const answered = answer.then(
    () => "an answer",
    (error: unknown) => String(error),
  );
  const first = await Promise.race([gate.reached, answered]);
  if (first !== undefined)
    throw new ConformanceError(`The store should have been called, but there was ${first}.`);
}

/**
 * Whether the head has come. Two round trips on other connections give it the time: whatever the server had sent before
 * has come by then.
 */
export async function hasHead(visit: Visit, other: Browser): Promise<boolean> {
  let came = false;
  void visit.head.then(
    () => {
      came = true;
    },
    () => {},
  );
  for (let trip = 0; trip < 2; trip++) await other.get("/untouched", { cookies: [] });
  return came;
}
