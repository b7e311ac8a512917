#!/bin/bash
# Runs packaging/taiji.service under a real systemd: PID 1 of namespaces of its own, over an overlay of this machine's files that is gone afterwards.
# systemd.sh REPOSITORY OUTPUT: leaves in OUTPUT/probe.log what is seen. Ends with 77 where the machine gives no such namespaces.
set -e
repository=$1 output=$2

if [ "$3" != inside ]; then
  cgroups=$(findmnt -n -t cgroup2 -o TARGET | head -1)
  group=$cgroups/taiji-test-$$
  [ -x /lib/systemd/systemd ] && [ -n "$cgroups" ] && mkdir "$group" || exit 77
  # The namespace's own root of groups: what is in it belongs to the systemd inside.
  ( echo $BASHPID > "$group/cgroup.procs" && exec unshare --pid --mount --cgroup --ipc --uts --net --fork --kill-child --propagation private "$0" "$repository" "$output" inside ) && status=0 || status=$?
  find "$group" -depth -type d -exec rmdir {} + 2>/dev/null || true
  [ -s "$output/probe.log" ] || exit 77
  exit 0
fi

base=$output/machine root=$output/machine/root
mkdir -p "$base"
mount -t tmpfs -o mode=755 tmpfs "$base"
mkdir "$base/upper" "$base/work" "$root"
mount -t overlay -o "lowerdir=/,upperdir=$base/upper,workdir=$base/work" overlay "$root"
mount -t tmpfs -o mode=755 tmpfs "$root/run"
mkdir -p "$root/run/out"
mount --bind "$output" "$root/run/out"
mkdir -p "$root/opt/taiji" "$root/etc/taiji"
cp -r "$repository/src/Taiji/bin/Release/net10.0/." "$root/opt/taiji/"
cp "$repository/packaging/taiji.json" "$root/etc/taiji/"
cp "$repository/packaging/taiji.service" "$root/etc/systemd/system/"
mount -t tmpfs -o mode=1777 tmpfs "$root/tmp"
mount -t proc proc "$root/proc"
mount --bind "$root/proc/sys" "$root/proc/sys"
mount -o remount,bind,ro "$root/proc/sys"
mount -t sysfs -o ro sysfs "$root/sys"
mount -t cgroup2 cgroup2 "$root/sys/fs/cgroup"
mount -t tmpfs -o mode=755 tmpfs "$root/dev"
for device in null zero full random urandom tty; do touch "$root/dev/$device"; mount --bind /dev/$device "$root/dev/$device"; done
mkdir "$root/dev/shm" "$root/dev/pts"
mount -t devpts -o newinstance,ptmxmode=0666 devpts "$root/dev/pts"
ln -s pts/ptmx "$root/dev/ptmx"
ln -s /proc/self/fd "$root/dev/fd"
ip link set lo up

# Nothing of the machine's own is started.
rm -rf "$root"/etc/systemd/system/*.wants
for unit in systemd-udevd systemd-sysctl systemd-modules-load systemd-networkd systemd-resolved systemd-timesyncd systemd-logind; do ln -sf /dev/null "$root/etc/systemd/system/$unit.service"; done
mkdir "$root/etc/systemd/system/taiji.service.d"
printf '[Service]\nStandardOutput=append:/run/out/taiji.log\nStandardError=append:/run/out/taiji.log\n' > "$root/etc/systemd/system/taiji.service.d/log.conf"
cat > "$root/etc/systemd/system/probe.service" <<'UNIT'
[Unit]
Requires=basic.target
After=basic.target
[Service]
Type=oneshot
StandardOutput=file:/run/out/probe.log
StandardError=inherit
ExecStart=/bin/bash /opt/probe.sh
ExecStopPost=systemctl --no-block poweroff -f
UNIT
cat > "$root/opt/probe.sh" <<'PROBE'
url=http://127.0.0.1:8080/restconf/data/ietf-system:system/hostname
start() { systemctl start taiji; echo "start $?"; until curl -s -o /dev/null $url || ! systemctl -q is-active taiji; do sleep 0.2; done; systemctl is-active taiji; }
start
sed -n '/^ready/p' /run/out/taiji.log
password=$(sed -n 's/.*has the password //p' /run/out/taiji.log)
echo "put $(curl -s -o /dev/null -w '%{http_code}' -u "admin:$password" -X PUT -H 'Content-Type: application/yang-data+json' -d '{"ietf-system:hostname":"sandboxed"}' $url)"
pid=$(systemctl show -p MainPID --value taiji)
grep -E '^(Uid|CapEff|CapBnd|NoNewPrivs|Seccomp):' /proc/$pid/status
for place in /usr /etc /var/lib; do nsenter -t $pid -m touch $place/probe 2>&1; done
nsenter -t $pid -m sh -c 'ls -A /home /root /dev' | tr '\n' ' '; echo
stat -L -c 'data %a' /var/lib/taiji
systemctl stop taiji
systemctl show -p Result -p ExecMainStatus taiji
start
echo "get $(curl -s -u "admin:$password" $url)"
systemctl stop taiji
PROBE
mkdir -p "$root/oldroot"
cd "$root"
pivot_root . oldroot
umount -l /oldroot
export container=test
exec chroot . /lib/systemd/systemd --system --unit=probe.service --log-target=console --show-status=no
