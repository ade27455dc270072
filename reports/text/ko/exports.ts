/** Exports: their purposes, and the texts within them. Names of series are ids, and not here. */
import { confidenceText } from "../../numbers.ts";
import type { Room } from "./room.ts";

export const exportTexts: Room<"exports"> = {
  "exports.bencher": () =>
    "중앙값과 신뢰구간을 Bencher BencherMetric Format으로, bencher run --adapter json용",
  "exports.smaller": () =>
    "시간, 크기, 개수를 github-action-benchmark의 customSmallerIsBetter 형식으로",
  "exports.bigger": () => "처리율을 github-action-benchmark의 customBiggerIsBetter 형식으로",
  "exports.hyperfine": () =>
    "시작 시간을 hyperfine --export-json과 같은 형식으로, hyperfine의 그림 스크립트용",
  "exports.openmetrics": () =>
    "모든 시계열을 OpenMetrics 텍스트로, Prometheus용: textfile collector, Pushgateway",
  "exports.grafana": () => "openmetrics가 내보내는 수치를 보여 주는 Grafana 대시보드",
  "exports.csv": () => "모든 수치의 표를 CSV로, 스프레드시트와 스크립트용",

  // github-action-benchmark.
  "exports.none-smaller": () => "목록이 비어 있습니다. 이 실행에는 시간, 크기, 개수가 없습니다",
  "exports.none-bigger": () => "목록이 비어 있습니다. 이 실행에는 처리율이 없습니다",
  "exports.leave-out": () => "github-action-benchmark는 빈 목록에서 실패하므로 이 단계를 빼십시오",
  "exports.range": ({ low, high }) => `${low}~${high}`,
  "exports.median": ({ n }) => `라운드 ${n}회의 중앙값`,
  "exports.median-and-range": ({ n, confidence }) =>
    `라운드 ${n}회의 중앙값; 범위: ${confidenceText(confidence)} 신뢰구간`,
  "exports.against-native": ({ overhead }) => `native 대비: ${overhead}`,
  "exports.emulated": () => "가상화가 아니라 에뮬레이션(TCG)",
  "exports.run": ({ run }) => `실행 ${run}`,

  // Grafana.
  "exports.grafana-about": () =>
    "실행별로 본 격리 비용: 각 실행의 중앙값. 수치는 isotax export --format openmetrics에서 나옵니다.",
  "exports.grafana-source": () => "데이터 소스",
  "exports.grafana-host": () => "호스트",
  "exports.grafana-target": () => "대상",
  "exports.grafana-workload": () => "워크로드",
  "exports.grafana-emulated": ({ targets }) =>
    `에뮬레이션(TCG)이라서 패널을 따로 둡니다: ${targets.join(", ")}. 그 수치로는 하드웨어 가상화에 대해 아무것도 말할 수 없습니다.`,

  // OpenMetrics: the help of each family.
  "exports.help-cells": () =>
    "어떻게 끝났는지에 따라 나눈 항목(한 라운드에서 한 대상의 워크로드) 수. ok인 항목에만 수치가 있습니다.",
  "exports.help-run": () => "모든 수치가 나온 실행.",
  "exports.help-targets": () => "실행의 대상. 측정하지 못한 것도 포함합니다.",
  "exports.help-times": () => `CPU 시간을 포함한 시간, ${STATISTICS}`,
  "exports.help-sizes": () => `이미지와 풋프린트의 크기, ${STATISTICS}`,
  "exports.help-bandwidths": () => `초당 바이트 수, ${STATISTICS}`,
  "exports.help-rates": () => `초당 연산 수, ${STATISTICS}`,
  "exports.help-ratios": () => `비율, ${STATISTICS}`,
  "exports.help-counts": () => `개수, ${STATISTICS}`,
  "exports.help-differences": () =>
    "같은 라운드에서 대상에서 native를 뺀 값: 중앙값과 신뢰구간(low, high).",
  "exports.help-slowdowns": () =>
    "같은 라운드의 native보다 몇 배 나쁜지(1이면 같음): 중앙값과 신뢰구간(low, high).",
  "exports.help-rounds": () => "통계를 구한 라운드 수.",
  "exports.help-confidence": () => "중앙값이 low와 high 사이에 있을 신뢰수준.",
};

const STATISTICS =
  "라운드에 대한 중앙값, 신뢰구간(low, high), 극값(min, max). 에뮬레이션한 VM의 수치로는 가상화에 대해 아무것도 말할 수 없습니다.";
