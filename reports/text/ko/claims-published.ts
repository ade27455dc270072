/** Figures that others publish about a claim: what each of them is. */
import type { Room } from "./room.ts";

export const claimsPublished: Room<"claims-published"> = {
  "claims-published.linpack": () => "튜닝한 VM에서의 Linpack",
  "claims-published.stream": () => "VM에서의 STREAM",
  "claims-published.random-disk": () => "VM의 4 KiB 임의 디스크 접근",
  "claims-published.sequential-disk": () => "VM의 순차 디스크 처리량",
  "claims-published.vm-network": () => "VM의 네트워크 처리량",
  "claims-published.container": () => "컨테이너의 CPU, 바인드 마운트한 디스크, 호스트 네트워크",
  "claims-published.pull": () => "이미지 내려받기(pull)",
  "claims-published.hundred-starts": ({ runtime }) => `${runtime} 런타임으로 /bin/true 100회 시작`,
  "claims-published.docker": () => "Docker, 시작부터 끝까지",
  "claims-published.boot": ({ vmm }) => `${vmm} VM의 부팅, 중앙값`,
  "claims-published.start-rate": () => "호스트 한 대에서 microVM을 시작하는 속도",
  "claims-published.exploits": () => "기본 설정의 컨테이너에서 통하는 공격 코드",
  "claims-published.autoscaler": () => "오토스케일러가 상태를 확인하는 간격",
  "claims-published.against-native": () => "native",
  "claims-published.against-start": () => "컨테이너의 시작 시간",

  /** `about`: nothing changes, as far as the source says. */
  "claims-published.no-change": () => "약 0",
  "claims-published.range": (of) => `${of.low}~${of.high}`,
  "claims-published.figure": (of) => `${of.what}: ${of.figure} (${of.source})`,
  "claims-published.figure-against": (of) =>
    `${of.what}: ${of.figure}, 비교 기준은 ${of.against} (${of.source})`,
};
