import { DELIVERY } from "../methods/families.ts";
import { shareExperiment } from "../methods/share.ts";

/** One base and many services: what is there once, and what is there for each of them. */
export const experiment = shareExperiment({
  id: "image.share",
  version: 1,
  title: "Services on one base: layers, disks with a backing file, and whole copies",
  family: DELIVERY,
  notes: {
    shows:
      "what services that have an image in common, and 1 MB of files of their own each, take on the host's disk, in its page cache, and in its memory as a whole, once each has read all of its files. `layers`: overlayfs; `backing`: VM disks (qcow2) with one disk behind them; `copies`: a tree or a disk for each. `.each` is what one more service takes",
    hides:
      "what services write; memory of the host's kernel; files that a service never reads. A VM's disk is read through the host's page cache (cache=writeback), so pages are there once for all VMs and again in each guest: cache=none, DAX or KSM would change that. Copies are whole also where a filesystem could let them share blocks (reflink). An emulated VM's memory includes the code that QEMU has translated",
    published:
      "no figures: Docker's documentation promises that containers share the pages of a file that they have in common (overlay2)",
  },
  rounds: { smoke: 1, quick: 1, standard: 2, thorough: 3 },
  params: {
    smoke: { services: 2 },
    quick: { services: 3 },
    standard: { services: 10 },
    thorough: { services: 10 },
  },
});
