import type { Room } from "./room.ts";

/** Services that are deployed, and replaced by other versions. */
export const deployment: Room<"deployment"> = {
  "deployment.client-deadline": ({ deadlineMs }) =>
    `클라이언트가 ${deadlineMs / 1000}초 안에 시작하거나 끝나지 않았습니다`,
  "deployment.load-failed": ({ exitCode }) =>
    `서비스에 요청하는 클라이언트가 종료 코드 ${exitCode}(으)로 끝났습니다`,
  "deployment.no-answer": ({ target }) =>
    `${target}: 새 인스턴스가 클라이언트에 응답하지 않았습니다`,
  "deployment.failed-before": ({ target, count, first }) =>
    `${target}: 아무것도 교체하기 전에 요청 ${count}개가 실패했습니다(${first})`,
  "deployment.not-scaled": ({ target }) => `${target}: 태스크 수가 바뀌지 않았습니다`,
  "deployment.not-replaced": ({ target }) =>
    `${target}: 새 버전의 응답을 받은 클라이언트가 없거나, 이전 버전이 아직 응답합니다`,
  "deployment.not-updated": ({ state }) => `도커 스웜이 업데이트를 마치지 못했습니다: ${state}`,
  "deployment.no-swarm": ({ host, by }) =>
    `스웜은 isotax가 띄운 도커 데몬에만 만듭니다. 호스트의 데몬(${host}, ${by})에는 이미 스웜이 있을 수 있고, 그 서비스를 잃게 됩니다`,
  "deployment.stop-daemon": () =>
    "이 워크로드를 측정하는 동안 호스트의 도커 데몬을 멈추십시오(그 컨테이너도 멈춥니다). 그러면 isotax가 자신의 데몬을 띄웁니다",
  "deployment.balancer-not-started": ({ log }) => `HAProxy가 시작되지 않았습니다: ${log}`,
  "deployment.balancer-refused": ({ command, answer }) =>
    `HAProxy가 "${command}" 명령을 거부했습니다: ${answer}`,
  "deployment.newer-haproxy": () => "HAProxy 2.6 이상을 설치하십시오",
};
