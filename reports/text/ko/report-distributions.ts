/** What is shown of a metric that a reader chose: boxes, curves, rounds. */
import { percent } from "../figures.ts";
import type { Room } from "./room.ts";

export const reportDistributions: Room<"report-distributions"> = {
  "report-distributions.show": () => "보기:",
  "report-distributions.boxes": () => "상자 그림",
  "report-distributions.ecdf": () => "누적 비율(ECDF)",
  "report-distributions.rounds": () => "한 대상의 모든 라운드",
  "report-distributions.target": () => "대상:",

  "report-distributions.ecdf-of": ({ metric }) => `${metric}: 값이 이 값 이하인 라운드의 비율`,
  "report-distributions.ecdf-explained": () =>
    "선은 라운드마다 그 값에서 한 계단씩 올라갑니다. 라운드의 값은 지표에 다른 말이 없으면 표본의 " +
    "중앙값입니다. 선이 50%를 지나는 곳이 중앙값입니다. 라운드가 다섯 번 이하인 대상에는 사분위수가 없습니다.",
  "report-distributions.head-rounds": () => "라운드 수",
  "report-distributions.head-lowest": () => "최소",
  "report-distributions.head-highest": () => "최대",
  "report-distributions.head-quantile": ({ share }) =>
    share === 0.5 ? "중앙값" : `${percent(share)} 분위수`,

  "report-distributions.open-rounds": () => "모든 라운드 보기",
  "report-distributions.rounds-of": ({ metric, target }) => `${metric}: ${target}의 모든 라운드`,
  "report-distributions.rounds-explained": () =>
    "한 줄이 한 라운드입니다. 대상의 값과 같은 라운드에서 잰 native의 값을 함께 보여 줍니다. 오버헤드는 이 " +
    "쌍들로 계산합니다. 이 페이지는 실행 하나만 다룹니다. 같은 호스트의 여러 실행이 시간에 따라 어떻게 달라졌는지는 " +
    "isotax site DIR --out site로 볼 수 있습니다.",
  "report-distributions.no-pairs": () => "이 지표는 이 대상에서 측정하지 않았습니다.",
  "report-distributions.head-round": () => "라운드",
  "report-distributions.head-difference": () => "차이",
};
