import { storeWorker } from "@sess/test-kit/store";

storeWorker(() => {
  throw new Error("no such database");
});
