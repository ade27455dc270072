#!/bin/sh
# Packs folders of a tree as layers, and writes down the digest of each archive. Nothing is compressed:
# engines do that when they send a layer.
# $1: the tree, $2: the layers made before, $3: the file for the digests, then the folders.
set -e
tree=$1 store=$2 made=$3
shift 3
for layer in "$@"; do
  tar --create --directory "$tree" --sort=name --mtime=@0 --owner=0 --group=0 --numeric-owner \
    "$layer" >"$store/new.tar"
  digest=$(sha256sum <"$store/new.tar")
  digest=${digest%% *}
  mv "$store/new.tar" "$store/$digest.tar"
  echo "$digest" >>"$made"
done
