/** Names for markers, unlike those of any other process: 80 random bits, drawn once, and a count. At most 31 characters. */
export function newVersions(): () => string {
  const random = crypto.getRandomValues(new Uint8Array(10));
  const own = Array.from(random, (byte) => byte.toString(16).padStart(2, "0")).join("");
  let count = 0;
  return () => {
    count++;
    return own + count.toString(36);
  };
}
