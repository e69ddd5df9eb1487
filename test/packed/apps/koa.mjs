import { session } from "@sess/koa";
import Koa from "koa";
import { act, options } from "./act.mjs";

const app = new Koa();
app.use(session(options));
app.use(async (context) => {
  context.body = await act(context.path, context.session);
});
const server = app.listen(0, () => console.log(`listening on ${server.address().port}`));
