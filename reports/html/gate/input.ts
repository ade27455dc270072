import type { Judgement } from "../../../bench/stats/judgement.ts";
import type { PageOfLanguage } from "../../model.ts";

/** What the page of a gate, or of a comparison, is made of. */
export interface GatePageInput {
  readonly judgement: Judgement;
  /** Of a comparison, which nobody asked to be a gate: what differs, and what a gate would need. */
  readonly compared?: { openings(): readonly string[]; needs(): string };
  /** The file of the run's report, if it lies beside the page. */
  readonly report?: string;
  /** The page in each language, if there are several. */
  readonly pages?: readonly PageOfLanguage[];
}
