import type { SessionStore, Sessions } from "@sess/core";
import type { TestProxy } from "../proxy.ts";
import type { TestServer } from "../test-server.ts";

/** What each fault has to work with. */
export interface FaultBench {
  readonly server: TestServer;
  readonly proxy: TestProxy;
  readonly store: SessionStore;
  /** With the usual `storeTimeout`: for what comes before and after. */
  readonly patient: Sessions;
  /** With a short `storeTimeout`: for requests during the fault. */
  readonly impatient: Sessions;
  readonly keepsData: boolean;
  /** How long the store may take to work again once its server does, in milliseconds. */
  readonly recovery: number;
  /** Makes an empty server ready, as whoever runs it would. */
  prepare(): Promise<void>;
}

/** The `storeTimeout` of requests during a fault, in milliseconds. */
export const shortTimeout = 300;
