import { adapterSuite } from "@sess/test-kit/adapter";
import { describe, it } from "vitest";
import { node } from "./mount.ts";

adapterSuite({ describe, it, ...node });
