/** The configuration that `isotax init` writes: it runs as it is, and shows what can be changed. */
import { t } from "../reports/text/message.ts";

export type ConfigFormat = "ts" | "json";

/** A loop of the shell: the one program that every Debian has, and that needs no file. */
const OWN = {
  id: "my.loop",
  command: ["sh", "-c", "i=0; while [ $i -lt 200000 ]; do i=$((i + 1)); done; echo loops: $i"],
  metrics: [{ id: "loops", unit: "count", better: "neither", regex: "^loops: (\\d+)$" }],
};

const TARGETS = ["native", "namespaces", "crun"];
const CATALOGUE = "start.exec";

/** `schema`: the path of the JSON Schema, where it is installed. */
export function firstJson(schema: string | undefined): string {
  const config = {
    ...(schema === undefined ? {} : { $schema: schema }),
    targets: TARGETS,
    workloads: [CATALOGUE, OWN],
  };
  return `${JSON.stringify(config, null, 2)}\n`;
}

/** `imports`: whether `isotax` can be imported from the project. */
export function firstModule(imports: boolean): string {
  const [open, close] = imports ? ["defineConfig({", "});"] : ["{", "};"];
  const [metric] = OWN.metrics;
  return [
    ...(imports ? ['import { defineConfig } from "isotax";', ""] : []),
    ...comment("", t("init.about-config")),
    `export default ${open}`,
    ...comment("  ", t("init.about-targets")),
    `  targets: ${list(TARGETS)},`,
    "  workloads: [",
    ...comment("    ", t("init.about-catalogue")),
    `    ${JSON.stringify(CATALOGUE)},`,
    ...comment("    ", t("init.about-command")),
    "    {",
    `      id: ${JSON.stringify(OWN.id)},`,
    `      command: ${list(OWN.command)},`,
    ...comment("      ", t("init.about-metrics")),
    `      metrics: [{ ${fields(metric ?? {})} }],`,
    "    },",
    ...comment("    ", t("init.about-server")),
    ...SERVER.map((line) => `    // ${line}`),
    "  ],",
    ...comment("  ", t("init.about-gate")),
    ...GATE.map((line) => `  // ${line}`),
    close,
    "",
  ].join("\n");
}

const SERVER = [
  "{",
  '  id: "my.redis",',
  '  server: ["redis-server", "--bind", "{address}", "--port", "{port}", "--protected-mode", "no", "--save", ""],',
  '  ready: "redis",',
  "  clients: [",
  "    {",
  '      command: ["redis-benchmark", "-h", "{address}", "-p", "{port}", "-t", "get", "-n", "50000", "--csv"],',
  '      metrics: [{ id: "rate", unit: "ops/s", better: "higher", regex: \'^"GET","([\\\\d.]+)"\' }],',
  "    },",
  "  ],",
  "},",
];

const GATE = ['gate: { base: "crun", head: "oci:./head/crun", workloads: ["my.loop"] },'];

function comment(indent: string, text: string): readonly string[] {
  return text.split("\n").map((line) => `${indent}// ${line}`);
}

function list(words: readonly string[]): string {
  return `[${words.map((word) => JSON.stringify(word)).join(", ")}]`;
}

function fields(object: Readonly<Record<string, string>>): string {
  return Object.entries(object)
    .map(([name, value]) => `${name}: ${JSON.stringify(value)}`)
    .join(", ");
}
