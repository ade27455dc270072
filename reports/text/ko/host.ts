import type { Room } from "./room.ts";
import { 으로, 은는, 이가 } from "./words/particles.ts";

/** The host: its CPUs, its kernel, the programs that run on it. */
export const host: Room<"host"> = {
  "host.yes": () => "예",
  "host.no": () => "아니요",
  "host.run-as-root": () => "root로 실행하십시오",
  "host.bare-metal": () => "이 호스트는 가상 머신이 아님(베어메탈)",
  "host.no-detect-virt": () => "이 호스트가 가상 환경인지 알 수 없음(systemd-detect-virt 없음)",
  "host.detect-virt-silent": () =>
    "이 호스트가 가상 환경인지 알 수 없음(systemd-detect-virt가 답하지 않음)",

  // Programs
  "host.tool-timeout": ({ command, ms }) => `${command}: ${ms / 1000}초 안에 끝나지 않음`,
  "host.tool-interrupted": ({ command }) => `${command}: 중단됨`,
  "host.run-by-hand-waits": () => "명령을 직접 실행하여 무엇을 기다리는지 확인하십시오",
  "host.tool-not-started": ({ tool, why }) => `${tool}: ${why}`,
  "host.could-not-be-started": () => "시작하지 못했습니다",
  "host.install-tool": ({ tool }) => `${이가(tool)} 설치되어 있고 실행할 수 있는지 확인하십시오`,
  "host.tool-failed": ({ command, exitCode, words }) =>
    `${command}: 종료 코드 ${exitCode}${words === "" ? "" : `: ${words}`}`,
  "host.run-by-hand": () => "명령을 직접 실행하여 자세히 확인하십시오",
  "host.newline-in-command": ({ command }) =>
    `시간을 잴 명령에 줄바꿈이 있습니다: ${JSON.stringify(command)}`,
  "host.no-newline": () => "줄바꿈이 없는 경로나 명령의 낱말을 쓰십시오",
  "host.no-short-folder": ({ problems }) =>
    `소켓과 링크를 둘 폴더를 만들 수 없습니다: ${problems.join("; ")}`,
  "host.make-writable": ({ folders }) =>
    `다음 중 하나를 쓸 수 있게 하고 공간을 확보하십시오: ${folders.join(", ")}`,

  // CPUs
  "host.too-few-cpus": ({ wanted, allowed, cpus }) =>
    `--cpus ${wanted}: 여기서 쓸 수 있는 CPU는 ${allowed}개뿐입니다(${cpus})`,
  "host.use-cpus": ({ cpus }) => `--cpus ${cpus} 옵션을 쓰십시오`,
  "host.target-cpus": ({ cpus, details }) => [cpus, ...details].join("; "),
  "host.cpus-threads": ({ cores }) => `코어 ${cores}개의 스레드`,
  "host.cpus-idle": ({ cpus }) => `이 코어의 다른 스레드 ${은는(cpus)} 비워 둠`,
  "host.cpus-nodes": ({ nodes, of }) => `NUMA 노드 ${of}개 중 ${nodes}`,
  "host.cpus-kinds": ({ kinds, of }) => `속도별 코어 종류 ${of}개 중 ${kinds}`,
  "host.cpus-isolated": () => "스케줄러에서 격리됨",
  "host.same-cpus": () => "같음",
  "host.shared-cpus": ({ cpus }) =>
    `다른 CPU가 없어 측정 도구가 측정용 CPU ${cpus}개를 함께 씁니다`,
  "host.fewer-cpus-or-larger": () => "--cpus를 줄이거나 CPU가 더 많은 머신을 쓰십시오",
  "host.shared-core": ({ harness, targets }) =>
    `측정 도구(CPU ${harness})와 대상(CPU ${targets})이 한 코어의 스레드에 있어 서로를 느리게 합니다`,
  "host.fewer-cpus-or-no-smt": () =>
    "--cpus를 줄이거나, 코어가 더 많은 머신을 쓰거나, SMT를 끄십시오",
  "host.uneven-cpus": ({ cpus, differences }) =>
    `대상의 CPU(${cpus})에 ${이가(differences.join(", "))} 섞여 있어, 어느 CPU가 일했는지에 따라 수치가 달라집니다`,
  "host.uneven-speeds": () => "속도가 다른 코어",
  "host.uneven-nodes": () => "서로 다른 NUMA 노드",
  "host.uneven-isolated": () => "스케줄러가 작업을 옮기지 않는 격리된 CPU",
  "host.fewer-cpus-or-others": () => "--cpus를 줄이거나 다른 CPU를 허용하십시오(taskset, cpuset)",

  // Control groups
  "host.no-controllers": ({ controllers }) =>
    `다음 컨트롤러를 제공하는 cgroup 계층이 없습니다: ${controllers.join(", ")}`,
  "host.not-writable": ({ folder, root }) =>
    `${root ? "" : "root가 아닌 사용자는 "}${folder} 폴더에 쓸 수 없습니다`,
  "host.no-cgroups": ({ why }) => `cgroup을 만들 수 없습니다: ${why}`,
  "host.no-cgroups-for": ({ target, why }) => `${target}에 쓸 cgroup이 없습니다: ${why}`,
  "host.no-cgroup": ({ why }) => `cgroup을 하나도 만들 수 없습니다: ${why}`,
  "host.no-outer-group": ({ why }) =>
    `실행이 기계 전체를 차지하지 못하게 막을 cgroup을 만들 수 없습니다: ${why}`,
  "host.mount-cgroups": () => "cgroup v2를 /sys/fs/cgroup에 마운트하십시오",
  "host.delegate-cgroups": () =>
    "root로 실행하거나, cgroup v2에서 systemd가 그룹을 위임하는 곳에서 실행하십시오: systemd-run --user --scope COMMAND",
  "host.limits": ({ version }) => `cgroup ${으로(`v${version}`)} CPU와 메모리 제한`,
  "host.limits-of-memory": ({ version }) =>
    `CPU는 affinity로, 메모리는 cgroup ${으로(`v${version}`)} 제한(cpuset 없이 위임됨)`,
  "host.no-limits": ({ why }) => `CPU는 affinity로 제한, 메모리는 제한 없음(${why})`,
  "host.limits-beforehand": ({ limits }) => `${limits}, 그룹은 미리 만들어 둠`,
  "host.cgroup-busy": ({ folder, ms }) =>
    `cgroup ${이가(folder)} ${ms / 1000}초 뒤에도 사용 중입니다. 프로세스가 죽지 않습니다`,
  "host.clean-again": () => "isotax clean을 실행하면 다시 시도합니다",
  "host.pages-unreadable": ({ pid, why }) => `프로세스 ${pid}의 페이지를 읽을 수 없습니다: ${why}`,
  "host.allow-ptrace": () =>
    "ptrace가 허용된 곳에서 root로 실행하십시오(Docker에서는 --privileged)",

  // Containers made of the kernel's primitives
  "host.why-namespaces": () => "이 단계 자체",
  "host.use-kernel-with": ({ option }) => `${이가(option)} 있는 커널을 쓰십시오`,
  "host.why-busybox": () => "마운트, chroot, pivot_root",
  "host.why-unshare-mounts": () => "이 단계의 마운트",
  "host.other-architecture": ({ architecture }) =>
    `필터는 x86-64의 시스템 콜용인데 이 시스템은 ${architecture}입니다`,
  "host.leave-filter-out": () => "이 대상을 빼십시오. crun과 runc가 각자의 필터 비용을 보여 줍니다",
  "host.allow-namespaces": () =>
    "이 컨테이너나 VM에 네임스페이스를 허용하십시오(Docker: --privileged)",
  "host.allow-user-namespaces": () =>
    "sysctl kernel.unprivileged_userns_clone=1 및 user.max_user_namespaces > 0으로 설정하거나(Ubuntu 24.04: kernel.apparmor_restrict_unprivileged_userns=0) root로 실행하십시오",

  // Starts
  "host.setup-failed": ({ command, exitCode, words }) =>
    `\`${command}\` 명령이 종료 코드 ${으로(exitCode)} 끝났습니다: ${words}`,
  "host.see-tool": () => "도구의 메시지를 보십시오",
  "host.launcher-died": () => "실행용 셸이 종료되었습니다",
  "host.see-last-words": () => "마지막 출력을 확인하십시오",
  "host.output-too-long": ({ mostBytes }) =>
    `명령의 출력이 ${mostBytes / 2 ** 20} MiB를 넘었습니다`,
  "host.print-less": () => "워크로드의 출력을 줄이십시오",
  "host.as-root-only": ({ target }) => `isotax는 ${target} 대상을 root로만 다룹니다`,
  "host.trial-failed": ({ why }) => `시험 시작에 실패했습니다: ${why}`,
  "host.trial-ended": ({ exitCode, output }) => `종료 코드 ${exitCode}: ${output}`,
  "host.no-handicap": ({ target }) =>
    `${은는(target)} 셸로 시작하지 않으므로 시작을 느리게 만들 수 없습니다`,
  "host.choose-handicapped": () => "다른 대상을 고르십시오. 예: overlay, crun, docker",
  "host.no-cpu-quota": ({ why }) => `CPU 시간을 제한할 수 없습니다: ${why}`,
  "host.no-quota-hierarchy": () => "여기에는 CPU 시간을 제한하는 계층이 없습니다",
  "host.leave-handicap-out": () =>
    "이 감속을 빼거나, cgroup에 cpu 컨트롤러가 있는 곳에서 root로 실행하십시오",
};
