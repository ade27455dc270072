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
    "쌍들로 계산합니다.",
  "report-distributions.no-history": () =>
    "이 페이지는 실행 하나만 다룹니다. 같은 호스트의 여러 실행이 시간에 따라 어떻게 달라졌는지는 " +
    "isotax site DIR --out SITE로 볼 수 있고, isotax report RUN --history SITE를 쓰면 이전 실행이 이 페이지에 더해집니다.",
  "report-distributions.no-pairs": () => "이 지표는 이 대상에서 측정하지 않았습니다.",
  "report-distributions.head-round": () => "라운드",
  "report-distributions.head-difference": () => "차이",

  "report-distributions.history-of": ({ metric, target }) =>
    `${metric}: 이 호스트의 이전 실행에서 잰 ${target}의 값`,
  "report-distributions.history-explained": ({ most }) =>
    `그 아래에는 이 호스트의 이전 실행을 최대 ${most}건까지 놓고, 실행마다 중앙값과 그 구간을 보여 줍니다. ` +
    "점선은 이번 실행의 중앙값입니다. 워크로드의 버전이나 크기가 다른 실행은 넣지 않습니다. 이력은 대표 지표에만 있습니다. 호스트 자체가 달라졌는지는 " +
    "native의 이력에서 볼 수 있습니다.",
  "report-distributions.history-none": () => "사이트에 이 값의 이전 기록이 없습니다.",
  "report-distributions.this-run": () => "이번 실행",
  "report-distributions.head-run": () => "실행",
  "report-distributions.head-day": () => "날짜",
  "report-distributions.head-median": () => "중앙값",
  "report-distributions.head-interval": () => "구간",
};
