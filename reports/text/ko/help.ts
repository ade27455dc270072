/** The help of the command line, its options, and what is wrong with its words. */
import { didYouMean, oneOf } from "./parts.ts";
import type { Room } from "./room.ts";
import { 을를, 이가 } from "./words/particles.ts";

const PROFILES = {
  smoke: "모두 동작하는지 확인(1분 미만)",
  quick: "첫 번째 답(몇 분)",
  standard: "인용할 수 있는 답",
  thorough: "발표할 수 있는 답",
};

export const help: Room<"help"> = {
  "help.about": () => "격리 비용을 이 머신에서 측정합니다: native, 컨테이너, VM.",
  "help.hint": () => "(명령과 옵션 목록은 isotax --help)",

  "help.usage": () => "사용법:",
  "help.arguments": () => "인자:",
  "help.options": () => "옵션:",
  "help.commands": () => "명령:",
  "help.show-help": () => "명령의 도움말 표시",
  "help.show-version": () => "버전 표시",
  "help.with-choices": ({ about, choices }) =>
    `${about} (선택: ${choices.map((choice) => `"${choice}"`).join(", ")})`,
  /** `value`: as JSON. */
  "help.with-default": ({ about, value }) => `${about} (기본값: ${value})`,

  "help.run": () => "측정하고, 원시 표본과 보고서를 폴더에 기록",
  "help.gate": () => "나빠진 것이 있는지 판정: BASE 대비 HEAD, 또는 다른 실행 대비",
  "help.audit": () =>
    "대상 안에서 무엇에 닿을 수 있는지 알려 주고, 지켜지지 않은 약속이 있으면 1로 끝내기",
  "help.audit-targets": () => "대상의 id. 없으면 주요 대상",
  "help.audit-baseline": () => "이전 감사의 폴더. 약속 대신, 이제 와서 닿게 된 것이 있으면 실패",
  "help.audit-json": () => "확인의 이름을 결과별로 JSON으로 출력",
  "help.init": () => "이 폴더에 첫 설정 파일을 쓰기",
  "help.init-format": () => "주석이 있는 모듈 또는 JSON",
  "help.doctor": () => "준비된 대상과 워크로드, 나머지에 부족한 것을 표시",
  "help.setup": () => "실행에 필요한 것을 설치하고 만들기(측정하지 않음)",
  "help.report": () => "실행 폴더의 보고서를 다시 만들기",
  "help.show": () => "실행을 터미널에 표시: 요약, 또는 모든 수치",
  "help.open": () => "실행의 보고서를 브라우저로 열기",
  "help.explain": () => "경고, 오류, 판정의 뜻과 해결 방법을 설명",
  "help.site": () => "여러 실행에 대한 정적 페이지를 만듭니다: 추세, 지속된 변화, 비교, 피드, 배지",
  "help.merge": () => "계획의 모든 샤드를 실행 폴더 하나로 합치기(isotax run --shard)",
  "help.compare": () => "두 실행, 또는 한 실행의 두 대상을 비교(측정하지 않음)",
  "help.export": () => "실행을 다른 도구의 형식으로 출력",
  "help.charts": () => "실행 보고서의 차트를 하나씩 파일로 기록",
  "help.completion": () => "셸에서 명령과 옵션을 완성하는 스크립트를 출력",
  "help.list": () => "폴더 아래의 실행 폴더 목록",
  "help.clean": () => "비정상 종료된 실행이 남긴 것만 제거",

  "help.profile": (of) => {
    const others =
      of.catalogueRounds < of.rounds
        ? `(주요 워크로드 외의 것이 있으면 ${of.catalogueRounds}회)`
        : "";
    return `${of.name}: 라운드 ${of.rounds}회${others}, ${PROFILES[of.name]}`;
  },
  "help.option-profile": (of) =>
    `얼마나 측정할지. ${of.profiles.join("; ")} (기본값: ${of.standard})`,
  "help.option-lang": ({ known }) =>
    `언어: ${oneOf(known)} (기본값: ISOTAX_LANG, 없으면 로캘). "ko,en"이면 report.html은 앞의 언어로, 그 옆의 페이지는 다른 언어로 기록`,
  "help.expected-languages": ({ known }) =>
    `쓸 수 있는 언어: ${known.join(", ")}. 여럿이면 쉼표로 구분합니다.`,
  "help.option-config-language": () =>
    "언어를 정하는 설정 파일(기본값: 다른 설정 파일이 없을 때 isotax.config.json)",
  "help.option-config": () => "설정 파일(기본값: isotax.config.{ts,js,json})",
  "help.option-seed": () => "순서를 정하는 시드",
  "help.option-out": () => "기록할 폴더(기본값: results/RUN-ID)",
  "help.option-image": () =>
    "만들어 쓰는 이미지 대신 쓸 사용자의 이미지: 폴더, OCI 레이아웃이나 아카이브, Dockerfile, 엔진의 이미지",
  "help.option-guest-kernel": () => "배포판의 커널 대신 VM에서 쓸 커널",
  "help.option-json": () => "기계가 읽을 수 있는 형식",

  "help.run-targets": () => "이 대상만(쉼표로 구분)",
  "help.run-workloads": () => "이 워크로드만(쉼표로 구분): id, 계열(cpu, disk, ...), main 또는 all",
  "help.run-claims": () =>
    "이 주장(예: C1,C3 또는 all)을 판정하는 것만: 해당 워크로드와 대상, 충분한 라운드",
  "help.run-rounds": () => "프로필의 값 대신 쓸 라운드 수",
  "help.run-precision": ({ mostRounds }) =>
    `모든 신뢰구간의 한쪽 폭이 이 값(예: 2%) 이하가 될 때까지 측정. 최대 --rounds(${mostRounds})`,
  "help.run-budget": () => "이 시간(예: 10m)을 넘겨 끝날 라운드는 시작하지 않음",
  "help.run-shard": () =>
    "워크로드를 n개로 나눈 것 중 i번째만. 같은 종류의 머신 n대에서 사용(isotax merge)",
  "help.run-resume": () =>
    "중단된 실행을 이어서 측정(기본값: --out, 없으면 가장 최근 것). --targets는 대상에 들어 있는 명령과 경로를 승인",
  "help.run-cpus": ({ cpus }) => `대상마다 줄 CPU 수(기본값: ${cpus})`,
  "help.run-memory": ({ memoryMiB }) => `대상마다 줄 메모리(기본값: ${memoryMiB})`,
  "help.run-most": ({ most }) => `scale.density에서 동시에 열 인스턴스의 최대 개수(${most}까지)`,
  "help.run-no-install": () => "설치와 내려받기를 하지 않고 측정할 수 있는 것만 측정",
  "help.run-no-open": () => "보고서를 브라우저로 열지 않음",
  "help.run-json": () => "실행 폴더, 상태, 주요 수치를 JSON으로 출력",
  "help.run-strict": () => "실패한 항목이 있으면 종료 코드 2로 끝냄",

  "help.gate-base": () => "대상. 예: crun, oci:./base/crun, 'command:./base/run.sh'",
  "help.gate-head": () => "판정할 대상",
  "help.gate-workloads": ({ workloads }) => `측정할 것(기본값: ${workloads}). run과 같음`,
  "help.gate-margin": () => "어디까지 나빠져도 되는지. 예: 2% (기본값: 5%, VM은 10%)",
  "help.gate-budget": ({ budgetMs }) =>
    `판정에 쓸 시간. 예: 90s, 10m (기본값: ${budgetMs / 60_000}m)`,
  "help.gate-rounds": ({ rounds }) => `최대 라운드 수(기본값: ${rounds}). 충분하면 더 적게 측정`,
  "help.gate-inconclusive": () => "판정하지 못했을 때의 결과(기본값: 종료 코드 3)",
  "help.gate-baseline": () => "이 실행과 같은 방식으로 측정하여 native 대비 비율로 비교",
  "help.gate-targets": () =>
    "--baseline이나 --history와 함께: 그 실행의 대상에 들어 있는 명령과 경로를 승인",
  "help.gate-history": () => "그 안의 가장 최근 실행과 같은 방식으로 측정하여 모두와 비교",
  "help.gate-anchor": () => "--history와 함께: 이 실행에서 서서히 멀어지는지도 확인",
  "help.gate-accept": () =>
    "--history와 함께: 나빠진 것을 받아들이기 시작한 실행의 id(쉼표로 구분)",
  "help.gate-run": () =>
    "측정하지 않고 이 실행을 판정. 단독으로 쓰면 그 실행의 게이트가 판정한 대로 판정",
  "help.gate-plan": () =>
    "라운드 몇 회만 측정하고, 여기서 게이트가 얼마나 걸리고 무엇을 찾아낼지 알려 줌",
  "help.gate-self-test": () => "이 머신에서 게이트가 알려진 감속을 찾아내는지 확인",
  "help.gate-cpus": ({ cpus }) => `양쪽에 각각 줄 CPU 수(기본값: ${cpus})`,
  "help.gate-memory": ({ memoryMiB }) => `양쪽에 각각 줄 메모리(기본값: ${memoryMiB})`,
  "help.gate-json": () => "판정을 JSON으로 출력",

  "help.no-install": () => "설치와 내려받기를 하지 않음",
  "help.doctor-all": () => "준비된 것에 대한 정보도",
  "help.doctor-fresh": () => "마지막 판정이 아직 유효해도 KVM을 다시 시도(최대 40초)",
  "help.doctor-targets": () => "이 대상만",
  "help.setup-targets": () => "이 대상에 필요한 것만",
  "help.setup-workloads": () => "이 워크로드에 필요한 것만",
  "help.setup-for-tests": () => "프로젝트 자체의 테스트에 필요한 것도",
  "help.report-dir": () => "`isotax run`이 만든 폴더",
  "help.report-history": () =>
    "`isotax site`가 만든 폴더. report.html에 같은 호스트의 이전 실행도 보여 줍니다",
  "help.run-or-latest": () => "실행 폴더, 또는 results에 있는 실행의 id(기본값: 가장 최근 것)",
  "help.show-all": () => "모든 수치를 워크로드마다 표로",
  "help.show-workload": () => "이 워크로드의 모든 수치(쉼표로 구분)",
  "help.explain-code": () => "코드. 예: noisy, UNKNOWN_TARGET (기본값: 전체 목록)",
  "help.completion-shell": () => "bash, zsh 또는 fish",
  "help.site-dirs": () => "실행 폴더, 또는 실행 폴더가 들어 있는 폴더",
  "help.site-out": () => "사이트 폴더. 같은 폴더에 다시 만들면 새 실행만 읽습니다",
  "help.site-url": () => "사이트를 게시할 주소. 피드의 절대 링크에 씁니다",
  "help.merge-dirs": () => "샤드들의 폴더(순서 무관)",
  "help.merge-out": () => "기록할 폴더",
  "help.run-folder": () => "실행 폴더",
  "help.compare-others": () => "다른 실행 폴더, 또는 두 대상: BASE HEAD",
  "help.compare-html": () => "이 파일에 페이지로도 쓰기",
  "help.compare-margin": () => "어디까지 나빠져도 되는지(기본값: 5%, VM은 10%)",
  "help.export-format": ({ formats }) => `다음 중 하나: ${formats.join(", ")}`,
  "help.export-out": () => "출력하는 대신 이 파일에 기록",
  "help.charts-out": () => "기록할 폴더",
  "help.charts-format": () => "기록할 형식, png에는 Chromium이 필요함",
  "help.charts-theme": () => "색상",
  "help.list-dir": () => "찾을 폴더",
  "help.clean-cache": () => "다시 만들 수 있는 이미지, 커널, Docker 데이터도 제거",

  "help.unknown-command": ({ word, near }) => `알 수 없는 명령 '${word}'${didYouMeanBelow(near)}`,
  "help.unknown-option": ({ flag, near }) => `알 수 없는 옵션 '${flag}'${didYouMeanBelow(near)}`,
  "help.no-argument": ({ name }) => `필수 인자 '${name}' 없음`,
  "help.no-option": ({ flags }) => `필수 옵션 '${flags}' 없음`,
  "help.no-value": ({ flags }) => `옵션 '${flags}'에 값이 없음`,
  "help.too-many": ({ command, most, given }) =>
    `'${command}'의 인자가 너무 많습니다. 최대 ${most}개인데 ${given}개를 받았습니다.`,
  "help.wrong-value": ({ flags, value, why }) =>
    `옵션 '${flags}'의 값 ${이가(`'${value}'`)} 올바르지 않습니다. ${why}`,

  "help.wrong-argument": ({ name, value, why }) =>
    `인자 '${name}'의 값으로 ${을를(`'${value}'`)} 쓸 수 없습니다. ${why}`,

  "help.expected-whole-number": ({ least, most }) => `${least}에서 ${most} 사이의 정수여야 합니다.`,
  "help.expected-share": () => "비율이어야 합니다. 예: 5%, 0.05.",
  "help.expected-time": () => "시간이어야 합니다. 예: 90s, 10m, 1h.",
  "help.expected-address": () => "https:// 또는 http://로 시작하는 주소가 필요합니다.",
  "help.expected-shard": () => "i/n 형식이어야 합니다. 예: 2/3은 샤드 셋 중 둘째.",
  "help.expected-choice": ({ choices }) => `다음 중 하나여야 합니다: ${choices.join(", ")}.`,
  "help.unknown-profile": (of) =>
    `알 수 없는 프로필 "${of.profile}"${didYouMean(of.near) || "."} 쓸 수 있는 프로필: ${of.known.join(", ")}.`,
};

function didYouMeanBelow(near: readonly string[]): string {
  return near.length === 0 ? "" : `\n(혹시 ${oneOf(near)}입니까?)`;
}
