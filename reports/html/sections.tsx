/** @jsxRuntime automatic */
/** @jsxImportSource preact */
/** The sections of the page. Every string goes through JSX, which escapes it. */
import type { ComponentChildren } from "preact";
import type { Row } from "../../bench/stats/analyze.ts";
import { overhead } from "../../bench/stats/overhead.ts";
import { medianOf, type Summary } from "../../bench/stats/summary.ts";
import type { Facts, Metric } from "../../bench/types.ts";
import {
  brackets,
  digits,
  fewerRounds,
  intervalText,
  isEmulated,
  overheadIntervalText,
  overheadText,
  printable,
  quantity,
  targetLabel,
} from "../format.ts";
import {
  absence,
  checkLines,
  findRow,
  isPart,
  metricsOf,
  type ReportInput,
  startMetric,
  statusText,
  targetsAsLines,
  turned,
} from "../model.ts";
import { overText, type Rung, rungsOf } from "../steps.ts";
import type { ChartData } from "./data.ts";

export function Section(props: {
  readonly id: string;
  readonly title: string;
  readonly children: ComponentChildren;
}) {
  return (
    <section aria-labelledby={props.id}>
      <h2 id={props.id}>{props.title}</h2>
      {props.children}
    </section>
  );
}

function TargetName({ target }: { readonly target: ReportInput["analysis"]["targets"][number] }) {
  return (
    <>
      {target.id}
      {isEmulated(target) ? (
        <>
          {" "}
          <span class="tag">TCG, emulated</span>
        </>
      ) : null}
    </>
  );
}

interface GridCell {
  readonly text: ComponentChildren;
  readonly class?: string;
}

/** A table of targets and metrics; with many targets each has a line of its own. */
function Grid(props: {
  readonly input: ReportInput;
  readonly caption: string;
  readonly class?: string;
  readonly targets: ReportInput["analysis"]["targets"];
  readonly metrics: readonly string[];
  readonly cell: (target: ReportInput["analysis"]["targets"][number], metric: number) => GridCell;
}) {
  const { targets, metrics, cell } = props;
  const lines: GridCell[][] = [
    [{ text: "" }, ...targets.map((target) => ({ text: <TargetName target={target} /> }))],
    ...metrics.map((metric, index) => [
      { text: <Breakable text={metric} /> },
      ...targets.map((target) => cell(target, index)),
    ]),
  ];
  const [head = [], ...body] = targetsAsLines(props.input) ? turned(lines) : lines;
  return (
    <div class="scroll">
      <table class={props.class}>
        <caption>{props.caption}</caption>
        <thead>
          <tr>
            {head.map(({ text }, column) => (
              <th scope="col" key={column}>
                {text}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {body.map((line, number) => (
            <tr key={number}>
              {line.map((one, column) =>
                column === 0 ? (
                  <th scope="row" key={column}>
                    {one.text}
                  </th>
                ) : (
                  <td key={column} class={one.class}>
                    {one.text}
                  </td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** A metric's name, which a narrow column may break after its dots and slashes, not within a word. */
function Breakable({ text }: { readonly text: string }) {
  return (
    <>
      {text.split(/(?<=[./])/).map((part, index) => (
        <>
          {index === 0 ? null : <wbr />}
          {part}
        </>
      ))}
    </>
  );
}

/** The answer in a card for each target. */
export function Glance({ input }: { readonly input: ReportInput }) {
  return (
    <>
      <Cards input={input} />
      <p class="soft">
        Start: the first byte of the run's first start. Slowdowns: the median over the metrics of a
        family, which follow with their intervals.
      </p>
    </>
  );
}

/** Abbreviations are written as such. */
const FAMILIES: Readonly<Record<string, string>> = { cpu: "CPU" };

/** The first headline of the run that is of this kind, on a target. */
function headline(
  { analysis }: ReportInput,
  target: string,
  isWanted: (metric: Metric) => boolean,
): Row | undefined {
  return analysis.rows.find(
    (row) => row.subject === target && row.is.role === "headline" && isWanted(row.is),
  );
}

/** Families whose metrics are told as slowdowns. */
function slowedFamilies({ workloads }: ReportInput["analysis"]): readonly string[] {
  const slowed = workloads.filter(({ metrics }) =>
    metrics.some(({ role, against }) => role === "headline" && against === "ratio"),
  );
  return [...new Set(slowed.map(({ family }) => family))];
}

function Cards({ input }: { readonly input: ReportInput }) {
  const { rows, targets } = input.analysis;
  const families = slowedFamilies(input.analysis);
  return (
    <ul class="cards">
      {targets.map((target) => {
        const start = headline(input, target.id, ({ each }) => each === "start");
        const shipped = headline(input, target.id, ({ exact }) => exact === true);
        return (
          <li key={target.id}>
            <strong>
              <TargetName target={target} />
            </strong>
            {target.ok ? (
              <dl>
                {start === undefined ? null : (
                  <>
                    <dt>{target.warm === true ? "warm start" : "cold start"}</dt>
                    <dd>{quantity(start.summary.median, "ns")}</dd>
                  </>
                )}
                {families.map((family) => (
                  <>
                    <dt>{FAMILIES[family] ?? family} slowdown</dt>
                    <dd>{typicalSlowdown(rows, target.id, family)}</dd>
                  </>
                ))}
                <dt>to ship</dt>
                <dd>{shippedText(target.kind, shipped)}</dd>
              </dl>
            ) : (
              <p class="soft">not measured: {target.reason}</p>
            )}
          </li>
        );
      })}
    </ul>
  );
}

function shippedText(kind: string, row: Row | undefined): string {
  if (kind === "native") return "0";
  return row === undefined ? "not measured" : quantity(row.summary.median, "bytes");
}

/** Median slowdown over a family's metrics. */
function typicalSlowdown(rows: readonly Row[], target: string, family: string): string {
  const own = rows.filter(
    (row) =>
      row.subject === target && row.family === family && !isPart(row) && row.is.role !== "cost",
  );
  if (target === "native") return own.length === 0 ? "not measured" : "1x";
  const slowdowns = own.flatMap((row) =>
    row.overhead?.kind === "slowdown" ? [row.overhead.summary.median] : [],
  );
  return slowdowns.length === 0 ? "not measured" : `${medianOf(slowdowns).toFixed(2)}x`;
}

/** Names for those who hear the charts. */
function spokenLabels(data: ChartData): ReadonlyMap<string, string> {
  return new Map(
    data.targets.map(({ id, emulated }) => [id, emulated ? `${id} (TCG, emulated)` : id]),
  );
}

export function Ladders({ data }: { readonly data: ChartData }) {
  const labels = spokenLabels(data);
  return (
    <>
      <label>
        <input type="checkbox" id="ladder-log" checked /> logarithmic axis
      </label>
      {data.ladders.map((ladder) => {
        const measured = ladder.rows.filter(({ segments }) => segments.length > 0);
        const text = measured
          .map(({ target, segments }) => {
            const ready = segments.find(({ phase }) => phase === "ready");
            const label = labels.get(target) ?? target;
            return `${label} ${ready === undefined ? "?" : digits(ready.to)} ms`;
          })
          .join(", ");
        return (
          <figure key={ladder.workload}>
            <h3>
              {ladder.workload}: {ladder.title}
            </h3>
            {measured.length === 0 ? (
              <p>Not measured.</p>
            ) : (
              <div class="chart">
                <canvas
                  id={`ladder-${ladder.workload}`}
                  role="img"
                  aria-label={`Time to the first byte: ${text}`}
                />
              </div>
            )}
            <figcaption>
              Medians. kernel: a guest's own kernel began; init: first code inside the isolation;
              ready: the workload's first byte; exited: the process was reaped; removed: nothing is
              left. On the logarithmic axis a mark stands where a phase was reached; on the linear
              one a bar is as long as its phase.
            </figcaption>
          </figure>
        );
      })}
    </>
  );
}

/** The ladder read from the bottom up: what each rung adds to the one below it. */
export function Steps({ input }: { readonly input: ReportInput }) {
  const { run, analysis } = input;
  const starts = analysis.workloads.filter((workload) => startMetric(workload) !== undefined);
  const rows = analysis.rows.filter(({ workload }) => starts.some(({ id }) => id === workload));
  return (
    <>
      <p>
        From the bottom rung up: how much later the first byte comes than on the rung below, in the
        same round. Medians of {run.rounds} round(s){brackets(rows)}. In bold where that interval
        leaves out zero: elsewhere no difference was shown. Where the rung below was not measured,
        the next one down stands in, and the difference holds both.
      </p>
      {starts.flatMap((workload) =>
        [false, true].map((warm) => (
          <StepTable key={`${workload.id} ${warm}`} input={input} workload={workload} warm={warm} />
        )),
      )}
    </>
  );
}

function StepTable(props: {
  readonly input: ReportInput;
  readonly workload: ReportInput["analysis"]["workloads"][number];
  readonly warm: boolean;
}) {
  const { input, workload, warm } = props;
  const rungs = rungsOf(input, workload.id, warm);
  if (rungs.length === 0) return null;
  const head = ["rung", "to the first byte", "adds", "to", "what it adds"];
  return (
    <>
      <h3>
        {workload.id}: {warm ? "warm starts" : "cold starts"}
      </h3>
      {warm ? (
        <p class="soft">
          Each begins from something that was made beforehand; prework is the time spent on that for
          each start. What is made once a run is said among the target's facts.
        </p>
      ) : null}
      <TextTable
        head={warm ? [...head, "prework"] : head}
        lines={rungs.map(({ target, ready, interval, step, prework }) => [
          <TargetName target={target} />,
          <>
            {ready} <span class="soft interval">{interval}</span>
          </>,
          <Difference step={step} />,
          step === undefined ? "" : overText(step),
          target.adds,
          ...(warm ? [prework ?? "once a run"] : []),
        ])}
      />
    </>
  );
}

function Difference({ step }: { readonly step: Rung["step"] | undefined }) {
  if (step === undefined) return null;
  return (
    <>
      {step.shown ? <b>{step.difference}</b> : step.difference}{" "}
      <span class="soft interval">{step.interval}</span>
    </>
  );
}

/** Upper ends of the heat map's classes, as slowdown. */
const HEAT = [0.97, 1.03, 1.1, 1.3, 2, 5] as const;

/** A colour claims a difference: none without an interval, or for one that includes 1. */
function heatClass({ median, interval }: Summary): string {
  if (interval === undefined || (interval.low <= 1 && interval.high >= 1)) return "same";
  const index = HEAT.findIndex((end) => median < end);
  return `h${index === -1 ? HEAT.length : index}`;
}

/**
 * What the heat map is to show: a start by its headline, for its other moments explain that one.
 * Sizes have sections of their own: a ratio to what native ships or takes says nothing.
 */
function isSlowdown({ is, unit }: Row, of: "speed" | "cost"): boolean {
  if (is.role === "part" || is.exact === true) return false;
  if ((is.role === "cost") !== (of === "cost")) return false;
  if (is.against === "ratio") return true;
  return is.against === "difference" && is.role === "headline" && unit === "ns";
}

/**
 * Slowdown of every metric, a start's too, though it is reported as a difference; or what the same
 * work takes of the host's CPU time.
 */
export function HeatMap({
  input,
  of,
}: {
  readonly input: ReportInput;
  readonly of: "speed" | "cost";
}) {
  const { targets, workloads } = input.analysis;
  const rows = input.analysis.rows.filter((row) => isSlowdown(row, of));
  const others = targets.filter(({ kind }) => kind !== "native");
  const lines = workloads.flatMap(({ id }) =>
    metricsOf(rows, id).map((metric) => ({ workload: id, metric })),
  );
  if (lines.length === 0) return <p>Not measured.</p>;
  return (
    <>
      <p>
        {of === "speed"
          ? "How many times worse than native in the same round: 1.00 is native's own speed."
          : "How many times as much of the host's CPU time a unit of the same work takes as natively, in the same round: of all that an instance is made of, the VMM, runtimes, clients and daemons included. What is as fast for twice the CPU time is not equal."}{" "}
        Medians of {input.run.rounds} round(s){brackets(rows)}. A cell has no colour where that
        interval includes 1, or where there are too few rounds for one: no difference was shown.
      </p>
      <Grid
        input={input}
        caption={of === "speed" ? "Slowdown against native" : "Host CPU time against native"}
        class={targetsAsLines(input) ? "heat turned" : "heat"}
        targets={others}
        metrics={lines.map(({ workload, metric }) =>
          `${workload} ${nameOf(rows, workload, metric)}`.trim(),
        )}
        cell={(target, index) => {
          const { workload, metric } = lines[index] as (typeof lines)[number];
          const row = findRow(rows, workload, metric, target.id);
          const slowdown = row && slowdownOf(row, findRow(rows, workload, metric, "native"));
          if (slowdown === undefined) {
            return { text: row ? "n/a" : absence(input, target.id, workload) };
          }
          return { class: heatClass(slowdown), text: <Ratio slowdown={slowdown} /> };
        }}
      />
      <p class="soft scale">
        <span class="same">not shown to differ</span>
        {[...HEAT, Number.POSITIVE_INFINITY].map((end, index) => (
          <span key={end} class={`h${index}`}>
            {Number.isFinite(end) ? `< ${end}` : `>= ${HEAT.at(-1)}`}
          </span>
        ))}
      </p>
    </>
  );
}

/** A cost by what it is the cost of. */
function nameOf(rows: readonly Row[], workload: string, metric: string): string {
  const is = rows.find((row) => row.workload === workload && row.metric === metric)?.is;
  return is?.role === "cost" ? (is.of ?? "") : metric;
}

function Ratio({ slowdown: { median, interval } }: { readonly slowdown: Summary }) {
  return (
    <>
      {ratio(median)}
      <span class="soft">
        {interval === undefined ? "" : `[${ratio(interval.low)}, ${ratio(interval.high)}]`}
      </span>
    </>
  );
}

function ratio(value: number): string {
  return value < 100 ? value.toFixed(2) : value.toFixed(0);
}

function slowdownOf(row: Row, native: Row | undefined): Summary | undefined {
  if (row.overhead?.kind === "slowdown") return row.overhead.summary;
  return native && overhead("slowdown", row.better, row.rounds, native.rounds)?.summary;
}

export function Distributions({ data }: { readonly data: ChartData }) {
  if (data.distributions.length === 0) return <p>Nothing was measured.</p>;
  return (
    <figure>
      <label>
        Metric:{" "}
        <select id="distribution-choice">
          {data.distributions.map(({ key, label }) => (
            <option key={key} value={key} selected={key === "start.exec ready"}>
              {label}
            </option>
          ))}
        </select>
      </label>
      <div class="chart">
        <canvas id="distribution" role="img" aria-label="Box plot of the chosen metric" />
      </div>
      <figcaption>
        Samples of all rounds; box: quartiles; whiskers: 1.5 times the box.{" "}
        <span id="distribution-note" />
      </figcaption>
    </figure>
  );
}

export function ImageSize({
  data,
  input,
}: {
  readonly data: ChartData;
  readonly input: ReportInput;
}) {
  const { rows } = input.analysis;
  if (data.image.length === 0) return <p>Not measured.</p>;
  const labels = spokenLabels(data);
  return (
    <>
      <p>
        Native ships nothing: 0 by definition. Containers ship the root filesystem as compressed
        layers; a VM ships a disk, a kernel and an initramfs. Computed from the files and layers of
        the image; the tools that run it (runtimes, engines, QEMU) are not counted.
      </p>
      {data.image.map((bars) => (
        <figure key={`${bars.workload} ${bars.kind}`}>
          <h3>{bars.title}</h3>
          <div class="chart">
            <canvas
              id={`image-${bars.kind}`}
              role="img"
              aria-label={`${bars.title}: ${data.targets
                .map(({ id }) => {
                  const row = findRow(rows, bars.workload, bars.kind, id);
                  return `${labels.get(id)} ${row === undefined ? "not measured" : quantity(row.summary.median, "bytes")}`;
                })
                .join(", ")}`}
            />
          </div>
        </figure>
      ))}
    </>
  );
}

/** What one more instance takes, by every way of counting, and of what that is made. */
export function Footprints({ input }: { readonly input: ReportInput }) {
  const measured = input.analysis.workloads.filter(({ metrics }) =>
    metrics.some(({ fold }) => fold?.how === "slope"),
  );
  if (measured.length === 0) {
    return <p>Not asked for in this run (--workloads footprint measures it).</p>;
  }
  return (
    <>
      <p>
        The slope over several instances at once: what they share is not in it. pss: pages of the
        processes, shared ones in part. cgroup: what is charged to the instance, the kernel's own
        and page cache included. available: how much less the host has for others, which whatever
        else runs there blurs. disk: blocks used.
      </p>
      <ResultGrids input={input} workloads={measured} rows={input.analysis.rows} />
    </>
  );
}

export function Results({ input }: { readonly input: ReportInput }) {
  const rows = input.analysis.rows.filter((row) => !isPart(row));
  return <ResultGrids input={input} workloads={input.analysis.workloads} rows={rows} />;
}

function ResultGrids(props: {
  readonly input: ReportInput;
  readonly workloads: ReportInput["analysis"]["workloads"];
  readonly rows: readonly Row[];
}) {
  const { input, workloads, rows } = props;
  const { targets } = input.analysis;
  return (
    <>
      {workloads.map((workload) => {
        const metrics = metricsOf(rows, workload.id);
        const checks = checkLines(input, workload.id);
        return (
          <Grid
            key={workload.id}
            input={input}
            caption={`${workload.id}: ${workload.title}`}
            targets={targets}
            metrics={[...metrics, ...checks.map(({ check }) => check)]}
            cell={(target, index) => {
              const check = checks[index - metrics.length];
              if (check !== undefined) {
                return {
                  class: "words",
                  text: check.text(target.id) ?? absence(input, target.id, workload.id),
                };
              }
              const row = findRow(rows, workload.id, metrics[index] ?? "", target.id);
              return {
                text:
                  row === undefined ? (
                    absence(input, target.id, workload.id)
                  ) : (
                    <Cell row={row} rounds={input.run.rounds} />
                  ),
              };
            }}
          />
        );
      })}
    </>
  );
}

function Cell({ row, rounds }: { readonly row: Row; readonly rounds: number }) {
  const { overhead, summary, unit } = row;
  return (
    <>
      {quantity(summary.median, unit)}
      <span class="soft">
        {intervalText(summary, unit)} {fewerRounds(summary, row, rounds)}
      </span>
      {overhead === undefined ? null : (
        <>
          {overheadText(overhead, unit)}
          <span class="soft">
            {overheadIntervalText(overhead, unit)} {fewerRounds(overhead.summary, row, rounds)}
          </span>
        </>
      )}
    </>
  );
}

export function NotMeasured({ input }: { readonly input: ReportInput }) {
  const { notMeasured, warnings, targets } = input.analysis;
  return (
    <>
      {notMeasured.length === 0 ? (
        <p>Every planned cell was measured.</p>
      ) : (
        <TextTable
          head={["target", "workload", "status", "why", "what to do"]}
          lines={notMeasured.map((one) => [
            targetLabel(targets.find(({ id }) => id === one.target) ?? { id: one.target }),
            one.workload,
            statusText(one),
            <Why reason={one.reason} lastWords={one.lastWords} />,
            one.remedy,
          ])}
        />
      )}
      <h3>Warnings</h3>
      {warnings.length === 0 ? (
        <p>None.</p>
      ) : (
        <TextTable
          head={["warning", "what", "how often", "what to do"]}
          lines={warnings.map(({ code, message, count, where, remedy }) => [
            code,
            message,
            count === 1 ? where : `${count} times, first: ${where}`,
            remedy,
          ])}
        />
      )}
    </>
  );
}

function Why({ reason, lastWords }: { readonly reason: string; readonly lastWords: string }) {
  return (
    <>
      {reason}
      {lastWords === "" ? null : (
        <details>
          <summary>its last words</summary>
          <pre>{printable(lastWords)}</pre>
        </details>
      )}
    </>
  );
}

function TextTable(props: {
  readonly head: readonly string[];
  readonly lines: readonly (readonly ComponentChildren[])[];
}) {
  return (
    <div class="scroll">
      <table class="text">
        <thead>
          <tr>
            {props.head.map((text) => (
              <th scope="col" key={text}>
                {text}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {props.lines.map((line, number) => (
            <tr key={number}>
              {line.map((text, index) =>
                index === 0 ? (
                  <th scope="row" key={props.head[index]}>
                    {text}
                  </th>
                ) : (
                  <td key={props.head[index]} data-label={props.head[index]}>
                    {text}
                  </td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

export function Environment({ input }: { readonly input: ReportInput }) {
  const { run, analysis } = input;
  const { start, end } = run.calibration;
  const medianText = (values: readonly number[] | undefined) =>
    values === undefined || values.length === 0 ? "not measured" : quantity(medianOf(values), "ns");
  return (
    <>
      <h3>Host</h3>
      <TextTable head={["fact", "value"]} lines={Object.entries(run.host)} />
      <h3>What the harness costs</h3>
      <TextTable
        head={["what", "at the start", "at the end"]}
        lines={[
          [
            "round trip that spawns nothing",
            medianText(start?.channelNs),
            medianText(end?.channelNs),
          ],
          [
            "spawn to first byte, no isolation, back to back",
            medianText(start?.floorNs),
            medianText(end?.floorNs),
          ],
          [
            "the same as a single start after a pause, as starts are measured",
            medianText(start?.singleNs),
            medianText(end?.singleNs),
          ],
        ]}
      />
      <h3>Targets</h3>
      <TextTable
        head={["target", "adds", "round trip to its agent", "facts"]}
        lines={analysis.targets.map((target) => {
          const channel = analysis.channelNs.get(target.id);
          return [
            targetLabel(target),
            target.adds,
            channel === undefined ? "not measured" : quantity(channel, "ns"),
            target.ok ? <FactList facts={target.facts} /> : `unavailable: ${target.reason}`,
          ];
        })}
      />
      <h3>The same bytes everywhere</h3>
      <TextTable
        head={["file", "version", "sha256", "same in"]}
        lines={run.image.tools.map(({ name, imagePath, version, sha256 }) => [
          `${name} (${imagePath})`,
          version,
          sha256,
          analysis.targets
            .filter((target) => target.ok)
            .map((target) => (target.toolHashes[name] === sha256 ? target.id : `NOT ${target.id}`))
            .join(", "),
        ])}
      />
    </>
  );
}

/** A counted list, such as that of hidden CPU flags: folded away, for looking something up. */
const COUNTED_LIST = /^(\d+): (.+)$/;

function FactList({ facts }: { readonly facts: Facts }) {
  return (
    <dl class="facts">
      {Object.entries(facts).map(([name, value]) => {
        const [, count, list] = COUNTED_LIST.exec(value) ?? [];
        return (
          <div key={name}>
            <dt>{name}</dt>
            <dd>
              {list === undefined ? (
                value
              ) : (
                <details>
                  <summary>{count}</summary> {list}
                </details>
              )}
            </dd>
          </div>
        );
      })}
    </dl>
  );
}
