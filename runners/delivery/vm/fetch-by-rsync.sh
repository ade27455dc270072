#!/bin/sh
# Fetches the files of a version that the store lacks, with rsync. Of a disk only what differs from the
# last one travels. rsync knows no digest that was promised, so what came is read once more.
# $1: the store, $2: the URL of the server's folder, $3: the version.
set -e
store=$1 url=$2 version=$3
fetch() {
  rsync --compress --sparse --no-whole-file --ignore-times "$url/$2" "$store/part"
  digest=$(sha256sum <"$store/part")
  digest=${digest%% *}
  if [ "$digest" != "$1" ]; then
    echo "$2: the digest of what arrived is $digest, and should be $1" >&2
    exit 1
  fi
}
rsync --ignore-times "$url/$version.list" "$store/list"
while read -r digest name <&3; do
  rm -f "$store/part"
  [ ! -e "$store/${name%.zst}" ] || continue
  case $name in
    *.raw)
      # rsync puts another file in the place of this link, and leaves the last disk as it is.
      [ ! -e "$store/last" ] || ln "$store/last" "$store/part"
      fetch "$digest" "$name"
      ln -f "$store/part" "$store/last"
      ;;
    *.zst)
      fetch "$digest" "$name"
      zstd --decompress --quiet --force --sparse -o "$store/unpacked" "$store/part"
      mv "$store/unpacked" "$store/part"
      ;;
    *) fetch "$digest" "$name" ;;
  esac
  mv "$store/part" "$store/${name%.zst}"
done 3<"$store/list"
