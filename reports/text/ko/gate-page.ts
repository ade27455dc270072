/** The page of a gate, and that of a comparison. */
import type { Room } from "./room.ts";
import { changeText } from "./words/change.ts";

export const gatePage: Room<"gate-page"> = {
  "gate-page.title": ({ verdict, sides }) => `게이트: ${verdict}: ${sides}`,
  "gate-page.title-compared": ({ sides }) => `비교: ${sides}`,
  "gate-page.heading": ({ verdict, meaning }) => `${verdict}: ${meaning}`,
  "gate-page.heading-compared": ({ sides }) => `무엇이 다른가: ${sides}`,
  "gate-page.run": (of) => `${of.sides} · 라운드 ${of.rounds}회 · ${of.date} · 실행 ID ${of.run}`,
  "gate-page.to-report": () => "이 실행의 보고서: 모든 수치와 표본",
  "gate-page.short-name": ({ name, id }) => `${name}: ${id}`,
  "gate-page.skip": () => "항목으로 건너뛰기",

  // The chart of all cells.
  "gate-page.change": () => "항목마다 얼마나 변했고 무엇이 판정을 정했는가",
  "gate-page.change-nav": () => "변화",
  "gate-page.forest": () => "항목별 변화와 한계값, 허용 한도",
  "gate-page.forest-explained": () =>
    "표식은 측정된 변화이며, 선의 오른쪽이 나빠진 쪽입니다. 막대는 아래쪽 한계값에서 위쪽 한계값까지이고, 굵은 끝이 판정을 정한 한계값입니다. 띠는 허용되는 범위입니다. 막대 전체가 띠를 벗어나면 회귀, 띠의 오른쪽 끝보다 앞에서 끝나면 통과, 그 끝에 걸치면 판정 불가입니다. 굵은 끝이 없는 회귀는 느린 시작이 많아졌거나 더 자주 실패한 것입니다. 점선인 쪽은 라운드가 너무 적어 한계값이 없습니다.",
  "gate-page.forest-more": ({ count }) => `나머지 항목 ${count}개는 아래 표에 있습니다.`,
  "gate-page.forest-spoken": ({ cells }) => `${cells.join(". ")}.`,
  "gate-page.cell-spoken": (of) =>
    `${[`${of.cell}: ${of.verdict}`, of.change, ...of.bounds].filter((part) => part !== "").join(", ")}; 허용 한도: ${of.margin}`,
  "gate-page.legend-margin": () => "허용 범위",

  // What was found.
  "gate-page.found": () => "알아낸 것과 할 일",
  "gate-page.found-nav": () => "알아낸 것",
  "gate-page.all-passed": () => "판정 대상 항목이 모두 통과했습니다.",
  "gate-page.more-findings": ({ count }) => `${count}건 더`,

  // The table.
  "gate-page.cells": () => "모든 항목",
  "gate-page.cells-caption": () =>
    "모든 항목의 허용 한도, 측정된 변화, 한계값입니다. * 표시가 있는 한계값이 판정을 정합니다.",
  "gate-page.cell": () => "항목",
  "gate-page.found-head": () => "알아낸 것",

  // Looks.
  "gate-page.looks": () => "중간 판정마다의 변화",
  "gate-page.looks-nav": () => "중간 판정",
  "gate-page.looks-explained": () =>
    "게이트는 어느 라운드 뒤에나 중간 판정을 할 수 있습니다. 한계값은 모든 중간 판정에서 함께 성립합니다. 한계값이 허용 한도의 한쪽에 들어오고 다른 물음도 남아 있지 않은 첫 판정에서 정해집니다. 중간 판정은 많아야 열두 개를 그립니다.",
  "gate-page.looks-of": ({ cell }) => `${cell}, 중간 판정별`,
  "gate-page.after-rounds": ({ rounds }) => `${rounds}회 후`,
  "gate-page.rounds": () => "라운드",
  "gate-page.more-looks": ({ count }) => `항목 ${count}개 더`,

  // Trends.
  "gate-page.trend": () => "항목별 이력",
  "gate-page.trend-nav": () => "이력",
  "gate-page.trend-explained": () =>
    "표식 하나가 실행 하나이며 오래된 것부터입니다. 선보다 위는 가장 새로운 실행의 비교 기준보다 나쁜 쪽입니다. 채워진 표식은 정상인 실행으로, 이후의 실행이 이것과 비교됩니다. 빈 표식은 그때까지와 달랐거나, 받아들이지 않은 수준에 속합니다. 마름모는 판정하는 실행입니다. 점선은 허용 한도이고, 세로선은 수준이 지속적으로 바뀐 곳입니다.",
  "gate-page.trend-of": ({ cell }) => `${cell}, 실행별`,
  "gate-page.trend-spoken": (of) =>
    `실행 ${of.runs}개. 가장 새로운 실행: ${changeText(of.slowdown, of)}. 수준이 바뀐 실행: ${of.changes.length === 0 ? "없음" : of.changes.join(", ")}.`,
  "gate-page.run-head": () => "실행",
  "gate-page.date": () => "날짜",
  "gate-page.normal-head": () => "취급",
  "gate-page.normal": () => "정상",
  "gate-page.not-normal": () => "정상 아님",
  "gate-page.judged": () => "여기서 판정",
  "gate-page.level-head": () => "수준",
  "gate-page.new-level": () => "여기서 지속적으로 바뀜",
  "gate-page.level-mark": () => "수준 변화",

  "gate-page.needs": () => "게이트에 필요한 것",
  "gate-page.doubts": () => "유의할 점",
  "gate-page.recomputed": () =>
    "이 페이지의 모든 수치는 실행 폴더에서 다시 계산할 수 있습니다: isotax gate --run DIR, isotax compare.",
};
