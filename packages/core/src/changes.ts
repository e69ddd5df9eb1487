import type { Absolute, Expiry } from "./expiry.ts";
import type { FlashEntry } from "./flash.ts";

/** A recorded call of `update`. */
export interface Update {
  readonly key: string;
  readonly change: (current: unknown) => unknown;
}

/** The strength of a new secret, weakest first. */
export type Rotation = "renewal" | "rotation" | "login";

/** What has been asked of a session since it was read or last saved, as far as its data does not show it. */
export class Changes {
  /** Keys that were set or deleted plainly: what stood there before does not matter. */
  readonly plain: Set<string> = new Set();
  /** Calls of `update` on keys that were not changed plainly before, in order. */
  readonly updates: Update[] = [];
  /** All keys were dropped first. */
  cleared = false;
  /** Save even where nothing differs (`modified = true`). */
  forced = false;
  rotation: Rotation | undefined = undefined;
  /** The owner to be, where the owner was set; its own `undefined` means none. */
  owner: { readonly value: string | undefined } | undefined = undefined;
  expiry: Expiry | undefined = undefined;
  absolute: Absolute | undefined = undefined;
  readonly flashAdded: FlashEntry[] = [];
  readonly flashTaken: Set<string> = new Set();

  /** `key` was set or deleted: what `update` did to it before is part of that value now. */
  change(key: string): void {
    this.plain.add(key);
    for (let index = this.updates.length - 1; index >= 0; index--) {
      if (this.updates[index]?.key === key) this.updates.splice(index, 1);
    }
  }

  update(key: string, change: Update["change"]): void {
    // On top of a plain change, the outcome does not depend on what is stored.
    if (!this.cleared && !this.plain.has(key)) this.updates.push({ key, change });
  }

  clear(): void {
    this.cleared = true;
    this.plain.clear();
    this.updates.length = 0;
  }

  /** Asks for a new secret; a stronger request that is there already stays. */
  rotate(rotation: Rotation): void {
    const order: readonly (Rotation | undefined)[] = [undefined, "renewal", "rotation", "login"];
    if (order.indexOf(rotation) > order.indexOf(this.rotation)) this.rotation = rotation;
  }

  /** Whether flash values were added or taken. */
  get flashed(): boolean {
    return this.flashAdded.length > 0 || this.flashTaken.size > 0;
  }

  /** Whether anything beside the data and the secrets was changed, or a save is forced. */
  get beside(): boolean {
    return (
      this.owner !== undefined ||
      this.expiry !== undefined ||
      this.absolute !== undefined ||
      this.flashed ||
      this.forced
    );
  }

  /** Whether data may have changed. */
  get dataChanged(): boolean {
    return this.cleared || this.plain.size > 0 || this.updates.length > 0;
  }

  /** Takes on what was asked after these changes were set aside for a save that then failed. */
  absorb(later: Changes): void {
    if (later.cleared) this.clear();
    for (const { key, change } of later.updates) this.update(key, change);
    for (const key of later.plain) this.change(key);
    this.forced ||= later.forced;
    if (later.rotation) this.rotate(later.rotation);
    this.owner = later.owner ?? this.owner;
    this.expiry = later.expiry ?? this.expiry;
    this.absolute = later.absolute ?? this.absolute;
    this.flashAdded.push(...later.flashAdded);
    for (const name of later.flashTaken) this.flashTaken.add(name);
  }
}
