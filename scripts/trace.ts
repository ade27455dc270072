/**
 * The trace of an error, by lines of the sources. Node can do that itself, but then it reads a map
 * with each module that it loads. That costs every start, and traces are seldom seen.
 */
import { readFileSync } from "node:fs";
import { SourceMap } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { inspect } from "node:util";
import { ROOT } from "../bench/built.ts";

const PLACE = /(file:\/\/\S+?\.js):(\d+):(\d+)/g;

/** With its causes. Never throws. */
export function traceOf(thrown: unknown): string {
  if (!(thrown instanceof Error)) return String(thrown);
  const maps = new Map<string, SourceMap | undefined>();
  return inspect(thrown, { depth: 4 }).replaceAll(
    PLACE,
    (place, url: string, line: string, column: string) => {
      if (!maps.has(url)) maps.set(url, mapOf(url));
      const origin = maps.get(url)?.findOrigin(Number(line), Number(column));
      if (origin === undefined || !("fileName" in origin)) return place;
      const source = join(dirname(fileURLToPath(url)), origin.fileName);
      return `${pathToFileURL(source).href}:${origin.lineNumber}:${origin.columnNumber}`;
    },
  );
}

/** Of a module of the build. Undefined if there is none. */
function mapOf(url: string): SourceMap | undefined {
  try {
    const path = fileURLToPath(url);
    if (!path.startsWith(join(ROOT, "dist/"))) return undefined;
    return new SourceMap(JSON.parse(readFileSync(`${path}.map`, "utf8")));
  } catch {
    return undefined;
  }
}
