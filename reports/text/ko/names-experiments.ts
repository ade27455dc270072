/** Workloads: their titles, what each shows and what it does not show. */

interface ExperimentWords {
  readonly title: string;
  readonly shows: string;
  readonly hides: string;
}

export const EXPERIMENTS: Readonly<Record<string, ExperimentWords>> = {
  "start.exec": {
    title: "정적 바이너리의 첫 바이트까지 콜드 스타트",
    shows: "적재할 것이 거의 없을 때 격리 자체가 시작에 더하는 시간",
    hides: "이미지 내려받기, 실제 프로그램이 준비되기까지 하는 일",
  },
  "primitives.calls": {
    title: "시작 한 번의 커널 호출별 시간: 네임스페이스, 마운트, 그룹, 필터, exec",
    shows: "시작 시간이 어디에 쓰이는가: 커널 호출 하나하나에 걸리는 시간과 그 꼬리",
    hides: "시작 뒤에 커널이 하는 일(예: 네트워크 네임스페이스 정리)",
  },
  "primitives.removal": {
    title: "제거 한 번: 기다리는 시간과, 커널이 각 부분을 실제로 해제하는 시점",
    shows:
      "각 요소를 없애는 데 드는 비용과, 그 뒤 커널 작업 스레드가 얼마나 더 일하는가: 동시에 많이 시작하면 이것을 기다리게 됨",
    hides: "메모리를 많이 쓰는 프로그램과 파일의 제거: 여기에는 없음",
  },
  "start.node": {
    title: "Node.js가 준비될 때까지 콜드 스타트",
    shows: "서비스의 첫 줄이 실행되기 전에 기다리는 시간",
    hides: "이미지 내려받기: 파일이 페이지 캐시에 있음",
  },
  "cpu.compress": {
    title: "zstd -b3: 메모리에서 10 MB를 압축하고 복원",
    shows: "몇 MB짜리 표를 다루는 작업: 산술뿐 아니라 캐시와 TLB",
    hides: "파일: 모두 메모리에 있음",
  },
  "cpu.matrix": {
    title: "stress-ng matrix: 128 x 128 부동소수점 행렬의 곱",
    shows: "부동소수점 장치와 벡터 장치",
    hides: "Linpack이 아님: 초당 연산 수는 같은 항목끼리만 비교할 것",
  },
  "cpu.node": {
    title: "Node.js: JSON, SHA-256, 정렬, 정규식, zlib",
    shows: "JavaScript 프로그램이 CPU를 쓰는 곳(tinybench로 측정)",
    hides:
      "프로세스 바깥의 모든 것. 런타임이 찾은 메모리 한도가 다르면 힙이 달라지고 가비지 컬렉터의 비중도 달라질 수 있음",
  },
  "cpu.openssl": {
    title: "openssl speed: AES-256-GCM과 SHA-256, 16 KiB 블록",
    shows: "AES, SHA, 벡터 명령이 안쪽까지 전달되는지: 숨기는 VM은 몇 배 느림",
    hides: "일반 정수 코드의 속도",
  },
  "cpu.sysbench": {
    title: "sysbench cpu: 소수 찾기, 스레드 하나로, CPU가 여럿이면 CPU마다 하나로도",
    shows: "커널에 들어가지 않는 정수 연산: vCPU의 값어치",
    hides: "벡터 장치, 메모리, 시스템 콜",
  },
  "memory.bandwidth": {
    title: "sysbench memory: 큰 블록 하나를 순차로 읽고 쓰기, 스레드 하나",
    shows: "CPU 하나로 메모리를 얼마나 빨리 흘려보내는지",
    hides:
      "페이지 테이블: 순차 접근은 페이지를 적게 넘나듦. 마지막 단계 캐시가 블록(128 MiB, 작은 인스턴스에서는 더 작음)보다 크면 그 캐시를 재게 됨",
  },
  "memory.faults": {
    title: "stress-ng fault: mmap(2), 페이지에 처음 접근, munmap(2)",
    shows:
      "메모리를 처음 쓸 때 커널이 하는 일: 섀도 또는 중첩 페이지 테이블과 그 회계가 여기서 비쌈",
    hides: "이미 있는 메모리에 대한 작업. stress-ng의 fault는 바로 unlink되는 작은 파일에도 접근함",
  },
  "memory.latency": {
    title: "128 MiB 임의 접근: 한 번에 하나씩 읽기, Node.js",
    shows: "메모리와 TLB 미스: 중첩 페이징에서는 페이지 테이블을 둘 거치므로 TLB 미스가 더 비쌈",
    hides: "대역폭. 호스트 설정에 따라 transparent huge page를 쓰면 TLB 미스가 거의 없음",
  },
  "memory.processes": {
    title: "프로세스: stress-ng의 fork(2)와 종료, busybox 셸의 fork와 execve(2)와 종료",
    shows: "빌드와 셸 스크립트가 늘 하는 일: 페이지 테이블과 실행되는 파일",
    hides: "큰 프로세스: fork는 부모의 페이지 테이블을 복사함",
  },
  "syscall.basic": {
    title: "perf bench syscall basic: getppid(2)",
    shows: "커널에 들어갔다 나오는 길: seccomp 필터, 취약점 완화, 호출을 가로채는 샌드박스",
    hides: "호출이 커널 안에서 하는 일",
  },
  "syscall.files": {
    title: "메모리에 있는 파일의 stat(2), open(2)과 close(2), Node.js",
    shows: "루트 파일 시스템의 경로 탐색: overlayfs는 자신의 파일뿐 아니라 아래 레이어의 파일도 엶",
    hides: "디스크. Node.js가 호출마다 약 1마이크로초를 더하며 이는 어디서나 같음",
  },
  "syscall.sched": {
    title: "스케줄링: hackbench로 소켓을 쓰는 프로세스 40개, 1 ms 자는 스레드가 얼마나 늦게 깨는지",
    shows:
      "부하가 있을 때의 스케줄러(메시지 하나의 시간), cyclictest처럼 잰 타이머의 지연(중앙값과 p99)",
    hides:
      "실시간 스케줄링: 자는 스레드는 일반 클래스이며 그 타이머는 설계상 50 us 늦을 수 있음(timer slack). cyclictest 자체는 컨테이너에 없는 CAP_SYS_NICE가 필요함",
  },
  "syscall.switch": {
    title: "문맥 교환: perf bench sched pipe, stress-ng futex",
    shows: "파이프로 두 프로세스 사이를 오가는 것(왕복)과 futex(2)로 깨우는 것",
    hides:
      "어느 CPU인지: CPU가 하나면 깨울 때마다 문맥 교환이 일어남. 여럿이면 VM에 가장 비싼, 다른 CPU로 보내는 인터럽트일 수 있음",
  },
  "disk.files": {
    title: "fio filecreate, filestat, filedelete: 볼륨에서 작은 파일을 만들고 찾고 지우기",
    shows: "이름과 inode에 대한 파일 시스템 자체의 일: 디렉터리, 저널, 잠금",
    hides:
      "디스크: 플러시도 내용 쓰기도 없음. ext4는 최근 몇 분 안에 해제된 inode를 건너뛰므로, 방금 많이 지운 호스트의 파일 시스템에서는 파일 만들기가 비싸고 VM의 새 파일 시스템에서는 쌈",
  },
  "disk.fio": {
    title: "볼륨에서 fio, O_DIRECT: 큐 깊이 1과 32의 4 KiB 임의 읽기와 쓰기, fsync",
    shows: "볼륨에서 디스크까지의 길: 컨테이너는 바인드 마운트, VM은 두 번째 virtio 디스크",
    hides: "루트 파일 시스템과 페이지 캐시. 볼륨 아래 호스트에 있는 캐시는 isotax가 끌 수 없음",
  },
  "disk.root": {
    title: "루트 파일 시스템에서 fio, O_DIRECT: disk.fio와 disk.sequential처럼",
    shows: "프로그램이 볼륨 밖에 쓸 때의 비용: 컨테이너의 오버레이, VM의 이미지 위 레이어(qcow2)",
    hides: "copy-up(이미지에 없는 새 파일이므로), overlay 외의 스토리지 드라이버의 비용",
  },
  "disk.sequential": {
    title: "볼륨에서 fio, O_DIRECT: 1 MiB 순차 읽기와 쓰기, 큐 깊이 4",
    shows: "큰 요청을 쓸 때 볼륨에서의 디스크 처리량",
    hides: "요청 하나의 비용. VM은 호스트 커널이 하나씩 처리할 요청을 나누고 큐에 넣을 수 있음",
  },
  "network.connections": {
    title: "nginx와 wrk, 요청마다 새 TCP 연결: 초당 연결 수",
    shows: "연결을 열고 닫는 비용: 핸드셰이크, NAT라면 테이블의 항목 하나",
    hides: "많은 클라이언트(모두 한 주소에서 옴), nginx 자체의 몫(app.nginx가 보여 줌)",
  },
  "network.iperf3": {
    title: "iperf3: 인스턴스로 들어가고 나오는 TCP, 초당 10,000개 데이터그램(1400바이트)의 도착률",
    shows:
      "인스턴스까지의 길이 나르는 양: 브리지와 veth, NAT, virtio를 쓰는 tap 장치, 또는 QEMU의 사용자 모드 네트워크",
    hides:
      "네트워크 카드: 모든 트래픽이 한 호스트 안에서 메모리의 속도로, 실제 회선에는 없는 64 KiB까지의 패킷으로 오감",
  },
  "network.latency": {
    title: "sockperf ping-pong: TCP 연결 하나로 64바이트 왕복",
    shows: "패킷이 브리지, NAT, 가상 카드를 거쳐 오가는 시간",
    hides: "회선과 실제 카드의 인터럽트. 클라이언트는 폴링하지 않고 메시지 사이에 잠듦",
  },
  "app.nginx": {
    title: "nginx와 wrk: 1 KiB 파일, 연결 20개로 최대 속도, 연결 10개로 초당 최대 500개 요청",
    shows: "시스템 콜과 패킷이 일의 전부인 서버: 한계에 있을 때와 여유가 있을 때",
    hides:
      "속도를 정한 부하에서의 대기: 응답이 늦으면 wrk가 다음 요청을 늦게 보내거나 보내지 않음(coordinated omission)",
  },
  "app.node": {
    title: "Node.js HTTP 서비스: 시작부터 첫 응답까지, 연결 20개로 wrk의 초당 요청 수",
    shows:
      "실행 중인 인스턴스의 서비스가 시작 후 얼마나 빨리 응답하고, 그다음 얼마나 많은 요청에 응답하는지",
    hides: "인스턴스 자체의 시작(start.node가 보여 줌), 코드를 워밍업하는 첫 요청들",
  },
  "app.postgresql": {
    title:
      "PostgreSQL과 pgbench(TPC-B와 유사, scale 1): 클라이언트 하나와 여덟의 내구성 있는 트랜잭션",
    shows: "네트워크, 프로세스, 메모리, 커밋마다 하는 플러시를 실제 서비스처럼 한꺼번에",
    hides: "메모리보다 큰 데이터베이스. scale 1에서는 클라이언트 여덟 대부분이 같은 행을 기다림",
  },
  "app.redis": {
    title: "redis-benchmark: 클라이언트 하나와 쉰의 GET과 SET",
    shows:
      "연결을 읽고 쓰는 것 외에 거의 하는 일이 없는 서버: 시간이 거의 모두 네트워크와 커널로 감",
    hides: "영속성(꺼져 있음). 클라이언트가 하나면 대부분의 시간은 왕복을 기다림",
  },
  "neighbour.cpu": {
    title:
      "시끄러운 이웃: 스레드가 혼자일 때, 한가한 인스턴스 옆에서, 바쁜 인스턴스 옆에서 얼마나 늦게 깨는지",
    shows:
      "일정한 속도로 일하는 인스턴스(초당 천 번 깸)가 같은 CPU에 있는 같은 종류의 다른 인스턴스 때문에 얼마나 늦어지는지",
    hides: "캐시와 메모리를 함께 쓰는 다른 CPU의 이웃, 호스트가 이를 막으려고 정할 CPU 시간 제한",
  },
  "footprint.idle": {
    title: "쉬고 있는 인스턴스 하나가 더 차지하는 메모리와 디스크: 1, 2, 4, 8개 이상에서의 기울기",
    shows:
      "인스턴스마다 더해지는 것을 네 방식으로 셈: pss(프로세스의 페이지, 공유 페이지는 나누어), cgroup(커널 메모리와 페이지 캐시를 포함해 과금된 메모리), available(호스트에서 줄어든 양), disk",
    hides:
      "인스턴스끼리 공유하는 것: 데몬, 페이지 캐시에 있는 이미지. 어느 방식에서든 측정 도구가 인스턴스마다 쓰는 것",
  },
  "footprint.node": {
    title: "한 번 응답한 Node.js 서비스가 있는 인스턴스 하나가 더 차지하는 메모리와 디스크",
    shows:
      "호스트 하나에 서비스를 몇 개나 둘 수 있는지, 그 코드가 메모리에 한 번만 있는지 인스턴스마다 있는지",
    hides:
      "부하가 걸려 힙이 커지는 서비스. 네이티브에서는 측정 도구도 같은 Node.js를 매핑하므로 페이지를 함께 씀",
  },
  "image.size": {
    title: "이미지: 부분별 배포 바이트와 디스크 바이트",
    shows: "같은 파일을 보내고 저장하는 데 드는 것: 레이어, 또는 디스크와 커널과 initramfs",
    hides: "시작할 때 그중 얼마나 읽는지, 호스트에 이미 있는 레이어",
  },
  "image.pull": {
    title: "정해진 속도의 링크로 이미지를 받아 실행하기까지: 처음 받을 때와 바뀐 버전",
    shows:
      "무엇이 전송되며, 첫 출력까지와 모든 파일을 읽을 때까지 얼마나 걸리는가: 빈 저장소, 베이스가 있을 때, 300개 중 파일 하나가 바뀌었을 때, 의존성 열 개 중 하나가 바뀌었을 때",
    hides: "페이지 캐시가 비어 있는 서버, 서명, TLS",
  },
  "image.build": {
    title: "이미지 빌드: 처음부터, 그리고 파일 하나를 바꾼 뒤",
    shows:
      "같은 파일(프로그램 12개와 텍스트 300개, 7MB)에 각 대상의 빌더가 들이는 것, 텍스트 하나가 바뀐 뒤 레이어가 그중 얼마를 아끼는가. crun에는 빌더가 없어 isotax가 레이어를 만듦. VM의 디스크에는 레이어가 없어 바뀐 파일을 디스크의 사본에 씀. `made`는 압축해서 보내야 할 바이트",
    hides:
      "이미지 안에서 실행하는 명령, 먼저 받아야 하는 기반 이미지. 레이어와 디스크는 보낼 때 압축하며 그 시간은 재지 않음",
  },
  "image.share": {
    title: "하나의 기반을 쓰는 서비스들: 레이어, 백킹 파일이 있는 디스크, 통째 사본",
    shows:
      "이미지 하나를 함께 쓰고 자기 파일을 1MB씩 가진 서비스들이 자기 파일을 모두 읽은 뒤 호스트의 디스크와 페이지 캐시와 메모리 전체에서 차지하는 것. `layers`: overlayfs, `backing`: 디스크 하나를 뒤에 둔 VM 디스크(qcow2), `copies`: 서비스마다 트리나 디스크 하나. `.each`는 서비스 하나가 늘 때 더 드는 것",
    hides:
      "서비스가 쓰는 데이터, 호스트 커널의 메모리, 서비스가 읽지 않는 파일. VM의 디스크는 호스트의 페이지 캐시를 거쳐 읽으므로(cache=writeback) 같은 페이지가 모든 VM에 하나, 게스트마다 하나씩 더 있음. cache=none, DAX, KSM을 쓰면 달라짐. 파일 시스템이 블록을 함께 쓰는 사본(reflink)을 만들 수 있어도 통째로 복사함. 에뮬레이션한 VM의 메모리에는 QEMU가 번역한 코드도 들어 있음",
  },
  "image.same": {
    title: "다른 곳에서 다시 빌드한 이미지가 같은지",
    shows:
      "시각이 다른 소스 사본을 다른 호스트 이름, umask, 시간대, 로캘에서 빌드해도 다이제스트와 파일 트리가 같은지, 다르면 무엇이 다른지. `usual`: 보통 하는 대로, `fixed`: 빌더가 이를 위해 제공하는 것을 모두 써서",
    hides:
      "압축이나 순서가 다를 수 있는 다른 버전의 빌더와 다른 프로세서. 도커는 데몬이 두 번 다 빌드하며 호스트 이름도 하나임. 클라이언트만 다른 곳에 있음",
  },
  "image.replace": {
    title: "세 서비스에 모두 부하를 주면서 그중 하나를 새 버전으로 교체",
    shows:
      "한 서비스의 버전이 바뀔 때 클라이언트가 겪는 것: 실패한 요청, 응답이 없던 가장 긴 시간(요청 간격인 20 ms보다 짧을 수 없음), 모든 응답이 새 버전이 될 때까지의 시간. 그리고 다른 서비스의 프로세스가 그대로인지. `haproxy`: 이전 인스턴스 옆에서 새 인스턴스를 먼저 시작함. `stop-first`: 이전 인스턴스를 먼저 멈춤. `swarm`: 도커 스웜의 업데이트. 태스크 하나가 호스트의 포트를 쓰므로 먼저 멈춰야 함",
    hides:
      "새 버전을 받아 오는 시간: 이미지는 이미 있고 프로그램도 같음. 계속 열려 있는 연결, 넘겨주어야 하는 상태, 새 인스턴스를 더 늦게 찾는 상태 검사, 여러 호스트. HAProxy는 다시 시도하지도 다른 곳에 보내지도 않으므로 모든 실패가 드러남. 요청이 적으면 p99의 편차가 큼. 에뮬레이션한 머신처럼 느린 서비스에는 요청을 덜 자주 보내므로(`rate`), 실패 수는 빈도가 같을 때만 비교할 수 있음",
  },
  "neighbour.timer": {
    title: "시끄러운 이웃: 여러 이웃 옆에서 1밀리초마다 깨는 스레드가 얼마나 늦는지",
    shows:
      "같은 CPU에 있는 같은 대상의 다른 인스턴스 옆에서 스레드가 얼마나 더 늦게 깨는지, 혼자일 때의 p99에 견주어(`times-alone`). 이웃은 쉬거나, CPU를 쓰거나, 메모리를 복사하거나, 한도까지 메모리를 쓰거나, 쓰고 비우거나, 페이지 캐시를 채우거나, 보내고 받거나, 할 수 있는 만큼 포크함. 다른 CPU에 고정한 이웃도 있음(`cpu-apart`, `memory-copy-apart`). 그리고 이웃이 얼마나 일하는지(`work`, 초당 횟수), 피해자가 얼마나 빨리 회복하는지(`recovery`), 다른 것이 그 때문에 무엇을 하는지(`cpus-outside`)",
    hides: "이를 막으려고 호스트가 정할 CPU 시간과 디스크의 한도와 가중치. 모두 같은 값을 씀",
  },
  "neighbour.fsync": {
    title: "시끄러운 이웃: 여러 이웃 옆에서 20 ms마다 쓰는 4 KiB가 얼마나 늦게 디스크에 있는지",
    shows:
      "`neighbour.timer`와 같은 이웃 옆에서 4 KiB 쓰기가 얼마나 더 늦게 비워지는지, 혼자일 때의 p99에 견주어(`times-alone`). 그리고 이웃이 얼마나 일하는지(`work`)",
    hides:
      "다른 디스크의 이웃, 이를 막으려고 호스트가 정할 디스크의 한도, 그 아래에서 호스트의 디스크가 하는 일",
  },
  "neighbour.requests": {
    title: "시끄러운 이웃: 여러 이웃 옆에서 초당 요청 200개에 답하는 서비스가 얼마나 늦는지",
    shows:
      "`neighbour.timer`와 같은 이웃 옆에서, 저마다 새로 연결하는 요청의 응답이 얼마나 더 늦는지, 혼자일 때의 p99에 견주어(`times-alone`). 그리고 응답이 없는 요청의 비율(`lost`)",
    hides:
      "따로 고정한 이웃: 클라이언트가 다른 CPU를 써야 함. 다른 곳에 있는 클라이언트. 에뮬레이션처럼 초당 200개에 답할 수 없는 서비스에는 덜 자주 물음(`rate`)",
  },
  "scale.storm": {
    title: "한꺼번에 하는 많은 시작: 초당 횟수와 하나에 걸리는 시간",
    shows:
      "1~64개가 동시에 진행될 때, 그리고 일정한 빈도로 요청될 때 시작이 어떻게 되는지: 초당 시작 횟수, 첫 바이트까지의 시간, 실패, 하나에 드는 CPU 시간. 그리고 가장 많이 진행될 때 태스크가 무엇을 기다리는지(`waiting`: CPU, 또는 커널의 함수)",
    hides:
      "시작을 준비하고 남은 것을 지우는 일. 둘 다 하네스가 앞뒤에서 함. 인스턴스에 CPU가 하나일 때 CPU 여러 개",
  },
  "scale.density": {
    title: "한계에 이를 때까지 늘려 가는 쉬는 인스턴스",
    shows:
      "한꺼번에 응답하는 인스턴스가 몇 개인지, 그때 응답과 하나를 더 여는 데 얼마나 걸리는지, 어느 한계에 이르렀는지. `instances`: 문제가 없던 마지막 개수",
    hides:
      "일하는 인스턴스, 하나마다 하네스에 필요한 것(프로세스 2개와 파이프 5개를 쓰는 런처), 한계가 다른 호스트",
  },
  "scale.out": {
    title: "세 서비스 중 하나에 부하가 넘칠 때 그 인스턴스를 하나 더",
    shows:
      "부하가 넘친 때부터 다시 제때 응답할 때까지 걸리는 시간: 컨트롤러가 알아차리고(`crossed`) 결정하고(`decided`), 새 인스턴스가 응답하고(`ready`) 요청을 받고(`joined`), 목표를 2초 동안 지킬 때까지(`met`). 그리고 다른 서비스의 프로세스가 그대로인지. 폴링 간격이 0 ms이면 대상이 쓰는 시간만 남음",
    hides:
      "CPU가 정하는 처리량: 인스턴스는 요청을 하나씩 처리하고 CPU 없이 기다리므로 한 CPU의 인스턴스도 합쳐짐. 먼저 받아 와야 하는 이미지, 여러 호스트, 규칙이 다른 컨트롤러",
  },
  "check.files": {
    title: "안에서 쓴 파일이 호스트의 같은 경로에 나타나는지",
    shows:
      "안의 루트 파일 시스템이 호스트와 분리되어 있는지. 네이티브는 호스트의 것 그대로이므로 지켜지지 않아야 함",
    hides: "사용자가 일부러 공유하는 볼륨, 다른 경로",
  },
};
