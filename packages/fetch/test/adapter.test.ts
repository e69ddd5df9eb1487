import { adapterSuite } from "@sess/test-kit/adapter";
import { describe, it, vi } from "vitest";
import { plainFetch } from "./mount.ts";

// Unhandled errors are written there; the suite provokes them by the dozen.
vi.spyOn(console, "error").mockImplementation(() => {});

adapterSuite({ describe, it, ...plainFetch });
