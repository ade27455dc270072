/** The charts of the page, and what is said of many comparisons. */
import { listed } from "./parts.ts";
import { familyName } from "./report-page.ts";
import type { Room } from "./room.ts";

interface Counted {
  cells: number;
  byInterval: number;
  byChance: number;
  differ: number;
  share: number;
}

export const reportCharts: Room<"report-charts"> = {
  "report-charts.as-table": () => "수치를 표로 보기",
  "report-charts.without": ({ targets }) => `측정 안 함: ${listed(targets)}.`,

  "report-charts.starts": () => "시작의 각 시점까지 걸린 시간(로그 축)",
  "report-charts.starts-emulated": () => "에뮬레이션(TCG), 별도의 축",
  "report-charts.starts-explained": () =>
    "값은 중앙값입니다. 커널 시작: 게스트 자체의 커널이 동작하기 시작함; 격리 진입: 격리 안에서 첫 코드가 " +
    "실행됨; 준비 완료: 워크로드의 첫 바이트가 나옴(중앙값의 신뢰구간을 그리고 오른쪽에 수치를 적음); " +
    "종료: 프로세스가 회수됨; 제거 완료: 아무것도 남지 않음.",
  "report-charts.moments": ({ target, moments }) => `${target}: ${moments.join(", ")}`,
  "report-charts.moment": ({ phase, after }) => `${phase}까지 ${after}`,

  "report-charts.waterfall": ({ workload }) => `${workload}: 단계마다 콜드 스타트에 더해지는 시간`,
  "report-charts.adds": ({ adds }) => adds.join("; "),
  "report-charts.adds-to": (of) => `${of.target}: ${of.adds}, 비교 기준 ${of.below}`,
  "report-charts.adds-up-to": ({ rungs }) =>
    rungs.length === 1 ? `${rungs[0]}` : `${rungs[0]}~${rungs.at(-1)}`,
  "report-charts.adds-emulated": () => "에뮬레이션(TCG), 별도의 축",
  "report-charts.waterfall-explained": () =>
    "막대는 아래 단계에서 첫 바이트가 나온 시점에서 시작합니다. 막대의 길이는 같은 라운드에서 그 단계가 " +
    "더한 시간이고, 선은 신뢰구간입니다. 회색 막대는 무엇을 더한다고 볼 수 없는 것입니다. 축은 선형입니다. " +
    "작은 단계는 큰 단계 옆에서 보이지 않으므로 묶음마다 축이 따로 있습니다. 길이는 같은 묶음 안에서만 " +
    "비교하십시오.",

  "report-charts.slowdowns-of-families": () => "워크로드 계열별 native 대비 감속",
  "report-charts.slowdowns-containers": () => "컨테이너의 native 대비 감속",
  "report-charts.slowdowns-vms": () => "VM의 native 대비 감속",
  "report-charts.slowdowns-emulated": () => "에뮬레이션한 VM(TCG)의 native 대비 감속",
  "report-charts.slowdowns-explained": () =>
    "1x는 native와 같은 속도, 2x는 두 배 느림입니다. 계열의 감속은 라운드마다 주요 지표들의 기하평균을 구하고 다시 " +
    "라운드들의 중앙값을 구한 것이며, 선은 그 신뢰구간입니다. 작은 점은 지표 하나하나입니다. 컨테이너, VM, " +
    "에뮬레이션한 VM에는 각각 축이 따로 있습니다. 음영이 있는 줄은 native와 차이가 있다고 볼 수 없습니다. " +
    "시작 시간에는 별도의 차트가 있습니다.",
  "report-charts.slowdowns-spoken": ({ slowdowns }) => slowdowns.join("; "),
  "report-charts.slowdown-spoken": (of) =>
    `${familyName(of.family)}, ${of.target}: ${of.slowdown} ${of.interval}`.trim(),
  "report-charts.family-containers": ({ family }) => `${familyName(family)}: 컨테이너`,
  "report-charts.family-vms": ({ family }) => `${familyName(family)}: VM`,
  "report-charts.family-emulated": ({ family }) => `${familyName(family)}: 에뮬레이션한 VM(TCG)`,
  "report-charts.legend-family": () => "native와 차이 있음",
  "report-charts.legend-metric": () => "지표 하나",
  "report-charts.head-family": () => "계열",
  "report-charts.head-slowdown": () => "감속",
  "report-charts.head-metrics": () => "지표 수",
  "report-charts.head-differs": () => "native 대비",
  "report-charts.differs": () => "차이 있음",

  "report-charts.legend-published": () => "다른 곳에서 발표한 수치",
  "report-charts.published": ({ figure }) => `발표된 수치: ${figure}`,
  "report-charts.published-each": ({ figure, each }) => `${figure}, 하나에 ${each}`,
  "report-charts.published-explained": () =>
    "속이 빈 마름모는 다른 사람이 다른 컴퓨터에서 자신의 워크로드로 재어 발표한 수치입니다. 크기만 견주어 보고 " +
    "자릿수까지 비교하지는 마십시오. 무엇을 누가 잰 것인지는 포인터를 올리거나 표를 열면 나옵니다.",

  "report-charts.start-heat": () => "시작",
  "report-charts.start-heat-explained": () =>
    "시작에 걸리는 시간이 native의 몇 배인지 나타냅니다. native의 시작이 짧으므로 이 배율은 큽니다. " +
    "몇 밀리초인지는 위의 차트에 있습니다.",
  "report-charts.start-heat-caption": () => "native 대비 첫 바이트까지 걸린 시간",

  "report-charts.differences-containers": (of) => counted(of, "컨테이너"),
  "report-charts.differences-vms": (of) => counted(of, "VM"),
  "report-charts.differences-emulated": (of) => counted(of, "에뮬레이션한 머신"),
};

/** One sentence, so that nobody quotes a half of it. */
function counted({ cells, byInterval, byChance, differ, share }: Counted, whose: string): string {
  return (
    `${whose}의 항목 ${cells}개 중 ${differ}개가 많은 비교를 보정한 뒤에도 native와 차이가 있고` +
    `(Benjamini와 Hochberg의 방법, 그중 틀린 것은 많아야 ${share * 100}%), 보정하기 전에는 ` +
    `${byInterval}개의 신뢰구간에 1이 들어 있지 않은데, 우연만으로도 약 ` +
    `${byChance.toFixed(byChance < 10 ? 1 : 0)}개는 그렇게 됩니다.`
  );
}
