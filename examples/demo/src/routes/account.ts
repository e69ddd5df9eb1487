import { forMember } from "../for-member.ts";
import { accountPage } from "../pages/account.ts";
import type { Routes } from "../routing.ts";

export const accountRoutes: Routes = {
  "GET /account": forMember("/account", (_visit, account) => accountPage(account)),
};
