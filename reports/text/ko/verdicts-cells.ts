import type { Room } from "./room.ts";
import { 은는, 을를, 이가 } from "./words/particles.ts";

/** Why a cell cannot be judged, whatever its figures are. */
export const verdictsCells: Room<"verdicts-cells"> = {
  "verdicts-cells.not-measured": ({ target, reason }) =>
    `${이가(target)} 측정되지 않았습니다: ${reason}`,
  "verdicts-cells.no-such-figure": ({ runId }) => `실행 ${runId}에 이 지표의 수치가 없습니다`,
  "verdicts-cells.not-part": ({ runId }) => `실행 ${runId}에 포함되지 않았습니다`,
  "verdicts-cells.measure-both": () => "양쪽 모두에서 측정하십시오",
  "verdicts-cells.no-measurement": ({ target, value, unit, round, metric }) =>
    `라운드 ${round}에서 ${target}의 값이 ${value} ${unit}입니다. ${metric}의 측정값이 될 수 없습니다`,
  "verdicts-cells.leave-out": () =>
    "비율로 비교하려면 값이 0보다 커야 합니다. 이 항목을 게이트에서 빼십시오",
  "verdicts-cells.failed": ({ target, lost, of, reason }) =>
    `${이가(target)} 라운드 ${of}회 중 ${lost}회 실패했습니다: ${reason}`,
  "verdicts-cells.fix-first": ({ remedy }) =>
    `이것부터 고치십시오. 실패한 작업에는 속도가 없습니다: ${remedy}`,
  "verdicts-cells.without-figure": ({ target, metric, lost, of }) =>
    `${이가(target)} 성공한 라운드 ${of}회 중 ${lost}회에서 ${을를(metric)} 내놓지 않았습니다`,
  "verdicts-cells.find-out-why": () =>
    "값이 없는 라운드가 느린 라운드일 수 있습니다. 원인을 찾거나 이 항목을 게이트에서 빼십시오",
  "verdicts-cells.clock-set-back": ({ backMs, runId, round, workload, target }) =>
    `실행 ${runId} 도중, ${target}의 ${workload} 라운드 ${round} 전에 시계가 ${(backMs / 1000).toFixed(1)}초 뒤로 돌아갔습니다`,
  "verdicts-cells.let-clock-settle": () => "시계가 안정된 뒤(timedatectl status) 다시 측정하십시오",

  "verdicts-cells.ended-before": () => "측정하기 전에 실행이 끝났습니다",
  "verdicts-cells.resume": () => "이어서 실행하십시오: --resume",

  "verdicts-cells.twice": ({ metric }) => `${이가(metric)} 두 번 나옵니다`,
  "verdicts-cells.no-divisor": ({ metric, key }) =>
    `${은는(metric)} "${key}" 값이 없어 무엇으로 나눌지 알 수 없습니다`,
  "verdicts-cells.no-slope": ({ metric, key }) =>
    `${은는(metric)} 서로 다른 "${key}" 값이 적어도 둘은 있어야 합니다`,
  "verdicts-cells.no-point": ({ metric, key }) => `${metric}에 "${key}" 값이 없습니다`,
};
