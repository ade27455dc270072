/**
 * The sources as JavaScript: each file in the same place below `dist/`, but for what is bundled. Each
 * module delays every start, so what always comes together is one file.
 */
import { copyFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const ROOT = join(dirname(fileURLToPath(import.meta.url)), "..");
const OURS = /^\.{1,2}\/.*\.tsx?$/;

/** Bundled CommonJS modules call `require`, which ESM lacks. */
const REQUIRE =
  'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);';

/** The pages' scripts run in a browser: one for each kind of page. */
const CLIENTS = ["reports/html/client/", "reports/site/client/"];
const CLIENT_SCRIPTS = {
  "reports/html/client/main.ts": "reports/html/client.js",
  "reports/html/client/gate.ts": "reports/html/gate-client.js",
  "reports/site/client/main.ts": "reports/site/client.js",
};

/** The sentences of a language are loaded together, by one module of each. */
const SENTENCES = ["reports/text/en/", "reports/text/ko/", "reports/text/ko.ts"];
const LANGUAGES = ["reports/text/en.ts", "reports/text/ko/korean.ts"];

/** Packages of so many modules that every start would wait for them. */
const PACKAGES = ["xmlbuilder", "zod"];

const { resolve } = createRequire(import.meta.url);

const packageFile = (name) => `packages/${name}.js`;

const isIn = (file, places) => places.some((place) => file.startsWith(place));

/** `files`: relative to the package, as are all names here. Errors: `Error` of the compiler. */
export async function compileSources(folder, files) {
  const shared = {
    absWorkingDir: ROOT,
    bundle: true,
    legalComments: "none",
    logLevel: "silent",
  };
  const forNode = { ...shared, platform: "node", target: "node20", format: "esm" };
  const ours = {
    ...forNode,
    outdir: folder,
    outbase: ".",
    packages: "external",
    sourcemap: "linked",
    sourcesContent: false,
  };
  const apart = files.filter((file) => !isIn(file, [...CLIENTS, ...SENTENCES]));
  await build({
    ...ours,
    entryPoints: apart.filter((file) => !LANGUAGES.includes(file)),
    plugins: [outside(() => true)],
  });
  for (const language of LANGUAGES) {
    const plugins = [outside((file) => !isIn(file, SENTENCES), dirname(language))];
    await build({ ...ours, entryPoints: [language], plugins });
  }
  for (const name of PACKAGES) {
    await build({
      ...forNode,
      stdin: {
        contents: `export * from "${name}"; export { default } from "${name}";`,
        resolveDir: ROOT,
      },
      minify: true,
      outfile: join(folder, packageFile(name)),
      banner: { js: REQUIRE },
      plugins: [withoutLocales],
    });
    const license = join(dirname(resolve(`${name}/package.json`)), "LICENSE");
    copyFileSync(license, join(folder, `packages/${name}.LICENSE`));
  }
  for (const [entry, script] of Object.entries(CLIENT_SCRIPTS)) {
    await build({
      ...shared,
      entryPoints: [entry],
      outfile: join(folder, script),
      minify: true,
      format: "iife",
      target: "es2020",
    });
  }
  await build({
    ...forNode,
    entryPoints: ["bench/payload/main.ts"],
    outfile: join(folder, "bench/payload/payload.mjs"),
    banner: { js: REQUIRE },
  });
}

/** Zod's messages in forty languages, of which none is shown. English is not among these. */
const withoutLocales = {
  name: "without locales",
  setup({ onLoad }) {
    onLoad({ filter: /\/zod\/v4\/locales\/index\.js$/ }, () => ({ contents: "export {};" }));
  },
};

/**
 * Keeps imports of those of our modules, with another file ending, and those of bundled packages.
 * `home`: the folder of the file that is written; by default that of the importing one.
 */
function outside(isOutside, home) {
  return {
    name: "outside",
    setup({ onResolve }) {
      const kept = (importer, target) => {
        const path = relative(home ?? dirname(importer), target);
        return { path: path.startsWith(".") ? path : `./${path}`, external: true };
      };
      onResolve({ filter: OURS }, ({ path, kind, importer, resolveDir }) => {
        const file = relative(ROOT, join(resolveDir, path));
        if (kind === "entry-point" || !isOutside(file)) return undefined;
        return kept(relative(ROOT, importer), file.replace(/\.tsx?$/, ".js"));
      });
      onResolve({ filter: /^[a-z]/ }, ({ path, kind, importer }) => {
        if (kind === "entry-point" || !PACKAGES.includes(path)) return undefined;
        return kept(relative(ROOT, importer), packageFile(path));
      });
    },
  };
}
