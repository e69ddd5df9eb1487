import type { Target } from "../target.ts";
import { cookieHeaders } from "./cookie-headers.ts";
import { csrfTokens } from "./csrf-tokens.ts";
import { formBodies } from "./form-bodies.ts";
import { optionObjects } from "./option-objects.ts";
import { recordTexts } from "./record-texts.ts";
import { sealedTokens } from "./sealed-tokens.ts";
import { splitTokens } from "./split-tokens.ts";
import { storeAnswers } from "./store-answers.ts";

/** All that is fuzzed. Their shares come to a thousand. */
export const targets: readonly Target[] = [
  cookieHeaders,
  sealedTokens,
  splitTokens,
  recordTexts,
  storeAnswers,
  optionObjects,
  formBodies,
  csrfTokens,
] as readonly unknown[] as readonly Target[];

/** The target of a name. */
export function targetOf(name: string): Target {
  const found = targets.find((target) => target.name === name);
  if (found !== undefined) return found;
  throw new Error(
    `There is no target "${name}": there are ${targets.map((target) => target.name).join(", ")}.`,
  );
}
