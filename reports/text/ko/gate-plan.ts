/** What a gate refuses, and the trials of its self-test. */
import { quantity } from "../../format.ts";
import { percent } from "../figures.ts";
import { didYouMean } from "./parts.ts";
import type { Room } from "./room.ts";
import { counted } from "./words/counts.ts";
import { 은는, 을를, 이가 } from "./words/particles.ts";

const NAMES = {
  baseline: "기준 실행",
  planned: "측정할 실행",
};

export const gatePlan: Room<"gate-plan"> = {
  "gate-plan.not-a-gate": ({ runId }) =>
    `실행 ${은는(runId)} 게이트가 만든 것이 아니므로 어느 쪽이 어느 쪽인지 알 수 없습니다`,
  "gate-plan.name-two": ({ targets }) =>
    `대상 두 개를 지정하십시오: isotax compare DIR BASE HEAD (가능한 대상: ${targets.join(", ")})`,
  "gate-plan.unknown-target": ({ runId, target, near }) =>
    `실행 ${runId}에는 대상 ${이가(`"${target}"`)} 없습니다${didYouMean(near)}`,
  "gate-plan.its-targets": ({ targets }) => `이 실행의 대상: ${targets.join(", ")}`,
  "gate-plan.no-history": ({ folder }) => `${folder}에 완료된 실행이 없습니다`,
  "gate-plan.name-history": () => "이전 실행의 폴더들이 들어 있는 폴더를 지정하십시오(예: results)",

  // A gate that could never go red.
  "gate-plan.nothing-gated": ({ workloads }) =>
    `${workloads.join(", ")} 중에 판정에 들어가는 것이 없어 게이트가 아무 말도 할 수 없습니다`,
  "gate-plan.give-a-margin": () =>
    "허용 한도를 따로 정하거나(설정의 gate.margins) 다른 워크로드를 고르십시오(--workloads)",
  "gate-plan.too-few-rounds": ({ rounds, workloads, fewest }) =>
    `${workloads.join(", ")}: ${counted(rounds, "round")}로는 아무리 크게 느려져도 회귀라고 할 수 없습니다. ${fewest}회가 필요합니다`,
  "gate-plan.other-profile": ({ profile }) =>
    `${profile} 프로필에는 라운드가 더 없습니다. 다른 프로필을 고르거나 두 실행을 비교하십시오: isotax gate --baseline DIR`,
  "gate-plan.more-rounds": ({ rounds }) =>
    `라운드를 늘리십시오: 적어도 --rounds ${rounds}. --rounds를 빼면 필요한 만큼 측정합니다`,
  "gate-plan.too-little-time": ({ budgetMs, rounds, roundMs }) =>
    `${budgetMs / 1000}초 안에 들어가는 라운드로는 회귀라고 할 수 없습니다. 적어도 ${rounds}회가 필요하고, 한 회에 ${(roundMs / 1000).toFixed(1)}초 이상 걸립니다`,
  "gate-plan.more-time": ({ seconds }) => `시간을 더 주십시오(예: --budget ${seconds}s)`,
  "gate-plan.no-native": ({ run, native }) =>
    `${NAMES[run]}에 ${이가(native)} 없습니다. 실행은 native 대비 비율로 비교하므로 아무것도 회귀라고 할 수 없습니다`,
  "gate-plan.measure-with-native": ({ native }) =>
    `${을를(native)} 대상에 넣어 그 실행을 다시 측정하거나, 교대로 측정하여 비교하십시오: isotax gate BASE HEAD`,
  "gate-plan.too-few-for-ratios": ({ run, rounds, fewest }) =>
    `${NAMES[run]}의 ${counted(rounds, "round")}로는 아무것도 회귀라고 할 수 없습니다. ${fewest}회가 필요합니다`,
  "gate-plan.measure-more": ({ rounds }) => `더 측정하십시오: 적어도 --rounds ${rounds}`,
  "gate-plan.cannot-compare": ({ lacks }) =>
    `비교할 것 중 여기서 측정할 수 없는 것이 있습니다: ${lacks.join("; ")}`,
  "gate-plan.lack": ({ id, reason }) => `${id}: ${reason}`,
  "gate-plan.unknown": () => "알 수 없음",
  "gate-plan.ask-doctor": () => "isotax doctor에서 자세히 볼 수 있습니다",
  /** They stand below each other, after an arrow. */
  "gate-plan.remedies": ({ remedies }) => remedies.join("\n     "),

  // What a gate will take, after a pilot.
  "gate-plan.nothing-piloted": () =>
    "판정에 들어가는 것이 양쪽에서 모두 측정되지 않아 아무것도 내다볼 수 없습니다",
  "gate-plan.piloted": ({ base, head, rounds, roundMs, budgetMs, most }) =>
    `${base} -> ${head}: 라운드 ${rounds}회를 측정했고, 한 회에 ${timeText(roundMs)} 걸렸습니다. 게이트는 ${timeText(budgetMs)} 안에 ${most}회까지 측정할 수 있습니다.`,
  "gate-plan.column-scatter": () => "흩어짐",
  "gate-plan.column-pass": () => "같으면: 통과",
  "gate-plan.column-regressed": () => "한도의 두 배만큼\n느리면: 회귀",
  "gate-plan.column-sees": () => "주어진 시간에\n찾아내는 변화",
  "gate-plan.rounds-and-time": ({ rounds, ms }) => `라운드 ${rounds}회, ${timeText(ms)}`,
  "gate-plan.never": () => "끝나지 않음",
  "gate-plan.nothing-seen": () => "없음",
  "gate-plan.columns": () =>
    "흩어짐은 한 라운드의 변화의 표준편차입니다. 라운드 수와 시간은 평균이며, 절반이나 두 배가 걸릴 수도 있습니다.",
  "gate-plan.fits": ({ rounds, ms, budgetMs }) =>
    `바뀐 것이 없으면 게이트는 약 ${rounds}회의 라운드 후에 통과합니다: 주어진 ${timeText(budgetMs)} 중 ${timeText(ms)}.`,
  "gate-plan.does-not-fit": ({ rounds, most, budgetMs, suggestedS }) =>
    `바뀐 것이 없을 때 통과하려면 라운드가 약 ${rounds}회 필요하지만, ${timeText(budgetMs)} 안에는 ${most}회만 들어갑니다. 시간을 늘리거나(--budget ${suggestedS}s), --margin을 늘리거나, 더 조용한 머신을 쓰십시오.`,
  "gate-plan.never-passes": () =>
    "이렇게 많이 흩어지면 결코 통과하지 못합니다. --margin을 늘리거나 더 조용한 머신을 쓰십시오.",

  // The self-test's trials: what is done to one of two equal sides.
  "gate-plan.trial-same": () => "같은 것을 두 번",
  "gate-plan.trial-spin": ({ share }) => `시작할 때 CPU 공회전, ${percent(share)}`,
  "gate-plan.trial-delay": ({ share }) => `spawn 지연, ${percent(share)}`,
  "gate-plan.trial-fsync": () => "fsync 한 번 추가",
  /** `share`: what is left of a CPU. */
  "gate-plan.trial-throttle": ({ share }) => `CPU 제한, ${percent(share)}`,
  "gate-plan.not-played": ({ trial, reason }) => `자체 시험을 할 수 없습니다: ${trial}: ${reason}`,
  "gate-plan.see-report": ({ remedy, folder }) =>
    `${remedy}; 남아 있는 결과 전체: isotax report ${folder}`,
  "gate-plan.not-in-run": ({ workload }) => `실행에 ${이가(workload)} 없습니다`,
  "gate-plan.measure-anew": () => "새로 측정하십시오",
};

function timeText(ms: number): string {
  return quantity(ms * 1e6, "ns");
}
