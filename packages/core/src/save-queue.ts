import type { Snapshot } from "./record.ts";

/** What the saves of one session in this process pass on to each other. */
export interface Turn {
  /** The record that the save before this one left, so that this one need not read it. */
  last: Snapshot | undefined;
}

/** Saves of one session, one after the other where they overlap: N parallel writers then cost about N writes. */
export interface SaveQueues {
  /** Whether saves of this session are queueing, or would have to. */
  has(id: string): boolean;
  /** Saves that begin while `write` is under way queue behind it. It tells the record that it left, if it was kept. */
  begin(id: string, write: PromiseLike<Snapshot | undefined>): void;
  /** Runs `save` when those before it are done, whether they succeeded or not. */
  run<T>(id: string, save: (turn: Turn) => Promise<T>): Promise<T>;
}

interface Queue {
  /** Settles, and never rejects, when the last save has. */
  tail: Promise<void>;
  readonly turn: Turn;
}

export function createSaveQueues(): SaveQueues {
  const queues = new Map<string, Queue>();
  const extend = (id: string, queue: Queue, tail: Promise<void>) => {
    queue.tail = tail;
    queues.set(id, queue);
    void tail.then(() => {
      if (queue.tail === tail) queues.delete(id);
    });
  };
  const start = (): Queue => ({ tail: Promise.resolve(), turn: { last: undefined } });
  return {
    has: (id) => queues.has(id),
    begin(id, write) {
      const queue = start();
      const learn = (last: Snapshot | undefined) => {
        queue.turn.last = last;
      };
      extend(
        id,
        queue,
        Promise.resolve(write).then(learn, () => {}),
      );
    },
    run(id, save) {
      const queue = queues.get(id) ?? start();
      const result = queue.tail.then(() => save(queue.turn));
      const tail = result.then(
        () => {},
        () => {},
      );
      extend(id, queue, tail);
      return result;
    },
  };
}
