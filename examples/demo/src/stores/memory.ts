import { memoryStore } from "@sess/core";
import type { Opener } from "./opener.ts";

export const openMemory: Opener = () => ({ store: memoryStore(), name: "memory, until the server stops" });
