/** How to measure the same again, and how to name a run. */
import type { Room } from "./room.ts";

export const reportReproduce: Room<"report-reproduce"> = {
  "report-reproduce.title": () => "재현과 인용",
  "report-reproduce.command": () => "같은 실행을 다시 하기",
  "report-reproduce.run": (of) =>
    `isotax run --profile ${of.profile} --rounds ${of.rounds} --seed ${of.seed} --cpus ${of.cpus} ` +
    `--memory ${of.memoryMiB} --targets ${of.targets.join(",")} --workloads ${of.workloads.join(",")}`,
  "report-reproduce.same-order": () =>
    "시드가 같으면 항목의 순서가 같습니다. 호스트의 상태가 다르므로 시간은 달라집니다.",
  "report-reproduce.id": () => "실행",
  "report-reproduce.made": () => "시작 시각",
  "report-reproduce.version": () => "isotax",
  "report-reproduce.code": () => "측정한 코드의 해시",
  "report-reproduce.plan": () => "계획의 해시",
  "report-reproduce.image": () => "이미지의 해시",
  "report-reproduce.seed": () => "시드",
  "report-reproduce.versions": () =>
    "커널과 각 도구의 버전은 파일마다의 해시와 함께 환경 절에 있습니다.",
  "report-reproduce.cite": () => "인용하기",
  "report-reproduce.citation": (of) =>
    `isotax ${of.isotax}, 실행 ${of.run}${of.day === "" ? "" : `, ${of.day}`}` +
    `${of.code === "" ? "" : ` (코드 ${of.code}, 이미지 ${of.image})`}.`,
  "report-reproduce.where": () =>
    "이 보고서와 기록을 찾을 수 있는 곳을 덧붙이십시오. 프로그램의 서지 정보는 CITATION.cff에 있습니다.",
};
