/** What happens when a service is scaled, moment by moment. */
import type { Room } from "./room.ts";

export const reportTimeline: Room<"report-timeline"> = {
  "report-timeline.title": ({ workload }) => `${workload}: 부하가 넘친 때부터 제때 응답할 때까지`,
  "report-timeline.load-seen": () => "컨트롤러가 알아차림",
  "report-timeline.scale-decided": () => "결정",
  "report-timeline.instance-ready": () => "새 인스턴스가 응답",
  "report-timeline.instance-joined": () => "요청을 받음",
  "report-timeline.objective-met": () => "제때 응답",
  "report-timeline.emulated": () => "에뮬레이션(TCG), 축이 따로 있음",
  "report-timeline.never": () => "끝내 못 함",
  "report-timeline.after": ({ what, time }) => `${what}: ${time}`,
  "report-timeline.told": ({ subject, moments, end }) =>
    `${subject}(${end}): ${moments.join(", ")}`,
  "report-timeline.described": ({ lines }) => lines.join("; "),
  "report-timeline.explained": () =>
    "라운드의 중앙값입니다. 막대는 부하가 인스턴스 하나가 응답할 수 있는 양의 30%에서 150%로 오를 때 시작합니다. 수치는 다시 제때 응답하게 된 때입니다. 0.2 s마다 응답의 95%가 제때 오는 상태가 2 s 이어져야 합니다. 컨트롤러의 결정과 새 인스턴스가 받는 첫 요청 사이가 대상이 쓰는 시간입니다.",
};
