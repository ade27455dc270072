/** @jsxRuntime automatic */
/** @jsxImportSource preact */
/** The first screen: what a container costs, what a VM costs, and whether to trust it. */
import type { ComponentChildren } from "preact";
import { type Code, say } from "../../bench/messages.ts";
import { lowestOf } from "../../bench/stats/extent.ts";
import type { Trust } from "../../bench/stats/trust.ts";
import { answersOf, type Cost, type FamilyCost } from "../answers.ts";
import { FAMILIES } from "../digest.ts";
import { confidenceText, intervalText, printable, quantity } from "../format.ts";
import type { ReportInput } from "../model.ts";
import { t, textOf, wordsOf } from "../text/message.ts";
import { trustEvidence, trustVerdict } from "../trust.ts";
import { factor, intervalOf } from "./charts/factor.ts";

const NO_FIGURE: Figure = { figure: "", interval: "" };

/** The page's id of these lines. */
export const ANSWERS_ID = "in-short";

export function AnswerList({ input }: { readonly input: ReportInput }) {
  const answers = answersOf(input);
  const { containers, machines, unvirtualized, emulated, ran, trust } = answers;
  const shown = [...containers, ...machines, ...unvirtualized];
  const confidences = shown.flatMap(confidencesOf);
  return (
    <section class="answers" aria-labelledby={ANSWERS_ID}>
      <h2 id={ANSWERS_ID}>{t("answers.heading")}</h2>
      {confidences.length === 0 ? null : (
        <p class="soft">
          {t("answers.brackets", {
            confidence: confidenceText(lowestOf(confidences)),
            withWork: shown.some(({ work }) => work.length > 0),
          })}
        </p>
      )}
      <dl>
        <Answer question={t("answers.container")}>
          <Costs id="short-containers" costs={containers} />
          {containers.length > 0 ? null : (
            <p>{t(ran.container ? "answers.other-run" : "answers.no-container")}</p>
          )}
        </Answer>
        <Answer question={t("answers.machine")}>
          {emulated.length === 0 ? null : <Emulated targets={emulated} />}
          <Costs id="short-machines" costs={machines} />
          {machines.length + emulated.length > 0 ? null : (
            <p>{t(ran.machine ? "answers.other-run" : "answers.no-machine")}</p>
          )}
        </Answer>
        {unvirtualized.length === 0 ? null : (
          <Answer question={t("answers.not-virtualized")}>
            <Costs id="short-unvirtualized" costs={unvirtualized} />
          </Answer>
        )}
        <Answer question={t("answers.trust")}>
          <Trusted trust={trust} />
        </Answer>
      </dl>
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

function Costs({ id, costs }: { readonly id: string; readonly costs: readonly Cost[] }) {
  if (costs.length === 0) return null;
  const families = FAMILIES.filter((family) =>
    costs.some(({ work }) => work.some((of) => of.family === family)),
  );
  const columns = [
    t("answers.start"),
    ...families.map((family) => t(`summary.family-${family}` satisfies Code)),
  ];
  return (
    <>
      <table id={id} class="text costs">
        <thead>
          <tr>
            <td />
            {columns.map((column) => (
              <th key={column} class="column" scope="col">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {costs.map((cost) => (
            <tr key={cost.target.id} data-target={cost.target.id}>
              <th scope="row">
                <Name of={cost} />
              </th>
              {[startFigure(cost), ...families.map((family) => workFigure(cost, family))].map(
                ({ figure, interval }, at) => (
                  <td key={columns[at]} data-label={columns[at]}>
                    {figure} {interval === "" ? null : <small>{interval}</small>}
                  </td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
      {families.length > 0 ? null : <p class="soft">{t("answers.no-work")}</p>}
    </>
  );
}

/** With its title, where the id says too little. */
function Name({ of: { target } }: { readonly of: Cost }) {
  const title = wordsOf("title", target.id, target.title);
  const isSame = title.toLowerCase() === target.id;
  return (
    <>
      {target.id} {isSame ? null : <small>{printable(title)}</small>}
    </>
  );
}

/** Both empty where it was not measured. */
interface Figure {
  readonly figure: string;
  readonly interval: string;
}

function startFigure({ start }: Cost): Figure {
  if (start === undefined) return NO_FIGURE;
  const { ready } = start;
  return { figure: quantity(ready.median, "ns"), interval: intervalText(ready, "ns") ?? "" };
}

function workFigure({ work }: Cost, family: FamilyCost["family"]): Figure {
  const slowdown = work.find((of) => of.family === family)?.slowdown;
  if (slowdown === undefined) return NO_FIGURE;
  return { figure: factor(slowdown.median), interval: intervalOf(slowdown) ?? "" };
}

/** Of all brackets in a line. */
function confidencesOf({ start, work }: Cost): readonly number[] {
  const shown = [start?.ready, ...work.map(({ slowdown }) => slowdown)];
  return shown.flatMap((summary) => summary?.interval?.confidence ?? []);
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
