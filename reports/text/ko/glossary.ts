/** Words of the report. */
import type { Room } from "./room.ts";

export const glossary: Room<"glossary"> = {
  "glossary.heading": () => "용어",

  "glossary.native-word": () => "native",
  "glossary.native": () =>
    "기준이 되는 대상: 다른 대상과 같은 CPU와 메모리를 받지만 격리는 없는 보통 프로세스.",
  "glossary.target-word": () => "대상",
  "glossary.target": () => "작업을 실행할 수 있는 곳의 종류: native, 컨테이너, VM.",
  "glossary.workload-word": () => "워크로드",
  "glossary.workload": () => "모든 대상에서 실행하는 작업. 목록은 workloads.md에 있습니다.",
  "glossary.round-word": () => "라운드",
  "glossary.round": () =>
    "모든 워크로드와 대상을 시드로 섞은 순서대로 한 번씩 도는 것. 통계의 단위입니다.",
  "glossary.interval-word": () => "신뢰구간",
  "glossary.interval": () =>
    "라운드들에 걸친 중앙값의 정확 신뢰구간이며, 한 라운드의 값에서 다른 라운드의 값까지입니다. 신뢰수준은 그만큼의 라운드로 얻을 수 있는 값입니다.",
  "glossary.overhead-word": () => "오버헤드",
  "glossary.overhead": () =>
    "라운드별로 짝지어 native와 비교한 값: 시작에는 차이, 나머지에는 감속.",
  "glossary.slowdown-word": () => "감속",
  "glossary.slowdown": () =>
    "native보다, 또는 head가 base보다 몇 배 나쁜지 나타냅니다. 비율 지표든 시간 지표든 1은 같고 2는 두 배 느립니다.",
  "glossary.rung-word": () => "단계",
  "glossary.rung": () => "격리의 사다리에서 대상이 있는 자리.",
  "glossary.cold-start-word": () => "콜드 스타트",
  "glossary.cold-start": () =>
    "아무것도 없는 상태에서의 시작: 인스턴스가 없고, 멈춰 두거나 데워 둔 것도 없습니다. 파일은 페이지 캐시에 있습니다.",
  "glossary.warm-start-word": () => "웜 스타트",
  "glossary.warm-start": () =>
    "미리 만들어 둔 것에서의 시작: 멈춰 둔 컨테이너, 만들어 둔 컨테이너, 스냅샷. 따로 한 단계를 이룹니다.",
  "glossary.prework-word": () => "사전 작업",
  "glossary.prework": () =>
    "docker create처럼, 웜 스타트 한 번을 위해 측정 구간 전에 하는 일. 따로 보여 주며 시작 시간에는 넣지 않습니다.",
  "glossary.emulated-word": () => "에뮬레이션",
  "glossary.emulated": () =>
    "QEMU가 소프트웨어로 CPU를 번역하는 VM. 하드웨어 가상화에 대해서는 아무것도 말해 주지 않으며, 어디서나 표시됩니다.",
  "glossary.footprint-word": () => "풋프린트",
  "glossary.footprint": () =>
    "인스턴스 하나가 더 있을 때 호스트의 메모리와 디스크가 얼마나 더 드는지: 여러 인스턴스에 걸친 기울기.",
  "glossary.steal-word": () => "steal",
  "glossary.steal": () => "호스트 아래의 하이퍼바이저가 다른 쪽에 준 CPU 시간.",
  "glossary.qd-word": () => "QD",
  "glossary.qd": () => "큐 깊이: 동시에 진행 중인 입출력 작업의 수.",
};
