export const inFlight = 16;

/** Calls `one` so many times, `inFlight` at a time. */
export async function inLanes(
  count: number,
  one: (lane: number, index: number) => Promise<unknown>,
): Promise<void> {
  let next = 0;
  const lane = async (number: number) => {
    while (next < count) await one(number, next++);
  };
  await Promise.all(Array.from({ length: inFlight }, (_, number) => lane(number)));
}
