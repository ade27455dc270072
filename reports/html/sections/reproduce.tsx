/** @jsxRuntime automatic */
/** @jsxImportSource preact */
/** How to measure the same again, and how to name this run. */
import { say } from "../../../bench/messages.ts";
import type { Run } from "../../../bench/schema.ts";
import type { ImageOrigin } from "../../../bench/types.ts";
import { t } from "../../text/message.ts";
import { dayOf } from "../day.ts";
import { TextTable } from "../parts/text-table.tsx";
import type { Section } from "./section.ts";

export const section: Section = {
  id: "reproduce",
  title: say("report-reproduce.title"),
  short: say("report-page.to-reproduce"),
  body: ({ input }) => <Reproduce run={input.run} />,
};

function Reproduce({ run }: { readonly run: Run }) {
  const line = (what: string, value: string): [string, string][] =>
    value === "" ? [] : [[what, value]];
  return (
    <>
      <h3 id="command">{t("report-reproduce.command")}</h3>
      <pre>
        <code>
          {t("report-reproduce.run", {
            profile: run.profile,
            rounds: run.rounds,
            seed: run.seed,
            cpus: run.cpus.length,
            memoryMiB: run.memoryMiB,
            targets: run.targets.map(({ id }) => quoted(id)),
            workloads: run.workloads.map(({ id }) => quoted(id)),
          })}
          {run.image.from === undefined ? "" : ` --image ${quoted(run.image.from.name ?? "IMAGE")}`}
        </code>
      </pre>
      <p class="soft">{t("report-reproduce.same-order")}</p>
      <TextTable
        id="origin"
        head={[t("report-sections.head-what"), t("report-sections.head-value")]}
        lines={[
          line(t("report-reproduce.id"), run.runId),
          line(t("report-reproduce.made"), run.createdAt),
          line(t("report-reproduce.version"), run.isotax),
          line(t("report-reproduce.code"), run.code ?? ""),
          line(t("report-reproduce.plan"), run.planHash ?? ""),
          line(t("report-reproduce.image"), run.image.digest),
          line(t("own-image.reproduce"), imageNamed(run.image.from)),
          line(t("report-reproduce.seed"), String(run.seed)),
        ].flat()}
      />
      <p class="soft">{t("report-reproduce.versions")}</p>
      <h3 id="cite">{t("report-reproduce.cite")}</h3>
      <pre>
        <code>
          {t("report-reproduce.citation", {
            run: run.runId,
            isotax: run.isotax,
            code: (run.code ?? "").slice(0, 12),
            image: run.image.digest.slice(0, 12),
            day: dayOf(run.createdAt),
          })}
        </code>
      </pre>
      <p class="soft">{t("report-reproduce.where")}</p>
      <button type="button" id="all-figures" hidden>
        {t("report-page.json")}
      </button>
    </>
  );
}

/** The user's image as a reader may know it: by its name in an engine, and by its hash. */
function imageNamed(from: ImageOrigin | undefined): string {
  return from === undefined ? "" : `${from.name ?? from.kind} sha256:${from.digest}`;
}

/** A name as one word of a shell. It comes from the run folder, and a reader may paste it. */
function quoted(name: string): string {
  return /^[\w.:/@%+-]+$/.test(name) ? name : `'${name.replaceAll("'", "'\\''")}'`;
}
