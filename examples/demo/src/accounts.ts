import { type ScryptOptions, scrypt, timingSafeEqual } from "node:crypto";

/** Somebody who can log in. */
export interface Account {
  readonly name: string;
  /** The password in clear, because this is a demo: the login page shows it. */
  readonly password: string;
  readonly salt: string;
  /** Its scrypt hash, which is all that a real site keeps of a password. */
  readonly hash: string;
  /** What nobody else may read. */
  readonly note: string;
}

/** Cheap enough to try things out. OWASP's Password Storage Cheat Sheet asks for five times as much: `p: 5`. */
const cost: ScryptOptions = { N: 2 ** 14, r: 8, p: 1 };

/** Everybody who can log in. */
export const accounts: readonly Account[] = [
  {
    name: "reader",
    password: "quiet-corner",
    salt: "_2fxs8GJwFID3uqudCcIVw",
    hash: "Lt70UdcCm57l8UTnGeMbEqhfn2w13782R0_DeaaoRTU",
    note: "Three books are waiting for you at the desk.",
  },
  {
    name: "editor",
    password: "blue-pencil",
    salt: "wgjmZApwogw0Pfu8PIcQ0w",
    hash: "iykvGtrgTd1C8sLJzoNzD6TJE9v0crvM-MHBVX7l-8Y",
    note: "Chapter four is due on Monday.",
  },
];

/** The account of that name, if that is its password. Unknown names take as long as wrong passwords. */
export async function checkPassword(name: string, password: string): Promise<Account | undefined> {
  const account = accounts.find((candidate) => candidate.name === name);
  const { salt, hash } = account ?? (accounts[0] as Account);
  const isRight = timingSafeEqual(await hashOf(password, salt), Buffer.from(hash, "base64url"));
  return isRight ? account : undefined;
}

function hashOf(password: string, salt: string): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    scrypt(password, salt, 32, cost, (error, key) => (error === null ? resolve(key) : reject(error)));
  });
}
