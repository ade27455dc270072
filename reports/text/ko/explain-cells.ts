/** `isotax explain`: errors of one cell. The run goes on, and the report has the reason. */
import type { Room } from "./room.ts";

export const explainCells: Room<"explain-cells"> = {
  "explain-cells.instance-died": () =>
    "작업이 끝나기 전에 인스턴스가 끝났습니다. 마지막 출력은 보고서에 있습니다. 메모리가 부족했을 수 있습니다.",
  "explain-cells.timeout": () =>
    "제한 시간을 넘겨서 종료했습니다. 호스트가 바쁘다면 한가할 때 측정하십시오.",
  "explain-cells.exit-code": () =>
    "안에서 실행한 명령이 오류로 끝났습니다. 마지막 출력은 보고서에 있습니다.",
  "explain-cells.unexpected-output": () =>
    "도구의 출력을 isotax가 읽을 수 없습니다. 도구가 새 버전일 수 있습니다. 보고서에서 그 출력을 보십시오.",
  "explain-cells.no-match": () =>
    "직접 정의한 워크로드의 프로그램이 출력한 것에 메트릭의 값이 없습니다. 보고서에 있는 마지막 출력을 보고 regex나 jsonpath를 고치십시오.",
  "explain-cells.unexpected": () =>
    "워크로드가 스스로 정한 규칙을 어겼거나 isotax에 버그가 있습니다. 그 항목의 마지막 출력과 함께 신고해 주십시오.",
  "explain-cells.nothing-done": () =>
    "도구가 동작했지만 제한 시간 안에 아무것도 마치지 못했습니다. 머신이 한가할 때 하거나 더 큰 --profile을 쓰십시오.",
  "explain-cells.no-output": () =>
    "이 워크로드에 대해 fake 대상이 지어낼 답이 없습니다. 주요 워크로드 중에서 고르십시오.",
  "explain-cells.wrong-output": () =>
    "시작할 때 예상과 다른 것이 출력되었으므로 다른 것이 시작되었습니다. 명령을 직접 실행해 보십시오.",
  "explain-cells.client-failed": () =>
    "밖의 클라이언트가 오류로 끝났습니다. 그 출력은 보고서에 있습니다. 방화벽이 막고 있을 수 있습니다.",
  "explain-cells.no-answer": () =>
    "안의 서버가 클라이언트에 응답하지 않았습니다. 마지막 출력을 보십시오. 방화벽이 막고 있을 수 있습니다.",
  "explain-cells.no-network-inside": () =>
    "인스턴스에 네트워크가 없거나 주소가 지정한 것과 다릅니다. 마지막 출력을 보십시오.",
  "explain-cells.clock-disagreement": () =>
    "안의 시계와 호스트의 시계가 가는 속도가 달라서, 안의 시계로 잰 수치는 의미가 없습니다.",
  "explain-cells.not-counted": () =>
    "대상의 일부가 실행의 cgroup 밖에 있어서, 대상이 호스트에서 쓰는 것을 셀 수 없습니다.",
  "explain-cells.not-paused": () =>
    "웜 스타트에 쓸 컨테이너를 일시 정지하지 못했습니다. 일시 정지에는 cgroup의 freezer 또는 v2가 필요합니다.",
  "explain-cells.not-warm": () =>
    "미리 만든 컨테이너가 작업을 기다리지 않았습니다. 런타임의 마지막 출력을 보십시오.",
  "explain-cells.no-snapshot": () =>
    "QEMU가 스냅샷을 만들거나 불러오지 못했습니다. 마지막 출력을 보십시오. 호스트가 바쁘다면 다시 해야 할 수 있습니다.",
  "explain-cells.disk-not-written": () =>
    "서비스의 파일이 이미지 디스크의 사본에 들어가지 않거나 debugfs가 거부했습니다. 자세한 내용은 debugfs의 출력에 있습니다.",
  "explain-cells.no-layer-folders": () =>
    "엔진이 레이어를 두는 곳을 isotax가 셀 수 없습니다. 스토리지 드라이버로 overlay2(docker)나 overlay(podman)를 쓰십시오.",
  "explain-cells.short-of-memory": () =>
    "호스트의 메모리가 모자라 서비스를 더 시작할 수 없습니다. 그대로 재면 페이지를 버리는 호스트의 수치가 됩니다. 더 작은 프로파일을 고르십시오.",
  "explain-cells.monitor-stays": () =>
    "Podman의 모니터(conmon)가 끝나지 않습니다. 무엇을 기다리는지 ps로 확인하고 종료하십시오.",
  "explain-cells.undeclared": () =>
    "워크로드가 선언하지 않은 것을 측정했습니다. 워크로드의 파일에 선언하십시오.",
  "explain-cells.pull-failed": () =>
    "이미지를 내려받지 못했습니다. 바이트가 약속한 것과 다르거나, 레지스트리가 죽었거나, 디스크가 가득 찼습니다. 클라이언트의 마지막 출력을 보십시오.",
  "explain-cells.delivered-does-not-run": () =>
    "이미지를 내려받았지만 명령이 실행되지 않았거나 아무것도 출력하지 않았습니다. 클라이언트의 마지막 출력을 보십시오.",
  "explain-cells.not-chunked": () =>
    "이 Podman은 레이어를 zstd:chunked 형식으로 만들지 못합니다. 다른 형식은 측정합니다. 더 새로운 Podman은 만들 수도 있습니다.",
  "explain-cells.load-failed": () =>
    "서비스에 요청하는 클라이언트가 오류로 끝났습니다. 클라이언트가 출력한 내용은 보고서에 있습니다.",
  "explain-cells.failed-before": () =>
    "서비스를 교체하기 전에 이미 요청이 실패했으므로 측정값은 의미가 없습니다. 서비스의 마지막 출력을 보십시오.",
  "explain-cells.not-replaced": () =>
    "서비스를 교체했지만 클라이언트가 새 버전의 응답만 받게 되지 않았습니다. 서비스의 마지막 출력을 보십시오.",
  "explain-cells.not-scaled": () =>
    "도커 스웜에 다른 태스크 수를 요청했지만 제때 바뀌지 않았습니다. 데몬의 로그를 보십시오.",
  "explain-cells.not-updated": () =>
    "도커 스웜이 업데이트를 시작했지만 마치지 못했습니다. 새 태스크가 바로 끝났을 수 있습니다. 데몬의 로그를 보십시오.",
  "explain-cells.balancer-not-started": () =>
    "HAProxy가 시작되지 않았습니다. HAProxy가 출력한 내용은 보고서에 있습니다.",
  "explain-cells.balancer-refused": () =>
    "HAProxy가 소켓으로 보낸 명령을 거부했습니다. HAProxy의 말은 보고서에 있습니다. 2.6보다 오래된 버전에는 없는 명령이 있습니다.",
  "explain-cells.no-swarm": () =>
    "스웜은 isotax가 띄운 도커 데몬에만 만듭니다. 호스트의 데몬을 멈추면 isotax가 자신의 데몬을 띄웁니다.",
};
