import { catalogue, mostOfOne, type Product } from "../catalogue.ts";
import { cartPage } from "../pages/cart.ts";
import { field, type Redirect, type Routes, redirectWith, type Visit } from "../routing.ts";

export const cartRoutes: Routes = {
  "GET /cart": ({ session }) => {
    const cart = session.get("cart", {});
    const lines = catalogue.map((product) => ({ product, quantity: cart[product.code] ?? 0 }));
    return cartPage(lines.filter(({ quantity }) => quantity > 0));
  },

  "POST /cart/add": (visit) =>
    withProduct(visit, ({ code, name }) => {
      visit.session.update("cart", (cart = {}) => {
        return { ...cart, [code]: Math.min((cart[code] ?? 0) + 1, mostOfOne) };
      });
      return `Added: ${name}.`;
    }),

  "POST /cart/change": (visit) =>
    withProduct(visit, ({ code, name }) => {
      const quantity = Number(field(visit.form, "quantity"));
      if (!Number.isInteger(quantity) || quantity < 1 || quantity > mostOfOne) return undefined;
      visit.session.update("cart", (cart = {}) => ({ ...cart, [code]: quantity }));
      return `Changed: ${quantity} of ${name}.`;
    }),

  "POST /cart/remove": (visit) =>
    withProduct(visit, ({ code, name }) => {
      visit.session.update("cart", (cart = {}) => {
        const { [code]: _removed, ...others } = cart;
        return others;
      });
      return `Removed: ${name}.`;
    }),

  "POST /cart/empty": ({ session }) => {
    session.delete("cart");
    return redirectWith(session, "/cart", { kind: "good", text: "The cart is empty." });
  },
};

/** Does something with the product of the form, and says on the next page what came of it. */
function withProduct({ session, form }: Visit, change: (product: Product) => string | undefined): Redirect {
  const product = catalogue.find(({ code }) => code === field(form, "product"));
  const text = product && change(product);
  return redirectWith(
    session,
    "/cart",
    text === undefined
      ? { kind: "bad", text: `Choose a product, and from 1 to ${mostOfOne} of it.` }
      : { kind: "good", text },
  );
}
