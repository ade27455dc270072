/** How to read a gate's figures: the notes at the foot of its reports. */
import type { Comparison } from "../../../bench/stats/judgement.ts";
import { quantity } from "../../format.ts";
import { percent } from "../figures.ts";
import type { Room } from "./room.ts";
import { changeText, typicalText } from "./words/change.ts";

export const gateNotes: Room<"gate-notes"> = {
  "gate-notes.sides": (of) => {
    const { base, head, comparison, rounds, looks, wallMs, runId, createdAt } = of;
    const looked = looks.length > 1 ? `, ${looks.length}번 판정` : "";
    const took = wallMs === undefined ? "" : `, ${quantity(wallMs * 1e6, "ns")} 소요`;
    return `base는 ${base}, head는 ${head}: ${COMPARED[comparison]}, 라운드 ${rounds}회${looked}${took}; 실행 ${runId}(${createdAt}).`;
  },
  /** What a change is. It may differ from what the medians beside it suggest. */
  "gate-notes.change": ({ comparison }) => CHANGES[comparison],
  "gate-notes.verdict": ({ starts }) =>
    `판정은 ${typicalText(starts)}에 대한 것입니다. 느리거나 실패한 값이 몇 개 있어도 판정은 바뀌지 않을 수 있습니다. p90과 실패한 라운드는 옆에 적혀 있습니다. 값 열 개 중 아홉 개는 p90보다 나쁘지 않습니다.`,
  /** Of a gate that may look often, and so can ask more. */
  "gate-notes.verdict-all": ({ starts }) =>
    starts
      ? "판정은 보통의 시작, 느린 시작이 있는 라운드의 수, 실패한 라운드의 수에 대한 것입니다. 라운드의 가장 느린 시작이 base 라운드 열 개 중 아홉 개의 가장 느린 시작보다 허용 한도를 넘어 오래 걸리면 그 라운드에는 느린 시작이 있습니다. head는 허용 한도만큼 더 오래 걸려도 됩니다. 값 열 개 중 아홉 개는 p90보다 나쁘지 않습니다."
      : `판정은 ${typicalText(starts)}과 실패한 라운드의 수에 대한 것입니다. 느린 값이 몇 개 있어도 판정은 바뀌지 않을 수 있습니다. p90은 옆에 적혀 있습니다. 값 열 개 중 아홉 개는 p90보다 나쁘지 않습니다.`,
  "gate-notes.bound": () =>
    "판정은 * 표시가 있는 한계값에서 나옵니다. 한계값은 단측이며, 판정에 필요한 신뢰수준이 옆에 적혀 있습니다. 회귀: 아래쪽 한계값이 허용 한도보다 큽니다. 통과: 위쪽 한계값이 허용 한도보다 작습니다. 판정 불가: 허용 한도가 두 한계값 사이에 있습니다.",
  "gate-notes.false-alarms": ({ alpha, comparison }) =>
    `허용 한도를 넘어 나빠진 것이 없을 때 게이트가 "회귀"라고 말하는 경우는 이런 비교의 ${percent(alpha)} 이하입니다${comparison === "baseline" ? "(이 머신의 실행들이 isotax가 가정한 것보다 더 흩어지지 않을 때)" : ""}.`,
  /** `share`: the least slowdown that would have been seen in the cell that sees least. */
  "gate-notes.sensitivity": ({ cells, share }) =>
    `판정 대상 항목${cells === 1 ? "이" : " 중 어느 하나라도"} ${changeText(1 + share, { unit: "ns", better: "lower" })} 이상이 되었다면, 게이트는 80%의 확률로 "회귀"라고 말했을 것입니다.`,
  "gate-notes.more-than-chance": ({ count, of, falseShare }) =>
    `허용 한도와 상관없이 변화 ${of}개 중 ${count}개는 우연으로 보기 어렵습니다(Benjamini-Hochberg 방법에 따르면 그중 우연은 많아야 ${percent(falseShare)}로 예상됩니다).`,
  "gate-notes.rates": () =>
    "처리율의 변화는 연산 하나 또는 바이트 하나에 드는 시간의 변화입니다. 처리율이 절반이면 2.00배 느림, 25% 늘면 20.0% 빠름입니다.",
  "gate-notes.emulated": () =>
    "(TCG, 에뮬레이션) 표시가 있는 수치로는 하드웨어 가상화에 대해 아무것도 말할 수 없습니다.",
  "gate-notes.info": () => "(참고) 표시가 있는 항목은 판정에 들어가지 않습니다.",
};

const COMPARED: Readonly<Record<Comparison, string>> = {
  interleaved: "한 실행의 같은 라운드에서 측정",
  baseline: "두 실행을 native 대비 비율로 비교",
  history: "한 실행을 여러 이전 실행과 native 대비 비율로 비교",
};

const OF_RATIOS =
  "변화는 중앙값이 아니라 native 대비 비율의 변화입니다. 호스트 자체가 빨라지거나 느려졌을 수 있기 때문입니다.";

const CHANGES: Readonly<Record<Comparison, string>> = {
  interleaved:
    "변화는 두 중앙값의 비율이 아니라, 라운드마다 구한 base에 대한 head의 비율의 중심값입니다.",
  baseline: OF_RATIOS,
  history: OF_RATIOS,
};
