/** Many instances at once. */
import type { Room } from "./room.ts";

export const reportCurves: Room<"report-curves"> = {
  "report-curves.section": () => "한꺼번에 여럿",
  "report-curves.section-explained": () =>
    "다른 시작이 진행 중일 때 시작 하나가 어떻게 되는지 보여 줍니다. CPU만 제약이라면 CPU가 다 쓰일 때까지 초당 시작 횟수가 늘다가 그대로 유지됩니다. 그 전에 더 늘지 않으면 시작이 잠금, 데몬, 커널 같은 다른 것을 기다리는 것입니다. 데몬에는 자기 CPU가 있으므로 엔진에서는 비율이 100%를 넘을 수 있습니다.",
  "report-curves.title": ({ workload, along }) => `${workload}: ${along}에 따라`,
  "report-curves.heading": ({ what, emulated }) => (emulated ? `${what}, 에뮬레이션(TCG)` : what),
  "report-curves.in-flight": () => "진행 중인 시작 수",
  "report-curves.instances": () => "인스턴스 수",
  "report-curves.start-rate": () => "초당 시작 횟수",
  "report-curves.first-byte": () => "첫 바이트까지의 시간, 중앙값",
  "report-curves.first-byte-p99": () => "첫 바이트까지의 시간, p99",
  "report-curves.start-cpu": () => "시작 하나의 CPU 시간",
  "report-curves.cpu-share": () => "인스턴스의 CPU에 견준 CPU 사용",
  "report-curves.answer-p99": () => "응답까지의 시간, p99",
  "report-curves.opening": () => "하나를 더 여는 시간, 중앙값",
  "report-curves.memory-taken": () => "모두가 호스트에서 차지하는 메모리",
  "report-curves.told": ({ target, what, points }) => `${target}, ${what}: ${points.join(", ")}`,
  "report-curves.point": ({ at, figure }) => `${at}개일 때 ${figure}`,
  "report-curves.described": ({ lines }) => lines.join("; "),
  "report-curves.explained": () =>
    "라운드의 중앙값과 그 신뢰구간입니다. 시작은 하나가 끝나면 다음 것이 이어지므로 늘 적힌 수만큼 진행 중이며, p99를 구하려면 라운드마다 시작이 100회 필요합니다. 인스턴스에는 저마다 매초 한 번 묻습니다.",
  "report-curves.limits": ({ workload }) => `${workload}: 더 늘지 않는 지점`,
  "report-curves.head-most": () => "초당 최대 시작 횟수",
  "report-curves.head-held-up": () => "더 늘지 않는 이유",
  "report-curves.wait": ({ by, what, tasks }) =>
    `${by}. 커널 함수 ${what}: 한 번에 태스크 ${tasks}개가 기다림`,
  "report-curves.by-cpus": () => "CPU가 다 쓰임",
  "report-curves.by-waiting": () => "다른 것: CPU가 남아 있는데 시작이 기다림",
  "report-curves.head-what": () => "항목",
  "report-curves.head-target": () => "대상",
};
