import { digest } from "#platform";
import type { Changes, Rotation } from "./changes.ts";
import { idBytes, secretBytes } from "./credential.ts";
import type { DataText } from "./data-text.ts";
import type { Engine } from "./engine.ts";
import { SessError } from "./errors.ts";
import type { Absolute, Expiry } from "./expiry.ts";
import { decodeFlash, encodeFlash, mergeFlash } from "./flash.ts";
import type { Device } from "./options.ts";
import type { Draft, Snapshot } from "./record.ts";
import type { RecordHeader } from "./record-header.ts";
import { presented, renewed, rotated } from "./secret-standing.ts";
import type { SessionState } from "./state.ts";

/** What is to be written, and the secret that was drawn for it. */
export interface Drafted {
  readonly draft: Draft;
  readonly secret: string | undefined;
}

/** What happens to the secrets in a write. */
export interface SecretPlan {
  readonly rotation: Rotation | undefined;
  /** The current secret was presented while previous ones wait. */
  readonly present: boolean;
  /** The request came by what is still the current secret. */
  readonly byCurrent: boolean;
}

const versionBytes = 9;

/** A session that does not exist yet: a new ID, a new secret, epoch 0. */
export function draftNew(state: SessionState, changes: Changes, text: string, now: number): Drafted {
  const { settings } = state.engine;
  const secret = drawSecret(state.engine);
  const header: RecordHeader = {
    sealed: false,
    createdAt: now,
    startedAt: now,
    rotatedAt: now,
    issuedAt: now,
    savedAt: now,
    epoch: 0,
    expiry: expiryFor(state.engine, changes.expiry),
    absolute: absoluteFor(state.engine, changes.absolute),
    secretHash: digest(secret),
    previous: [],
    versions: "",
    deviceLength: 0,
    flashLength: 0,
  };
  return {
    draft: {
      id: settings.random(idBytes),
      header,
      device: captureDevice(state),
      flash: encodeFlash(settings.codec, mergeFlash([], changes.flashAdded, changes.flashTaken)),
      text,
      owner: changes.owner?.value,
      version: settings.random(versionBytes),
    },
    secret,
  };
}

/** The next record after `from`. */
export function draftNext(
  state: SessionState,
  changes: Changes,
  text: string,
  from: Snapshot,
  plan: SecretPlan,
  now: number,
): Drafted {
  const { settings } = state.engine;
  const secret = plan.rotation === undefined ? undefined : drawSecret(state.engine);
  const flash = changes.flashed
    ? encodeFlash(
        settings.codec,
        mergeFlash(decodeFlash(settings.codec, from.flash), changes.flashAdded, changes.flashTaken),
      )
    : from.flash;
  return {
    draft: {
      id: from.id,
      header: nextHeader(state.engine, changes, from.header, plan, secret, now),
      device: plan.rotation === "login" ? captureDevice(state) : from.device,
      flash,
      text,
      owner: changes.owner === undefined ? from.record.owner : changes.owner.value,
      version: settings.random(versionBytes),
    },
    secret,
  };
}

/** A token is its own secret. */
function drawSecret({ settings, tokens }: Engine): string {
  return tokens === undefined ? settings.random(secretBytes) : "";
}

function nextHeader(
  engine: Engine,
  changes: Changes,
  from: RecordHeader,
  plan: SecretPlan,
  secret: string | undefined,
  now: number,
): RecordHeader {
  const grace = engine.settings.rotateGrace;
  const expiry = expiryFor(engine, changes.expiry ?? from.expiry);
  const header = { ...from, expiry, absolute: absoluteFor(engine, changes.absolute ?? from.absolute) };
  if (secret === undefined) return plan.present ? presented(header, grace, now) : header;
  const hash = digest(secret);
  return plan.rotation === "renewal"
    ? renewed(header, hash, plan.byCurrent, grace, now)
    : rotated(header, hash, plan.rotation === "login", now);
}

/** A lifetime of the session's own stays; a default follows the options, so that a changed option reaches every session. */
function expiryFor({ settings: { idle } }: Engine, expiry: Expiry | undefined): Expiry {
  if (expiry === undefined) return { kind: "default", value: idle };
  const follows = expiry.kind === "default" || expiry.kind === "browser";
  return follows && expiry.value !== idle ? { kind: expiry.kind, value: idle } : expiry;
}

function absoluteFor({ settings }: Engine, absolute: Absolute | undefined): Absolute {
  return absolute?.own ? absolute : { own: false, value: settings.absolute };
}

function captureDevice(state: SessionState): string {
  const { device } = state.engine.settings;
  if (device === undefined || state.detached) return "";
  const captured: Record<string, string> = {};
  for (const [name, value] of Object.entries(device(state.facts.request) ?? {}).slice(0, 8)) {
    if (typeof value === "string") captured[name] = value.slice(0, 256);
  }
  return JSON.stringify(captured);
}

/** The device that was captured for a record, if one was. */
export function deviceOf({ device }: Snapshot): Device | undefined {
  if (device === "") return undefined;
  try {
    return JSON.parse(device) as Device;
  } catch {
    // Of a record that was damaged in the store. Its owner must be able to see it in a list, and to revoke it.
    return undefined;
  }
}

/** Refuses a record that its store cannot keep. */
export function assertFits(text: DataText, snapshot: Snapshot, maxBytes: number | undefined): void {
  if (maxBytes === undefined || snapshot.record.data.length * 3 <= maxBytes) return;
  const bytes = new TextEncoder().encode(snapshot.record.data).length;
  if (bytes <= maxBytes) return;
  throw tooLarge(text, snapshot, `The session needs ${bytes} bytes; its store keeps at most ${maxBytes}.`);
}

/** The error for a session that is too big, naming the biggest keys. */
export function tooLarge({ codec, decode }: DataText, snapshot: Snapshot, why: string): SessError {
  const sizes = Object.entries(decode(snapshot.text).data)
    .map(([key, value]) => ({ key, length: codec.encode({ [key]: value }).length }))
    .sort((a, b) => b.length - a.length)
    .slice(0, 3)
    .map(({ key, length }) => `"${key}" (about ${length})`);
  return new SessError("ERR_SESS_DATA_TOO_LARGE", `${why} The biggest keys: ${sizes.join(", ") || "none"}.`);
}
