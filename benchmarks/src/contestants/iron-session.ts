import type { Request, Response } from "express";
import { getIronSession } from "iron-session";
import { type Contestant, lifetimeSeconds, secret } from "../contestant.ts";
import { expressFramework } from "../frameworks/express.ts";

const options = {
  password: secret,
  cookieName: "sid",
  ttl: lifetimeSeconds,
  cookieOptions: { secure: false },
};
const open = (request: Request, response: Response) =>
  getIronSession<Record<string, unknown>>(request, response, options);

async function change<Result>(
  request: Request,
  response: Response,
  change: (session: Record<string, unknown>) => Result,
): Promise<Result> {
  const session = await open(request, response);
  const result = change(session);
  await session.save();
  return result;
}

export const ironSession: readonly Contestant[] = [
  {
    id: "iron-session",
    framework: "express",
    kind: "peer",
    store: "cookie",
    start: ({ rolling }) =>
      expressFramework.start({
        read: rolling
          ? (request, response) => change(request, response, (session) => session.n)
          : async (request, response) => (await open(request, response)).n,
        write: (request, response) =>
          change(request, response, (session) => {
            session.n = (session.n as number) + 1;
            return session.n;
          }),
        create: (request, response) =>
          change(request, response, (session) => {
            session.n = 1;
            return 1;
          }),
        fill: (request, response, data) =>
          change(request, response, (session) => Object.assign(session, data)),
      }),
  },
];
