#!/bin/sh
# Packs folders of a tree as layers, and writes down the digest of each archive. A layer that was made
# before, as its digest tells, is not compressed again.
# $1: the tree, $2: the layers made before, $3: the file for the digests, then the folders.
set -e
tree=$1 store=$2 made=$3
shift 3
for layer in "$@"; do
  tar --create --directory "$tree" --sort=name --mtime=@0 --owner=0 --group=0 --numeric-owner \
    "$layer" >"$store/new.tar"
  digest=$(sha256sum <"$store/new.tar")
  digest=${digest%% *}
  if ! [ -e "$store/$digest.tar.gz" ]; then
    gzip -6 --no-name <"$store/new.tar" >"$store/new.tar.gz"
    mv "$store/new.tar.gz" "$store/$digest.tar.gz"
  fi
  echo "$digest" >>"$made"
done
rm "$store/new.tar"
