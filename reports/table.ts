import Table from "cli-table3";
import pc from "picocolors";

type Options = NonNullable<ConstructorParameters<typeof Table>[0]>;

/** A table for the terminal; the library itself would colour it for pipes as well. */
export function terminalTable(head: readonly string[], options: Options = {}): Table.Table {
  return new Table({
    ...options,
    head: head.map((text) => pc.cyan(text)),
    style: { head: [], border: [], compact: true },
  });
}
