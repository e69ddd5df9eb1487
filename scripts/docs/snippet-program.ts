import { readdirSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import type { CodeBlock } from "./code-blocks.ts";

/** A block with what it may take for granted: declarations on one line, in front of it. */
export interface Snippet extends CodeBlock {
  readonly prelude: string;
}

/** "A 'return' statement can only be used within a function body": an excerpt of a handler may end with one. */
const returnOutside = 1108;

/** The options of the workspace, less what only a library's own sources must keep. */
export function snippetOptions(root: string): ts.CompilerOptions {
  const { config } = ts.readConfigFile(join(root, "tsconfig.json"), ts.sys.readFile);
  return {
    ...ts.parseJsonConfigFileContent(config, ts.sys, root).options,
    allowJs: true,
    checkJs: true,
    declaration: false,
    isolatedDeclarations: false,
    noImplicitReturns: false,
    noUnusedLocals: false,
    noUnusedParameters: false,
  };
}

/** What TypeScript objects to in the snippets, as `file:line: message`. */
export function checkSnippets(root: string, snippets: readonly Snippet[]): string[] {
  // A block that augments a module must not change the types of the others.
  const augmenting = snippets.filter(({ text }) => /\bdeclare (module|global)\b/.test(text));
  const groups = [
    snippets.filter((snippet) => !augmenting.includes(snippet)),
    ...augmenting.map((one) => [one]),
  ];
  const parsed = new Map<string, ts.SourceFile | undefined>();
  return groups.flatMap((group) => checkTogether(root, group, parsed));
}

function checkTogether(
  root: string,
  snippets: readonly Snippet[],
  parsed: Map<string, ts.SourceFile | undefined>,
) {
  const options = snippetOptions(root);
  const virtual = new Map<string, Snippet>();
  for (const [index, snippet] of snippets.entries()) {
    virtual.set(join(root, ".snippets", `${index}.${snippet.language}`), snippet);
  }
  const host = ts.createCompilerHost(options);
  const { fileExists, getSourceFile, readFile } = host;
  host.fileExists = (path) => virtual.has(path) || fileExists(path);
  host.readFile = (path) => textOf(virtual.get(path)) ?? readFile(path);
  host.getSourceFile = (path, language, onError) => {
    const text = textOf(virtual.get(path));
    if (text !== undefined) return ts.createSourceFile(path, text, language);
    if (!parsed.has(path)) parsed.set(path, getSourceFile(path, language, onError));
    return parsed.get(path);
  };
  const folders = workspaceFolders(root);
  host.resolveModuleNameLiterals = (literals, containing, redirected, compilerOptions, file) =>
    literals.map((literal) => {
      const mode = ts.getModeForUsageLocation(file, literal, compilerOptions);
      const from = virtual.has(containing)
        ? folders.map((folder) => join(folder, "snippet.ts"))
        : [containing];
      const answers = from.map((path) =>
        ts.resolveModuleName(literal.text, path, compilerOptions, host, undefined, redirected, mode),
      );
      return answers.find(({ resolvedModule }) => resolvedModule) ?? { resolvedModule: undefined };
    });
  const program = ts.createProgram([...virtual.keys()], options, host);
  return [...virtual].flatMap(([path, snippet]) => {
    const file = program.getSourceFile(path);
    const found = [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)];
    return found
      .filter(({ code }) => code !== returnOutside)
      .map((diagnostic) => describe(snippet, diagnostic));
  });
}

function textOf(snippet: Snippet | undefined): string | undefined {
  return snippet && `${snippet.prelude}export {};\n${snippet.text}\n`;
}

function describe(snippet: Snippet, { file, start = 0, messageText }: ts.Diagnostic): string {
  const line = file ? file.getLineAndCharacterOfPosition(start).line : 0;
  return `${snippet.file}:${snippet.line + line - 1}: ${ts.flattenDiagnosticMessageText(messageText, "\n  ")}`;
}

/** The folders whose dependencies a reader may have: every package of the workspace. */
function workspaceFolders(root: string): string[] {
  return ["packages", "examples"].flatMap((group) =>
    readdirSync(join(root, group)).map((name) => join(root, group, name)),
  );
}
