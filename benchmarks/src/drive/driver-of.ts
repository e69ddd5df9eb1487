import type { App } from "../contestant.ts";
import type { Driver } from "./driver.ts";
import { fetchDriver } from "./fetch-driver.ts";
import { nodeDriver } from "./node-driver.ts";

export function driverOf(app: App): Driver {
  return app.listener ? nodeDriver(app.listener) : fetchDriver(app.fetch);
}
