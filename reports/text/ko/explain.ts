/** `isotax explain`: what a warning or a verdict means, and what helps. Errors are in explain-*. */
import type { Room } from "./room.ts";

export const explain: Room<"explain"> = {
  "explain.warning-busy-machine": () =>
    "isotax가 측정하는 동안 측정용 CPU에서 다른 작업이 실행되었습니다. 실행 중인 다른 것을 멈추고 다시 측정하십시오.",
  "explain.warning-steal": () =>
    "이 머신은 가상 머신이며, 그 호스트가 CPU 시간을 가져갔습니다. 전용 CPU가 있는 머신을 쓰거나, 라운드를 늘리고 신뢰구간을 믿으십시오.",
  "explain.warning-throttling": () =>
    "CPU가 뜨겁거나 전력 한도를 넘어서 클록을 낮추었습니다. CPU를 식히거나, 클록을 고정하거나, 더 적은 CPU를 쓰십시오.",
  "explain.warning-swap": () =>
    "isotax가 측정하는 동안 머신이 메모리를 디스크로 옮겼습니다. --memory를 줄이거나 메모리를 비우십시오.",
  "explain.warning-drift": () =>
    "native의 수치가 라운드의 전반부와 후반부 사이에 달라졌습니다. 호스트 자체가 느려졌거나 빨라진 것입니다. 절대 수치보다 같은 라운드 안의 비교를 더 믿으십시오.",
  "explain.warning-warmup-trend": () =>
    "한 라운드의 표본이 계속 오르거나 내렸으므로 작업의 워밍업이 아직 끝나지 않았습니다. 더 큰 --profile은 더 오래 워밍업한 뒤 더 오래 측정합니다.",
  "explain.warning-faster-than-native": () =>
    "대상이 native보다 빠릅니다. 격리로는 그럴 수 없습니다. 디스크 대신 응답하는 캐시가 있는지, 안에서 크기나 한도가 다른지 확인하십시오.",
  "explain.warning-shared-cpu": () =>
    "머신의 CPU가 너무 적어서 isotax와 대상이 CPU 하나를 함께 쓰며 서로 방해합니다. --cpus를 줄이거나 더 큰 머신을 쓰십시오.",
  "explain.warning-shared-core": () =>
    "isotax와 대상이 한 코어의 두 스레드에서 실행되어 캐시와 연산 장치를 함께 씁니다. --cpus를 줄이거나 코어가 더 많은 머신을 쓰십시오.",
  "explain.warning-uneven-cpus": () =>
    "측정용 CPU들의 속도나 캐시가 서로 달라서 어느 CPU를 썼는지에 따라 수치가 달라집니다. 모두 같은 종류가 되도록 --cpus를 줄이십시오.",
  "explain.warning-unlimited-memory": () =>
    "대상의 메모리를 제한하지 못했습니다. 캐시 등으로 다른 대상보다 더 많이 쓸 수 있습니다. root로 실행하거나 위임받은 cgroup에서 실행하십시오.",
  "explain.warning-wrong-size": () =>
    "대상의 안에서 보이는 CPU나 메모리가 대상에 준 것과 다릅니다. 이것으로 자기 크기를 정하는 프로그램은 거기서 다른 작업을 합니다.",
  "explain.warning-hash-mismatch": () =>
    "한 대상에서 실행한 도구의 바이트가 다른 대상과 다릅니다. 차이가 도구에서 왔을 수 있으므로 조심해서 비교하십시오.",
  "explain.warning-host-changed": () =>
    "재부팅이나 업데이트 등으로 실행의 두 부분 사이에 호스트가 달라졌습니다. 같은 라운드 안의 비교를 믿거나, 중단 없이 한 번에 측정하십시오.",
  "explain.warning-noisy": () =>
    "수치가 라운드마다 보통보다 크게 흩어집니다. 라운드를 늘리거나 더 조용한 머신을 쓰고, 중앙값이 아니라 신뢰구간을 믿으십시오.",
  "explain.warning-made-up": () =>
    "fake 대상입니다. 시간은 스크립트가 정한 것이며 아무것도 측정하지 않았습니다. 게이트나 보고서를 시험해 볼 때 쓰십시오.",

  "explain.verdict-pass": () =>
    "허용 한도를 넘어 나빠진 것이 없습니다. 통과에 필요한 신뢰수준에서 변화의 최대 한계값이 한도보다 작습니다. 아무것도 바뀌지 않았다는 뜻은 아닙니다.",
  "explain.verdict-improved": () =>
    "개선으로 보는 기준을 넘어 확실히 좋아진 것이 있고, 허용 한도를 넘어 나빠진 것은 없습니다.",
  "explain.verdict-regressed": () =>
    "허용 한도를 넘어 확실히 나빠진 것이 있습니다. 무엇이 바뀌었는지 확인하십시오. 의도한 변화라면 허용 한도를 늘리거나 head를 새 base로 삼으십시오.",
  "explain.verdict-inconclusive": () =>
    "좋아졌는지 나빠졌는지 확실하지 않습니다. 라운드가 너무 적거나 너무 크게 흩어집니다. --rounds와 --budget을 늘리거나 더 조용한 머신을 쓰면 알 수 있습니다.",
};
