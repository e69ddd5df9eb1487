const watched: Readonly<Record<string, object>> = {
  Object: Object.prototype,
  Array: Array.prototype,
  Function: Function.prototype,
  String: String.prototype,
  Number: Number.prototype,
  Boolean: Boolean.prototype,
  Promise: Promise.prototype,
  RegExp: RegExp.prototype,
  Map: Map.prototype,
  Set: Set.prototype,
  Error: Error.prototype,
  Uint8Array: Uint8Array.prototype,
};

/** Remembers the prototypes of the language as they are. The function says which is another one since, if any is. */
export function watchPrototypes(): () => string | undefined {
  const kept = Object.entries(watched).map(([name, prototype]) => {
    const keys = Reflect.ownKeys(prototype);
    const values = keys.flatMap((key) => {
      const property = Object.getOwnPropertyDescriptor(prototype, key);
      return property !== undefined && "value" in property ? [[key, property.value] as const] : [];
    });
    return { name, prototype: prototype as Record<PropertyKey, unknown>, count: keys.length, values };
  });
  return () => {
    for (const { name, prototype, count, values } of kept) {
      if (Reflect.ownKeys(prototype).length !== count) return `${name}.prototype has other properties`;
      for (const [key, value] of values) {
        if (prototype[key] !== value) return `${name}.prototype.${String(key)} has another value`;
      }
    }
    return undefined;
  };
}
