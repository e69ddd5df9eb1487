import { adapterSuite } from "@sess/test-kit/adapter";
import { describe, it } from "vitest";
import { adapter, versions } from "./mount.ts";

for (const [name, Koa] of versions) adapterSuite({ describe, it, ...adapter(name, Koa) });
