/** A comparison without verdicts: what differs, and what a gate would need. */
import { isNoChange, multiple, percent, TWICE } from "../figures.ts";
import type { Room } from "./room.ts";
import { changeText } from "./words/change.ts";
import { 과와, 은는 } from "./words/particles.ts";

export const compare: Room<"compare"> = {
  "compare.start": (of) =>
    `${은는(`${of.head}${of.emulated}`)} 시작하는 데 ${longerText(of.slowdown, of.base)}(${of.workload}/${of.metric}): ${of.medians}.`,
  "compare.start-of-run": (of) =>
    `${은는(`${of.head}${of.emulated}`)} ${of.later}에서 시작하는 데 ${longerText(of.slowdown, of.earlier)}. 각 실행의 native 대비 비율입니다(${of.workload}/${of.metric}): ${of.medians}.`,
  /** Where nothing is a start. */
  "compare.most": (of) =>
    `${은는(`${of.head}${of.emulated}`)} ${of.workload}/${of.metric}에서 ${과와(of.base)} 가장 크게 다릅니다: ${changeText(of.slowdown, of)}, ${of.medians}.`,
  "compare.of-run": (of) =>
    `${of.head}${of.emulated}의 경우 ${과와(of.earlier)} ${of.later} 사이에 가장 크게 달라진 것은 ${of.workload}/${of.metric}입니다: 각 실행의 native 대비 비율로 ${changeText(of.slowdown, of)}, ${of.medians}.`,

  "compare.decided": ({ command }) =>
    `판정 대상은 모두 판정되었습니다. 게이트는 새로 측정하여 같은 것을 묻고 종료 코드로 답합니다: ${command}`,
  "compare.needs-turns": ({ open, command }) =>
    `판정하지 못한 측정값 ${open}개에는 더 필요한 것이 있습니다. 따로 잰 실행은 그때그때의 조건만큼 서로 다르기 때문입니다. 양쪽을 같은 라운드에서 재면 훨씬 작은 변화도 보입니다: ${command}`,
  /** Where more rounds would not help. */
  "compare.needs-else": ({ open, command }) =>
    `판정하지 못한 측정값 ${open}개는 라운드를 늘리는 것만으로는 판정할 수 없습니다. 무엇이 필요한지는 각각의 옆에 적혀 있습니다. 그다음: ${command}`,
  /** `hardly`: how many of the open ones no number of rounds would decide. */
  "compare.needs": (of) => {
    const rounds = of.least === of.most ? `${of.least}` : `${of.least}~${of.most}`;
    const others =
      of.hardly === 0 ? "" : ` 그 가운데 ${of.hardly}개는 라운드만으로 판정할 수 없습니다.`;
    return `게이트가 판정하지 못한 측정값 ${of.open}개를 판정하려면 라운드가 모두 ${rounds}회쯤 필요한데, 이 실행에는 ${of.rounds}회가 있습니다.${others} 게이트는 알 수 있을 때까지 측정합니다: ${of.command}`;
  },
};

/** `crun의 9.18배가 걸립니다`, `crun보다 12.3% 더 걸립니다`. */
function longerText(slowdown: number, than: string): string {
  if (isNoChange(slowdown, 0)) return `${과와(than)} 같은 시간이 걸립니다`;
  if (slowdown >= TWICE) return `${than}의 ${multiple(slowdown, 0)}배가 걸립니다`;
  return `${than}보다 ${percent(slowdown - 1)} ${slowdown > 1 ? "더" : "덜"} 걸립니다`;
}
