/** How a command ends. Cron and scripts can rely on these numbers. */
export const exitCode = {
  /** Done. */
  done: 0,
  /** It failed: the store did, or `doctor` found a fault. */
  failed: 1,
  /** The command line or the configuration is wrong. Nothing was done. */
  usage: 2,
  /** `sweep` ran out of time; more is left. */
  unfinished: 3,
  /** What was asked for is not there. */
  notFound: 4,
} as const;

/** One of the ways a command ends. */
export type ExitCode = (typeof exitCode)[keyof typeof exitCode];
