# keeper DIRECTORY NAMESPACE PREFIX NUMBER: a MooseFS (master, chunkserver, mounts) that lives as
# long as standard input is open; its network is the four addresses from PREFIX.NUMBER on. It is the first process of a PID namespace: when it ends, for whatever
# reason, the kernel ends everything it has started. A chunkserver refuses a master on 127.0.0.1, so
# both live in a network namespace behind a veth pair.
#
# Reads one command a line and answers each with "ok" or "failed: why":
#   master | chunkserver     start it
#   mount NAME TIMEOUT       a client at DIRECTORY/mnt/NAME; I/O errors after TIMEOUT seconds
#   unmount NAME
#   signal NAME SIGNAL       to master, chunkserver or a mount; KILL also waits for its end
set -u
directory=$1 namespace=$2
host=$3.$(($4 + 1)) master=$3.$(($4 + 2))
declare -A pids=() mounted=()

until_true() {
  local i
  for ((i = 0; i < 300; i++)); do
    "$@" 2>/dev/null && return
    sleep 0.1
  done
  return 1
}

launch() {
  local name=$1
  shift
  "$@" </dev/null >>"$directory/$name.log" 2>&1 &
  pids[$name]=$!
}

make_network() {
  ip netns add "$namespace" &&
    ip link add "$namespace" type veth peer name inside netns "$namespace" &&
    ip addr add "$host/30" dev "$namespace" && ip link set "$namespace" up &&
    ip -n "$namespace" addr add "$master/30" dev inside &&
    ip -n "$namespace" link set inside up && ip -n "$namespace" link set lo up
}

make_files() {
  mkdir -p "$directory"/{master,chunkserver,disk,mnt}
  # one copy of each chunk is all that one chunkserver can hold; nothing is kept in a trash
  cp /var/lib/mfs/metadata.mfs.empty "$directory/master/metadata.mfs"
  echo '* / rw,alldirs,admin,maproot=0:0,mingoal=1' >"$directory/exports.cfg"
  echo "$directory/disk" >"$directory/hdd.cfg"
  cat >"$directory/master.cfg" <<END
WORKING_USER = root
WORKING_GROUP = root
NICE_LEVEL = 0
DATA_PATH = $directory/master
EXPORTS_FILENAME = $directory/exports.cfg
MATOML_LISTEN_HOST = $master
MATOCS_LISTEN_HOST = $master
MATOCL_LISTEN_HOST = $master
END
  cat >"$directory/chunkserver.cfg" <<END
WORKING_USER = root
WORKING_GROUP = root
NICE_LEVEL = 0
DATA_PATH = $directory/chunkserver
HDD_CONF_FILENAME = $directory/hdd.cfg
HDD_TEST_SPEED = 0
MASTER_HOST = $master
MASTER_RECONNECTION_DELAY = 1
BIND_HOST = $master
CSSERV_LISTEN_HOST = $master
END
}

listens() { (exec 3<>"/dev/tcp/$master/$1"); }

start_master() {
  # -a: also after a kill, from the last metadata and the changelogs
  launch master ip netns exec "$namespace" mfsmaster -a -f -c "$directory/master.cfg" start
  until_true listens 9421 && until_true listens 9420
}

start_chunkserver() {
  launch chunkserver ip netns exec "$namespace" mfschunkserver -f -c "$directory/chunkserver.cfg" start
  until_true listens 9422
}

has_space() { (($(stat -f -c %a "$1") > 0)); }

mount_client() {
  local at=$directory/mnt/$1
  mkdir -p "$at"
  mounted[$1]=$at
  launch "$1" mfsmount -f -H "$master" -o "mfstimeout=$2,mfsnice=0" "$at"
  until_true mountpoint -q "$at" && until_true has_space "$at" && mfssettrashtime 0 "$at"
}

unmount_client() {
  umount "${mounted[$1]}" 2>/dev/null || umount -l "${mounted[$1]}"
  unset "mounted[$1]"
  # one that saw its master die may stay although nothing is mounted any more
  local i
  for ((i = 0; i < 30; i++)); do
    kill -0 "${pids[$1]}" 2>/dev/null || break
    sleep 0.1
  done
  kill -s KILL "${pids[$1]}" 2>/dev/null
  wait "${pids[$1]}" 2>/dev/null
  return 0
}

signal() {
  kill -s "$2" "${pids[$1]}" || return
  [[ $2 != KILL ]] || wait "${pids[$1]}" 2>/dev/null || true
}

clean() {
  local name
  for name in "${!mounted[@]}"; do umount -l "${mounted[$name]}"; done
  ((${#pids[@]} == 0)) || kill -s KILL "${pids[@]}" 2>/dev/null
  wait
  ip netns del "$namespace"
  rm -rf --one-file-system "$directory"
} >/dev/null 2>&1

trap clean EXIT
trap '' INT
if problem=$( (make_network && make_files) 2>&1); then echo ok; else echo "failed: $problem"; fi
while read -r command arguments; do
  case $command in
    master | chunkserver) function=start_$command ;;
    mount | unmount) function=${command}_client ;;
    signal) function=signal ;;
    *) function=false ;;
  esac
  # words of a command never hold blanks
  # shellcheck disable=SC2086
  if "$function" $arguments >"$directory/answer" 2>&1; then
    echo ok
  else
    echo "failed: $(tr '\n' ' ' <"$directory/answer")"
  fi
done
