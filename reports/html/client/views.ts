/** What is shown of the chosen metric: boxes, curves with quantiles, or all rounds of a target. */
import type { ChartData, ChartTarget, Distribution } from "../data.ts";
import { drawnFor, nameOf, quantileLines, stairsOf } from "../quantiles.ts";
import { fill } from "../template.ts";
import { drawDistribution } from "./distributions.ts";
import { drawEarlier, earlierIn, earlierLines } from "./earlier.ts";
import { drawEcdf } from "./ecdf.ts";
import { element } from "./page.ts";
import { saveCanvas, toolsOf } from "./pictures.ts";
import { drawRounds, lineOf, roundHeads, roundsOf } from "./rounds.ts";
import { button } from "./save.ts";
import { tableOf } from "./svg.ts";
import { enhanceTable, letTablesScroll } from "./tables.ts";

type View = "boxes" | "ecdf" | "rounds";

export class Views {
  readonly #data: ChartData;
  readonly #name: string;
  readonly #metric: HTMLSelectElement | null;
  readonly #target: HTMLSelectElement | null;
  #shown: readonly ChartTarget[];

  /** A page of a run without figures has no choice: then nothing is shown. */
  constructor(data: ChartData, name: string) {
    this.#data = data;
    this.#name = name;
    this.#shown = data.targets;
    this.#metric = document.querySelector("#distribution-choice");
    this.#target = document.querySelector("#distribution-target");
    for (const control of document.querySelectorAll(".choices :is(input, select)")) {
      control.addEventListener("change", () => this.draw());
    }
    if (this.#metric === null) return;
    const tools = document.createElement("div");
    tools.className = "tools";
    const canvas = element("distribution") as HTMLCanvasElement;
    tools.append(button(data.words.png, () => saveCanvas(`${name}-boxes.png`, canvas)));
    canvas.parentElement?.after(tools);
    element("distribution-choices").hidden = false;
  }

  show(targets: readonly ChartTarget[]): void {
    this.#shown = targets;
    this.draw();
  }

  /** Whether a metric can be opened. */
  has(key: string): boolean {
    return this.#data.distributions.some((one) => one.key === key);
  }

  /** Shows all rounds of a metric on a target. */
  open(key: string, target: string): void {
    if (this.#metric === null || this.#target === null) return;
    this.#metric.value = key;
    const chosen = this.#chosen();
    if (chosen !== undefined) this.#offerTargets(chosen);
    this.#target.value = target;
    const rounds = document.querySelector<HTMLInputElement>("#distribution-views [value=rounds]");
    if (rounds !== null) rounds.checked = true;
    this.draw();
    element("distributions").scrollIntoView();
    this.#metric.focus({ preventScroll: true });
  }

  draw(): void {
    const chosen = this.#chosen();
    if (chosen === undefined) return;
    this.#offerTargets(chosen);
    const view = this.#view();
    // The page brings the boxes of one metric as a picture, which needs no drawing.
    const brought = element("distribution-brought");
    const isBrought = chosen.key === brought.dataset["shows"];
    brought.hidden = view !== "boxes" || !isBrought;
    element("distribution-boxes").hidden = view !== "boxes" || isBrought;
    element("distribution-of-target").hidden = view !== "rounds";
    element("distribution-note").textContent = chosen.note;
    for (const about of document.querySelectorAll<HTMLElement>("[data-view]")) {
      about.hidden = about.dataset["view"] !== view;
    }
    const drawn = element("distribution-drawn");
    drawn.replaceChildren();
    if (view === "boxes") {
      if (!isBrought) drawDistribution(this.#shownOf(chosen), this.#data.words, chosen);
    } else if (view === "ecdf") this.#drawEcdf(drawn, chosen);
    else this.#drawRounds(drawn, chosen);
  }

  #chosen(): Distribution | undefined {
    return this.#data.distributions.find(({ key }) => key === this.#metric?.value);
  }

  /** What is drawn of a metric: the targets that are not hidden, or their ways. */
  #shownOf(chosen: Distribution): readonly ChartTarget[] {
    return drawnFor(chosen, this.#shown, this.#data.ways);
  }

  /** The choice of a target has what the chosen metric was measured on. */
  #offerTargets(chosen: Distribution): void {
    if (this.#target === null) return;
    const ids = drawnFor(chosen, this.#data.targets, this.#data.ways).map(({ id }) => id);
    const offered = [...this.#target.options].map(({ value }) => value);
    if (ids.join("\n") === offered.join("\n")) return;
    const { value } = this.#target;
    const first = ids.find((id) => id !== this.#data.words.native);
    this.#target.replaceChildren(...ids.map((id) => new Option(id, id)));
    this.#target.value = ids.includes(value) ? value : (first ?? "");
  }

  #view(): View {
    const checked = document.querySelector<HTMLInputElement>("#distribution-views input:checked");
    return (checked?.value ?? "boxes") as View;
  }

  /** Machines that were emulated have an axis of their own. */
  #drawEcdf(drawn: HTMLElement, chosen: Distribution): void {
    const { words } = this.#data;
    const groups = [false, true].map((emulated) =>
      this.#shownOf(chosen).filter(({ mark }) => (mark !== undefined) === emulated),
    );
    for (const [index, targets] of groups.entries()) {
      const stairs = stairsOf(targets, chosen);
      if (stairs.length === 0) continue;
      if (index === 1) {
        const note = document.createElement("p");
        note.className = "soft";
        note.textContent = element("distribution-apart").querySelector("p")?.textContent ?? "";
        drawn.append(note);
      }
      this.#add(drawn, drawEcdf(`ecdf-${index + 1}`, stairs, words, chosen, this.#data.source));
    }
    const lines = quantileLines(stairsOf(this.#shownOf(chosen), chosen), chosen);
    this.#addTable(drawn, fill(words.ecdfOf, { metric: chosen.key }), words.quantiles, lines);
  }

  #drawRounds(drawn: HTMLElement, chosen: Distribution): void {
    const { words } = this.#data;
    const id = this.#target?.value ?? words.native;
    const found = drawnFor(chosen, this.#data.targets, this.#data.ways).find(
      (one) => one.id === id,
    );
    const target = found === undefined ? id : nameOf(found);
    const rounds = roundsOf(chosen, id, words.native);
    if (rounds.length === 0) {
      drawn.append(words.noPairs);
      return;
    }
    this.#add(drawn, drawRounds("rounds", target, rounds, words, chosen, this.#data.source));
    const own = target === words.native;
    const lines = rounds.map((one) => {
      const line = lineOf(one, chosen);
      return own ? [line[0] ?? "", line[2] ?? ""] : line;
    });
    const caption = fill(words.roundsOf, { metric: chosen.key, target });
    this.#addTable(drawn, caption, roundHeads(words, chosen, target), lines);
    this.#drawEarlier(drawn, chosen, id, target);
  }

  /** Below its rounds: what it was in earlier runs, if the page was made with a history. */
  #drawEarlier(drawn: HTMLElement, chosen: Distribution, id: string, target: string): void {
    const { earlier, source } = this.#data;
    if (earlier === undefined) return;
    const title = fill(earlier.words.of, { metric: chosen.key, target });
    const heading = document.createElement("h3");
    heading.textContent = title;
    drawn.append(heading);
    const runs = earlierIn(chosen, id, earlier);
    if (runs.length === 0) {
      drawn.append(earlier.words.none);
      return;
    }
    this.#add(drawn, drawEarlier("earlier", title, runs, chosen, earlier.words, source));
    const lines = earlierLines(runs, chosen, earlier.words);
    this.#addTable(drawn, title, earlier.words.heads, lines, "earlier");
  }

  #add(drawn: HTMLElement, picture: SVGSVGElement): void {
    drawn.append(picture);
    picture.after(toolsOf(picture, this.#data.words, this.#name));
  }

  #addTable(
    drawn: HTMLElement,
    caption: string,
    head: readonly string[],
    lines: readonly (readonly string[])[],
    name = "distribution",
  ): void {
    const { frame, table } = tableOf(`${name}-table`, caption, head, lines);
    drawn.append(frame);
    enhanceTable(table, this.#data.words, `${this.#name}-${name}.csv`);
    letTablesScroll([table]);
  }
}
