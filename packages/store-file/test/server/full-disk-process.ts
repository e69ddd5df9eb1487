import { join } from "node:path";
import { fileStore } from "@sess/store-file";
import { fullDiskProcess } from "@sess-tests/servers/full-disk";

await fullDiskProcess((disk) => fileStore({ folder: join(disk, "sessions") }));
