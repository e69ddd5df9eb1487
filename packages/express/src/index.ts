import "./augment.ts";

export { getSession, session } from "./middleware.ts";
