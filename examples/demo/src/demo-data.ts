/** Languages of the greeting. */
export type Language = "en" | "de" | "es" | "fr" | "pl";

/** How the site looks; `system` follows the device. */
export type Theme = "system" | "light" | "dark";

/** What a visitor has filled in of the form in three steps. */
export interface Booking {
  readonly name?: string;
  readonly email?: string;
  readonly workshop?: string;
  readonly day?: string;
}

/** A one-time message for the next page. */
export interface Notice {
  readonly kind: "good" | "bad";
  readonly text: string;
}

/** What a session of this site holds. Every part is there only once it was needed. */
export interface DemoData {
  visits: number;
  theme: Theme;
  language: Language;
  /** How many of each product, by its code. */
  cart: Readonly<Record<string, number>>;
  booking: Booking;
  /** How many requests have added one, and one key for each of them. */
  additions: number;
  [addition: `addition:${string}`]: number;
  /** What visitors set by names of their own. */
  [value: `value:${string}`]: string;
}
