import { existsSync, globSync, readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { describe, expect, it } from "vitest";

const root = join(import.meta.dirname, "..");
const read = (path: string): string => readFileSync(join(root, path), "utf8");
const packages = readdirSync(join(root, "packages"));

/** The parts of a package.json that the rules are about. */
interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly private?: boolean;
  readonly description?: string;
  readonly license?: string;
  readonly type?: string;
  readonly sideEffects?: boolean;
  readonly engines?: { readonly node?: string };
  readonly files?: readonly string[];
  readonly exports?: Readonly<Record<string, string>>;
  readonly publishConfig?: { readonly exports?: Readonly<Record<string, unknown>>; readonly access?: string };
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
}

const manifest = (folder: string): Manifest => JSON.parse(read(`${folder}/package.json`));
const workspaces = [
  ...packages.map((name) => `packages/${name}`),
  ...readdirSync(join(root, "examples")).map((name) => `examples/${name}`),
  "benchmarks",
];

describe("source files", () => {
  const sources = globSync("packages/*/src/**/*.ts", { cwd: root });
  const codeFiles = globSync(
    "{packages/*/{src,test},examples/*/{src,test},benchmarks/{src,test},scripts,test}/**/*.{ts,mjs}",
    {
      cwd: root,
      exclude: ["**/node_modules/**"],
    },
  );

  it("are found", () => {
    expect(sources.length).toBeGreaterThan(20);
  });

  it("have at most 250 lines", () => {
    const long = sources.filter((path) => read(path).split("\n").length - 1 > 250);
    expect(long).toEqual([]);
  });

  it("have names that tell what is inside", () => {
    const vague = /^(utils?|helpers?|types|common|misc|shared|internal)\.ts$/;
    expect(codeFiles.filter((path) => vague.test(basename(path)))).toEqual([]);
  });

  it("never export everything of another file, nor a default", () => {
    const loose = sources.filter((path) => /^export (\*|default)/m.test(read(path)));
    expect(loose).toEqual([]);
  });

  it("import neighbours with their extension", () => {
    const bare = codeFiles.filter((path) =>
      /(?:from|import\() ?"\.{1,2}\/[^"]*(?<!\.(?:ts|mjs|json))"/.test(read(path)),
    );
    expect(bare).toEqual([]);
  });

  it("do not silence the compiler", () => {
    const silenced = codeFiles.filter((path) =>
      /@ts-(ignore|nocheck)\b/.test(read(path).replace(/\/@ts-\(.*/, "")),
    );
    expect(silenced).toEqual([]);
  });

  it("focus or forget no test", () => {
    const tests = codeFiles.filter((path) => path.includes("/test/") || path.startsWith("test/"));
    expect(tests.filter((path) => /\b(it|test|describe)\.(only|todo|skip)\(/.test(read(path)))).toEqual([]);
  });
});

describe.each(packages)("package %s", (name) => {
  const folder = `packages/${name}`;
  const { publishConfig, ...json } = manifest(folder);

  it("is named after its folder", () => {
    expect(json.name).toBe(`@sess/${name}`);
  });

  it("has a README that starts with its name and says how to install it", () => {
    const readme = read(`${folder}/README.md`);
    expect(readme.split("\n")[0]).toBe(`# ${json.name}`);
    expect(readme).toContain("npm install");
    expect(readme).toContain(json.name);
  });

  it("ships ES modules, types and nothing but its build", () => {
    expect(json).toMatchObject({
      type: "module",
      license: "MIT",
      files: ["dist"],
      engines: { node: ">=20.19" },
    });
    expect(json.description).toMatch(/\S/);
    expect(publishConfig?.access).toBe("public");
  });

  it("publishes each entry that the workspace uses, built from the same file", () => {
    const published = Object.entries(json.exports ?? {}).map(([entry, source]) => {
      const built = source.replace("./src/", "./dist/").replace(/\.ts$/, "");
      return [
        entry,
        entry === "./package.json" ? source : { types: `${built}.d.ts`, default: `${built}.js` },
      ];
    });
    expect(publishConfig?.exports).toEqual(Object.fromEntries(published));
    for (const source of Object.values(json.exports ?? {}))
      expect(existsSync(join(root, folder, source))).toBe(true);
  });

  it("lists its public names one by one", () => {
    for (const [entry, source] of Object.entries(json.exports ?? {})) {
      if (entry === "./package.json") continue;
      for (const statement of read(`${folder}/${source}`).match(/^(?:import|export)\b[^;]*;/gm) ?? []) {
        expect(statement).toMatch(
          /^(?:export (?:type )?\{[^}]*\} from "\.\/[\w/-]+\.ts"|import "\.\/[\w/-]+\.ts");$/s,
        );
      }
    }
  });

  it("has one index file, and says by a tag whom it may import", () => {
    const indexes = globSync(`${folder}/src/**/index.ts`, { cwd: root });
    expect(indexes.length).toBeLessThanOrEqual(1);
    expect(JSON.parse(read(`${folder}/turbo.json`)).tags).toHaveLength(1);
  });

  it("needs no configuration of its own", () => {
    const configured = readdirSync(join(root, folder)).filter((file) =>
      /^(ts|tsup|vitest|biome)\w*\./.test(file),
    );
    expect(configured).toEqual([]);
  });

  it("has no runtime dependency where it is core", () => {
    if (name === "core") expect({ ...json.dependencies, ...json.peerDependencies }).toEqual({});
    else expect({ ...json.dependencies, ...json.peerDependencies }).toHaveProperty("@sess/core");
  });
});

describe("dependencies", () => {
  it.each(workspaces)("of %s come at the one version of the catalog", (folder) => {
    const { dependencies, devDependencies } = manifest(folder);
    for (const [name, range] of Object.entries({ ...dependencies, ...devDependencies })) {
      expect(`${name} ${range}`).toBe(
        `${name} ${/^@sess(-tests)?\//.test(name) ? "workspace:^" : "catalog:"}`,
      );
    }
  });

  it("of the catalog are all in use", () => {
    const used = new Set(
      ["", ...workspaces].flatMap((folder) => {
        const { dependencies, devDependencies } = manifest(folder || ".");
        return Object.keys({ ...dependencies, ...devDependencies });
      }),
    );
    const [, catalog = ""] = read("pnpm-workspace.yaml").split(/^catalog:\n/m);
    const names = [...catalog.matchAll(/^ {2}"?([^":\s]+)"?:/gm)].map(([, name]) => name);
    expect(names.length).toBeGreaterThan(5);
    expect(names.filter((name) => !used.has(name ?? ""))).toEqual([]);
  });

  it("of peers have the same range everywhere", () => {
    const ranges = new Map<string, Set<string>>();
    for (const folder of workspaces) {
      for (const [name, range] of Object.entries(manifest(folder).peerDependencies ?? {})) {
        ranges.set(name, (ranges.get(name) ?? new Set()).add(range));
      }
    }
    expect([...ranges].filter(([, different]) => different.size > 1)).toEqual([]);
  });
});

describe("versions", () => {
  it("are one for all packages", () => {
    expect(new Set(packages.map((name) => manifest(`packages/${name}`).version)).size).toBe(1);
  });

  it("of pnpm are the same in package.json and the documents", () => {
    const { pnpm } = JSON.parse(read("package.json")).devDependencies;
    const mentions = ["CONTRIBUTING.md", ".ci/run"].flatMap((path) => [
      ...read(path).matchAll(/pnpm@([\d.]+)/g),
    ]);
    expect(mentions.filter(([, version]) => version !== pnpm)).toEqual([]);
  });
});
