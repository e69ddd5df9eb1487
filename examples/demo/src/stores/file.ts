import { basename, resolve } from "node:path";
import { fileStore } from "@sess/store-file";
import { UsageError } from "../usage-error.ts";
import type { Opener } from "./opener.ts";

export const openFiles: Opener = (_url, path) => {
  if (path === "") throw new UsageError("--store file: takes a folder, as in file:data/sessions.");
  const folder = resolve(path);
  return { store: fileStore({ folder }), name: `files, in the folder ${basename(folder)}` };
};
