import { session } from "@sess/express";
import express from "express";
import { act, options } from "./act.mjs";

const app = express();
app.use(session(options));
app.use(async (request, response) => {
  response.send(await act(request.path, request.session));
});
const server = app.listen(0, () => console.log(`listening on ${server.address().port}`));
