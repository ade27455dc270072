/** What a command was asked for, and cannot do. */
import { didYouMean } from "./parts.ts";
import type { Room } from "./room.ts";
import { 은는, 이가 } from "./words/particles.ts";

/** Lists of a remedy stand below each other. */
const BELOW = "\n     ";

export const choices: Room<"choices"> = {
  "choices.no-target": () => "--targets에 대상이 없습니다",
  "choices.unknown-target": ({ target, near }) => `알 수 없는 대상 "${target}"${didYouMean(near)}`,
  "choices.known-targets": (of) =>
    [
      `쓸 수 있는 대상: ${of.targets.join(", ")}`,
      of.variants.length === 0 ? [] : [`매개변수가 있는 대상: ${of.variants.join("; ")}`],
      `여럿을 한꺼번에: ${of.groups.join(", ")}`,
    ]
      .flat()
      .join(BELOW),
  "choices.variant": (of) =>
    `${of.name}:${of.parameter}${of.known.length === 0 ? "" : ` (${of.known.join(", ")})`}`,
  "choices.no-name-of-target": ({ target }) =>
    `${은는(JSON.stringify(target))} 대상의 이름이 될 수 없습니다. 너무 길거나 제어 문자가 있습니다`,
  "choices.name-a-script": () => "필요한 것을 스크립트에 넣고 그 스크립트를 지정하십시오",

  "choices.no-workload": () => "--workloads에 워크로드가 없습니다",
  "choices.unknown-workload": ({ workload, near }) =>
    `알 수 없는 워크로드 "${workload}"${didYouMean(near)}`,
  "choices.known-workloads": (of) =>
    [
      `쓸 수 있는 워크로드: ${of.workloads.join(", ")}`,
      `여럿을 한꺼번에: ${of.groups.join(", ")}`,
    ].join(BELOW),

  "choices.workloads-of-run": ({ workloads }) => `이 실행의 워크로드: ${workloads.join(", ")}`,
  "choices.no-claim": () => "--claims에 주장이 없습니다",
  "choices.unknown-claim": ({ claim, near }) => `알 수 없는 주장 "${claim}"${didYouMean(near)}`,
  /** Each of the code choices.claim. */
  "choices.known-claims": ({ claims }) => `쓸 수 있는 주장: ${claims.join(`,${BELOW}`)}`,
  "choices.claim": ({ id, says }) => `${id} ${says}`,
  "choices.claims-choose": () =>
    "--claims는 주장을 판정할 워크로드를 고릅니다. --workloads를 함께 쓰면 그 워크로드가 바뀝니다",
  "choices.claims-or-workloads": () => "둘 중 하나만 주십시오",

  "choices.shard-without-rounds": () =>
    "--shard는 라운드 수가 정해진 계획을 나눕니다. --precision이나 --budget을 쓰면 샤드마다 라운드 수가 달라집니다",
  "choices.give-shards-rounds": () => "대신 모든 샤드에 같은 --rounds를 주십시오",
  "choices.nothing-to-limit": () => "이 실행에는 인스턴스의 최대 개수가 있는 워크로드가 없습니다",
  "choices.measure-density": () => "`--workloads scale.density`를 더하거나 --most를 빼십시오",
  "choices.no-precision": () => "폭이 0%인 신뢰구간은 없습니다",
  "choices.ask-for-precision": () => "라운드를 늘려 도달할 수 있는 정밀도를 주십시오(예: 2%)",

  "choices.resume-changes-plan": ({ flags }) =>
    `--resume은 폴더에 있는 계획을 이어서 합니다. 다음 옵션은 계획을 바꿉니다: ${flags.join(", ")}`,
  "choices.start-a-new-run": () => "그 옵션을 빼거나 새로 실행하십시오",
  "choices.nothing-to-resume": () => "results/에 끝나지 않은 실행이 없습니다",
  "choices.name-folder-to-resume": () => "폴더를 지정하십시오: --resume DIR",

  "choices.no-run": () => "results/에 실행이 없습니다",
  "choices.name-run-folder": () => "실행 폴더를 지정하거나 새로 측정하십시오: isotax run",

  "choices.not-planned": ({ targets }) => `--targets의 ${은는(targets)} 이 실행의 대상이 아닙니다`,
  "choices.targets-are-planned": ({ targets }) =>
    `대상은 실행에서 정해져 있으며 --targets는 승인만 합니다: ${targets.join(", ")}`,
  "choices.not-confirmed": ({ targets }) =>
    `실행 파일에 적힌 다음 프로그램들이 실행됩니다:\n${targets.map((id) => `    ${id}`).join("\n")}`,
  "choices.confirm": ({ command }) => `그래도 좋다면 이렇게 승인하십시오: ${command}`,
  "choices.workload-gone": ({ workload }) => `이 isotax에는 워크로드 ${이가(workload)} 없습니다`,
  "choices.use-other-isotax": () => "그 실행을 만든 isotax를 쓰거나 다른 실행과 비교하십시오",
  "choices.parameter-changed": (of) =>
    `실행에서는 ${of.workload}의 ${of.name} = ${of.value}입니다. ${hereOneOf(of.known)}`,
  "choices.parameter-gone": (of) =>
    `실행에서는 ${of.workload}의 ${of.name} 값이 없습니다. ${hereOneOf(of.known)}`,
  "choices.finish-with-other-isotax": () => "실행을 시작한 isotax로 마치거나 새로 실행하십시오",

  "choices.two-gates": ({ ways }) =>
    `게이트는 한 번에 한 방식으로만 비교하는데 ${ways.length}가지를 요청했습니다: ${ways.join(", ")}`,
  "choices.ask-for-one-gate": () => "하나만 요청하십시오. 나머지는 각각 별도의 게이트입니다",
  /** `ofRun`: whether --run names the run to be judged, beside the way to compare. */
  "choices.idle-flags": (of) =>
    `${of.flags.join(", ")} 옵션은 ${of.way}${of.ofRun ? " 및 --run" : ""} 게이트에서 아무 효과가 없습니다`,
  "choices.leave-flags-out": () =>
    "그 옵션을 빼십시오. --baseline과 --history는 그 실행과 같은 방식으로 측정하고, --run은 아무것도 측정하지 않으며 단독으로 쓰면 그 실행의 게이트가 판정한 대로 판정하고, --self-test에는 자체 표와 종료 코드가 있습니다",
  "choices.needs-history": ({ flag }) => `${flag} 옵션에는 이력이 필요합니다`,
  "choices.name-history": () => "이력을 지정하십시오: --history DIR, 또는 설정의 gate.history",
  "choices.no-sides": () => "게이트는 양쪽을 비교하는데 아무것도 지정되지 않았습니다",
  "choices.name-sides": () =>
    "대상 두 개를 지정하십시오. 예: `isotax gate oci:./base/crun oci:./head/crun`. 또는 --baseline DIR, --history DIR, --run DIR. 또는 isotax.config.ts에 적으십시오",
  "choices.one-side": ({ side }) => `게이트는 양쪽을 비교하는데 한쪽만 지정되었습니다: ${side}`,
  "choices.name-other-side": () =>
    "다른 쪽도 지정하십시오. 같은 대상을 두 번 지정하면 잡음의 크기를 볼 수 있습니다",

  "choices.too-many-words": ({ words }) => `낱말이 너무 많습니다: ${words.join(" ")}`,
  "choices.name-two-runs": () =>
    "두 실행을 지정하거나(isotax compare A B), 한 실행과 그 대상 두 개를 지정하십시오(isotax compare A BASE HEAD)",
  "choices.one-run": () => "실행 하나만 지정했고 그 안에서 비교할 것이 없습니다",
  "choices.one-target": ({ word }) =>
    `${은는(word)} 실행 폴더가 아니며, 대상 하나만으로는 비교할 수 없습니다`,
  "choices.name-second-run": ({ targets }) =>
    `둘째 실행을 지정하거나(isotax compare A B), 이 실행의 대상 두 개를 지정하십시오(isotax compare A BASE HEAD): ${targets.join(", ")}`,

  "choices.unknown-format": ({ format, near }) => `알 수 없는 형식 "${format}"${didYouMean(near)}`,
  /** Each of the code choices.format. */
  "choices.known-formats": ({ formats }) => formats.join(BELOW),
  "choices.format": ({ format, about }) => `${format}: ${about}`,
};

function hereOneOf(known: readonly string[]): string {
  return `여기서 쓸 수 있는 값: ${known.join(", ") || "없음"}`;
}
