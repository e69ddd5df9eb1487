export type {
  AdapterAbilities,
  AdapterUnderTest,
  Exchange,
  Handler,
  Reply,
  Routes,
  RunningApp,
  SessionInput,
  TestApp,
} from "./adapter/app.ts";
export { startServer } from "./adapter/start-server.ts";
export { type AdapterSuiteOptions, adapterSuite } from "./adapter/suite.ts";
