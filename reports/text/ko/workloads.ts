/** What goes wrong in a workload, and what tools print. */
import type { Room } from "./room.ts";
import { 으로, 은는, 을를, 이가 } from "./words/particles.ts";

interface Where {
  workload: string;
  target: string;
}

const at = ({ workload, target }: Where) => `${target}의 ${workload}`;
const seconds = (ns: number) => (ns / 1e9).toFixed(3);
const percent = (share: number) => `${(100 * share).toFixed(0)}%`;

interface Trend extends Where {
  metric: string;
  /** As a share. */
  change: number;
}

const changed = ({ workload, metric, target, change }: Trend) =>
  `${target}의 ${workload} ${이가(metric)} 인스턴스를 한 번 연 동안 ${percent(change)} 변했습니다`;

export const workloads: Room<"workloads"> = {
  "workloads.unexpected-output": ({ tool, expected, got }) =>
    `${tool}: 예상한 출력은 ${expected}, 실제 출력은 ${JSON.stringify(got)}`,
  "workloads.check-tool": ({ tool }) =>
    `설치된 ${이가(tool)} 배포판의 것인지 확인하십시오. 새 버전은 출력 형식이 다를 수 있습니다`,
  "workloads.installed": ({ reason, versions }) =>
    `${reason} (설치된 버전: ${versions.join(", ") || "알 수 없음"})`,

  // What was expected of a tool.
  "workloads.line": ({ line }) => `"${line}"`,
  "workloads.either-line": ({ one, other }) => `"${one}" 또는 "${other}"`,
  "workloads.more-than-0": ({ form }) => `0보다 큰 ${form}`,
  "workloads.above-0": ({ column }) => `0보다 큰 ${column}`,
  "workloads.metrics-line": ({ stressor }) => `${stressor}의 지표가 있는 줄`,
  "workloads.json-document": () => "JSON 문서 하나",
  "workloads.look-json": () => "해시, CPU, 메모리를 담은 JSON",
  "workloads.answer-json": () => "서버가 응답한 시각을 담은 JSON",
  "workloads.aggressor-line": () => "마지막 줄 `done COUNT`",
  "workloads.tasks": ({ tasks }) => `작업 ${tasks.join(", ")}`,
  "workloads.columns": ({ columns }) => `열 ${columns.join(", ")}`,
  "workloads.percentile": ({ percentile }) => `백분위수 ${percentile}`,
  "workloads.two-speeds": () => "MB/s 단위의 속도 두 개가 있는 줄",
  "workloads.positive-iops": () => "0보다 큰 IOPS",
  "workloads.latency": () => "지연 시간",
  "workloads.latency-of": ({ metric }) => `${metric}의 지연 시간`,
  "workloads.messages-back": () => "되돌아온 메시지",
  "workloads.request-rate": () => "초당 요청 수",
  "workloads.transactions": () => "트랜잭션",
  "workloads.transaction-rate": () => "초당 트랜잭션 수",
  "workloads.no-failed-request": () => "실패한 요청 없음",
  "workloads.no-failed-transaction": () => "실패한 트랜잭션 없음",
  "workloads.no-error": ({ error }) => `오류 없음(${error})`,

  // A tool worked, and finished nothing.
  "workloads.nothing-done": ({ tool, what }) => `${tool}: 주어진 시간 안에 ${what}`,
  "workloads.try-when-idle": () =>
    "머신이 바쁘거나 그렇게 짧은 시간으로는 너무 느립니다. 한가할 때 다시 하거나, 더 오래 측정하는 큰 --profile을 쓰십시오",
  "workloads.no-block-handled": () => "처리된 블록이 없습니다",
  "workloads.no-block-moved": () => "읽거나 쓴 블록이 없습니다",
  "workloads.no-byte": () => "도착한 바이트가 없습니다",
  "workloads.no-datagram": () => "도착한 데이터그램이 없습니다",
  "workloads.no-event": () => "끝난 이벤트가 없습니다",
  "workloads.no-flush": () => "끝난 플러시가 없습니다",
  "workloads.no-message": () => "되돌아온 메시지가 없습니다",
  "workloads.no-operation": ({ stressor }) => `끝난 ${stressor} 연산이 없습니다`,
  "workloads.no-program": () => "끝난 프로그램이 없습니다",
  "workloads.no-read": () => "끝난 읽기가 없습니다",
  "workloads.no-request": () => "응답받은 요청이 없습니다",
  "workloads.no-transaction": () => "끝난 트랜잭션이 없습니다",
  "workloads.no-write": () => "끝난 쓰기가 없습니다",

  // What ran inside, or as a client.
  "workloads.exit-code": ({ exitCode, ...where }) => `${at(where)}: 종료 코드 ${exitCode}`,
  "workloads.preparing-failed": ({ exitCode, ...where }) =>
    `${at(where)}: 서버 준비가 종료 코드 ${으로(exitCode)} 끝났습니다`,
  "workloads.client-failed": ({ exitCode, ...where }) =>
    `${at(where)}: 클라이언트가 종료 코드 ${으로(exitCode)} 끝났습니다`,
  "workloads.no-answer": (where) => `${at(where)}: 서버가 응답하지 않았습니다`,
  "workloads.see-below": () => "아래의 마지막 출력을 확인하십시오",
  "workloads.see-below-or-firewall": () =>
    "아래의 마지막 출력을 확인하십시오. 이 호스트의 방화벽이 198.18.0.0/15에서 오는 패킷을 버릴 수 있습니다",
  "workloads.wrong-start": ({ expected, got, exitCode, ...where }) =>
    `${at(where)}: 예상은 ${JSON.stringify(expected)} 및 종료 코드 0, 실제는 ${JSON.stringify(got)} 및 ${exitCode}`,
  "workloads.run-by-hand": () => "같은 명령으로 대상의 도구를 직접 실행해 보십시오",

  "workloads.clocks-disagree": ({ insideNs, leastNs, mostNs, ...where }) =>
    `${at(where)}: 안쪽 시계로는 ${seconds(insideNs)}초, 호스트 시계로는 ${seconds(leastNs)}~${seconds(mostNs)}초`,
  "workloads.check-guest-clock": () =>
    "시계가 어긋나면 그 시계로 잰 처리율은 쓸모가 없습니다. 게스트의 클록 소스를 확인하십시오",
  "workloads.find-clock": () =>
    "시계가 어긋나면 그 시계로 잰 처리율은 쓸모가 없습니다. 인스턴스의 시간이 호스트와 다른 이유를 찾으십시오",

  "workloads.trend": (trend) => changed(trend),
  "workloads.trend-steady": ({ sample, samples, ...trend }) =>
    `${changed(trend)}. 표본 ${samples}개 중 ${sample}번째부터 안정되었습니다`,
  "workloads.trend-never-steady": (trend) => `${changed(trend)}. 끝까지 안정되지 않았습니다`,
  "workloads.larger-profile": () => "더 큰 프로필은 더 오래 워밍업한 뒤 더 오래 측정합니다",

  "workloads.not-counted": ({ target }) =>
    `${target} 인스턴스가 쓰는 것을 셀 수 없습니다. 일부가 이 실행의 cgroup 밖에 있습니다`,
  "workloads.see-cpu-facts": () =>
    "같은 방식으로 세는 호스트 CPU 시간에 대해서는 대상의 정보를 보십시오",

  "workloads.undeclared": ({ metric }) => `선언하지 않은 ${을를(metric)} 측정했습니다`,
  "workloads.undeclared-unit": ({ metric, unit, declared }) =>
    `${은는(metric)} 단위를 ${으로(declared)} 선언했지만 ${으로(unit)} 측정했습니다`,
  "workloads.declare-it": () => "단계의 지표에 같은 단위로 선언하십시오",
};
