/** Deliveries in short lines: what the model is worth, and what travels when one file changes. */
import { CHANGED_FILE_BYTES, FILE_CHANGED, wireBytes } from "../bench/stats/deliveries.ts";
import { FEWEST_LINKS, largestError, TARGET_ERROR } from "../bench/stats/link-check.ts";
import { medianOf } from "../bench/stats/summary.ts";
import {
  cellOf,
  type Deliveries,
  formatText,
  isLoose,
  linkText,
  secondsText,
} from "./deliveries.ts";
import type { ReportInput } from "./model.ts";
import { digits, quantity } from "./numbers.ts";
import { percent } from "./text/figures.ts";
import { t } from "./text/message.ts";

/** How well the model predicted; or what is missing before it can say anything. */
export function modelText({ run }: ReportInput, { links, models, workload, formats }: Deliveries) {
  if (models.length === 0) {
    const targets = [...new Set(formats.map(({ target }) => target))];
    return t("report-delivery.model-too-few", {
      has: links.length,
      needs: FEWEST_LINKS,
      links: links.map(linkText),
      command: `isotax run --workloads ${workload.id} --targets ${targets.join(",")} --profile ${
        run.profile === "standard" ? "thorough" : "standard"
      }`,
    });
  }
  const predicted = models.flatMap((model) => model.predicted);
  return t("report-delivery.model-check", {
    predicted: predicted.length,
    typical: percent(medianOf(predicted.map(({ error }) => Math.abs(error)))),
    largest: percent(largestError(predicted)),
    target: percent(TARGET_ERROR),
    within: models.filter((model) => !isLoose(model)).length,
    models: models.length,
  });
}

/** A line for each format: what travels when one file has changed. */
export function changedLines(of: Deliveries): readonly string[] {
  const { cells, formats, links } = of;
  const [slowest] = links;
  if (slowest === undefined) return [];
  return formats.flatMap((format) => {
    const bytes = wireBytes(cells, { format: format.format, store: FILE_CHANGED });
    const pull = cellOf(of, format.format, FILE_CHANGED, slowest)?.times.pulled;
    if (bytes === undefined || pull === undefined) return [];
    const whole = bytes.received + bytes.sent;
    return t("report-delivery.summary-changed", {
      format: formatText(format),
      bytes: quantity(whole, "bytes"),
      times: `${digits(whole / CHANGED_FILE_BYTES)}x`,
      pull: secondsText(pull),
      link: linkText(slowest),
    });
  });
}
