/** The end of a run on the terminal. Its lines have 80 columns, so sentences are short. */
import { listed } from "./parts.ts";
import type { Room } from "./room.ts";

export const summary: Room<"summary"> = {
  "summary.run": (of) =>
    listed([
      `${of.run}: ${of.profile}`,
      `라운드 ${of.rounds}회`,
      `대상 ${of.targets}개`,
      `워크로드 ${of.workloads}개`,
    ]),

  /** `intervals`: whether there are any. */
  "summary.starts": ({ workload, intervals }) =>
    `콜드 스타트(${workload}): 중앙값${intervals ? " [신뢰구간]" : ""}, native보다 더 걸린 시간`,
  "summary.more": ({ count, command }) => `외 ${count}개: ${command}`,
  "summary.no-starts": () => "콜드 스타트: 측정 안 함(isotax run --workloads start.exec)",

  "summary.work": () => "작업: native 대비 감속(가장 낮은 대상~가장 높은 대상), 차이 나는 항목",
  "summary.family-own": () => "직접 정의한 것",
  "summary.family-cpu": () => "CPU",
  "summary.family-memory": () => "메모리",
  "summary.family-disk": () => "디스크",
  "summary.family-network": () => "네트워크",
  "summary.family-others": () => "기타",
  "summary.in-machines": () => "VM 안",
  "summary.slowdowns": ({ least, most }) => (least === most ? `${least}x` : `${least}-${most}x`),
  "summary.differ": ({ cells, differ, byChance, surely }) =>
    cells === 0
      ? "라운드가 적어 차이를 알 수 없음"
      : `${cells}개 중 ${differ}개 차이, 우연이면 약 ${byChance}개; 확실 ${surely}개`,
  "summary.surely": ({ falseShare }) =>
    `(확실: 항목 수를 보정한 뒤. 그중 틀린 것은 많아야 ${Math.round(falseShare * 100)}%)`,

  /** `more`: how many others are not named. */
  "summary.emulated": ({ targets, more }) => {
    const others = more === 0 ? "" : `${targets.length === 0 ? "" : " 외 "}${more}개`;
    return `에뮬레이션(TCG)이므로 KVM의 수치가 아님: ${listed(targets)}${others}`;
  },
  "summary.warnings": ({ count, of, remedy }) =>
    `경고 ${count}건${of === count ? "" : `; 그중 ${of}건은`}: ${remedy}`,
  "summary.not-measured": ({ pairs, ...of }) =>
    `대상과 워크로드의 쌍 ${pairs}개 중 ${countsOf(of)}`,
  "summary.first-lack": (of) => `처음: ${of.target}의 ${of.workload}: ${of.reason}`,
  "summary.all-is-in": ({ command }) => `모든 수치: ${command}`,
};

interface Lacks {
  readonly failed: number;
  readonly missing: number;
  readonly unavailable: number;
}

function countsOf({ failed, missing, unavailable }: Lacks): string {
  const parts = [
    failed > 0 ? [`실패 ${failed}개`] : [],
    missing > 0 ? [`누락 ${missing}개`] : [],
    unavailable > 0 ? [`사용 불가 ${unavailable}개`] : [],
  ];
  return listed(parts.flat());
}
