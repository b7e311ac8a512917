#!/usr/bin/env bash
# Installs, through the system's package manager, what is missing of the given groups:
#   run   native libraries that the server loads
#   test  the real clients that the tests drive
#   bench the compiler that the figures are compared with, and what measures both
set -euo pipefail

declare -A probe=(
  [libssh-4]='ldconfig -p | grep -q libssh.so.4'
  [libsqlite3-0]='ldconfig -p | grep -q libsqlite3.so.0'
  [libcrypt1]='ldconfig -p | grep -q libcrypt.so.1'
  [libpam-modules]='ls /lib/*/security/pam_exec.so /usr/lib/*/security/pam_exec.so'
  [openssh-client]='command -v ssh'
  [openssh-server]='test -x /usr/sbin/sshd'
  [netconfd]='test -x /usr/sbin/netconfd'
  [yangcli]='command -v yangcli'
  [iproute2]='command -v ip'
  [curl]='command -v curl'
  [openssl]='command -v openssl'
  [python3-ncclient]='/usr/bin/python3 -c "import ncclient"'
  [libyang2-tools]='command -v yanglint'
  [time]='test -x /usr/bin/time'
  [systemd]='command -v systemd-analyze'
  [locales]='test -e /usr/share/i18n/locales/sv_SE'
  [nghttp2-client]='command -v h2load'
  [nginx]='test -x /usr/sbin/nginx'
  [nodejs]='command -v node'
)
declare -A group=(
  [run]='libssh-4 libsqlite3-0 libcrypt1'
  [test]='openssh-client openssh-server netconfd yangcli iproute2 curl openssl libpam-modules locales python3-ncclient nginx nghttp2-client systemd nodejs'
  [bench]='libyang2-tools time nghttp2-client'
)

missing=()
for g in "$@"; do
  for package in ${group[$g]}; do
    bash -c "${probe[$package]}" >/dev/null 2>&1 || missing+=("$package")
  done
done
[ ${#missing[@]} -eq 0 ] && exit 0

echo "installing: ${missing[*]}"
command -v apt-get >/dev/null || { echo "no apt-get here: please install ${missing[*]} yourself" >&2; exit 1; }
as_root=(); [ "$(id -u)" -eq 0 ] || as_root=(sudo)
export DEBIAN_FRONTEND=noninteractive
"${as_root[@]}" apt-get install -y -qq "${missing[@]}" >/dev/null 2>&1 || {
  "${as_root[@]}" apt-get update -qq
  "${as_root[@]}" apt-get install -y -qq "${missing[@]}" >/dev/null
}
