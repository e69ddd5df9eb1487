import { type Weakening, weakCore } from "./weakening.ts";

/** Rows about what is kept, where, and who is told. */
export const data: readonly Weakening[] = [
  weakCore(
    4,
    "keeps the secret itself",
    "nothing that can be presented",
    "draft.ts",
    "device: captureDevice(state),",
    "device: secret,",
  ),
  weakCore(
    6,
    "keeps data in an object with a prototype",
    "keys with the names of prototypes",
    "data.ts",
    "const data: PlainData = Object.create(null);",
    "const data: PlainData = {};",
  ),
  weakCore(
    9,
    "evaluates what it reads",
    "what is not JSON is no session",
    "codec.ts",
    "const data: unknown = JSON.parse(text);",
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is source
    "const data: unknown = (0, eval)(`(${text})`);",
  ),
  weakCore(
    11,
    "binds a sealed body to nothing",
    "another owner in the record",
    "record.ts",
    "return JSON.stringify([id, owner ?? null, end, line]);",
    'return "";',
  ),
  {
    row: 12,
    lacks: "makes file names of keys as they are",
    foundBy: "an owner or a key whose name is a path",
    places: [
      {
        file: "packages/store-file/src/record-place.ts",
        from: 'return createHash("sha256").update(name).digest("hex");',
        to: "return encodeURIComponent(name);",
      },
    ],
  },
  {
    row: 12,
    lacks: "follows symbolic links",
    foundBy: "a symbolic link in the folder",
    places: [
      {
        file: "packages/store-file/src/record-files.ts",
        from: "(constants.O_NOFOLLOW ?? 0)",
        to: "0",
      },
    ],
  },
  weakCore(
    26,
    "loses keys with quotes, as JSON paths do",
    "odd keys and values round-trip",
    "codec.ts",
    "encode: (data) => JSON.stringify(data),",
    "encode: (data) => JSON.stringify(data, (key, value) => (/[\"']/.test(key) ? undefined : value)),",
  ),
  {
    row: 26,
    lacks: "takes an owner for a pattern",
    foundBy: "an owner with an odd name",
    places: [
      {
        file: "packages/sql/src/statements.ts",
        // biome-ignore lint/suspicious/noTemplateCurlyInString: it is source
        from: "`WHERE owner = ? AND ${key} <> ?`",
        // biome-ignore lint/suspicious/noTemplateCurlyInString: it is source
        to: "`WHERE owner LIKE ? AND ${key} <> ?`",
      },
    ],
  },
  weakCore(
    28,
    "takes the owner out of the data",
    "text under the names of internals",
    "state.ts",
    "return owner === undefined ? this.base?.record.owner : owner.value;",
    "return (this.data.owner as string) ?? (owner === undefined ? this.base?.record.owner : owner.value);",
  ),
  weakCore(
    30,
    "tells what was forged",
    "no cookie, no secret in it",
    "open.ts",
    'engine.emit("tampered", () => ({ reason: "forged" }))',
    'engine.emit("tampered", () => ({ reason: "forged", value }))',
  ),
  weakCore(
    30,
    "tells the secret of what was loaded",
    "no cookie, no secret in it",
    "open.ts",
    'state.engine.emit("loaded", () => state.whose());',
    'state.engine.emit("loaded", () => ({ ...state.whose(), secret: state.secret }));',
  ),
];
