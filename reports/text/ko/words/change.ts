/** Changes in Korean: `12.3% 느림`, `최소 9.1% 느림`. */
import type { Bound } from "../../../../bench/stats/judgement.ts";
import type { CellKind } from "../../en/words/change.ts";
import { isNoChange, multiple, percent, sureText, TWICE } from "../../figures.ts";

/** Words for worse and for better, and how each is denied. */
interface Words {
  readonly worse: string;
  readonly better: string;
  readonly notWorse: string;
  readonly notBetter: string;
  /** What stands behind `2.31배`. */
  readonly times: (times: string) => string;
}

const SPEED: Words = {
  worse: "느림",
  better: "빠름",
  notWorse: "느리지 않음",
  notBetter: "빠르지 않음",
  times: (times) => `${times}배 느림`,
};

const LARGER: Words = {
  worse: "큼",
  better: "작음",
  notWorse: "크지 않음",
  notBetter: "작지 않음",
  times: (times) => `${times}배 큼`,
};

const SMALLER: Words = {
  worse: "작음",
  better: "큼",
  notWorse: "작지 않음",
  notBetter: "크지 않음",
  times: (times) => `1/${times}로 작음`,
};

const MORE: Words = {
  worse: "많음",
  better: "적음",
  notWorse: "많지 않음",
  notBetter: "적지 않음",
  times: (times) => `${times}배 많음`,
};

const FEWER: Words = {
  worse: "적음",
  better: "많음",
  notWorse: "적지 않음",
  notBetter: "많지 않음",
  times: (times) => `1/${times}로 적음`,
};

export function wordsFor({ unit, better }: CellKind): Words {
  const isLower = better === "lower";
  if (unit === "bytes") return isLower ? LARGER : SMALLER;
  if (unit === "count") return isLower ? MORE : FEWER;
  return SPEED;
}

/** `12.3% 느림`, or `2.31배 느림` from twice on. */
export function changeText(slowdown: number, kind: CellKind, more = 0): string {
  const words = wordsFor(kind);
  if (slowdown >= TWICE) return timesText(slowdown, kind, more);
  const share = slowdown - 1;
  if (isNoChange(slowdown, more)) return "변화 없음";
  return `${percent(share, more)} ${share > 0 ? words.worse : words.better}`;
}

/** `5.31배 느림`, also below 2. */
export function timesText(slowdown: number, kind: CellKind, more = 0): string {
  return wordsFor(kind).times(multiple(slowdown, more));
}

/**
 * `최소 9.1% 느림(판정을 정한 한계값: 단측, 신뢰수준 99.5%)`. A bound of no change reads `느리지 않음`. Where it decides
 * nothing, because it lies on a margin of 0, it reads `최대 0% 느림`.
 */
export function boundText(
  { is, slowdown, confidence }: Bound,
  kind: CellKind,
  more = 0,
  decides = true,
): string {
  const { worse, notWorse, notBetter } = wordsFor(kind);
  const isLeast = (is === "at-least") === slowdown > 1;
  const unchanged =
    is === "at-least" ? notBetter : decides ? notWorse : `최대 ${percent(0)} ${worse}`;
  const said = isNoChange(slowdown, more)
    ? unchanged
    : `${isLeast ? "최소" : "최대"} ${changeText(slowdown, kind, more)}`;
  const sure = sureText(confidence);
  return decides
    ? `${said}(판정을 정한 한계값: 단측, 신뢰수준 ${sure})`
    : `${said}(단측, 신뢰수준 ${sure})`;
}

/** What a verdict is about. It does not cover every start: some starts may still hang. */
export function typicalText(starts: boolean): string {
  return starts ? "전형적인 시작 시간" : "전형적인 값";
}
