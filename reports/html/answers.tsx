/** @jsxRuntime automatic */
/** @jsxImportSource preact */
/** The first screen: what a container costs, what a VM costs, and whether to trust it. */
import type { ComponentChildren } from "preact";
import { type Code, say } from "../../bench/messages.ts";
import { lowestOf } from "../../bench/stats/extent.ts";
import type { Trust } from "../../bench/stats/trust.ts";
import { type Answers, answersOf, type Cost } from "../answers.ts";
import { confidenceText, intervalText, overheadText, printable, quantity } from "../format.ts";
import type { ReportInput } from "../model.ts";
import { t, textOf } from "../text/message.ts";
import { trustEvidence, trustVerdict } from "../trust.ts";
import { factor, intervalOf } from "./charts/factor.ts";
import { place, Rich } from "./parts/rich.tsx";

/** The page's id of these lines. */
export const ANSWERS_ID = "in-short";

export function AnswerList({ input }: { readonly input: ReportInput }) {
  const answers = answersOf(input);
  const { containers, machines, emulated, trust } = answers;
  const confidences = [...containers, ...machines].flatMap(confidencesOf);
  return (
    <section class="answers" aria-labelledby={ANSWERS_ID}>
      <h2 id={ANSWERS_ID}>{t("answers.heading")}</h2>
      <dl>
        <Answer question={t("answers.container")}>
          <Costs costs={containers} />
          {containers.length > 0 ? null : <p>{t("answers.no-container")}</p>}
        </Answer>
        <Answer question={t("answers.machine")}>
          {emulated.length === 0 ? null : <Emulated targets={emulated} />}
          <Costs costs={machines} />
          {machines.length + emulated.length > 0 ? null : <p>{t("answers.no-machine")}</p>}
        </Answer>
        <Answer question={t("answers.trust")}>
          <Trusted trust={trust} />
        </Answer>
      </dl>
      {confidences.length === 0 ? null : (
        <p class="soft">
          {t("answers.brackets", {
            confidence: confidenceText(lowestOf(confidences)),
            withWork: [...containers, ...machines].some(({ work }) => work.length > 0),
          })}
        </p>
      )}
    </section>
  );
}

function Answer(props: { readonly question: string; readonly children: ComponentChildren }) {
  return (
    <div>
      <dt>{props.question}</dt>
      <dd>{props.children}</dd>
    </div>
  );
}

function Costs({ costs }: { readonly costs: Answers["containers"] }) {
  return costs.map((cost) => (
    <p key={cost.target.id} data-target={cost.target.id}>
      <Rich
        text={t("answers.cost", {
          target: place("target"),
          start: startText(cost),
          work: cost.work.map(({ family, slowdown }) =>
            t("answers.family", {
              family: say(`summary.family-${family}` satisfies Code),
              times: factor(slowdown.median),
              interval: intervalOf(slowdown) ?? "",
            }),
          ),
        })}
        places={{ target: <strong>{cost.target.id}</strong> }}
      />{" "}
      {cost.isVirtualized === false ? t("answers.not-virtualized") : null}
    </p>
  ));
}

/** Of all brackets in a line. */
function confidencesOf({ start, work }: Cost): readonly number[] {
  const shown = [start?.ready, ...work.map(({ slowdown }) => slowdown)];
  return shown.flatMap((summary) => summary?.interval?.confidence ?? []);
}

function startText({ start }: Cost): string {
  if (start === undefined) return "";
  return t("answers.start", {
    time: quantity(start.ready.median, "ns"),
    interval: intervalText(start.ready, "ns") ?? "",
    added: start.added === undefined ? "" : overheadText(start.added, "ns"),
  });
}

function Emulated({ targets }: { readonly targets: readonly string[] }) {
  return (
    <p class="note">
      <span class="tag">{t("report.emulated")}</span>{" "}
      {printable(say("answers.emulated", { targets }))}{" "}
      <a href="#environment-targets">{t("report-page.why-emulated")}</a>
    </p>
  );
}

function Trusted({ trust }: { readonly trust: Trust }) {
  return (
    <p>
      <strong>{textOf(trustVerdict(trust))}</strong> {textOf(trustEvidence(trust))}
      {". "}
      <a href="#not-measured">{t("answers.doubts")}</a>
    </p>
  );
}
