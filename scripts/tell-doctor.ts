/** What `isotax doctor` prints. */
import pc from "picocolors";
import { emulationReason, isEmulated } from "../bench/emulation.ts";
import { type Code, keyOf } from "../bench/messages.ts";
import type { Facts, Message } from "../bench/types.ts";
import { wrapped } from "../reports/lines.ts";
import { terminalTable } from "../reports/table.ts";
import { t, textOf, wordsOf } from "../reports/text/message.ts";
import { RETRY_KVM } from "../runners/vm/qemu/kvm-verdicts.ts";

export interface Diagnosis {
  readonly id: string;
  readonly ok: boolean;
  readonly reason?: Message | undefined;
  readonly remedy?: Message | undefined;
  readonly facts?: Facts;
}

interface Diagnoses {
  readonly targets: readonly Diagnosis[];
  readonly workloads: readonly Diagnosis[];
}

/** How many are ready, and what the others lack. */
export function shortDiagnosis({ targets, workloads }: Diagnoses): string {
  const emulated = targets.filter((target) => target.ok && isEmulated(target)).map(({ id }) => id);
  const counts = (all: readonly Diagnosis[]) => ({
    ready: all.filter(({ ok }) => ok).length,
    of: all.length,
  });
  return [
    pc.bold(t("terminal.targets-ready", counts(targets))),
    ...(emulated.length === 0 ? [] : wrappedAt(t("terminal.emulated", { targets: emulated }), 2)),
    ...retryOf(targets).flatMap((text) => wrappedAt(text, 2)),
    ...lacksOf(targets),
    pc.bold(t("terminal.workloads-ready", counts(workloads))),
    ...lacksOf(workloads),
    pc.dim(t("terminal.doctor-all")),
    "",
  ].join("\n");
}

/** How to have KVM tried again, where a verdict of it may be kept. */
function retryOf(targets: readonly Diagnosis[]): readonly string[] {
  const isKept = targets.some((target) => {
    const reason = emulationReason(target);
    return typeof reason === "object" && reason.code === ("vm.no-guest-boots" satisfies Code);
  });
  return isKept ? [t("terminal.kvm-again", { command: RETRY_KVM })] : [];
}

/** What lacks the same stands together. */
function lacksOf(all: readonly Diagnosis[]): readonly string[] {
  const groups = new Map<string, Diagnosis[]>();
  for (const one of all.filter(({ ok }) => !ok)) {
    const key = [one.reason ?? "", one.remedy ?? ""].map(keyOf).join();
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  return [...groups.values()].flatMap((group) => {
    const [{ reason = "", remedy = "" } = {}] = group;
    const lack = { names: group.map(({ id }) => id), reason: textOf(reason) };
    const [first = "", ...more] = wrappedAt(t("terminal.lacks", lack), 4);
    return [
      `  ${pc.red("x")} ${first.trimStart()}`,
      ...more,
      ...wrappedAt(`-> ${textOf(remedy)}`, 4),
    ];
  });
}

const COLUMNS = 80;
/** No reason has as many lines. */
const MOST_LINES = 100;

function wrappedAt(text: string, indent: number): readonly string[] {
  return text
    .split("\n")
    .flatMap((line) => wrapped(line.trim(), COLUMNS - indent, MOST_LINES))
    .map((line) => " ".repeat(indent) + line);
}

/** Everything, also facts about what is ready. */
export function wholeDiagnosis({ targets, workloads }: Diagnoses): string {
  const tables = [
    tableOf(t("terminal.targets"), targets),
    tableOf(t("terminal.workloads"), workloads),
  ];
  return [...tables, ...retryOf(targets)].map((part) => `${part}\n`).join("");
}

function tableOf(title: string, diagnoses: readonly Diagnosis[]): string {
  const table = terminalTable([title, "", t("terminal.what-and-why")], {
    colWidths: [18, 7, 90],
    wordWrap: true,
  });
  for (const { id, ok, reason, remedy, facts } of diagnoses) {
    const detail = ok
      ? Object.entries(facts ?? {})
          .map(([key, value]) => t("terminal.fact", { name: wordsOf("fact", key, key), value }))
          .join("\n")
      : `${textOf(reason ?? "")}\n-> ${textOf(remedy ?? "")}`;
    table.push([id, ok ? pc.green(t("terminal.ready")) : pc.red(t("terminal.not-ready")), detail]);
  }
  return table.toString();
}

/** As JSON has it: sentences, as a reader sees them. */
export function diagnosisJson({ targets, workloads }: Diagnoses) {
  return { targets: targets.map(inWords), workloads: workloads.map(inWords) };
}

function inWords({ id, ok, reason, remedy, facts }: Diagnosis) {
  return {
    id,
    ok,
    ...(reason === undefined ? {} : { reason: textOf(reason) }),
    ...(remedy === undefined ? {} : { remedy: textOf(remedy) }),
    ...(facts === undefined
      ? {}
      : {
          facts: Object.fromEntries(
            Object.entries(facts).map(([name, value]) => [name, textOf(value)]),
          ),
        }),
  };
}
