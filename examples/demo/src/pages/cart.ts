import { html, type SafeHtml } from "@remix-run/html-template";
import { catalogue, mostOfOne, type Product } from "../catalogue.ts";
import type { Page } from "../routing.ts";

/** A product in the cart, and how many of it. */
export interface CartLine {
  readonly product: Product;
  readonly quantity: number;
}

/** The cart, and what can be put into it. */
export function cartPage(lines: readonly CartLine[]): Page {
  return {
    title: "Cart",
    body: (
      csrf,
    ) => html`<p class="lead">Every change is a function of the cart as it is, so two tabs can fill the same one.</p>
${lines.length === 0 ? html`<p class="empty">The cart is empty.</p>` : table(lines, csrf)}
<h2>On the shelf</h2>
<ul class="shelf">${catalogue.map(
      ({ code, name, price }) => html`<li>
<span>${name}</span> <span class="price">${money(price)}</span>
<form method="post" action="/cart/add">${csrf}<input type="hidden" name="product" value="${code}">
<button aria-label="Add ${name}">Add</button></form>
</li>`,
    )}</ul>`,
  };
}

function table(lines: readonly CartLine[], csrf: SafeHtml): SafeHtml {
  const total = lines.reduce((sum, { product, quantity }) => sum + product.price * quantity, 0);
  return html`<table>
<caption>In your cart</caption>
<thead><tr><th scope="col">Product</th><th scope="col">Quantity</th><th scope="col" class="price">Price</th><th scope="col">Remove</th></tr></thead>
<tbody>${lines.map((each) => line(each, csrf))}</tbody>
<tfoot><tr><th scope="row" colspan="2">Together</th><td class="price" data-test="total">${money(total)}</td><td>
<form method="post" action="/cart/empty">${csrf}<button class="quiet">Empty it</button></form></td></tr></tfoot>
</table>`;
}

function line({ product: { code, name, price }, quantity }: CartLine, csrf: SafeHtml): SafeHtml {
  return html`<tr><th scope="row">${name}</th><td>
<form class="row" method="post" action="/cart/change">${csrf}<input type="hidden" name="product" value="${code}">
<input type="number" name="quantity" value="${quantity}" min="1" max="${mostOfOne}" required aria-label="Quantity of ${name}">
<button class="quiet" aria-label="Change ${name}">Change</button></form></td>
<td class="price">${money(price * quantity)}</td><td>
<form method="post" action="/cart/remove">${csrf}<input type="hidden" name="product" value="${code}">
<button class="quiet" aria-label="Remove ${name}">Remove</button></form></td></tr>`;
}

function money(cents: number): string {
  return new Intl.NumberFormat("en", { style: "currency", currency: "EUR" }).format(cents / 100);
}
