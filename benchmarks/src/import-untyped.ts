/**
 * A package whose types, where it has any, declare the session of a framework's request, as those of the other libraries
 * do: one program can hold only one such declaration.
 */
// biome-ignore lint/suspicious/noExplicitAny: each library has its own shape, which its contestant knows
export const importUntyped = (name: string): Promise<any> => import(name);
