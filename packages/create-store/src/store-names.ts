/** What a package and the things in it are called. */
export interface StoreNames {
  /** `@me/store-dynamodb` */
  readonly packageName: string;
  /** The function that makes the store: `dynamodbStore`. */
  readonly functionName: string;
  /** `DynamodbStore`, for the names of types. */
  readonly typeName: string;
}

/** Words that say nothing about which store it is. */
const filler = new Set(["sess", "session", "sessions", "store"]);

/** The names, or undefined where npm would not take `packageName`. */
export function storeNames(packageName: string): StoreNames | undefined {
  const part = "[a-z0-9][a-z0-9._-]*";
  if (packageName.length > 214 || !new RegExp(`^(@${part}/)?${part}$`).test(packageName)) return undefined;
  const words = packageName.replace(/^@[^/]*\//, "").split(/[._-]+/);
  const telling = words.filter((word) => word !== "" && !filler.has(word));
  const pascal = telling.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join("");
  // A name in code begins with a letter.
  const typeName = `${/^[A-Z]/.test(pascal) ? pascal : `My${pascal}`}Store`;
  return { packageName, functionName: typeName.charAt(0).toLowerCase() + typeName.slice(1), typeName };
}
