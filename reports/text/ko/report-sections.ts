/** The sections of the page and their charts. */
import type { Brackets } from "../../format.ts";
import { inBrackets } from "./report.ts";
import type { Room } from "./room.ts";

const BETTER = {
  lower: "작을수록 좋음",
  higher: "클수록 좋음",
  neither: "좋고 나쁨 없음",
};

export const reportSections: Room<"report-sections"> = {
  "report-sections.not-measured": () => "측정되지 않았습니다.",
  "report-sections.workload": ({ workload, title }) => `${workload}: ${title}`,

  "report-sections.ladder": () => "시작 시간",
  "report-sections.first-bytes": ({ times }) => `첫 바이트까지 걸린 시간: ${times.join(", ")}`,
  "report-sections.first-byte": ({ target, time }) => `${target} ${time}`,

  "report-sections.steps": () => "단계별 추가 시간",
  "report-sections.steps-explained": ({ rounds, ...of }) =>
    "표는 가장 아래 단계부터 시작합니다. 같은 라운드에서 바로 아래 단계보다 첫 바이트가 얼마나 늦게 " +
    `나오는지 보여 줍니다. 수치는 라운드 ${rounds}회의 중앙값입니다${inBrackets(of)}. ` +
    "신뢰구간에 0이 들어 있지 않은 차이는 굵게 표시합니다. 나머지는 차이가 있다고 볼 수 없습니다. " +
    "바로 아래 단계를 측정하지 않았으면 그다음 아래 단계와 비교하며, 이때 차이에는 두 단계가 모두 들어갑니다.",
  "report-sections.cold-starts": ({ workload }) => `${workload}: 콜드 스타트`,
  "report-sections.warm-starts": ({ workload }) => `${workload}: 웜 스타트`,
  "report-sections.warm-explained": () =>
    "웜 스타트는 미리 만들어 둔 것에서 시작합니다. 사전 작업은 시작할 때마다 그 준비에 든 시간입니다. " +
    "실행마다 한 번만 만드는 것은 대상의 정보에 적혀 있습니다.",
  "report-sections.head-first-byte": () => "첫 바이트까지",
  "report-sections.head-what-it-adds": () => "더해지는 것",
  "report-sections.once-a-run": () => "실행마다 한 번",

  "report-sections.slowdowns": () => "격리로 느려지는 작업",

  "report-sections.overhead": () => "오버헤드",
  "report-sections.overhead-explained": ({ rounds, ...of }) =>
    "각 칸은 대상이 같은 라운드의 native보다 몇 배 나쁜지 나타냅니다. 1.00은 native와 같은 " +
    `속도입니다. ${coloured(rounds, of)}`,
  "report-sections.overhead-caption": () => "native 대비 감속",
  "report-sections.cost": () => "호스트 측 비용",
  "report-sections.cost-explained": ({ rounds, ...of }) =>
    "각 칸은 같은 작업에 드는 호스트의 CPU 시간이 같은 라운드의 native의 몇 배인지 나타냅니다. " +
    "VMM, 런타임, 클라이언트, 데몬까지 인스턴스를 이루는 모든 것의 CPU 시간을 더한 값입니다. " +
    `CPU 시간을 두 배 쓰고 속도가 같은 대상은 동등한 것이 아닙니다. ${coloured(rounds, of)}`,
  "report-sections.cost-caption": () => "native 대비 호스트 CPU 시간",
  "report-sections.same": () => "차이가 있다고 볼 수 없음",

  "report-sections.footprint": () => "인스턴스당 추가 메모리와 디스크",
  "report-sections.footprint-not-asked": () =>
    "이번 실행에서 요청하지 않았습니다(--workloads footprint로 측정합니다).",
  "report-sections.footprint-explained": () =>
    "수치는 동시에 띄운 여러 인스턴스에 대한 기울기이며, 인스턴스끼리 공유하는 것은 들어가지 않습니다. " +
    "pss: 프로세스의 페이지(공유 페이지는 나누어 셈). cgroup: 커널 메모리와 페이지 캐시를 포함하여 " +
    "인스턴스에 과금된 메모리. available: 호스트에서 다른 프로그램이 쓸 수 있는 메모리가 줄어든 양. " +
    "호스트의 다른 프로그램 때문에 흐려질 수 있습니다. disk: 사용한 블록.",

  "report-sections.distributions": () => "분포",
  "report-sections.nothing": () => "측정된 것이 없습니다.",
  "report-sections.metric": () => "지표:",
  "report-sections.box-plot": () => "선택한 지표의 상자 그림",
  "report-sections.box-explained": () =>
    "점은 라운드의 값이며, 지표에 다른 말이 없으면 그 라운드 표본의 중앙값입니다. 상자 안의 선은 모든 카드와 " +
    "표에서처럼 라운드들의 중앙값입니다. 상자: 사분위수, 수염: 상자 길이의 1.5배. 라운드가 다섯 번 이하이면 " +
    "상자가 없습니다.",
  "report-sections.box-needs-script": () =>
    "다른 지표는 페이지의 스크립트가 여기에 그립니다. 모든 지표의 중앙값과 신뢰구간은 전체 결과에 있습니다.",
  "report-sections.box-plot-title": ({ metric }) => `${metric}의 분포`,
  "report-sections.box-emulated": () => "에뮬레이션(TCG), 별도의 축",
  "report-sections.box-plot-of": (of) =>
    `${of.metric}의 상자 그림, ${BETTER[of.better]}; ${of.samples.join(", ")}`,
  "report-sections.samples": (of) =>
    of.samples === of.rounds
      ? `${of.target}: 라운드 ${of.rounds}회`
      : `${of.target}: 라운드 ${of.rounds}회, 표본 ${of.samples}개`,
  "report-sections.samples-of-each": ({ count }) => `${count}개 각각`,
  "report-sections.box-axis": (of) =>
    `${of.unit === "" ? "" : `${of.unit}, `}${BETTER[of.better]}${of.logarithmic ? "(로그)" : ""}`,
  "report-sections.quartiles": (of) =>
    `최소: ${of.min}, 25% 분위수: ${of.q1}, 중앙값: ${of.median}, 평균: ${of.mean}, ` +
    `75% 분위수: ${of.q3}, 최대: ${of.max}`,
  "report-sections.outlier": ({ value }) => `이상값: ${value}`,
  "report-sections.sample": ({ value }) => `라운드: ${value}`,

  "report-sections.image": () => "이미지 크기",
  "report-sections.image-explained": () =>
    "native는 배포하는 것이 없으므로 정의상 0입니다. 컨테이너는 루트 파일 시스템을 압축한 레이어로, " +
    "VM은 디스크, 커널, initramfs를 배포합니다. 이미지의 파일과 레이어로 계산하며, " +
    "이미지를 실행하는 도구(런타임, 엔진, QEMU)는 세지 않습니다.",
  "report-sections.shipped": () => "배포 크기(gzip -6)",
  "report-sections.on-disk": () => "디스크에서의 크기",
  "report-sections.sizes": ({ title, sizes }) => `${title}: ${sizes.join(", ")}`,
  "report-sections.size": ({ target, size }) => `${target} ${size}`,

  "report-sections.calls": () => "시작과 제거 한 번의 커널 호출별 시간",
  "report-sections.calls-explained": () =>
    "프로세스를 띄우고 첫 바이트가 나올 때까지 시간이 어디에 쓰이는지 보여 줍니다. 첫 커널 호출 전, 호출 하나하나, 그리고 워크로드를 실행해 첫 바이트가 나올 때까지입니다. 각 조각은 여러 시작의 중앙값이므로 막대는 전형적인 시작이며, 어느 한 시작이 아닙니다. " +
    "호출 시간은 호출하는 프로그램이 직접 쟀습니다. 호출별 p90과 p99는 전체 결과에 있습니다.",
  "report-sections.one-start": () => "시작 한 번",
  "report-sections.one-removal": () => "제거 한 번: 기다리는 시간",
  "report-sections.small-parts": ({ count }) => `작은 호출 ${count}가지`,
  "report-sections.freed": () => "제거한 뒤: 커널이 실제로 해제하는 시점",
  "report-sections.freed-explained": () =>
    "프로세스의 마지막 호출부터, 커널이 그 자리에 새것을 허용할 때까지의 시간입니다. 대부분은 제거가 끝난 뒤에 커널 작업 스레드가 처리합니다. 시작 한 번은 이것을 기다리지 않지만, 수백 번을 한꺼번에 하면 기다리게 됩니다. 버전 1 컨트롤 그룹의 수는 시스템 전체의 수입니다.",
  "report-sections.with-p90": ({ typical, p90 }) =>
    `${typical} (p90 ${p90})`.replaceAll(" ", "\u00a0").replace("\u00a0(", " ("),

  "report-sections.results": () => "전체 결과",

  "report-sections.missing": () => "측정하지 못한 항목과 경고",
  "report-sections.all-measured": () => "계획한 항목을 모두 측정했습니다.",
  "report-sections.no-warnings": () => "없음.",
  "report-sections.head-metric": () => "지표",
  "report-sections.head-target": () => "대상",
  "report-sections.head-workload": () => "워크로드",
  "report-sections.head-status": () => "상태",
  "report-sections.head-why": () => "이유",
  "report-sections.head-remedy": () => "해결 방법",
  "report-sections.head-warning": () => "경고",
  "report-sections.head-what": () => "내용",
  "report-sections.head-how-often": () => "횟수",
  "report-sections.last-words": () => "마지막 출력",

  "report-sections.environment": () => "환경",
  "report-sections.host": () => "호스트",
  "report-sections.head-fact": () => "항목",
  "report-sections.head-value": () => "값",
  "report-sections.harness": () => "측정 도구 자체의 비용",
  "report-sections.head-start": () => "시작할 때",
  "report-sections.head-end": () => "끝날 때",
  "report-sections.round-trip": () => "아무것도 spawn하지 않는 왕복",
  "report-sections.floor": () => "격리 없이 연달아 실행할 때 spawn부터 첫 바이트까지",
  "report-sections.single": () => "같은 시간을 시작 측정처럼 잠시 쉰 뒤 한 번씩 잰 것",
  "report-sections.targets": () => "대상",
  "report-sections.head-round-trip": () => "에이전트까지의 왕복",
  "report-sections.head-facts": () => "정보",
  "report-sections.same-bytes": () => "어디서나 같은 바이트",
  "report-sections.programs": () => "인스턴스 밖의 프로그램",
  "report-sections.head-program": () => "프로그램",
  "report-sections.head-file": () => "파일",
  "report-sections.head-version": () => "버전",
  "report-sections.head-sha256": () => "sha256",
  "report-sections.head-same-in": () => "같은 대상",
  "report-sections.other-bytes": ({ target }) => `${target} 다름`,
};

function coloured(rounds: number, of: Brackets): string {
  return (
    `값은 라운드 ${rounds}회의 중앙값입니다${inBrackets(of)}. 차이가 있다고 볼 수 없는 칸에는 색이 없습니다. ` +
    "신뢰구간에 1이 들어 있거나, 라운드가 너무 적거나, 많은 칸을 비교하여 그중 일부가 우연히 차이처럼 보이는 " +
    "경우입니다."
  );
}
