import type { Room } from "./room.ts";

/** Instances of any target: how they fail, and what is not known about them. */
export const instances: Room<"instances"> = {
  "instances.lacks": ({ title, why }) => `${title}: ${why}`,
  "instances.other-targets": () =>
    "이 워크로드에 맞는 다른 대상을 고르거나(--targets) 이 워크로드를 빼십시오(--workloads)",
  "instances.root-is-image": () => "루트가 모두 함께 쓰는 읽기 전용 이미지 자체입니다",
  "instances.root-is-disk": () => "루트가 모든 인스턴스가 함께 쓰는 읽기 전용 디스크입니다",

  "instances.cpu-time-not-counted": ({ reason }) => `세지 않음: ${reason}`,
  "instances.no-account": () => "CPU 시간을 세는 cgroup을 만들 수 없습니다",

  "instances.deadline": (of) =>
    `${of.target}: ${of.phase} 단계에서 ${of.deadlineMs / 1000}초 안에 아무 반응이 없어 인스턴스를 종료했습니다`,
  "instances.busy-host": () =>
    "인스턴스의 마지막 출력을 확인하십시오. 호스트가 바쁘면 다시 시도해야 할 수 있습니다",
  "instances.interrupted": ({ target }) => `${target}: 중단되었습니다`,
  "instances.run-again": () => "다시 실행하십시오",
  "instances.died": (of) =>
    `${of.target}: 인스턴스가 ${of.phase} 단계에서 끝났습니다(종료 코드 ${of.exitCode})`,
  "instances.see-last-words": () => "인스턴스의 마지막 출력을 확인하십시오",
  "instances.no-network-inside": ({ target, said }) =>
    `${target}: 네트워크 카드를 설정할 수 없습니다: ${said}`,
  "instances.client-deadline": (of) =>
    `${of.target}: 바깥의 클라이언트 ${of.client}의 실행이 ${of.deadlineMs / 1000}초 안에 끝나지 않아 종료했습니다`,
};
