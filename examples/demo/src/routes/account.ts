import { accountOf, toLogin } from "../logged-in.ts";
import { accountPage } from "../pages/account.ts";
import type { Routes } from "../routing.ts";

export const accountRoutes: Routes = {
  "GET /account": ({ session }) => {
    const account = accountOf(session);
    return account === undefined ? toLogin(session) : accountPage(account);
  },
};
