/** What is counted over a soak. */
export interface Figures {
  requests: number;
  /** Requests without an answer, or answered with a failure of the store. */
  lost: number;
  /** Writes that were answered with success. */
  acknowledged: number;
  logins: number;
  logouts: number;
  revocations: number;
  rotations: number;
  renewals: number;
  /** Cookies of ended sessions and retired secrets that were tried. */
  probes: number;
  appRestarts: number;
  storeRestarts: number;
  /** What must stay empty. */
  readonly wrongPrincipals: string[];
  readonly lostWrites: string[];
  readonly revived: string[];
}

export function newFigures(): Figures {
  return {
    requests: 0,
    lost: 0,
    acknowledged: 0,
    logins: 0,
    logouts: 0,
    revocations: 0,
    rotations: 0,
    renewals: 0,
    probes: 0,
    appRestarts: 0,
    storeRestarts: 0,
    wrongPrincipals: [],
    lostWrites: [],
    revived: [],
  };
}
