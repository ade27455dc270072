import type { Room } from "./room.ts";

/** A site over many runs: its pages, its feed, its badges, and what its command says. */
export const site: Room<"site"> = {
  // The command.
  "site.written": ({ folder, runs, hosts, marks }) =>
    `${folder}: 호스트 ${hosts}대의 실행 ${runs}건, 표시한 변화 ${marks}건`,
  "site.read": ({ read, known }) =>
    `실행 ${read}건을 읽었고, ${known}건은 이전 것을 그대로 썼습니다`,
  "site.left-out": ({ folder, why }) => `제외: ${folder}: ${why}`,
  "site.not-complete": () => "실행이 완료되지 않았습니다",
  "site.other-run": ({ runId }) => `다른 폴더에 ID는 같고 내용은 다른 실행이 있습니다: ${runId}`,
  "site.no-runs": () => "이 폴더들에 완료된 실행이 없습니다",
  "site.name-runs": () => "실행 폴더, 또는 results처럼 실행 폴더가 들어 있는 폴더를 지정하십시오",
  "site.not-ours": ({ folder }) => `${folder} 폴더가 비어 있지 않으며, isotax의 사이트도 아닙니다`,
  "site.none-here": ({ folder }) => `${folder} 폴더에 isotax의 사이트가 없습니다`,
  "site.make-one": ({ folder }) =>
    `--history에는 사이트를 지정합니다. 실행 폴더로 사이트를 만드십시오: isotax site ${folder} --out SITE`,
  "site.make-again": () => "사이트를 다시 만드십시오: isotax site DIR... --out SITE",
  "site.runs-unread": ({ runs }) =>
    `사이트의 실행 ${runs}건을 읽을 수 없어 이력에서 빠졌습니다. 사이트를 다시 만드십시오.`,
  "site.choose-out": () => "--out에 다른 폴더를 지정하거나 그 폴더를 비우십시오",

  // All pages.
  "site.title": () => "실행별로 본 격리 비용",
  "site.home": () => "모든 호스트",
  "site.compare": () => "두 실행 비교",
  "site.feed": () => "피드",
  "site.pages": () => "페이지",
  "site.skip": () => "본문으로 건너뛰기",
  "site.made-up": () =>
    "이 호스트의 시간은 대상 fake가 지어낸 것입니다. 실제로 측정한 것은 없습니다.",
  "site.footer": ({ day }) =>
    `${day}까지의 실행으로 isotax가 만들었습니다. 모든 수치는 실행 폴더에서 다시 계산할 수 있습니다.`,
  "site.error": ({ error, series }) =>
    `변화는 실행 다섯 건 이상 이어질 때만 표시합니다. 실행들이 제 수준 주위에 무작위로 흩어진다면, 이 사이트의 시계열 ${series}개를 모두 합하여 잘못된 표시가 하나라도 생길 확률은 ${error} 이하입니다. 천천히 떠도는 시계열에는 이 보장이 없습니다.`,

  // Hosts.
  "site.hosts": () => "호스트",
  "site.hosts-note": () =>
    "서로 다른 호스트의 실행을 한 선에 섞지 않습니다. 호스트는 CPU, 코어, 아키텍처, 메모리, 가상화 여부로 구분합니다. 커널이나 패키지를 업그레이드해도 같은 호스트입니다.",
  "site.host": ({ cpu, cores, memory }) =>
    [cpu, cores === "" ? "" : `코어 ${cores}`, memory].filter((part) => part !== "").join(" · "),
  "site.host-id": ({ id }) => `호스트 ${id}`,
  "site.host-runs": ({ runs, first, last }) =>
    first === last ? `실행 ${runs}건, ${first}` : `실행 ${runs}건, ${first}~${last}`,
  "site.mixed": () =>
    "이 실행들 사이에 이전 부팅이 다시 나타났습니다. 같아 보이는 둘 이상의 머신에서 나온 실행이므로 추세를 믿지 마십시오.",
  "site.badge": () => "배지",

  // Changes.
  "site.changes": () => "달라진 점",
  "site.changes-none": () => "지속된 변화를 찾지 못했습니다.",
  "site.step": (of) =>
    `${of.series}: ${of.day}의 실행 ${of.run}부터 한 번에 ${of.before}에서 ${of.after}(${direction(of.worse)})`,
  "site.creep": (of) =>
    `${of.series}: ${of.since}부터 ${of.day}까지 조금씩 ${of.before}에서 ${of.after}(${direction(of.worse)})`,
  "site.series": ({ workload, metric, target }) => `${target}의 ${workload} ${metric}`,
  "site.emulated-metric": ({ metric }) => `${metric}(에뮬레이션)`,
  "site.emulated-target": ({ target }) => `${target}(에뮬레이션)`,
  "site.there": () => "그때 달라진 것:",
  "site.there-nothing": () => "isotax가 기록하는 것 중 그때 달라진 것은 없습니다.",
  "site.there-item": (of) => `${of.field}: ${of.before} -> ${of.after} (실행 ${of.run}, ${of.day})`,
  "site.there-more": ({ count }) => `그 밖에 ${count}건`,
  "site.tool": ({ tool }) => tool,

  // A host's page.
  "site.trends": () => "추세",
  "site.trends-note": () =>
    "워크로드마다 페이지가 있고, 그 페이지에 대상별 차트가 있습니다. 차트에는 각 실행에서 같은 라운드의 native와 비교한 오버헤드를 그립니다.",
  "site.trend-of": ({ workload }) => `${workload}: 실행별 추세`,
  "site.claims": ({ run, day }) => `흔한 주장과 최신 실행의 결과(${run}, ${day})`,
  "site.claims-none": () => "최신 실행으로 판정할 수 있는 주장이 없습니다.",
  "site.runs": () => "실행",
  "site.against-before": () => "직전 실행과 비교",
  "site.facts": () => "최신 실행 때의 호스트",

  // Heads of tables.
  "site.head-workload": () => "워크로드",
  "site.head-series": () => "시계열",
  "site.head-changes": () => "변화",
  "site.head-run": () => "실행",
  "site.head-day": () => "날짜",
  "site.head-level": () => "수준",
  "site.head-band": () => "범위",
  "site.head-since": () => "시작",
  "site.head-runs": () => "실행 수",
  "site.head-isotax": () => "isotax",
  "site.head-kernel": () => "커널",
  "site.head-rounds": () => "라운드",
  "site.head-compare": () => "비교",
  "site.head-fact": () => "항목",
  "site.head-value": () => "값",
  "site.head-interval": () => "신뢰구간",

  // A trend.
  "site.followed-slowdown": () => "native보다 몇 배 나쁜지(1이면 같음)",
  "site.followed-difference": () => "native보다 더 드는 양",
  "site.followed-exact": () => "크기 그 자체",
  "site.followed-own": () => "native 자체: 보이기만 하고 판정하지 않음",
  "site.size": ({ size }) => `크기 ${size}`,
  "site.axis": ({ first, last, runs }) =>
    runs === 1 ? `실행 1건, ${first}` : `실행 ${runs}건, ${first}부터 ${last}까지`,
  "site.newest": (of) =>
    `최신 ${of.value}${of.interval === "" ? "" : ` ${of.interval}`}; 평소 ${of.usual}${of.band === "" ? "" : `, 실행 20건 중 19건의 범위 ${of.band}`}`,
  "site.described": (of) =>
    `${of.series}, ${of.what}. ${of.axis}; ${of.newest}. ${of.changes.length === 0 ? "지속된 변화 없음." : `${of.changes.join(". ")}.`}`,
  "site.legend": () =>
    "점은 실행이며 간격이 일정합니다. 세로선은 중앙값의 신뢰구간입니다. 음영은 수준 주위에서 실행 20건 중 19건이 놓이는 범위이며, 실행들이 흩어진 정도에서 구합니다. 세로 파선은 한 번에 일어난 변화, 테두리를 친 부분은 조금씩 진행된 변화입니다.",
  "site.levels": () => "수준을 표로 보기",
  "site.all-runs": () => "모든 실행을 표로 보기",
  "site.emulated-note": () =>
    "에뮬레이션(TCG): 이 수치로는 하드웨어 가상화에 대해 아무것도 말할 수 없습니다. 차트를 따로 그립니다.",

  // The page that compares.
  "site.compare-note": () =>
    "두 실행의 중앙값을 나란히 보입니다. 판정이 아니라 기술입니다. 판정하려면 isotax compare A B를 쓰십시오.",
  "site.compare-hosts": () =>
    "두 실행의 호스트가 다릅니다. 이 표로는 어느 쪽이 좋아지거나 나빠졌다고 말할 수 없습니다.",
  "site.compare-sizes": () => "버전이나 크기가 다른 워크로드는 다른 작업이므로 그 수치를 뺍니다.",
  "site.compare-before": () => "첫 번째 실행",
  "site.compare-after": () => "두 번째 실행",
  "site.compare-differs": () => "두 실행의 다른 점",
  "site.compare-same": () => "isotax가 기록하는 것 중 다른 것은 없습니다.",
  "site.compare-figures": () => "수치",
  "site.compare-overhead": () => "native 대비 오버헤드",
  "site.compare-none": () => "두 실행에 공통된 수치가 없습니다.",
  "site.compare-choose": () => "실행 두 건을 고르십시오.",
  "site.compare-missing": () => "이 실행의 데이터를 불러오지 못했습니다.",
  "site.compare-change": () => "변화",
  "site.compare-script": () => "이 페이지에는 두 실행의 데이터를 불러오는 스크립트가 필요합니다.",
  "site.compare-filter": () => "줄 거르기",

  // The feed.
  "site.feed-title": () => "isotax: 실행과 지속된 변화",
  "site.feed-run": ({ run, cpu }) => `${cpu}의 실행 ${run}`,
  "site.feed-run-about": (of) =>
    `대상 ${of.targets}개, 라운드 ${of.rounds}회, 프로파일 ${of.profile}, isotax ${of.isotax}`,

  // A badge.
  "site.badge-start": ({ target }) => `${target} 시작`,
  "site.badge-emulated": ({ figure }) => `${figure}(에뮬레이션)`,
  "site.badge-made-up": ({ figure }) => `${figure}(지어낸 값)`,
};

const DIRECTIONS: Readonly<Record<string, string>> = { worse: "나빠짐", better: "좋아짐" };

function direction(worse: string): string {
  return DIRECTIONS[worse] ?? "달라짐";
}
