import { forge, garble } from "./drive/cookie-jar.ts";

export const scenarioNames = [
  "anonymous",
  "read",
  "write",
  "create",
  "rolling",
  "forged",
  "garbage",
] as const;
export type ScenarioName = (typeof scenarioNames)[number];

/** What is sent in one scenario. */
export interface Scenario {
  readonly path: string;
  /** Sent to the app that extends sessions it only reads. */
  readonly rolling: boolean;
  /** Undefined: none is sent. */
  readonly cookie?: (valid: string) => string;
}

const same = (cookie: string) => cookie;

export const scenarios: Readonly<Record<ScenarioName, Scenario>> = {
  anonymous: { path: "/anonymous", rolling: false },
  read: { path: "/read", rolling: false, cookie: same },
  write: { path: "/write", rolling: false, cookie: same },
  create: { path: "/create", rolling: false },
  rolling: { path: "/read", rolling: true, cookie: same },
  forged: { path: "/read", rolling: false, cookie: forge },
  garbage: { path: "/read", rolling: false, cookie: garble },
};
