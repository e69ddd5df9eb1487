/** What a session holds here: ten keys, about 440 bytes of JSON. `n` is the counter that the scenarios read and write. */
export function sessionData(n: number): Record<string, unknown> {
  return {
    n,
    userId: "usr_01J9ZK4M7Q2W8X3Y5B6N",
    name: "Grace Brewster Hopper",
    email: "grace.hopper@navy.example",
    roles: ["admin", "editor"],
    locale: "en-GB",
    theme: { mode: "dark", density: "compact", contrast: 1.25 },
    cart: [
      { sku: "A-1009", quantity: 2, price: 1999 },
      { sku: "B-2044", quantity: 1, price: 4950 },
      { sku: "C-3310", quantity: 3, price: 250 },
    ],
    lastSearch: "relay logic, compilers and nanoseconds of wire",
    csrf: "q1ZkTnB4d0xqR2JvWlE3bVhLc1V5aHBq",
  };
}
