/** What can be booked, by its code. */
export const workshops: Readonly<Record<string, string>> = {
  binding: "Binding books",
  printing: "Screen printing",
  baking: "Baking bread",
};

/** The days on which all of it takes place. */
export const days: readonly string[] = ["Friday", "Saturday", "Sunday"];
