/** Somebody who can log in. */
export interface User {
  readonly id: string;
  readonly name: string;
  passwordHash: string;
}

/** The users of a site. */
export interface Users {
  readonly ada: User;
  readonly eve: User;
  /** How often one was looked up. */
  readonly lookups: number;
  find(id: string): Promise<User | undefined>;
  remove(user: User): void;
}

export function createUsers(): Users {
  const ada: User = { id: "1", name: "Ada", passwordHash: "first of Ada" };
  const eve: User = { id: "2", name: "Eve", passwordHash: "first of Eve" };
  const byId = new Map([ada, eve].map((user) => [user.id, user]));
  let lookups = 0;
  return {
    ada,
    eve,
    get lookups() {
      return lookups;
    },
    async find(id) {
      lookups++;
      const user = byId.get(id);
      return user && { ...user };
    },
    remove: (user) => void byId.delete(user.id),
  };
}
