/** The phases of a start. */
export const PHASES: Readonly<Record<string, string>> = {
  spawn: "spawn",
  kernel: "커널 시작",
  init: "격리 진입",
  ready: "준비 완료",
  exited: "종료",
  removed: "제거 완료",
  prework: "사전 작업",
};
