#!/bin/sh
# A hook of mmdebstrap ($1: the root filesystem): downloads the release's kernel for VMs, and unpacks
# it into /kernel. It is not installed: that would make an initramfs, and nothing here boots from it.
set -e
mkdir "$1/kernel"
chroot "$1" sh -ec '
  cd /kernel
  name=$(apt-cache depends --no-recommends linux-image-cloud-amd64 |
    sed -n "s/.*Depends: \\(linux-image-[0-9].*\\)/\\1/p")
  apt-get download "$name"
  dpkg -x ./*.deb .
  rm ./*.deb
'
