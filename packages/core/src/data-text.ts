import { assertKeepable, type Codec, jsonCodec } from "./codec.ts";
import { type PlainData, plainData, withoutPrototype } from "./data.ts";
import { SessError } from "./errors.ts";
import { checkData, keysOf, type StandardSchema } from "./standard-schema.ts";

/** What was wrong with data that was read. */
export interface Dropped {
  readonly keys: readonly string[];
  readonly issues: readonly unknown[];
}

/** Data to text and back, through the codec and the schema. */
export interface DataText {
  readonly codec: Codec;
  /**
   * The text for `data`. `checked` says that every value has been found keepable, and cannot have changed since. Throws
   * `ERR_SESS_DATA_INVALID` or `ERR_SESS_DATA_UNSERIALIZABLE`, naming the key.
   */
  encode(data: PlainData, checked?: boolean): string;
  /** The data in `text`, without the keys that the schema refuses. Throws what the codec throws. */
  decode(text: string): { readonly data: PlainData; readonly dropped: Dropped | undefined };
}

export function createDataText(codec: Codec, schema: StandardSchema | undefined): DataText {
  return {
    codec,
    encode(data, checked = false) {
      if (schema !== undefined) assertValid(schema, data);
      try {
        // JSON alone would turn some of what was put into `session.data` into something else.
        if (codec === jsonCodec && !checked) for (const key in data) assertKeepable(codec, key, data[key]);
        return codec.encode(data);
      } catch (cause) {
        throw unserializable(codec, data, cause);
      }
    },
    decode(text) {
      const decoded = codec.decode(text);
      // What JSON has parsed is nobody else's, and need not be copied.
      const data = codec === jsonCodec ? withoutPrototype(decoded) : plainData(decoded);
      const dropped = schema === undefined ? undefined : dropInvalid(schema, data);
      return { data, dropped };
    },
  };
}

function assertValid(schema: StandardSchema, data: PlainData): void {
  if (Object.keys(data).length === 0) return;
  const { issues } = checkData(schema, { ...data });
  if (issues.length === 0) return;
  const said = issues.map((issue) => `${pathOf(issue.path)}: ${issue.message}`).join("; ");
  throw new SessError("ERR_SESS_DATA_INVALID", `The session's data does not satisfy \`validate\`: ${said}.`, {
    issues,
  });
}

function dropInvalid(schema: StandardSchema, data: PlainData): Dropped | undefined {
  if (Object.keys(data).length === 0) return undefined;
  const { issues } = checkData(schema, { ...data });
  if (issues.length === 0) return undefined;
  const named = keysOf(issues);
  const keys = (named === "all" ? Object.keys(data) : named).filter((key) => key in data);
  for (const key of keys) delete data[key];
  return keys.length === 0 ? undefined : { keys, issues };
}

function pathOf(path: readonly unknown[] | undefined): string {
  if (path === undefined || path.length === 0) return "the data";
  return path
    .map((part) => String(typeof part === "object" ? (part as { key: unknown }).key : part))
    .join(".");
}

function unserializable(codec: Codec, data: PlainData, cause: unknown): SessError {
  for (const key of Object.keys(data)) {
    try {
      assertKeepable(codec, key, data[key]);
    } catch (named) {
      return new SessError("ERR_SESS_DATA_UNSERIALIZABLE", (named as Error).message.replace("[sess] ", ""), {
        cause,
      });
    }
  }
  return new SessError("ERR_SESS_DATA_UNSERIALIZABLE", "The codec cannot write the session's data.", {
    cause,
  });
}
