import type { ComponentChildren } from "preact";
import type { Message } from "../../../bench/types.ts";
import type { ReportInput } from "../../model.ts";
import type { ChartData } from "../data.ts";

export interface SectionInput {
  readonly input: ReportInput;
  readonly data: ChartData;
}

/** One section of the page. */
export interface Section {
  /** The name of its file. Links to the section end with `#id`. */
  readonly id: string;
  readonly title: Message;
  /** The title in a word, for the bar of the page. */
  readonly short: Message;
  /** Whether the page has it. Absent: it always has. */
  isShown?(input: SectionInput): boolean;
  /** What follows the title. JSX escapes every string in it. */
  body(input: SectionInput): ComponentChildren;
}
