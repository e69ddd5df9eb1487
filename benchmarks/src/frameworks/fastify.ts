import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from "fastify";
import { sessionData } from "../session-data.ts";
import { type Framework, isThenable, routes } from "./framework.ts";

export const fastifyFramework: Framework<FastifyInstance, FastifyRequest, FastifyReply> = {
  async start(actions, install) {
    const app = Fastify();
    await install?.(app);
    for (const [path, action] of routes(actions, sessionData(1))) {
      app.get(path, (request, reply) => {
        const result = action(request, reply);
        if (isThenable(result)) return result.then(String);
        return reply.send(String(result));
      });
    }
    await app.ready();
    return { listener: (request, response) => app.routing(request, response), close: () => app.close() };
  },
  cookieHeader: (request) => request.headers.cookie,
  setCookie: (_, reply, line) => void reply.header("set-cookie", line),
};
