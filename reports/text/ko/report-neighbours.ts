/** Victims beside noisy neighbours. */
import type { Room } from "./room.ts";

export const reportNeighbours: Room<"report-neighbours"> = {
  "report-neighbours.title": () => "시끄러운 이웃",
  "report-neighbours.explained": () =>
    "피해자는 쉬거나(idle) 최악의 일을 하는 같은 대상의 다른 인스턴스 옆에서 일정한 빈도로 일합니다. 배수는 방해가 없을 때(혼자, 쉬는 이웃 옆, 모두 끝난 뒤)의 p99에 견준 p99입니다. 작은 수치는 이웃이 초당 해낸 횟수입니다. 피해자는 괜찮은데 이웃이 거의 일하지 못했다면 격리한 것이 아니라 목을 조른 것입니다. 따로 고정한 이웃(apart)은 자기 CPU를 씁니다. 신뢰구간에 1이 들어 있지 않은 칸에만 색이 있습니다. 라운드가 적을수록 우연히 색이 있는 칸이 많습니다.",
  "report-neighbours.lost": ({ share }) => `하지 못한 비율 ${share}`,
  "report-neighbours.not-survived": () => "이웃이 살아남지 못함",
  "report-neighbours.caption": () => "방해가 없을 때의 p99에 견준 p99",
  "report-neighbours.gain": ({ rate }) => `(${rate})`,
};
