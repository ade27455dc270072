import { isAbsolute, relative, resolve } from "node:path";

/** A path as a person would write it here: relative if it lies below the current folder. */
export function shortPath(path: string): string {
  const absolute = resolve(path);
  const short = relative(process.cwd(), absolute);
  const isBelow = short !== "" && !isAbsolute(short) && !/^\.\.(?:\/|$)/.test(short);
  return isBelow ? short : absolute;
}
