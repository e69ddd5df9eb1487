export { type FaultSuiteOptions, faultSuite, type OpenedStore } from "./faults/suite.ts";
