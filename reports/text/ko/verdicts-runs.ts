import type { Room } from "./room.ts";
import { 을를, 이가 } from "./words/particles.ts";

const differs = (field: string, base: string, head: string) =>
  `${이가(field)} 달라졌습니다(이전: ${base}, 지금: ${head})`;

/** Comparisons of whole runs: what makes runs incomparable, and what is missing in them. */
export const verdictsRuns: Room<"verdicts-runs"> = {
  "verdicts-runs.still-worse": ({ runId }) =>
    `${runId}에서 나빠졌고, 이번 실행은 그것이 고쳐졌음을 보여 주지 않습니다`,
  "verdicts-runs.not-comparable": ({ field, base, head }) =>
    `두 실행을 비교할 수 없습니다: ${differs(field, base, head)}`,
  "verdicts-runs.baseline-anew": () =>
    "이 머신의 지금 상태에서 기준 실행을 새로 측정하거나, 교대로 측정하여 비교하십시오: isotax gate BASE HEAD",
  "verdicts-runs.anchor-not-comparable": ({ field, base, head }) =>
    `앵커와 비교할 수 없습니다: ${differs(field, base, head)}`,
  "verdicts-runs.release-anew": () => "이 머신의 지금 상태에서 릴리스를 새로 측정하십시오",

  // What runs may differ in. These stand before what each has.
  "verdicts-runs.host-fact": ({ fact }) => `호스트의 ${fact}`,
  "verdicts-runs.target-fact": ({ target, fact }) => `${target}의 ${fact}`,
  "verdicts-runs.size": () => "대상의 크기",
  "verdicts-runs.image": () => "도구와 라이브러리의 이미지",
  "verdicts-runs.two-own-images": () =>
    "이 이미지로 기준 실행을 측정하십시오. 네이티브도 같은 이미지를 실행하므로 게이트는 두 이미지를 비교하지 못합니다. 앱의 두 버전을 보려면 isotax site로 두 실행을 나란히 놓으십시오(docs/own-app.md)",
  "verdicts-runs.isotax": () => "isotax 버전",
  "verdicts-runs.code": () => "isotax의 코드",
  "verdicts-runs.workload-version": ({ workload }) => `${workload}의 버전`,
  "verdicts-runs.workload-definition": ({ workload }) => `${workload}의 정의`,
  "verdicts-runs.workload-size": ({ workload }) => `${workload}의 크기`,

  // What each run has there.
  "verdicts-runs.cpus-and-memory": ({ cpus, memoryMiB }) => `CPU ${cpus}개, ${memoryMiB} MiB`,
  "verdicts-runs.image-and-tools": ({ digest, tools }) => [digest, ...tools].join(", "),
  "verdicts-runs.without-tool": ({ tool }) => `${tool} 없음`,
  "verdicts-runs.not-there": () => "없음",
  "verdicts-runs.not-known": () => "알 수 없음",

  "verdicts-runs.baseline-unit": ({ base, head }) =>
    `단위가 다릅니다: 기준 실행은 ${base}, 이번 실행은 ${head}`,
  "verdicts-runs.baseline-anew-by-version": () =>
    "이 버전의 isotax로 기준 실행을 새로 측정하십시오",
  "verdicts-runs.measure-with-native": ({ native }) =>
    `${을를(native)} 대상에 넣어 그 실행을 다시 측정하십시오`,
  "verdicts-runs.too-few-for-ratio": ({ rounds, runId }) =>
    `실행 ${runId}의 라운드 ${rounds}회로는 native에 대한 비율이 얼마나 확실한지 알 수 없습니다`,
  "verdicts-runs.measure-more": ({ rounds }) => `더 측정하십시오: 적어도 --rounds ${rounds}`,

  "verdicts-runs.too-few-for-scatter": ({ runs, fewest, left, more }) => {
    const others = `. 비교할 수 없는 실행: ${left.join(", ")}${more > 0 ? ` 외 ${more}개` : ""}`;
    return `이전 실행 ${runs}개로는 실행끼리 얼마나 흩어지는지 알 수 없습니다. ${fewest}개가 필요합니다${left.length === 0 ? "" : others}`;
  },
  "verdicts-runs.left": ({ runId, why }) => `${runId}: ${why}`,
  "verdicts-runs.has-it-in": ({ metric, unit }) => `${metric}의 단위가 ${unit}입니다`,
  "verdicts-runs.not-both-with-native": () => "이 항목과 native가 모두 있는 라운드가 없습니다",
  "verdicts-runs.keep-or-turns": () =>
    "이 머신에서 실행한 폴더를 더 모으거나, 교대로 측정하여 비교하십시오: isotax gate BASE HEAD",
  "verdicts-runs.accept-since": ({ runId }) =>
    `${runId} 이후 무엇이 바뀌었는지 확인하십시오. 의도한 변화라면 다음 실행부터 받아들이도록 하십시오: --accept ${runId}`,
  "verdicts-runs.accept-this": ({ runId }) =>
    `이전 실행들 이후 무엇이 바뀌었는지 확인하십시오. 의도한 변화라면 다음 실행부터 받아들이도록 하십시오: --accept ${runId}`,
  "verdicts-runs.anchor-unit": ({ base, head }) =>
    `단위가 다릅니다: 앵커는 ${base}, 이번 실행은 ${head}`,
  "verdicts-runs.release-anew-by-version": () => "이 버전의 isotax로 릴리스를 새로 측정하십시오",
  "verdicts-runs.too-few-for-creep": ({ runs, fewest }) =>
    `이전 실행 ${runs}개로는 서서히 느려지는 것과 흩어짐을 구별할 수 없습니다. ${fewest}개가 필요합니다`,
  "verdicts-runs.keep-folders": () => "이 머신에서 실행한 폴더를 더 모으십시오",
  "verdicts-runs.newer-anchor": ({ runId }) =>
    `${runId} 이후 무엇이 바뀌었는지 확인하십시오. 의도한 변화라면 더 최근의 실행을 앵커로 삼으십시오`,
};
