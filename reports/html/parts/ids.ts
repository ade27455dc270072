/** Ids of the page's tables and lines, which links and addresses of readers lead to. */

/** Names come from the run folder, and may have anything in them. */
export function idOf(...names: readonly string[]): string {
  return names.map((name) => name.replaceAll(/[^\w.-]+/g, "-")).join("--");
}
