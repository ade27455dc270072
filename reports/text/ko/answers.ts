/** The first lines of a report: what a container costs, what a VM costs, and how sure it is. */
import { listed } from "./parts.ts";
import type { Room } from "./room.ts";
import { 은는 } from "./words/particles.ts";

export const answers: Room<"answers"> = {
  "answers.heading": () => "요약",
  "answers.container": () => "컨테이너",
  "answers.machine": () => "가상 머신",
  "answers.trust": () => "믿을 수 있나요?",
  "answers.trust-line": ({ verdict }) => `믿을 수 있나요? ${verdict}`,

  // The columns. Those of the families follow.
  "answers.start": () => "시작 시간",
  "answers.brackets": (of) =>
    `${of.withWork ? "1.05x = 내부 작업이 이 호스트에서 바로 실행한 native보다 5% 느림. " : ""}` +
    `대괄호 안: 중앙값의 신뢰구간(신뢰수준 ${of.confidence} 이상).`,
  "answers.not-virtualized": () => "일반적인 VM이 아님: 하드웨어 가상화 없음",
  "answers.no-work": () => "작업이 얼마나 느려지는지는 측정하지 않았습니다.",
  "answers.no-container": () =>
    "컨테이너를 측정하지 않았습니다. npm run bench -- --targets native,crun으로 측정합니다.",
  "answers.no-machine": () => "가상 머신을 측정하지 않았습니다.",
  "answers.emulated": ({ targets }) =>
    `알 수 없습니다. ${은는(listed(targets))} 하드웨어 지원 없이 에뮬레이션(TCG)으로 실행했으므로, ` +
    "이 결과로는 KVM 가상 머신의 비용을 말할 수 없습니다.",

  // How far the figures can be trusted. `limit`: what keeps them from more; empty if nothing does.
  "answers.level": (of) => (of.limit === "" ? `${of.level}.` : `${of.level}. ${of.limit}.`),
  "answers.level-none": () => "아니요",
  "answers.level-works": () => "모두 실행되었다는 것만 믿을 수 있습니다",
  "answers.level-magnitude": () =>
    "큰 차이는 믿을 수 있지만 몇 퍼센트 수준의 차이는 믿을 수 없습니다",
  "answers.level-quote": () => "예. 수치는 신뢰구간과 함께 인용하십시오",
  "answers.limit-made-up": () => "지어낸 시간입니다",
  "answers.limit-other-bytes": () => "대상마다 실행한 바이트가 다릅니다",
  "answers.limit-other-size": () => "대상마다 크기가 다릅니다",
  "answers.limit-nothing": () => "측정한 것이 없습니다",
  "answers.limit-incomplete": () => "실행이 끝나지 않았습니다",
  "answers.limit-rounds": (of) =>
    `라운드 ${of.rounds}회만 측정했습니다. ${of.needed < 5 ? "신뢰구간" : "95% 신뢰구간"}을 구하려면 ${of.needed}회가 필요합니다`,
  "answers.limit-spread": (of) =>
    `수치의 절반은 오차가 ±${of.spread}보다 큽니다. 목표는 ±${of.narrow}입니다`,
  "answers.evidence": (of) =>
    listed([
      ...(of.rounds === 0 ? [] : [`라운드 ${of.rounds}회`]),
      ...(of.spread === "" ? [] : [`수치의 절반은 오차가 ±${of.spread} 이내`]),
      ...(of.warned === 0 ? [] : [`경고가 있는 측정 ${of.cells}개 중 ${of.warned}개`]),
      ...(of.ofHost === 0 ? [] : [`호스트에 대한 경고 ${of.ofHost}건`]),
      ...(of.warned + of.ofHost === 0 ? ["경고 없음"] : []),
      of.failed === 0 ? "실패 없음" : `실패한 측정 ${of.cells}개 중 ${of.failed}개`,
      ...(of.unreached === 0 ? [] : [`실행이 먼저 끝나 측정하지 못함 ${of.unreached}건`]),
    ]),
  "answers.doubts": () => "경고 보기",
};
