export { type FakeClock, fakeClock } from "./fake-clock.ts";
export { storeWorker } from "./store/parallel-worker.ts";
export { type StoreSuiteOptions, storeSuite } from "./store/suite.ts";
export type { StoreUnderTest, StoreWorkers } from "./store/under-test.ts";
export { type TokenStoreSuiteOptions, tokenStoreSuite } from "./token-store/suite.ts";
