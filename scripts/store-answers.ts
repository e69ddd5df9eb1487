/** What is asked of every store: a column of the table each. */
export const questions = [
  "Atomic writes",
  "By owner",
  "Expired records are removed",
  "Durable",
  "Shared",
  "May be stale",
  "Most bytes",
] as const;

/** What one run of a suite showed, in the order of the questions. */
export type Answers = readonly string[];

/** A behaviour that was tried and held. */
export interface Behaviour {
  readonly group: string;
  readonly title: string;
}

const no = "–";

/** What the behaviours of a suite show: an ability counts where it was tried, and not where it was only claimed. */
export function answersOf(behaviours: readonly Behaviour[]): Answers {
  const held = (group: string, title: RegExp) =>
    behaviours.find((one) => one.group === group && title.test(one.title))?.title.match(title);
  const ifHeld = (group: string, title: RegExp, answer = "yes") => (held(group, title) ? answer : no);
  if (held("contract", /^claims what a cookie has by itself/)) {
    return [
      no,
      no,
      ifHeld("content", /no record from expiresAt on$/, "with the cookie"),
      "yes",
      "yes",
      no,
      no,
    ];
  }
  const claimed = held("abilities", /^claims (\w+(?:, \w+)*)$/)?.[1]?.split(", ") ?? [];
  const bytes = held("values", /^claims (\d+) bytes: keeps/)?.[1];
  return [
    ifHeld("in parallel", /in 4 processes on one record$/) !== no
      ? "yes"
      : ifHeld("in parallel", /^one store: lets exactly one of 64 writes/, "in one process"),
    ifHeld("owners", /^removes/),
    expiry(
      ifHeld("sweep", /^removes what has expired for good/),
      ifHeld("native expiry", /^keeps a record until about a minute after its deadline$/),
    ),
    ifHeld("closing", /^claims to be durable/),
    ifHeld("closing", /^claims to be shared/),
    claimed.includes("mayBeStale") ? "yes" : no,
    bytes === undefined ? no : Number(bytes).toLocaleString("en"),
  ];
}

function expiry(swept: string, removed: string): string {
  if (swept !== no) return "by `sweep`";
  return removed === no ? no : "by the backend";
}

/** The answers of all set-ups of a store in one: where they differ, both. Tried between processes once is tried. */
export function together(all: readonly Answers[]): Answers {
  return (all[0] ?? []).map((_, index) => {
    const given = new Set(all.map((answers) => answers[index] ?? no));
    if (given.has("yes")) given.delete("in one process");
    return [...given].sort((a, b) => Number(a === no) - Number(b === no) || a.localeCompare(b)).join(" or ");
  });
}
