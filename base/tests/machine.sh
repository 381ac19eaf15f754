# shellcheck shell=bash
# machine.sh: what the tests of bases share: a Docker Engine of their own, and a desktop on it.
#
# All of it lives in a mount and a network namespace of its own (see enter_namespaces), so nothing
# of it is seen by, or left on, the machine. Source it; it uses $work, a directory on a real disk.
# shellcheck disable=SC2154 # $work and $base_dir are the caller's

# enter_namespaces SCRIPT ARGS...: runs the script again inside, once.
enter_namespaces() {
  if [[ -z ${LABVM_BASE_TEST_INSIDE:-} ]]; then
    LABVM_BASE_TEST_INSIDE=1 exec unshare --mount --net --propagation private "$@"
  fi
}

start_engine() {
  ip link set lo up
  ip link add lvb0 type bridge
  ip addr add 10.219.7.1/24 dev lvb0
  ip link set lvb0 up
  mkdir -p "$work/engine"
  export DOCKER_HOST=unix://$work/engine/sock
  dockerd --data-root "$work/engine/root" --exec-root "$work/engine/exec" -H "$DOCKER_HOST" \
    --pidfile "$work/engine/pid" --bridge=lvb0 --iptables=false --ip6tables=false --ip-forward=false \
    --ip-masq=false --add-runtime "labvm=$base_dir/labvm-runc" >"$work/engine/log" 2>&1 </dev/null &
  engine_pid=$!
  wait_until 20 docker version || { tail -5 "$work/engine/log" >&2; return 1; }
  "$base_dir/skeleton" "$work/skeleton.tar"
  docker import "$work/skeleton.tar" labvm/skeleton >/dev/null
}

stop_engine() {
  local ids
  ids=$(docker ps -aq 2>/dev/null) || true
  # shellcheck disable=SC2086 # a list
  [[ -z $ids ]] || docker rm -f $ids >/dev/null 2>&1 || true
  if [[ -n ${engine_pid:-} ]]; then
    kill "$engine_pid" 2>/dev/null || true
    wait "$engine_pid" 2>/dev/null || true
  fi
}

# wait_until SECONDS COMMAND...: until it succeeds.
wait_until() {
  local end=$((SECONDS + $1))
  shift
  until "$@" >/dev/null 2>&1; do
    ((SECONDS < end)) || return 1
    sleep 0.05
  done
}

# make_desktop NAME LOWER: an overlay on an unpacked base, and what a node writes for the desktop.
make_desktop() {
  local at=$work/$1
  mkdir -p "$at"/{upper,work,merged,in,sock,out}
  mount -t overlay "labvm-$1" \
    -o "lowerdir=$2,upperdir=$at/upper,workdir=$at/work,redirect_dir=off,metacopy=off,index=off,xino=off" \
    "$at/merged"
  printf '%s\n' "$1" >"$at/in/login"
  echo 1000 >"$at/in/uid"
  echo "${language:-zh_CN.UTF-8}" >"$at/in/language"
  echo "${geometry:-1024x700}" >"$at/in/geometry"
  echo "${dpi:-96}" >"$at/in/dpi"
  echo "$1-desktop" >"$at/in/hostname"
  (umask 077 && printf '%s' 'aB3-_x9z' >"$at/in/vnc-secret")
  : >"$at/in/authorized_keys"
}

# start_desktop NAME: the container as the node agent makes it.
start_desktop() {
  local at=$work/$1
  docker run -d --name "$1" --hostname "$1-desktop" --runtime labvm --restart no \
    --tmpfs /run:mode=755,size=64m,exec --tmpfs /tmp:mode=1777,size=512m,exec --shm-size 256m \
    --mount "type=bind,source=$at/merged,target=/rootfs" \
    --mount "type=bind,source=$at/in,target=/run/labvm/in,readonly" \
    --mount "type=bind,source=$at/sock,target=/run/labvm/sock" \
    --mount "type=bind,source=$at/out,target=/run/labvm/out" \
    labvm/skeleton /usr/bin/tini -- /usr/local/sbin/labvm-init 2>/dev/null
}

state() { cat "$work/$1/out/state" 2>/dev/null; }
is_ready() { [[ $(state "$1") == ready ]]; }
in_desktop() { docker exec "$1" "${@:2}"; }
as_member() { docker exec -u 1000 -w / "$1" "${@:2}"; }
view() { "$base_dir/tests/rfb.py" "$work/$1/sock/vnc.sock" "$work/$1/in/vnc-secret" "${@:2}"; }
