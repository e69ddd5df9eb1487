import type { SessionOptions } from "@sess/core";

/** How the site is run: secrets are renewed all the time, deadlines are moved at every use, and nothing is dropped silently. */
export const soakOptions: SessionOptions = {
  secret: "6f0ZkT2mC9xWq4RvB7nJ1sLhYd8uEaGp",
  cookie: { name: "sid", secure: false },
  idle: "1h",
  touchAfter: 1,
  rotateEvery: "2s",
  rotateGrace: "30s",
  // What is answered with 200 has been kept.
  onGone: "error",
};
