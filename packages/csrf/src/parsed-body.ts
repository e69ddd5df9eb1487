const form = /^application\/x-www-form-urlencoded\s*(;|$)/i;

/** A field of a body that the framework's parser has read: an object, or the text of a form. */
export function parsedField(body: unknown, contentType: string | undefined, name: string): unknown {
  if (typeof body === "string") {
    return form.test(contentType ?? "") ? new URLSearchParams(body).get(name) : undefined;
  }
  const isThere = typeof body === "object" && body !== null && Object.hasOwn(body, name);
  return isThere ? (body as Record<string, unknown>)[name] : undefined;
}
