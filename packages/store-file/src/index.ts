export type { CorruptFile } from "./corrupt-file.ts";
export type { FileStoreOptions } from "./file-options.ts";
export { type FileStore, fileStore } from "./file-store.ts";
