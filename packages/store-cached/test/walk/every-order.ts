/** Says which of so many things happens next. */
export type Choose = (options: number) => number;

/** Runs `walk` once for each sequence of choices that it can be given. Says how many there were. */
export async function everyOrder(walk: (choose: Choose) => Promise<void>): Promise<number> {
  const path: { taken: number; options: number }[] = [];
  for (let walks = 1; ; walks++) {
    let depth = 0;
    await walk((options) => {
      const known = path[depth];
      if (known !== undefined && known.options !== options) throw new Error("The walk is not deterministic.");
      const choice = known ?? { taken: 0, options };
      path[depth++] = choice;
      return choice.taken;
    });
    path.length = depth;
    while (path.length > 0 && (path.at(-1) as { taken: number }).taken + 1 === path.at(-1)?.options)
      path.pop();
    const last = path.at(-1);
    if (last === undefined) return walks;
    last.taken++;
  }
}
