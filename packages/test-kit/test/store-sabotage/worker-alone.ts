import { memoryStore } from "@sess/core";
import { storeWorker } from "@sess/test-kit/store";

// A store that no other process shares, whatever it claims.
storeWorker(() => memoryStore());
