/** Configuration files: what is wrong with them. */
import { didYouMean } from "./parts.ts";

export const config = {
  "config.absent": ({ file }: { file: string }) => `${file} does not exist`,
  "config.name-it": ({ name, folder }: { name: string; folder: string }) =>
    `name the file that holds the configuration, or put ${name} into ${folder}`,
  "config.unreadable": ({ file, why }: { file: string; why: string }) =>
    `${file} cannot be read: ${why}`,
  "config.correct-it": () => "correct the file; its default export must be the configuration",
  "config.no-default-export": ({ file }: { file: string }) => `${file} has no default export`,
  "config.export-default": () => "export default defineConfig({ ... })",

  "config.mistakes": ({ file, mistakes }: { file: string; mistakes: readonly string[] }) =>
    `${file}:\n${mistakes.map((line) => `    ${line}`).join("\n")}`,
  "config.see-keys": () =>
    "docs/gate.md lists the keys; docs/schema/config.schema.json is their JSON Schema",
  "config.unknown-key": ({ key, near }: { key: string; near: readonly string[] }) =>
    `${key}: unknown key${didYouMean(near)}`,
  "config.mistake": ({ key, why }: { key: string; why: string }) => `${key}: ${why}`,
  "config.mistake-in-whole": ({ why }: { why: string }) => `(the whole): ${why}`,

  "config.expected-share": () => 'expected a share, such as "5%"',
  "config.expected-share-or-ignore": () => 'expected a share, such as "5%", or "ignore"',
  "config.no-share": ({ number }: { number: number }) =>
    `a number of 1 or more is no share; for a percentage write "${number}%"`,
  "config.expected-time": () => 'expected a time, such as "90s" or "10m"',
  "config.expected-amount": () => 'expected an amount, such as "50us" or "4KiB"',

  "config.margin-of-no-metric": ({ cells }: { cells: string }) =>
    `gate.margins["${cells}"]: expected "workload/metric"`,
  "config.margin-of-unknown": (of: { cells: string; workload: string; near: readonly string[] }) =>
    `gate.margins["${of.cells}"]: unknown workload "${of.workload}"${didYouMean(of.near)}`,
  "config.see-workloads": () =>
    "docs/workloads.md lists the workloads; * stands for anything, as in disk.fio/*",
};
