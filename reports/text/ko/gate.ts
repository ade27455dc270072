/** The words of a gate's reports: its terminal text, Markdown, JUnit and annotations. */
import type { Verdict } from "../../../bench/stats/judgement.ts";
import type { Room } from "./room.ts";
import { changeText, timesText, typicalText } from "./words/change.ts";
import { counted } from "./words/counts.ts";
import { 을를, 이가 } from "./words/particles.ts";
import { VERDICTS } from "./words/verdicts.ts";

export const gate: Room<"gate"> = {
  "gate.verdict": ({ verdict }) => VERDICTS[verdict],
  /** Of a cell that does not count for the gate. */
  "gate.verdict-info": ({ verdict }) => `${VERDICTS[verdict]}(참고)`,
  /** After the verdict, and before a full stop or a bracket. */
  "gate.meaning": ({ verdict, starts }) => meaningOf(verdict, typicalText(starts)),

  "gate.emulated": () => "(TCG, 에뮬레이션)",
  "gate.cell": ({ workload, metric, target }) => `${target}의 ${workload}/${metric}`,
  /** A cell among those of one workload. */
  "gate.metric-on": ({ metric, target }) => `${target}의 ${metric}`,
  "gate.against-earlier-runs": ({ target }) => `${target}(이전 실행 대비)`,
  "gate.against-run": ({ target, runId }) => `${target}(${runId} 대비)`,
  "gate.target-number": ({ number }) => `대상 ${number}`,

  "gate.not-measured": () => "측정 안 함",
  /** In place of a metric. */
  "gate.nothing-measured": () => "(측정된 것 없음)",
  "gate.unknown": () => "알 수 없음",
  "gate.none": () => "없음",
  "gate.count": ({ n, of }) => counted(n, of),
  "gate.medians-of": ({ counts }) => `중앙값: ${counts.join(", ")}`,
  "gate.times-native": ({ base, head, ...kind }) =>
    `native 대비 ${base.toFixed(2)} -> ${timesText(head, kind)}`,
  "gate.p90": ({ p90 }) => `p90 ${p90}`,
  "gate.slow": ({ base, head, rounds }) => `${base} -> ${head}/${rounds}`,
  /** `slow`: what `gate.slow` says. */
  "gate.slow-in": ({ slow }) => `느린 시작이 있는 라운드 ${slow}`,
  "gate.slow-line": ({ slow }) => `느림 ${slow}`,
  "gate.rounds-slow": () => "느린 라운드",
  "gate.failed": ({ baseFailed, baseRounds, headFailed, headRounds }) => {
    const ofBase = baseRounds === headRounds ? "" : `/${baseRounds}`;
    return `${baseFailed}${ofBase} -> ${headFailed}/${headRounds}`;
  },
  /** `failed`: what `gate.failed` says. */
  "gate.failed-in": ({ failed }) => `실패한 라운드 ${failed}`,

  "gate.change": ({ slowdown, decimals, ...kind }) => changeText(slowdown, kind, decimals),
  "gate.change-regressed": ({ change, allowed }) => `${change}, 허용 한도 ${을를(allowed)} 넘음`,
  "gate.change-allowed": ({ change, allowed }) => `${change}, 허용 한도 ${allowed}`,
  "gate.change-improved": ({ change, counting }) =>
    `${change}, 개선으로 보는 기준 ${을를(counting)} 넘음`,
  "gate.more-rounds": ({ rounds }) => `라운드 약 ${rounds}회 더 필요`,

  // Headings of columns, and names of figures.
  "gate.workload": () => "워크로드",
  "gate.metric": () => "지표",
  "gate.target": () => "대상",
  "gate.base": () => "base",
  "gate.head": () => "head",
  "gate.changed": () => "변화",
  "gate.effect": () => "효과",
  "gate.bounds": () => "한계값",
  /** Below or behind that heading. */
  "gate.bounds-signs": () => "(+는 나빠짐, *는 판정을 정함)",
  "gate.p90s": () => "p90",
  "gate.margin": () => "허용 한도",
  "gate.rounds-failed": () => "실패한 라운드",
  "gate.verdicts": () => "판정",

  // What is not shown.
  "gate.more-of-verdict": ({ count, verdict }) => `${VERDICTS[verdict]} ${count}건 더`,
  "gate.summary-has-all": () => "작업 요약에 전부 들어 있습니다.",
  "gate.no-verdict": () => "판정 없음",
  "gate.names-and-more": ({ names, more }) =>
    `${names.join(", ")}${more > 0 ? ` 외 ${more}개` : ""}`,
  "gate.one-cell": () => "항목 하나",
  "gate.all-cells": ({ count }) => `전체 항목 ${count}개`,
  "gate.more-cells": ({ count }) => `항목 ${count}개 더`,
  "gate.how-to-read": () => "읽는 법",
  "gate.count-of-verdict": ({ count, verdict }) => `${verdict} ${count}건`,
  "gate.left-cells": ({ count, counts }) => `항목 ${count}개: ${counts.join(", ")}`,
  "gate.left-findings": ({ count }) => `발견 사항 ${count}건`,
  "gate.left-notes": ({ count }) => `설명 ${count}건`,
  "gate.left-out": ({ parts }) =>
    `댓글 길이에 제한이 있어 뺀 것: ${parts.join("; ")}. gate.json에는 모두 있으며, 표본과 같은 폴더와 GitHub 작업의 아티팩트에 들어 있습니다.`,
};

function meaningOf(verdict: Verdict, typical: string): string {
  switch (verdict) {
    case "regressed":
      return "허용 한도를 넘어 나빠진 것이 있습니다";
    case "inconclusive":
      return "허용 한도를 넘어 나빠진 것이 있는지 없는지 판정할 수 없습니다";
    case "improved":
      return `허용 한도를 넘어 좋아진 것이 있고, ${이가(typical)} 허용 한도를 넘어 나빠진 곳은 없습니다`;
    case "pass":
      return `${이가(typical)} 허용 한도를 넘어 나빠지지 않았습니다`;
  }
}
