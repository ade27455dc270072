import { isMessage } from "../bench/messages.ts";
import { claimSentence } from "./claims.ts";
import type { Report } from "./model.ts";
import { textOf } from "./text/message.ts";

/**
 * The analysis for programs: `Analysis` in bench/stats/analyze.ts, with rounds as a list. Samples
 * stay in records.ndjson. Each message has its sentence beside its code and values.
 */
export const summaryJson: Report = {
  file: "summary.json",
  render: ({ run, analysis, claims }) =>
    `${JSON.stringify(
      {
        schema: run.schema,
        runId: run.runId,
        status: run.status,
        profile: run.profile,
        rounds: run.rounds,
        seed: run.seed,
        claims: {
          ...claims,
          results: claims.results.map((result) => ({
            ...result,
            // Where charts show a figure is no finding.
            published: result.published.map(({ beside: _beside, ...one }) => one),
            text: claimSentence(result),
          })),
        },
        rows: analysis.rows.map(({ rounds, samples: _samples, order: _order, is, ...row }) => ({
          ...row,
          role: is.role,
          rounds: [...rounds].map(([round, value]) => ({ round, value })),
        })),
        notMeasured: analysis.notMeasured,
        warnings: analysis.warnings,
        targets: analysis.targets,
        channelNs: Object.fromEntries(analysis.channelNs),
        calibration: run.calibration,
      },
      withText,
      2,
    )}\n`,
};

function withText(_key: string, value: unknown): unknown {
  return isMessage(value) ? { ...value, text: textOf(value) } : value;
}
