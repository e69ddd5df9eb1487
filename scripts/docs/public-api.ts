import { readdirSync } from "node:fs";
import { join, relative } from "node:path";
import ts from "typescript";
import { type CodeBlock, exampleBlocks } from "./code-blocks.ts";
import { type Snippet, snippetOptions } from "./snippet-program.ts";

/** What the examples of documentation comments are about, without declaring or importing it each time. */
const context: Record<string, string> = {
  session: 'import("@sess/core").Session<Record<string, any>>',
  sessions: 'import("@sess/core").Sessions<Record<string, any>>',
  store: 'import("@sess/core").SessionStore',
  request: 'import("express").Request',
  response: 'import("express").Response',
  next: "(error?: unknown) => void",
  headers: "Headers",
  error: "unknown",
};

/** The same, where a package has something of its own to talk about. */
const contextOf: Record<string, Record<string, string>> = {
  express: { app: 'import("express").Express', express: 'typeof import("express")' },
  fetch: {
    request: "Request",
    response: "Response",
    Bun: "{ serve(options: { fetch(request: Request): Promise<Response> }): unknown }",
  },
  hono: { app: 'import("hono").Hono', Hono: 'typeof import("hono").Hono' },
  koa: { app: 'import("koa")', Koa: 'typeof import("koa")' },
  node: {
    createServer: 'typeof import("node:http").createServer',
    request: 'import("node:http").IncomingMessage',
    response: 'import("node:http").ServerResponse',
  },
};

/** What the documentation comments of the packages hold, and what they lack. */
export interface PublicApi {
  /** The examples, each with the names it may take for granted in front. */
  readonly examples: readonly Snippet[];
  /** `file:line: message` for each public function without an example, and each public name without a comment. */
  readonly missing: readonly string[];
}

/** Reads the documentation comments of every package. */
export function readPublicApi(root: string): PublicApi {
  const files = sourceFiles(root);
  const program = ts.createProgram(files, snippetOptions(root));
  const checker = program.getTypeChecker();
  const names = new Map(files.map((path) => [path, exportsOf(checker, program.getSourceFile(path))]));
  const core = join(root, "packages/core/src/index.ts");
  const examples = files.flatMap((path) => {
    const index = join(root, relative(root, path).split("/").slice(0, 3).join("/"), "index.ts");
    const reach = [...new Set([path, index, core])];
    const source = program.getSourceFile(path)?.text ?? "";
    return exampleBlocks(root, path, source).map((block) => ({
      ...block,
      prelude: prelude(block, reach, names),
    }));
  });
  const missing = files
    .filter((path) => path.endsWith("/index.ts"))
    .flatMap((path) => names.get(path) ?? [])
    .flatMap((symbol) => missingComment(root, checker, symbol));
  return { examples, missing: [...new Set(missing)] };
}

function sourceFiles(root: string): string[] {
  return readdirSync(join(root, "packages")).flatMap((name) => {
    const source = join(root, "packages", name, "src");
    const entries = ts.sys.directoryExists(source)
      ? readdirSync(source, { recursive: true, encoding: "utf8" })
      : [];
    return entries.filter((entry) => entry.endsWith(".ts")).map((entry) => join(source, entry));
  });
}

function exportsOf(checker: ts.TypeChecker, file: ts.SourceFile | undefined): ts.Symbol[] {
  const module = file && checker.getSymbolAtLocation(file);
  return (module ? checker.getExportsOfModule(module) : []).map((symbol) =>
    symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol,
  );
}

function prelude(
  block: CodeBlock,
  reach: readonly string[],
  names: ReadonlyMap<string, readonly ts.Symbol[]>,
): string {
  const taken = declaredNames(block.text);
  const imports = reach.map((path) => {
    const free = (names.get(path) ?? []).filter(({ name }) => name !== "default" && !taken.has(name));
    const list = free.map((symbol) => {
      taken.add(symbol.name);
      return symbol.flags & ts.SymbolFlags.Value ? symbol.name : `type ${symbol.name}`;
    });
    return list.length > 0 ? `import { ${list.join(", ")} } from ${JSON.stringify(path)};` : "";
  });
  const values = Object.entries({ ...context, ...contextOf[block.file.split("/")[1] ?? ""] }).map(
    ([name, type]) => (taken.has(name) ? "" : `declare const ${name}: ${type};`),
  );
  return [...imports, ...values].join("");
}

/** The names that a piece of code declares or imports at its top level. */
function declaredNames(text: string): Set<string> {
  const names = new Set<string>();
  const add = (name: ts.BindingName | undefined): void => {
    if (!name) return;
    if (ts.isIdentifier(name)) names.add(name.text);
    else for (const element of name.elements) if (ts.isBindingElement(element)) add(element.name);
  };
  for (const statement of ts.createSourceFile("snippet.ts", text, ts.ScriptTarget.Latest).statements) {
    if (ts.isVariableStatement(statement))
      for (const { name } of statement.declarationList.declarations) add(name);
    if (ts.isImportDeclaration(statement)) {
      const { name, namedBindings } = statement.importClause ?? {};
      add(name);
      if (namedBindings && ts.isNamespaceImport(namedBindings)) add(namedBindings.name);
      if (namedBindings && ts.isNamedImports(namedBindings))
        for (const { name } of namedBindings.elements) add(name);
    }
    if (ts.isDeclarationStatement(statement) && statement.name && ts.isIdentifier(statement.name))
      add(statement.name);
  }
  return names;
}

function missingComment(root: string, checker: ts.TypeChecker, symbol: ts.Symbol): string[] {
  const [declaration] = symbol.declarations ?? [];
  const file = declaration?.getSourceFile();
  if (!declaration || !file?.fileName.startsWith(join(root, "packages"))) return [];
  const line = file.getLineAndCharacterOfPosition(declaration.getStart()).line + 1;
  const where = `${relative(root, file.fileName)}:${line}: ${symbol.name}`;
  if (symbol.getDocumentationComment(checker).length === 0)
    return [`${where} is public and has no documentation comment.`];
  const hasExample = symbol.getJsDocTags().some(({ name }) => name === "example");
  return ts.isFunctionDeclaration(declaration) && !hasExample
    ? [`${where} is a public function without an @example.`]
    : [];
}
