import { adapterSuite } from "@sess/test-kit/adapter";
import { describe, it } from "vitest";
import { adapter, versions } from "./mount.ts";

for (const [name, express] of versions) adapterSuite({ describe, it, ...adapter(name, express) });
