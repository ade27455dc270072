import type { Room } from "./room.ts";
import { 이가 } from "./words/particles.ts";

/** Doubts about figures: warnings that an analysis adds. */
export const verdictsDoubts: Room<"verdicts-doubts"> = {
  /** `slowdown`: the most that it has against native. It is below 1. */
  "verdicts-doubts.faster-than-native": ({ target, slowdown, metric }) =>
    `${이가(target)} ${metric}에서 native보다 ${(1 / slowdown).toFixed(2)}배 이상 빠릅니다. 격리 때문에 작업이 빨라질 수는 없습니다`,
  "verdicts-doubts.look-for-cache": () =>
    "디스크 대신 캐시가 응답하고 있거나 플러시가 지켜지지 않는 곳이 있는지 확인하십시오",
  "verdicts-doubts.look-for-size": () =>
    "그 안의 프로세스에게만 호스트와 다르게 보이는 것이 있는지 확인하십시오: 크기, 제한, 경로",
  "verdicts-doubts.drift": ({ share }) =>
    `전반 라운드와 후반 라운드 사이에 호스트 자체가 ${(share * 100).toFixed(0)}% 변했습니다`,
  "verdicts-doubts.trust-overheads": () =>
    "절대 수치보다 짝지어 계산한 오버헤드를 믿으십시오. 조용한 머신에서 다시 실행하십시오",
  /** Scatter is the scaled MAD as a share of the median. */
  "verdicts-doubts.noisy": ({ workload, metric, target, scatter, usual }) =>
    `${target}의 ${workload} ${이가(metric)} 라운드마다 ${(scatter * 100).toFixed(0)}%씩 흩어집니다. 보통은 ${(usual * 100).toFixed(0)}%입니다`,
  "verdicts-doubts.trust-interval": () =>
    "라운드를 늘리거나 더 큰 프로필, 더 조용한 머신을 쓰십시오. 중앙값보다 신뢰구간을 믿으십시오",

  // Where a warning was given first.
  "verdicts-doubts.of-run": () => "실행 전체",
  "verdicts-doubts.of-round": ({ workload, target, round }) =>
    `${target}의 ${workload}, 라운드 ${round}`,
  "verdicts-doubts.of-cell": ({ workload, metric, target }) => `${target}의 ${workload} ${metric}`,
};
