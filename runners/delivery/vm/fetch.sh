#!/bin/sh
# Fetches the files of a version that the store lacks. Each is checked while it arrives, and has its
# name only when it is whole. What ends in .zst is unpacked.
# $1: the store, $2: the URL of the server's folder, $3: the version.
set -e
store=$1 url=$2 version=$3
unpacked() {
  case $1 in
    *.zst) zstd --decompress --quiet --force --sparse -o "$2" ;;
    *) cat >"$2" ;;
  esac
}
fetch() {
  sha256sum <"$store/sum" >"$store/digest" &
  # If less arrives, the digest is another one.
  curl --fail --silent --show-error "$url/$2" | tee "$store/sum" | unpacked "$2" "$store/part"
  wait
  read -r digest _ <"$store/digest"
  if [ "$digest" != "$1" ]; then
    echo "$2: the digest of what arrived is $digest, and should be $1" >&2
    exit 1
  fi
  mv "$store/part" "$store/${2%.zst}"
}
rm -f "$store/sum"
mkfifo "$store/sum"
curl --fail --silent --show-error --output "$store/list" "$url/$version.list"
while read -r digest name <&3; do
  [ -e "$store/${name%.zst}" ] || fetch "$digest" "$name"
done 3<"$store/list"
