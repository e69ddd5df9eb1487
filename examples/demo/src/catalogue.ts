/** Something to buy. Nobody delivers it. */
export interface Product {
  readonly code: string;
  readonly name: string;
  /** In cents. */
  readonly price: number;
}

/** Everything there is to buy. */
export const catalogue: readonly Product[] = [
  { code: "notebook", name: "Notebook, dotted", price: 890 },
  { code: "pencils", name: "Six pencils", price: 540 },
  { code: "lamp", name: "Desk lamp", price: 3_950 },
  { code: "tea", name: "Tin of tea", price: 1_275 },
];

/** The most of one product in a cart. */
export const mostOfOne = 99;
