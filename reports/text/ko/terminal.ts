/** What commands print besides reports. */
import { didYouMean, duration } from "./parts.ts";
import type { Room } from "./room.ts";
import { 을를 } from "./words/particles.ts";
import { VERDICTS } from "./words/verdicts.ts";

const STATUS = { running: "실행 중", complete: "완료", interrupted: "중단됨" };

export const terminal: Room<"terminal"> = {
  "terminal.error": () => "오류:",
  "terminal.interrupted": () => "중단되었습니다",
  "terminal.stopping": () =>
    "멈추는 중: 열려 있는 것을 닫습니다. 바로 멈추려면 한 번 더 누르십시오",
  "terminal.bug": ({ why }) => `isotax의 버그: ${why}`,
  "terminal.report-bug": ({ file }) =>
    `추적 정보가 들어 있는 다음 파일과 함께 신고해 주십시오: ${file}`,
  "terminal.report-bug-without-file": () =>
    "ISOTAX_DEBUG=1로 실행한 출력과 함께 신고해 주십시오. 추적 정보를 파일에 쓰지 못했습니다",
  "terminal.not-linux": ({ platform }) =>
    `isotax는 Linux를 측정합니다. 이 시스템은 ${platform}입니다`,
  "terminal.use-linux": () => "Linux 머신이나 Linux VM에서 실행하십시오",
  "terminal.unknown-language": ({ name, value }) =>
    `${name}에 isotax가 모르는 언어가 있습니다: ${JSON.stringify(value)}`,
  "terminal.known-languages": ({ known }) =>
    `쓸 수 있는 언어: ${known.join(", ")} (여럿이면 쉼표로 구분). 아니면 변수를 지우십시오`,
  "terminal.cannot-print": ({ why }) => `결과를 출력하지 못했습니다: ${why}`,
  "terminal.redirect-elsewhere": () =>
    "표준 출력을 터미널이나 파이프, 또는 공간이 있는 디스크의 파일로 보내십시오",

  "terminal.step-begun": ({ title }) => `${title} ...`,
  "terminal.step-begun-with": ({ title, leftMs }) => `${title} ... (약 ${duration(leftMs)} 남음)`,
  "terminal.step-goes-on": ({ title, seconds }) => `${title} ... (${duration(seconds * 1000)})`,
  "terminal.step-done": ({ title, result }) => `${title}: ${result}`,
  "terminal.took": ({ ms }) => `(${(ms / 1000).toFixed(1)}초)`,
  "terminal.cell": (at) =>
    `${at.done}/${at.due}  ${duration(at.leftMs)} 남음  라운드 ${at.round}/${at.rounds}  ${at.subject}의 ${at.workload}`,
  "terminal.cell-failed": (at) =>
    `라운드 ${at.round}/${at.rounds}  ${at.subject}의 ${at.workload}: ${at.reason}`,
  "terminal.cell-measured": (at) =>
    `${cell(at)}: ${(at.ns / 1e9).toFixed(2)}초, ${duration(at.leftMs)} 남음`,
  "terminal.cell-unavailable": (at) => `${cell(at)}: 사용 불가, ${duration(at.leftMs)} 남음`,

  "terminal.step-packages": () => "패키지 설치",
  "terminal.step-server": ({ tool }) => `${tool} 캐시에 풀기`,
  "terminal.step-image": () => "루트 파일 시스템 이미지",
  "terminal.step-target": ({ id }) => `대상 ${id}`,
  "terminal.step-harness-floor": () => "측정 도구의 하한",
  "terminal.step-vm-disk": () => "쓸 공간이 있는 VM 디스크",
  "terminal.step-look": ({ id }) => `${id} 확인`,
  "terminal.step-reports": () => "보고서",

  "terminal.image-built": (of) =>
    `${of.digest}, 파일 ${of.files}개, 새로 만듦(${of.why === "absent" ? "없었음" : "손상됨"})`,
  "terminal.image-from-cache": ({ digest, files }) => `${digest}, 파일 ${files}개, 캐시에서 가져옴`,
  "terminal.ready": () => "가능",
  "terminal.ready-with": ({ accelerator }) => `가능(${accelerator})`,
  "terminal.ready-emulated": ({ why }) => `가능, 단 에뮬레이션(TCG): ${why}`,
  "terminal.not-ready": () => "불가",
  "terminal.unavailable": ({ reason }) => `사용 불가: ${reason}`,
  "terminal.swept": ({ runId, count }) =>
    `비정상 종료된 실행 ${runId}의 뒷정리를 했습니다: ${count}건`,
  "terminal.not-removed": ({ what }) => `제거하지 못했습니다: ${what}`,
  "terminal.clean-tries-again": () => "isotax clean을 실행하면 다시 시도합니다",
  "terminal.package": ({ name, why }) => `${name}: ${why}`,
  "terminal.packages-not-wanted": () => "요청에 따라(--no-install) 설치하지 않음:",
  "terminal.packages-not-possible": ({ reason }) => `없으며 설치할 수 없음(${reason}):`,
  "terminal.packages-begun": () => "apt-get으로 Debian 패키지를 설치합니다:",
  "terminal.packages-failed": ({ names }) =>
    `설치하지 못했습니다. 위의 apt-get 메시지를 보십시오: ${names.join(", ")}`,
  "terminal.by-hand": ({ command }) => `직접 하려면: ${command}`,
  "terminal.server-not-wanted": ({ tool }) =>
    `요청에 따라(--no-install) ${을를(tool)} 내려받지 않습니다`,
  "terminal.server-failed": ({ tool, reason }) => `${을를(tool)} 쓸 수 없습니다: ${reason}`,
  "terminal.shard": ({ shard, workloads }) => `계획의 샤드 ${shard}: ${workloads.join(", ")}`,
  "terminal.plan": (of) => {
    const most = of.mayEndEarly ? "최대 " : "";
    return (
      `계획: 워크로드 ${of.workloads}개, 대상 ${of.targets}개, 라운드 ${most}${of.rounds}회, ` +
      `측정할 항목 ${most}${of.cells}개: ${of.mayEndEarly ? "최대" : "약"} ${duration(of.leftMs)}`
    );
  },
  "terminal.left-out": ({ reason }) => `이력에서 제외했습니다: ${reason}`,

  "terminal.report": ({ file }) => `보고서: ${file}`,
  "terminal.explain": ({ code }) => `자세히: isotax explain ${code}`,
  "terminal.unknown-code": ({ code, near }) => `알 수 없는 코드 "${code}"${didYouMean(near)}`,
  "terminal.list-codes": () => "`isotax explain`을 실행하면 모든 코드가 나옵니다",
  "terminal.codes-warnings": () => "경고",
  "terminal.codes-verdicts": () => "판정",
  "terminal.codes-errors": () => "오류",
  "terminal.no-report": ({ folder }) => `${folder}에 report.html이 없습니다`,
  "terminal.make-report": ({ command }) => `만들려면: ${command}`,
  "terminal.strict": () => "실패한 항목이 있으므로 --strict에 따라 종료 코드는 2입니다.",
  "terminal.to-go-on": ({ command }) => `중단되었습니다. 이어서 하려면: ${command}`,
  "terminal.nothing-judged": () =>
    "중단되어 아무것도 판정하지 않았습니다. 이어서 하려면: isotax run --resume DIR 실행 후 isotax gate --run DIR",
  "terminal.page-written": ({ file }) => `페이지: ${file}`,
  "terminal.judged": ({ folder }) => `판정, 표본, 보고서: ${folder}`,
  "terminal.not-in-summary": ({ why }) => `판정을 작업 요약에 넣지 못했습니다: ${why}`,
  "terminal.name-summary": () =>
    "GITHUB_STEP_SUMMARY에 쓸 수 있는 파일을 지정하거나 변수를 지우십시오",
  "terminal.merged": ({ shards, folder }) => `샤드 ${shards}개를 병합했습니다: ${folder}`,
  "terminal.copy-run-folder": () =>
    "쓸 수 있게 하거나, 실행 폴더를 복사하여 그 사본의 보고서를 만드십시오",
  "terminal.removed": ({ folder }) => `${을를(folder)} 제거했습니다`,
  "terminal.nothing-to-clean": () => "정리할 것이 없습니다",

  "terminal.targets-ready": ({ ready, of }) => `대상 ${of}개 중 ${ready}개 준비됨`,
  "terminal.workloads-ready": ({ ready, of }) => `워크로드 ${of}개 중 ${ready}개 준비됨`,
  "terminal.kvm-again": ({ command }) =>
    `여기서는 KVM으로 게스트가 부팅되지 않습니다. 다시 시도하려면: ${command}`,
  "terminal.emulated": ({ targets }) =>
    `에뮬레이션(TCG)이므로 KVM의 수치가 아님: ${targets.join(", ")}`,
  "terminal.lacks": ({ names, reason }) => `${names.join(", ")}: ${reason}`,
  "terminal.doctor-all": () => "모두에 대한 정보: isotax doctor --all",
  "terminal.targets": () => "대상",
  "terminal.workloads": () => "워크로드",
  "terminal.what-and-why": () => "내용과 이유",
  "terminal.fact": ({ name, value }) => `${name}: ${value}`,
  "terminal.see-tool": () => "도구의 메시지를 보십시오",

  "terminal.no-runs": ({ folder }) => `${folder}에 실행이 없습니다`,
  "terminal.name-parent": () => "실행 폴더들이 들어 있는 폴더를 지정하십시오",
  "terminal.column-run": () => "실행",
  "terminal.column-status": () => "상태",
  "terminal.column-created": () => "생성 시각",
  "terminal.column-profile": () => "프로필",
  "terminal.column-targets": () => "대상",
  "terminal.column-claims": () => "주장",
  "terminal.status": ({ status }) => STATUS[status],
  "terminal.unreadable": ({ why }) => `읽을 수 없음: ${why}`,

  "terminal.self-test": () => "자체 시험",
  "terminal.column-trial": () => "시험",
  "terminal.column-expected": () => "기대 판정",
  "terminal.column-verdict": () => "판정",
  "terminal.column-rounds": () => "라운드",
  "terminal.column-time": () => "시간",
  "terminal.verdict": ({ verdict }) => VERDICTS[verdict],
  "terminal.slower-by": ({ share }) => `${(share * 100).toFixed(1)}%`,
  "terminal.trial-took": ({ ms }) => `${(ms / 1000).toFixed(0)}초`,
  "terminal.as-expected": () => "기대대로",
  "terminal.not-as-expected": () => "틀림",
  "terminal.made-up": () =>
    "fake: 지어낸 시간이므로 이 머신의 게이트에 대해서는 아무것도 말해 주지 않습니다.",
  "terminal.gate-works": () =>
    "여기서는 게이트를 믿을 수 있습니다. 바뀐 것이 없으면 통과시키고, 바뀐 것은 찾아냅니다.",
  "terminal.gate-fails": ({ wrong, trials }) =>
    `시험 ${trials}개 중 ${wrong}개가 틀렸습니다. 이 머신에서는 게이트에 시간을 더 주거나(--budget, --rounds) 다른 작업을 줄여야 합니다.`,
  "terminal.folders": ({ folder }) => `폴더: ${folder}`,
};

function cell(at: {
  readonly round: number;
  readonly rounds: number;
  readonly done: number;
  readonly due: number;
  readonly workload: string;
  readonly subject: string;
}): string {
  return `라운드 ${at.round}/${at.rounds}  ${at.done}/${at.due}  ${at.subject}의 ${at.workload}`;
}
