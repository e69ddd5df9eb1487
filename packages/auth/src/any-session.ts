/** A session of `@sess/core`, whatever its data: what this package uses of it. */
export interface AnySession {
  readonly id: string | undefined;
  owner: string | undefined;
  readonly age: number;
  load(): Promise<unknown>;
  save(): Promise<void>;
  reload(): Promise<void>;
  flush(): Promise<void>;
  rotate(options?: { readonly login?: boolean }): void;
  get(key: never): unknown;
  update(key: never, change: () => never): void;
}
