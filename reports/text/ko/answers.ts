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
    `${of.withWork ? "1.05x = 같은 작업이 native(같은 호스트에서 격리 없이 실행)보다 5% 오래 걸림. " : ""}` +
    `대괄호 안: 중앙값의 신뢰구간(신뢰수준 ${of.confidence} 이상).`,
  "answers.not-virtualized": () => "일반적인 VM이 아님: 하드웨어 가상화 없음",
  "answers.no-work": () => "작업이 얼마나 느려지는지는 측정하지 않았습니다.",
  "answers.no-container": () =>
    "컨테이너를 측정하지 않았습니다. npm run bench -- --targets native,crun으로 측정합니다.",
  "answers.other-run": () => "이 실행에서는 시작도 작업도 측정하지 않았습니다.",
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
    `수치의 오차가 보통 ±${of.spread}입니다. 작은 차이까지 믿으려면 ±${of.narrow} 이내여야 합니다`,
  "answers.evidence": (of) =>
    listed([
      ...(of.rounds === 0 ? [] : [`라운드 ${of.rounds}회`]),
      ...(of.spread === "" ? [] : [`수치의 오차는 보통 ±${of.spread}`]),
      `측정 ${of.cells}개 중 ${of.warned}개에 경고`,
      of.failed === 0 ? "실패 없음" : `${of.failed}개 실패`,
      ...(of.unreached === 0 ? [] : [`실행이 먼저 끝나 측정하지 못함 ${of.unreached}건`]),
    ]) + (of.host.length === 0 ? "" : `. 측정 도중: ${listed(of.host)}`),
  "answers.host-busy-machine": () => "호스트가 다른 작업으로 바쁨",
  "answers.host-steal": () => "호스트가 다른 가상 머신에 CPU 시간을 빼앗김",
  "answers.host-throttling": () => "호스트의 CPU 속도가 제한됨",
  "answers.host-swap": () => "호스트가 스왑을 사용함",
  "answers.host-drift": () => "호스트 자체의 속도가 변함",
  "answers.host-shared-cpu": () => "isotax와 대상이 CPU를 함께 사용",
  "answers.host-shared-core": () => "isotax와 대상이 코어를 함께 사용",
  "answers.host-uneven-cpus": () => "CPU의 종류가 서로 다름",
  "answers.host-unlimited-memory": () => "메모리 제한 없음",
  "answers.host-host-changed": () => "실행 도중 호스트가 바뀜",
  "answers.doubts": () => "경고 보기",
};
