export function markdownTable(
  head: readonly string[],
  lines: readonly (readonly string[])[],
): string[] {
  const rule = head.map((_, column) => (column === 0 ? "---" : "---:"));
  return [head, rule, ...lines].map((row) => `| ${row.join(" | ")} |`);
}

/** Without decimals, but for what is nearly nothing. */
export function percent(share: number): string {
  return `${(share * 100).toFixed(share > 0 && share < 0.01 ? 1 : 0)}%`;
}
