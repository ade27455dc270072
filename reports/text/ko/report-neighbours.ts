/** Victims beside noisy neighbours. */
import type { Room } from "./room.ts";

export const reportNeighbours: Room<"report-neighbours"> = {
  "report-neighbours.title": () => "시끄러운 이웃",
  "report-neighbours.explained": () =>
    "피해자가 혼자일 때보다 몇 배나 늦는지를 p99로 보여 줍니다. 같은 대상의 다른 인스턴스가 쉬거나(idle) 최악의 일을 할 때, 그리고 그 뒤입니다. 작은 수치는 이웃이 초당 해낸 횟수입니다. 피해자는 괜찮은데 이웃이 거의 일하지 못했다면 격리한 것이 아니라 목을 조른 것입니다. 신뢰구간에 1이 들어 있지 않은 칸에만 색이 있으며, 그런 칸 스물 중 하나는 우연입니다.",
  "report-neighbours.caption": () => "혼자일 때의 p99에 견준 p99",
  "report-neighbours.gain": ({ rate }) => `(${rate})`,
};
