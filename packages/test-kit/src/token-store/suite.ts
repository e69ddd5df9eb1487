import type { Awaitable, TokenStore } from "@sess/core";
import { bindingBehaviours } from "./binding.ts";
import { contentBehaviours } from "./content.ts";
import { contractBehaviours } from "./contract.ts";
import { forgeryBehaviours } from "./forgery.ts";
import { createTokenScene, type TokenScene } from "./scene.ts";

/** A store by token, and the two functions of the test runner. */
export interface TokenStoreSuiteOptions {
  /** What the tests are listed under. */
  readonly name?: string;
  readonly describe: (title: string, body: () => void) => unknown;
  /** `timeout` is in milliseconds; runners that do not know it pass it over. */
  readonly it: (title: string, test: () => Promise<void>, timeout?: number) => unknown;
  /** Makes a fresh store. Called once in each test, or twice. */
  readonly createStore: () => Awaitable<TokenStore>;
}

/** Behaviours by title. Each is tried on a store of its own. */
export type TokenBehaviours = Readonly<Record<string, (scene: TokenScene) => Promise<void>>>;

const groups: Readonly<Record<string, TokenBehaviours>> = {
  contract: contractBehaviours,
  content: contentBehaviours,
  binding: bindingBehaviours,
  forgery: forgeryBehaviours,
};

/** Some of them open a thousand tokens. */
const timeout = 20_000;

/**
 * Runs every behaviour that a store by token must have: one that keeps sessions in the cookie. Knows no test runner, as
 * `storeSuite`. What the browser keeps of a session is the manager's work and not tried here.
 *
 * @example
 * import { tokenStoreSuite } from "@sess/test-kit/store";
 * import { describe, it } from "vitest";
 * import type { TokenStore } from "@sess/core";
 *
 * declare function myTokenStore(): TokenStore; // yours
 * tokenStoreSuite({ name: "mine", describe, it, createStore: () => myTokenStore() });
 */
export function tokenStoreSuite({ name, describe, it, createStore }: TokenStoreSuiteOptions): void {
  describe(`token store: ${name ?? "unnamed"}`, () => {
    for (const [group, behaviours] of Object.entries(groups)) {
      describe(group, () => {
        for (const [title, test] of Object.entries(behaviours)) {
          it(title, async () => test(await createTokenScene(createStore)), timeout);
        }
      });
    }
  });
}
