/** The files that a judgement is written to. */
import type { GateFormat } from "./format.ts";
import { gateJson } from "./json.ts";
import { gateJunit } from "./junit.ts";
import { gateMarkdown } from "./markdown.ts";

export type { GateFormat } from "./format.ts";

export const GATE_FORMATS: readonly GateFormat[] = [gateJson, gateMarkdown, gateJunit];
