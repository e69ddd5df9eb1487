import { fileStore } from "@sess/store-file";
import { storeWorker } from "@sess/test-kit/store";

storeWorker((folder) => fileStore({ folder: String(folder), fsync: false }));
