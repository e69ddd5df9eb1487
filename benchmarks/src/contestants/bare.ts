import type { Contestant } from "../contestant.ts";
import { bareActions } from "../frameworks/framework.ts";
import { frameworkNames, frameworks } from "../frameworks.ts";

/** The frameworks alone, which every overhead is over. */
export const bareFrameworks: readonly Contestant[] = frameworkNames.map((name) => ({
  id: name,
  framework: name,
  kind: "bare",
  async start() {
    const framework = await frameworks[name]();
    return framework.start(bareActions());
  },
}));
