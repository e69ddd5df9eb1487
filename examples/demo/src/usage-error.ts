/** Something that whoever started the site can put right. Only its message is shown. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}
