/** A machine so busy that nothing ended in time: said as that, not as output of an unknown shape. */
import { describe, expect, it } from "vitest";
import { failedOutcome } from "../../bench/campaign/execute.ts";
import { NothingDoneError, ParseError } from "../../bench/errors.ts";
import { say } from "../../bench/messages.ts";
import { parseExecLoop } from "../../bench/tools/exec-loop.ts";
import { parseFio } from "../../bench/tools/fio.ts";
import { parseIperf3Tcp, parseIperf3Udp } from "../../bench/tools/iperf3.ts";
import { parseOpenssl } from "../../bench/tools/openssl.ts";
import { parsePgbench } from "../../bench/tools/pgbench.ts";
import { parseSockperf } from "../../bench/tools/sockperf.ts";
import { parseStressNg } from "../../bench/tools/stress-ng.ts";
import { parseSysbenchCpu, parseSysbenchMemory } from "../../bench/tools/sysbench.ts";
import { parseWrk } from "../../bench/tools/wrk.ts";
import { textOf } from "../../reports/text/message.ts";

function fio(writes: number, flushes: number): string {
  const latency = (N: number) => ({
    ...{ N, mean: N },
    ...(N === 0 ? {} : { percentile: { "50.000000": 5, "99.000000": 6, "99.900000": 7 } }),
  });
  const direction = (count: number) => ({
    ...{ iops: count, bw_bytes: count, io_bytes: count, total_ios: count },
    ...{ clat_ns: latency(0), lat_ns: latency(count) },
  });
  const sync = { lat_ns: latency(flushes) };
  return JSON.stringify({
    jobs: [{ error: 0, read: direction(0), write: direction(writes), sync }],
  });
}

const iperf3 = (end: object) => JSON.stringify({ end });

describe("work of which nothing ended in time", () => {
  it.each<[string, () => unknown]>([
    ["fio: no flush ended", () => parseFio("write", "lat", fio(1, 0)).sync("fsync")],
    ["fio: no write ended", () => parseFio("write", "lat", fio(0, 0)).random("randwrite")],
    ["fio: no read ended", () => parseFio("read", "lat", fio(1, 1)).sequential("read")],
    [
      "sysbench: no event ended",
      () =>
        parseSysbenchCpu(
          "    events per second:     0.00\n    total number of events:              0\n",
        ),
    ],
    [
      "sysbench: no block was read or written",
      () => parseSysbenchMemory("0.00 MiB transferred (0.00 MiB/sec)\n"),
    ],
    [
      "stress-ng: no operation of futex ended",
      () => parseStressNg("futex", "stress-ng: info: [1] futex  0  1.00  0.00  0.00  0.00  0.00\n"),
    ],
    ["openssl: no block was handled", () => parseOpenssl("+F:22:AES-256-GCM:0.00\n")],
    ["busybox: no program ended", () => parseExecLoop("0 programs in 7 hundredths\n")],
    [
      "wrk: no request was answered",
      () => parseWrk("most", "  0 requests in 1.00s, 0.00B read\nRequests/sec:      0.00\n"),
    ],
    [
      "pgbench: no transaction ended",
      () => parsePgbench("c1", "number of transactions actually processed: 0\n"),
    ],
    [
      "sockperf: no message came back",
      () => parseSockperf("m", "[Total Run] RunTime=1 sec; SentMessages=1; ReceivedMessages=0\n"),
    ],
    [
      "iperf3: no byte arrived",
      () => parseIperf3Tcp("in", iperf3({ sum_received: { bytes: 0, bits_per_second: 0 } })),
    ],
    [
      "iperf3: no datagram arrived",
      () => parseIperf3Udp("udp", iperf3({ sum: { seconds: 1, packets: 9, lost_packets: 9 } })),
    ],
  ])("%s", (words, parse) => {
    let thrown: unknown;
    try {
      parse();
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(NothingDoneError);
    const outcome = failedOutcome(thrown);
    expect(outcome).toMatchObject({
      code: "NOTHING_DONE",
      remedy: say("workloads.try-when-idle"),
    });
    const reason = outcome.status === "failed" ? outcome.reason : "";
    expect(textOf(reason)).toBe(`${words} in the time that it had`);
  });

  it("is not what is said of figures that are missing", () => {
    const document = JSON.parse(fio(3, 3)) as { jobs: { sync: { lat_ns: object } }[] };
    for (const { sync } of document.jobs) sync.lat_ns = { N: 3, mean: 1, percentile: {} };
    const parsed = parseFio("write", "lat", JSON.stringify(document));
    expect(() => parsed.sync("fsync")).toThrow(ParseError);
    expect(() => parseOpenssl("")).toThrow(ParseError);
  });
});
