// Loaded before a program that listens on a fixed port: gives it a free one instead and says which.
import { Server } from "node:net";

const { listen } = Server.prototype;
Server.prototype.listen = function (first, ...rest) {
  this.once("listening", () => console.log(`listening on ${this.address().port}`));
  return listen.call(this, typeof first === "object" ? { ...first, port: 0 } : 0, ...rest);
};
