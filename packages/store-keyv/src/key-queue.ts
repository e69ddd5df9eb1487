/** Runs the jobs of one key one after the other, and those of different keys side by side. */
export type KeyQueue = <T>(key: string, job: () => Promise<T>) => Promise<T>;

export function createKeyQueue(): KeyQueue {
  const last = new Map<string, Promise<unknown>>();
  return (key, job) => {
    const before = last.get(key);
    // A job that failed has told its caller; the next one begins all the same.
    const mine = before === undefined ? job() : before.then(job, job);
    last.set(key, mine);
    const done = () => {
      if (last.get(key) === mine) last.delete(key);
    };
    mine.then(done, done);
    return mine;
  };
}
