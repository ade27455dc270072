import type { Room } from "./room.ts";

/** Tools of the host: what each is needed for, which are missing, how to get them. */
export const tools: Room<"tools"> = {
  "tools.install": ({ packages }) =>
    `sudo apt-get install --no-install-recommends ${packages.join(" ")}`,
  "tools.install-postgresql": () =>
    "sudo apt-get install --no-install-recommends postgresql (자체 서버도 시작됩니다. 멈추려면: sudo systemctl disable --now postgresql)",
  "tools.set-up": ({ package: name }) =>
    `npm run isotax -- setup (패키지 ${name}, 설치하지 않고 캐시에 내려받습니다)`,
  "tools.put-into-path": ({ tool }) => `\`${tool}\` 실행 파일을 PATH에 두십시오`,
  "tools.not-in-path": ({ tools }) => `PATH에 없습니다: ${tools.join(", ")}`,
  "tools.not-on-host": ({ tool }) => `이 호스트에 없습니다: ${tool}`,
  /** Reasons, or remedies, of several tools. */
  "tools.several": ({ said }) => said.join("; "),
  "tools.no-apt": () => "Debian이나 Ubuntu가 아닙니다: apt-get이 없습니다",
  "tools.no-rights": () => "root도 아니고 암호 없는 sudo도 쓸 수 없습니다",

  "tools.why-workloads": ({ workloads }) => `워크로드 ${workloads.join(", ")}`,
  "tools.why-targets": ({ targets }) => `대상 ${targets.join(", ")}`,
  "tools.why-qemu": () => "QEMU 대상",
  "tools.why-boot-disk": ({ targets }) => `${targets.join(", ")}의 부팅 디스크`,
  "tools.why-busybox": () => "모든 대상이 시작하는 정적 바이너리",
  "tools.why-node": () => "isotax와 그 안의 페이로드를 실행",
  "tools.why-zstd": ({ workload }) => `게스트 커널의 모듈 압축 풀기, 워크로드 ${workload}`,
  "tools.why-setpriv": () => "실행보다 오래 남을 프로세스를 종료",
  "tools.why-dash": () => "실행용 셸, initdb가 보조 프로그램을 실행할 때도 사용",
  "tools.why-ip": ({ families }) =>
    `워크로드 ${families.map((family) => `${family}.*`).join(", ")}의 네트워크`,
  "tools.why-firewall": ({ podman }) => `Podman ${podman}의 브리지 네트워크`,
  "tools.why-qemu-img": ({ target, workloads }) =>
    `대상 ${target}, VM에서의 워크로드 ${workloads.join(", ")}`,
  "tools.why-mmdebstrap": ({ target, command }) => `대상 ${target}, \`${command}\`의 호스트`,
  "tools.why-vm-disk": () => "VM의 디스크 만들기",
  "tools.why-guest-kernel": () => "게스트 커널 풀기",
  "tools.why-compiler": () => "커널을 직접 호출하는 작은 프로그램 컴파일",
  "tools.why-unshare": () => "네임스페이스 만들기",
  "tools.why-nsenter": () => "네임스페이스에 들어가기",
  "tools.why-taskset": () => "대상을 CPU에 고정하기",
  "tools.why-patchelf": () => "사용자의 이미지 안에서 쓸 도구",
  "tools.why-mount": () => "컨테이너가 실행되는 공간",
  "tools.why-hyperfine": ({ command }) => `\`${command}\`의 비교 기준`,
  "tools.why-chromium": () => "보고서의 브라우저 테스트",
  "tools.why-jq": () => "풀 리퀘스트 댓글의 테스트",
  "tools.why-essential": () => "모든 시스템에 있는 것",
};
