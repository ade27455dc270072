/** Korean particles after what only a reader pronounces. */
import { describe, expect, it } from "vitest";
import { lastSound } from "../../reports/text/ko/words/last-sound.ts";
import {
  과와,
  으로,
  은는,
  을를,
  이가,
  이나,
  이라는,
} from "../../reports/text/ko/words/particles.ts";

describe("a word", () => {
  it.each([
    ["vowel", "native docker overlay youki firecracker namespaces docker-api qemu-q35 seccomp"],
    ["vowel", "runc lxc gvisor kata chroot disk node nginx redis network image cache/"],
    ["consonant", "crun podman nspawn KVM VM qemu-microvm cgroup machine runtime engine volume"],
    ["consonant", "start.exec exec net app lock results/3 records.ndjson 10 100 6 값 없음"],
    ["l", "kernel uml UML file.html module 파일 1 7 8 21 r"],
    ["vowel", "2 4 5 9 5% 12ms 300MB 1.03x 종료 --targets GB QEMU CPU"],
    ["unknown", "→ 漢 ..."],
  ] as const)("ends in a %s: %s", (sound, words) => {
    const wrong = words.split(" ").filter((word) => lastSound(word.replace(/\/$/, "")) !== sound);
    expect(wrong).toEqual([]);
  });

  it("is what stands before quotes, full stops and brackets", () => {
    expect(lastSound('"crun"')).toBe("consonant");
    expect(lastSound("qemu-q35(TCG, 에뮬레이션)")).toBe("vowel");
    expect(lastSound("`runc`.")).toBe("vowel");
    expect(lastSound("(없음)")).toBe("consonant");
    expect(lastSound("12 ms")).toBe("vowel");
    expect(lastSound("")).toBe("unknown");
  });
});

describe("a particle", () => {
  it("follows the last sound", () => {
    expect([은는("crun"), 은는("docker")]).toEqual(["crun은", "docker는"]);
    expect([이가("VM"), 이가("CPU")]).toEqual(["VM이", "CPU가"]);
    expect([을를(6), 을를(9)]).toEqual(["6을", "9를"]);
    expect([과와("커널"), 과와("노드")]).toEqual(["커널과", "노드와"]);
    expect([이나("podman"), 이나("native")]).toEqual(["podman이나", "native나"]);
    expect([이라는("podman"), 이라는("native")]).toEqual(["podman이라는", "native라는"]);
  });

  it("knows that (으)로 takes no 으 after ㄹ", () => {
    expect([으로("파일"), 으로("crun"), 으로("docker"), 으로("uml")]).toEqual([
      ...["파일로", "crun으로", "docker로", "uml로"],
    ]);
  });

  it("shows both forms only if the end is unknown", () => {
    expect([은는("→"), 으로("→")]).toEqual(["→은(는)", "→(으)로"]);
  });
});
