import Table from "cli-table3";
import pc from "picocolors";

type Options = NonNullable<ConstructorParameters<typeof Table>[0]>;

/** A table for the terminal. The library itself would use colours in pipes, too. */
export function terminalTable(head: readonly string[], options: Options = {}): Table.Table {
  return new Table({
    ...options,
    head: head.map((text) => pc.cyan(text)),
    style: { head: [], border: [], compact: true },
  });
}
