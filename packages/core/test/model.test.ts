import { keepsEveryPromise } from "./model/keeps-every-promise.ts";

// In two files, of which model-more.test.ts is the other, so that they run side by side.
keepsEveryPromise((title) => title.startsWith("any two"));
