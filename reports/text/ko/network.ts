import type { Room } from "./room.ts";

/** The network between clients and servers. */
export const network: Room<"network"> = {
  "network.no-namespace": ({ words }) => `네트워크 네임스페이스를 만들 수 없습니다: ${words}`,
  "network.allow-namespaces": () =>
    "iproute2를 설치하고, 네트워크 네임스페이스가 허용된 곳에서 root로 실행하십시오",
  "network.root-only": () => "클라이언트와 서버 사이의 네트워크 장치는 root만 만들 수 있습니다",
  "network.run-as-root": () => "root로 실행하십시오",
  "network.no-ip": () => "네트워크를 만드는 ip 명령이 PATH에 없습니다",
};
