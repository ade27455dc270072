/** What a judgement says as a whole. */
import type { Cause } from "../../../bench/stats/dependence.ts";
import type { Comparison } from "../../../bench/stats/judgement.ts";
import { quantity } from "../../format.ts";
import type { CellKind } from "../en/words/change.ts";
import { percent } from "../figures.ts";
import type { Room } from "./room.ts";
import { changeText, typicalText } from "./words/change.ts";
import { 은는, 을를, 이가 } from "./words/particles.ts";

export const verdictsSummary: Room<"verdicts-summary"> = {
  "verdicts-summary.made-up": ({ summary }) =>
    `fake: 지어낸 시간이므로 실제로 동작하는 것에 대해서는 아무것도 말해 주지 않습니다. ${summary}`,
  "verdicts-summary.regressed": (of) =>
    `${againstText(of)}: 측정값 ${of.measurements}개 중 ${of.regressed}개가 허용 한도를 넘어 나빠졌습니다. ${falseAlarms(of)}`,
  "verdicts-summary.nothing-judged": (of) =>
    `${againstText(of)}: 게이트가 판정할 것이 측정되지 않아 아무것도 말할 수 없습니다.`,
  "verdicts-summary.inconclusive": (of) =>
    `${againstText(of)}: 측정값 ${of.measurements}개 중 ${of.undecided}개를 판정하지 못했습니다. 이 가운데 허용 한도를 넘어 나빠진 것으로 보이는 것은 없지만, 그 가능성을 배제할 수도 없습니다.`,
  /** `largest`: the largest of the changes that came out beyond the margin, as a sentence. */
  "verdicts-summary.inconclusive-beyond": (of) =>
    `${againstText(of)}: 측정값 ${of.measurements}개 중 ${of.undecided}개를 판정하지 못했습니다. 나빠진 것이 없다는 뜻은 아닙니다. ${of.largest}`,
  "verdicts-summary.largest": (of) =>
    `가장 큰 변화는 ${largestText(of)}입니다. 허용 한도 ${을를(percent(of.allowed))} 넘는다고 충분히 확신할 수 없습니다.`,
  /** `isKnown`: whether these rounds allow any statement about how much worse it is at the least. */
  "verdicts-summary.largest-needs": (of) =>
    of.isKnown
      ? `가장 큰 변화는 ${largestText(of)}입니다. 허용 한도 ${을를(percent(of.allowed))} 넘는다고 확신하려면 라운드가 약 ${of.rounds}회 더 필요합니다.`
      : `가장 큰 변화는 ${largestText(of)}입니다. 라운드가 이렇게 적으면 값이 어떻든 허용 한도 ${을를(percent(of.allowed))} 넘는다고 말할 수 없습니다. 적어도 ${of.rounds}회가 더 필요합니다.`,
  "verdicts-summary.improved": (of) =>
    `${againstText(of)}: 측정값 ${of.measurements}개 중 ${이가(typicalText(of.starts))} 허용 한도를 넘어 나빠진 것은 없고, ${이가(`${of.improved}개`)} 의미 있게 좋아졌습니다.`,
  "verdicts-summary.pass": (of) =>
    `${againstText(of)}: 측정값 ${of.measurements}개 중 ${이가(typicalText(of.starts))} 허용 한도를 넘어 나빠진 것은 없습니다.`,

  /** What a history stands for, where it is one of the two sides. */
  "verdicts-summary.earlier-runs": ({ runs }) => `이전 실행 ${runs}개`,
  "verdicts-summary.earlier-runs-and": ({ runs, anchor }) => `이전 실행 ${runs}개 및 ${anchor}`,

  /** `inflation`: how many rounds say as much as one independent round. */
  "verdicts-summary.dependent": ({ workload, metric, inflation, lag1, cause }) =>
    `${workload}/${metric}의 라운드는 앞선 라운드의 영향을 받습니다(자기상관 ${lag1.toFixed(2)}). 그래서 ${inflation.toFixed(1)}회를 한 회로 셉니다. ${causeText(cause)}`,
  "verdicts-summary.coarse": ({ workload, metric, stepNs }) =>
    `${workload}/${metric}의 측정 단위는 ${quantity(stepNs, "ns")}이며 허용 한도의 사분의 일보다 큽니다. 그 정도의 변화는 놓칠 수 있습니다. 더 긴 워크로드나 더 큰 허용 한도를 쓰십시오`,

  "verdicts-summary.unused-margin": ({ cells }) =>
    `"${cells}"에 정한 허용 한도에 해당하는 측정값이 없습니다`,
  "verdicts-summary.not-complete": ({ status }) => `실행이 완료되지 않았습니다: ${status}`,
  "verdicts-summary.warning": ({ message, remedy }) => `${message}; ${remedy}`,
  "verdicts-summary.newer-runs": ({ runs }) =>
    `이력의 실행 중 ${runs}개는 이번 실행보다 나중 것이므로 제외했습니다`,
  "verdicts-summary.accepted-unknown": ({ runId }) =>
    `${은는(runId)} 받아들이기로 되어 있으나 이력에 없는 실행입니다`,
};

interface Compared {
  readonly base: string;
  readonly head: string;
  readonly comparison: Comparison;
}

interface Largest extends CellKind {
  readonly workload: string;
  readonly metric: string;
  readonly slowdown: number;
}

/** `12.20배 느림(start.exec/exited)` */
function largestText({ workload, metric, slowdown, ...kind }: Largest): string {
  return `${changeText(slowdown, kind)}(${workload}/${metric})`;
}

function againstText({ base, head, comparison }: Compared): string {
  return `${base} 대비 ${head}(${HOW[comparison]})`;
}

const HOW: Readonly<Record<Comparison, string>> = {
  interleaved: "같은 호스트에서 교대로 측정",
  baseline: "다른 때의 실행, 각각의 native 대비 비율로 비교",
  history: "각 실행의 native 대비 비율로 비교",
};

/**
 * For a baseline, the promise rests on how much runs are assumed to differ. Nobody has measured
 * that there.
 */
function falseAlarms({ comparison, alpha }: Compared & { readonly alpha: number }): string {
  const provided =
    comparison === "baseline"
      ? "(이 머신의 실행들이 isotax가 가정한 것보다 더 흩어지지 않을 때)"
      : "";
  return `오경보: 게이트의 ${percent(alpha)} 이하${provided}.`;
}

function causeText(cause: Cause): string {
  switch (cause) {
    case "drift":
      return "실행하는 동안 한쪽이 다른 쪽에서 점점 멀어졌습니다";
    case "modes":
      return "두 수준을 오가며 한동안 머무릅니다";
    default:
      return "호스트의 무언가가 천천히 변합니다. 더 조용한 머신이라면 라운드가 덜 필요합니다";
  }
}
