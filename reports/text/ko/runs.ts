/** Run folders: what is wrong with them, and what to do. */
import type { Room } from "./room.ts";
import { 은는, 이가 } from "./words/particles.ts";

const MIB = 2 ** 20;

export const runs: Room<"runs"> = {
  "runs.in-file": ({ file, problem }) => `${file}: ${problem}`,
  "runs.in-line": ({ file, line, problem }) => `${file}, ${line}번째 줄: ${problem}`,
  "runs.damaged": () =>
    "파일이 바뀌었거나 손상되었습니다. 파일은 그대로 두었으니 복원하거나 다시 실행하십시오",
  "runs.not-a-run": ({ folder, file }) =>
    `${은는(folder)} 실행 폴더가 아닙니다. ${file} 파일이 없습니다`,
  "runs.name-a-run": () =>
    "`isotax run`이 만든 폴더를 지정하십시오. `isotax list`로 볼 수 있습니다",
  "runs.other-schema": ({ file, found, known }) =>
    `${file}: 스키마 버전 ${found || "없음"}. 이 isotax는 ${known} 버전을 읽습니다`,
  "runs.use-its-version": () => "폴더를 만든 버전의 isotax를 쓰십시오",
  "runs.too-deep": () => "중첩이 너무 깊거나 오류가 너무 많아 다 보여 줄 수 없습니다",
  "runs.line-too-long": ({ line, mostBytes }) =>
    `${line}번째 줄이 ${mostBytes / MIB} MiB를 넘습니다`,
  /** What a schema found, and how much more it found. */
  "runs.issues": ({ shown, more }) => `${shown}\n✖ 외 ${more}건`,

  "runs.exists": ({ folder }) => `${folder}에 이미 실행이 있습니다`,
  "runs.resume-or-other-out": () =>
    "다른 --out을 고르십시오. 중단된 실행이면 이어서 할 수 있습니다: isotax run --resume",
  "runs.out-not-empty": ({ folder }) => `${은는(folder)} 비어 있지 않고 실행 폴더도 아닙니다`,
  "runs.records-kept": ({ remedy }) =>
    `${remedy}. 지금까지 기록한 것은 남아 있으며 --resume으로 거기서부터 이어집니다`,

  "runs.plan-names-twice": ({ name }) => `계획에 ${이가(name)} 두 번 있습니다`,
  "runs.workload-names-twice": ({ workload, name }) => `${workload}에 ${이가(name)} 두 번 있습니다`,
  "runs.stranger-in-subject": ({ workload, target }) =>
    `${workload}의 측정 대상 ${이가(target)} 계획에 없습니다`,
  "runs.subject-of-nothing": ({ workload }) => `${workload}의 측정 대상이 없습니다`,
  "runs.unknown-side": ({ target }) => `게이트의 한쪽인 ${이가(target)} 계획에 없습니다`,
  "runs.too-many-cells": (plan) =>
    `라운드 ${plan.rounds}회, 워크로드 ${plan.workloads}개, 대상 ${plan.targets}개는 계획으로 너무 많습니다`,
  "runs.plan-changed": () =>
    "처음 쓴 계획과 다릅니다. 그 뒤에 시드, 라운드, 대상, 워크로드 또는 크기가 바뀌었습니다",

  "runs.unplanned-workload": ({ workload }) => `워크로드 ${이가(workload)} 계획에 없습니다`,
  "runs.unplanned-target": ({ target }) => `대상 ${이가(target)} 계획에 없습니다`,
  "runs.other-target": ({ subject, target }) => `${subject}의 수치는 ${target}의 수치가 아닙니다`,
  "runs.unplanned-round": (of) =>
    `${of.workload}의 라운드 ${이가(of.round)} 계획에 없습니다. 계획은 라운드 ${of.last}에서 끝납니다`,
  "runs.cell-twice": (cell) =>
    `${cell.subject}의 ${cell.workload}, 라운드 ${이가(cell.round)} 두 번 있습니다`,

  "runs.check-twice": ({ check }) => `${이가(check)} 두 번 있습니다`,
  "runs.undeclared-metric": ({ workload, metric }) =>
    `${은는(workload)} ${metric} 지표를 선언하지 않았습니다`,
  "runs.bad-metric": ({ workload, problem }) => `${workload}: ${problem}`,
  "runs.negative-value": (of) =>
    `${of.workload} ${of.metric}의 값이 음수입니다: ${of.value} ${of.unit}`,
};
