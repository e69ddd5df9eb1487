// Bare node:http over a store that answers later, as every store behind a network does.
import { createServer } from "node:http";
import { memoryStore } from "@sess/core";
import { getSession, session } from "@sess/node";
import { act, options } from "./act.mjs";

const memory = memoryStore();
const store = {
  ...memory,
  read: async (...args) => memory.read(...args),
  write: async (...args) => memory.write(...args),
  touch: async (...args) => memory.touch(...args),
  remove: async (...args) => memory.remove(...args),
};

const withSession = session({ ...options, store });
const server = createServer((request, response) => {
  withSession(request, response, async (error) => {
    if (error) throw error;
    // The session is first touched after `response.end` has been looked up.
    response.end(await act(request.url, getSession(request)));
  });
});
server.listen(0, () => console.log(`listening on ${server.address().port}`));
