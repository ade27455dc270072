import type { Room } from "./room.ts";
import { 으로 } from "./words/particles.ts";

/** Docker: its daemon, its client, and its API. */
export const enginesDocker: Room<"engines-docker"> = {
  "engines-docker.needs-client": () => "클라이언트",
  "engines-docker.needs-daemon": () => "실행 중인 것이 없을 때 쓸 데몬",
  "engines-docker.needs-mount": () => "실행 중인 것이 없을 때 데몬이 쓸 전용 공간",

  // What names a daemon.
  "engines-docker.by-variable": () => "DOCKER_HOST로 지정됨",
  "engines-docker.by-context": ({ context }) => `컨텍스트 ${으로(`"${context}"`)} 지정됨`,
  "engines-docker.usual-socket": () => "기본 소켓",
  "engines-docker.rootless-socket": () => "rootless 데몬의 기본 소켓",

  // Why a daemon is not used.
  "engines-docker.refusals": ({ refusals }) => refusals.join("; "),
  "engines-docker.other-machine": ({ host, by }) =>
    `Docker 클라이언트가 이 호스트의 소켓이 아닌 ${host} 주소로 설정되어 있습니다(${by})`,
  "engines-docker.not-usable": ({ host, by, said }) =>
    `${host}의 데몬(${by})을 쓸 수 없습니다: ${said}`,
  "engines-docker.other-kernel": ({ host, by, kernel }) =>
    `${host}의 데몬(${by})이 다른 커널 ${kernel}에서 실행되고 있습니다`,
  "engines-docker.no-endpoint": ({ said }) =>
    `Docker 클라이언트가 어디에 접속할지 알려 주지 않습니다: ${said}`,
  "engines-docker.silent": ({ command }) => `\`${command}\`의 출력이 없습니다`,
  "engines-docker.no-other-daemon": () => "응답하는 다른 데몬이 없습니다",
  "engines-docker.none-answers": ({ refused }) =>
    `이 호스트에 응답하는 Docker 데몬이 없습니다: ${refused}`,
  "engines-docker.not-installed": () =>
    "응답하는 Docker 데몬이 없고 dockerd도 설치되어 있지 않습니다",
  "engines-docker.only-root": () =>
    "응답하는 Docker 데몬이 없으며, root만 데몬을 시작할 수 있습니다",
  "engines-docker.not-started": ({ deadlineMs, log }) =>
    `dockerd가 ${deadlineMs / 1000}초 안에 응답하지 않았습니다: ${log}`,

  // What to do about it.
  "engines-docker.join-group": () =>
    "sudo usermod -aG docker $USER 실행 후 다시 로그인하거나, root로 실행하십시오",
  "engines-docker.same-version": () =>
    "클라이언트와 데몬을 같은 버전으로 설치하십시오. 둘 중 하나가 너무 오래되었습니다",
  "engines-docker.start-here": () =>
    "여기서 데몬을 시작하고(sudo systemctl start docker) DOCKER_HOST를 지우거나, docker context use default를 실행하십시오",
  "engines-docker.start-and-join": () =>
    "sudo systemctl start docker; sudo usermod -aG docker $USER 실행 후 다시 로그인하십시오",
  "engines-docker.start-yourself": () =>
    "Docker를 직접 시작하거나(systemctl start docker) --targets에서 이 대상을 빼십시오",

  // Facts.
  "engines-docker.running": ({ host, by }) => `${host}에서 실행 중(${by})`,
  "engines-docker.startable": ({ why }) => `설치됨, 실행할 때 시작함: ${why}`,
  "engines-docker.of-this-run": ({ why }) =>
    `이 실행을 위해 자체 네임스페이스에서 시작함(${why}). cgroup 드라이버가 cgroupfs인 것 외에는 Docker의 기본값`,
  "engines-docker.of-the-host": ({ host, by }) => `호스트의 데몬 그대로, ${host} (${by})`,
  "engines-docker.serves-others": () =>
    "Docker 데몬이 호스트의 것이라 다른 곳의 작업도 함께 처리합니다",
  "engines-docker.client-is-isotax": () => "isotax 자체가 측정 도구의 CPU에서 API 소켓으로 요청",
  "engines-docker.rootless-daemon": () => "예: rootless 데몬",
  "engines-docker.buildkit": () => "BuildKit(buildx)",
  "engines-docker.classic-builder": () => "BuildKit가 아닌 기존 빌더",
  "engines-docker.bridge": () => "브리지(Docker의 기본값)",

  // The API.
  "engines-docker.api-unknown": ({ host, oldest, newest, needed }) =>
    `${host}의 Docker 데몬은 API ${oldest}에서 ${newest}까지 제공합니다. ${needed} 이상이 필요합니다`,
  "engines-docker.newer-or-no-api": () =>
    "더 새로운 Docker를 설치하거나 --targets에서 docker-api를 빼십시오",
  "engines-docker.refused": ({ method, path, said }) => `${method} ${path}: ${said}`,
  "engines-docker.status": ({ status, body }) => `데몬의 응답 ${status}: ${body}`,
  "engines-docker.attach-refused": ({ status }) => `attach: 데몬의 응답 ${status}`,
  "engines-docker.no-answer": () => "Docker 데몬이 응답하지 않습니다",
  "engines-docker.no-end": () => "Docker 데몬이 컨테이너의 종료를 알려 주지 않았습니다",
  "engines-docker.see-daemons-log": () =>
    "데몬의 로그를 확인하거나(journalctl -u docker) --targets에서 docker-api를 빼십시오",
};
