export type { RequestFacts, ResponseChanges, ResponseFacts } from "./adapter.ts";
export { type Awaitable, chain, isPromise } from "./awaitable.ts";
export { decodeBase64url, encodeBase64url } from "./base64url.ts";
export { type Codec, jsonCodec } from "./codec.ts";
export type { CookieOptions } from "./cookie-options.ts";
export type { DefaultData, KeyOf, SessionData } from "./data.ts";
export { parseDuration } from "./duration.ts";
export { createEncryption, type Encryption } from "./encryption.ts";
export {
  invalidOption,
  isSessError,
  SessError,
  type SessErrorCode,
  type SessErrorOptions,
  sessErrorCodes,
} from "./errors.ts";
export {
  eventNames,
  type Listeners,
  type SessionEvent,
  type SessionEventName,
  type SessionEvents,
} from "./events.ts";
export { type InspectedSession, inspectSession } from "./inspect.ts";
export { type MemoryStore, type MemoryStoreOptions, memoryStore } from "./memory-store.ts";
export type { Device, Duration, LifetimePreset, SessionOptions } from "./options.ts";
export type { SessionInfo } from "./owners.ts";
export { prefixStore } from "./prefix-store.ts";
export type { RandomSource } from "./random.ts";
export { applyResponseChanges, type HeaderTarget } from "./response-headers.ts";
export { type RotateOptions, Session } from "./session.ts";
export { createSessions, type HeadersLike, type RevokeOptions, type Sessions } from "./sessions.ts";
export { type SessionsInput, sessionsFor } from "./sessions-for.ts";
export { createSigning, type Signing } from "./signing.ts";
export type { Issue, SchemaOutput, SchemaResult, StandardSchema } from "./standard-schema.ts";
export type {
  OpenedToken,
  OwnedRecord,
  SessionRecord,
  SessionStore,
  StoreAbilities,
  TokenContext,
  TokenStore,
} from "./store.ts";
export { assertMaxBytes, assertOptionNames } from "./store-options.ts";
