/** What all reports say of a run, and the words of summary.md and of the terminal's tables. */
import type { Brackets } from "../../format.ts";
import { confidenceText } from "../../numbers.ts";
import { listed } from "./parts.ts";
import type { Room } from "./room.ts";
import { 은는 } from "./words/particles.ts";

export const report: Room<"report"> = {
  // Marks of targets and of cells.
  "report.emulated": () => "TCG, 에뮬레이션",
  "report.emulated-target": ({ target }) => `${target} (TCG, 에뮬레이션)`,
  "report.fewer-rounds": ({ n }) => `n = ${n}`,
  "report.not-applicable": () => "해당 없음",
  "report.not-planned": () => "계획에 없음",
  "report.not-measured": () => "측정 안 함",
  "report.failed": () => "실패",
  "report.missing": () => "누락",
  "report.unavailable": () => "사용 불가",
  "report.unavailable-because": ({ reason }) => `사용 불가: ${reason}`,
  "report.status-in-rounds": ({ status, rounds }) => `라운드 ${rounds.join(", ")}: ${status}`,
  "report.reason-in-rounds": ({ rounds, reason }) => `라운드 ${rounds.join(", ")}: ${reason}`,
  "report.checked": ({ answer, evidence }) => `${answer}: ${evidence}`,
  "report.over-with": ({ below, skipped }) => `${below} (${listed(skipped)} 포함)`,

  // Notes.
  "report.legend": ({ rounds, ...of }) =>
    `값은 라운드 ${rounds}회의 중앙값입니다${inBrackets(of)}. 오버헤드는 같은 라운드의 native와 ` +
    "짝지어 계산합니다: 시작 시간은 차이(+)로, 나머지는 배율로 나타냅니다" +
    "(1.00x는 native와 같은 속도, 2.00x는 두 배 느림).",
  "report.not-complete": ({ status }) =>
    `완료되지 않은 실행입니다: ${status}. 지금까지 측정된 것만 보여 줍니다.`,
  "report.made-up": ({ targets }) =>
    `fake: 지어낸 시간입니다. ${은는(listed(targets))} 측정되지 않았으며, 수치는 스크립트가 정한 값입니다.`,
  "report.emulated-note": ({ targets, reason }) =>
    `${은는(listed(targets))} 하드웨어 가상화가 아니라 에뮬레이션(TCG)으로 실행되었습니다: ${reason}. ` +
    "이 수치로는 하드웨어 가상화에 대해 아무것도 말할 수 없습니다.",
  "report.no-reason": () => "기록된 이유 없음",

  // Tables of starts.
  "report.head-rung": () => "단계",
  "report.head-warm-start": () => "웜 스타트",
  "report.head-ready": () => "준비 완료",
  "report.head-adds": () => "추가 시간",
  "report.head-to": () => "비교 기준",
  "report.head-interval": () => "신뢰구간",
  "report.head-prework": () => "사전 작업",

  // summary.md.
  "report.title": ({ run }) => `isotax: ${run}`,
  // What the host itself runs in. A line has it without a name before it.
  "report.host-in": ({ vm, container }) => {
    const inVm = vm === "" ? "" : `${vm} 가상 머신`;
    if (container === "") return `이 호스트는 ${inVm}`;
    return `이 호스트는 ${inVm === "" ? "" : `${inVm} 안의 `}컨테이너(${container})`;
  },
  "report.host-virtual": ({ virtualization }) => `이 호스트는 가상 머신(${virtualization})`,
  "report.made-with": (of) =>
    `${of.profile} 프로필, 라운드 ${of.rounds}회, 시드 ${of.seed}, CPU ${of.cpus.join(",")}, ` +
    `${of.memoryMiB} MiB; ${of.cpu}, ${of.os}, Linux ${of.kernel}${of.isIn === "" ? "" : `; ${of.isIn}`}.`,
  "report.cell-not-measured": (of) =>
    `${of.target}의 ${of.workload}: ${of.status}: ${of.reason}. 해결 방법: ${of.remedy}`,
  "report.counted-warning": (of) =>
    `${of.warning} (${of.count}건, 처음 나온 곳: ${of.where}): ${of.message}. ${of.remedy}`,

  // The end of all reports, and the terminal's.
  "report.not-measured-heading": () => "측정하지 못한 항목",
  "report.warnings-heading": () => "경고",
  "report.target-status": (of) => `${of.target}: ${of.status}: ${of.reason}`,
  "report.workload-in-rounds": ({ workload, rounds }) =>
    `${workload} (라운드 ${rounds.join(", ")})`,
  "report.times": ({ count, where }) =>
    count === 1 ? where : `${count}건, 처음 나온 곳: ${where}`,
  "report.warning": (of) => `${of.warning}: ${of.message} (${of.times})`,
};

/** Explains the intervals in brackets, as the end of a sentence about medians. */
export function inBrackets({ intervals, confidence }: Brackets): string {
  if (intervals === "none") return "";
  const least = intervals === "at-least" ? " 이상" : "";
  return `. 대괄호 안은 신뢰수준 ${confidenceText(confidence)}${least}인 중앙값의 정확 신뢰구간입니다`;
}
