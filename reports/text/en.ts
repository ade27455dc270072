/** Every sentence in English. Records and modules hand over codes. */
import type { Params } from "../../bench/types.ts";

export type Sentences = Readonly<Record<string, (values: Params) => string>>;

export const EN: Sentences = {
  "check.yes": () => "holds",
  "check.no": () => "does not hold",
  "check.unknown": () => "not known",
  "evidence.absent": ({ where }) => `it was written, and the host has nothing at ${where}`,
  "evidence.found": ({ where }) => `it reached the host, at ${where}`,
  "evidence.refused": ({ errno }) => `refused (${errno})`,
};
