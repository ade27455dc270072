/** The user's own image in place of the built one. */

export const ownImage = {
  // How it is named.
  "own-image.bad-reference": ({ text }: { text: string }) => `"${text}" names no image`,
  "own-image.absent": ({ path }: { path: string }) => `there is no image at ${path}`,
  "own-image.give-reference": ({ transports }: { transports: readonly string[] }) =>
    `name a folder, an OCI layout or archive, a Dockerfile, or an image that an engine has, such as alpine:3.20; a prefix says which it is: ${transports.map((name) => `${name}:`).join(" ")} (docs/own-image.md)`,
  "own-image.holds-cache": ({ path, cache }: { path: string; cache: string }) =>
    `${path} holds isotax's own cache, ${cache}`,
  "own-image.give-root": () => "name a folder that holds only a root filesystem",

  // Engines.
  "own-image.no-engine": () => "the image is an engine's, and this host has no engine for it",
  "own-image.engine-said": ({ engine, words }: { engine: string; words: string }) =>
    `${engine}: ${words}`,
  "own-image.no-engine-has": (of: { name: string; complaints: readonly string[] }) =>
    `no engine here has the image ${of.name}: ${of.complaints.join("; ")}`,
  "own-image.pull-first": ({ name, engine }: { name: string; engine: string }) =>
    `isotax pulls nothing: get it first, such as with ${engine} pull ${name}`,
  "own-image.not-built": (of: { file: string; engine: string; words: string }) =>
    `${of.engine} could not build ${of.file}: ${of.words}`,
  "own-image.build-by-hand": ({ command }: { command: string }) =>
    `correct it until this works, and pull what it begins FROM: ${command}`,

  // What is wrong with it.
  "own-image.damaged": ({ why }: { why: string }) => `the image is damaged: ${why}`,
  "own-image.unsafe": ({ path, why }: { path: string; why: string }) =>
    `the image cannot be unpacked safely: ${JSON.stringify(path)}: ${why}`,
  "own-image.build-again": () => "build or save the image again, and check where it is from",
  "own-image.layer-unreadable": ({ why }: { why: string }) => `an archive in it is broken: ${why}`,
  "own-image.other-digest": ({ digest, found }: { digest: string; found: string }) =>
    `a part should have sha256 ${digest.slice(0, 12)}, and has ${found.slice(0, 12)}`,
  "own-image.header-too-long": () => "a header of an archive is longer than any name needs",
  "own-image.unknown-entry": () => "it is an entry of a kind that is not known",
  "own-image.archive-too-large": () => "the archive has too many parts, or too large ones",
  "own-image.bad-name": () =>
    "the name is too long, is not UTF-8, or has a character that no name has",
  "own-image.links-to-nothing": ({ target }: { target: string }) =>
    `it is another name of ${JSON.stringify(target)}, which is no file before it`,
  "own-image.too-many-links": () => "it leads through too many links",
  "own-image.below-a-file": () => "it is below a file",
  "own-image.climbs": () => "it leads out of the image",
  "own-image.too-large": (of: { mostBytes: number; mostEntries: number }) =>
    `the image is larger than ${of.mostBytes / 2 ** 30} GiB, or has more than ${of.mostEntries} files`,
  "own-image.smaller-image": () => "use a smaller image",
  "own-image.no-index": () => "it has no list of what it consists of",
  "own-image.layers-differ": () => "its lists of layers differ",
  "own-image.unknown-layer": ({ mediaType }: { mediaType: string }) =>
    `a layer has the unknown type ${JSON.stringify(mediaType)}`,
  "own-image.blob-missing": ({ name }: { name: string }) => `${JSON.stringify(name)} is missing`,
  "own-image.blob-unreadable": ({ name, why }: { name: string; why: string }) =>
    `${JSON.stringify(name)} cannot be read: ${why}`,
  "own-image.not-as-expected": ({ name }: { name: string }) =>
    `${JSON.stringify(name)} is not what an image has there`,
  "own-image.other-architecture": (of: { there: readonly string[]; wanted: string }) =>
    `the image is for ${of.there.join(", ")}, and this machine runs ${of.wanted}`,
  "own-image.build-for": ({ platform }: { platform: string }) => `build it for ${platform}`,
  "own-image.several-images": () => "there are several images, and no tag chooses one",
  "own-image.no-tag": ({ tag }: { tag: string }) => `no image there has the tag ${tag}`,
  "own-image.choose-tag": ({ known }: { known: readonly string[] }) =>
    known.length === 0
      ? "leave the tag out"
      : `name one of them after the path, as PATH:TAG: ${known.map((tag) => JSON.stringify(tag)).join(", ")}`,
  "own-image.no-patchelf": () =>
    "isotax's tools need another loader inside your image, and patchelf, which gives it to them, is not installed",
  "own-image.not-a-folder": ({ path }: { path: string }) =>
    `targets need a folder at ${path}, and the image has a link or a file there`,
  "own-image.place-taken": ({ path }: { path: string }) =>
    `isotax's own tools go to ${path}, and the image has something there`,
  "own-image.free-place": ({ path }: { path: string }) => `remove or rename ${path} in the image`,
  "own-image.other-node": ({ path }: { path: string }) =>
    `this host's Node.js reads ${path}, and the image has another file there`,
  "own-image.use-plain-node": () =>
    "run isotax with a Node.js that is one file, such as that of nodejs.org",
  "own-image.brought-taken": ({ path }: { path: string }) =>
    `a workload brings a file to ${path}, and the image has another file there`,
  "own-image.bring-elsewhere": () =>
    "give the file another place: { from, to }, with a relative `to`, and {files} in commands",
  "own-image.ambiguous": ({ program, path }: { program: string; path: string }) =>
    `"${program}" may mean isotax's own tool, or ${path} of the image`,
  "own-image.write-path": ({ path }: { path: string }) =>
    `write "${path}" in the workload's command to run the image's`,
  "own-image.no-program": ({ programs }: { programs: readonly string[] }) =>
    `the image has no program ${programs.join(", ")}`,
  "own-image.name-program": () =>
    "name a program of the image's PATH, its absolute path in the image, or a host's program by a path such as ./build/server",

  // Runs.
  "own-image.yours": () => "your image",
  "own-image.needed": ({ from }: { from: string }) =>
    `the run measured an image of yours (${from}), and its place is not recorded`,
  "own-image.name-it-again": () => "name the image again, with --image",
  "own-image.not-of-run": () => "the run measured the image that isotax builds, not yours",
  "own-image.leave-it-out": () => "leave --image out, or begin a new run",
  "own-image.nothing-made-up": () => "made-up targets run no image",
  "own-image.real-targets": () => "leave --image out, or name targets that are measured",
  "own-image.native-root": () =>
    "the given image, by chroot, without namespaces of its own: native means this here",
  "own-image.host-files": () => "it runs the host's own files, not those of the given image",
  "own-image.use-rootfs": () => "give the command the word {rootfs}, where the image is",

  // Reports.
  "own-image.kind-folder": () => "a folder",
  "own-image.kind-oci-layout": () => "an OCI layout",
  "own-image.kind-archive": () => "an image archive",
  "own-image.kind-engine": () => "an engine's image",
  "own-image.kind-dockerfile": () => "a Dockerfile",
  "own-image.note": (of: { kind: string; name: string; digest: string }) =>
    `The image is the user's, from ${of.kind}${of.name === "" ? "" : `, ${of.name}`} (sha256 ${of.digest.slice(0, 12)}). native runs in it too: in a chroot, without namespaces. So differences to native leave out what the image itself costs.`,
  "own-image.note-short": (of: { kind: string; name: string }) =>
    `The image is the user's (${of.name === "" ? of.kind : of.name}); native runs in it too, by chroot`,
  "own-image.reproduce": () => "the user's image",
};
