"""Lives inside directory trees: random operations by seed, scripted ones by name, writers that never rest.

Started in a mount namespace of its own, it makes the given directory its root, so that no link of a tree can lead to the
machine. Each order is one line of JSON on stdin, each answer one on stdout; each life is a child whose root is its tree.
"""
import ctypes, errno, fcntl, json, mmap, os, random, shutil, signal, socket, stat, struct, sys, time

LIBC = ctypes.CDLL(None, use_errno=True)
AT_FDCWD, EMPTY_PATH, EXCHANGE, PUNCH_AND_KEEP, DETACH = -100, 0x1000, 2, 3, 2
ACL = bytes.fromhex("0200000001000700ffffffff02000500e903000004000400ffffffff10000500ffffffff20000000ffffffff")
ACL2 = bytes.fromhex("0200000001000600ffffffff02000700ea03000004000000ffffffff10000700ffffffff20000400ffffffff")
CAPABILITY = bytes.fromhex("0100000200200000000000000000000000000000")
MOST_ENTRIES, FEW_ENTRIES = 160, 120


def checked(result):
    if result < 0: raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))


# ------------------------------------------------------------------------------------------------ single steps, for scripts too

def opened(path, mode):
    """Only regular files: a FIFO would make us wait, a device is not ours."""
    try: st = os.stat(path)
    except FileNotFoundError: st = None
    if st and not stat.S_ISREG(st.st_mode): raise OSError(errno.EINVAL, "no file")
    return open(path, mode, buffering=0)

def write(path, content):
    with opened(path, "wb") as f: f.write(content)

def append(path, content):
    with opened(path, "ab") as f: f.write(content)

def rewrite(path, content):
    """In place and with the old time put back; nothing but ctime tells, when the size is the same."""
    before = os.lstat(path)
    with opened(path, "r+b") as f: f.write(content)
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))

def store(path, content):
    """Through a shared writable mapping."""
    with opened(path, "r+b") as f, mmap.mmap(f.fileno(), 0) as m: m[:len(content)] = content

def exchange(a, b): checked(LIBC.renameat2(AT_FDCWD, a, AT_FDCWD, b, EXCHANGE))

def punch(path, offset, length):
    with opened(path, "r+b") as f:
        checked(LIBC.fallocate(f.fileno(), PUNCH_AND_KEEP, ctypes.c_long(int(offset)), ctypes.c_long(int(length))))

def sparse(path, size, offset, content):
    with opened(path, "wb") as f:
        os.pwrite(f.fileno(), content, int(offset)); os.ftruncate(f.fileno(), int(size))

def touch(path, ns): os.utime(path, ns=(int(ns), int(ns)), follow_symlinks=False)

def setx(path, name, value): os.setxattr(path, name, value, follow_symlinks=False)

def move(a, b):
    """As mv does: overlayfs refuses to rename a directory of a lower, so it is copied."""
    try: os.rename(a, b)
    except OSError as e:
        if e.errno != errno.EXDEV: raise
        copy(a, b); shutil.rmtree(a)

def copy(a, b):
    if b.startswith(a + b"/"): raise OSError(errno.EINVAL, "into itself")
    st = os.lstat(a)
    if stat.S_ISDIR(st.st_mode):
        os.mkdir(b)
        for name in sorted(os.listdir(a)): copy(os.path.join(a, name), os.path.join(b, name))
    elif stat.S_ISREG(st.st_mode): shutil.copyfile(a, b)
    elif stat.S_ISLNK(st.st_mode): os.symlink(os.readlink(a), b)
    else: os.mknod(b, st.st_mode, st.st_rdev)
    attributes(a, b)

def attributes(a, b):
    st = os.lstat(a)
    os.chown(b, st.st_uid, st.st_gid, follow_symlinks=False)
    if not stat.S_ISLNK(st.st_mode): os.chmod(b, stat.S_IMODE(st.st_mode))
    for name in os.listxattr(a, follow_symlinks=False): setx(b, name, os.getxattr(a, name, follow_symlinks=False))
    os.utime(b, ns=(st.st_mtime_ns, st.st_mtime_ns), follow_symlinks=False)

def remove(path):
    if stat.S_ISDIR(os.lstat(path).st_mode): shutil.rmtree(path)
    else: os.unlink(path)

def flags(path, letters):
    fd = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    try:
        now = bytearray(8); fcntl.ioctl(fd, 0x80086601, now)
        value = struct.unpack("l", now)[0] & ~0x30 | (0x10 if b"i" in letters else 0) | (0x20 if b"a" in letters else 0)
        fcntl.ioctl(fd, 0x40086602, struct.pack("l", value))
    finally: os.close(fd)

def deep(path, depth):
    """Far deeper than any path the kernel takes at once."""
    at = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
    for _ in range(int(depth)):
        name = b"d" * 250
        try: os.mkdir(name, dir_fd=at)
        except FileExistsError: pass
        below = os.open(name, os.O_RDONLY, dir_fd=at); os.close(at); at = below
    fd = os.open(b"bottom", os.O_CREAT | os.O_WRONLY, dir_fd=at); os.write(fd, b"reached"); os.close(fd); os.close(at)

def nameless(path, content):
    fd = os.open(os.path.dirname(path), os.O_TMPFILE | os.O_WRONLY)
    try: os.write(fd, content); checked(LIBC.linkat(fd, b"", AT_FDCWD, path, EMPTY_PATH))
    finally: os.close(fd)

def sock(path): os.mknod(path, stat.S_IFSOCK | 0o755)

def device(path, kind, major, minor):
    os.mknod(path, (stat.S_IFBLK if kind == b"b" else stat.S_IFCHR) | 0o660, os.makedev(int(major), int(minor)))

STEPS = dict(write=write, append=append, rewrite=rewrite, store=store, exchange=exchange, punch=punch, sparse=sparse, touch=touch,
             setx=setx, rmx=lambda p, n: os.removexattr(p, n, follow_symlinks=False), move=move, rename=os.rename, copy=copy, remove=remove,
             rmdir=os.rmdir, mkdir=os.mkdir, link=lambda a, b: os.link(a, b, follow_symlinks=False), symlink=os.symlink, fifo=os.mkfifo,
             socket=sock, device=device, flags=flags, deep=deep, truncate=lambda p, n: os.truncate(p, int(n)),
             chmod=lambda p, m: os.chmod(p, int(m, 8)), chown=lambda p, u, g: os.chown(p, int(u), int(g), follow_symlinks=False),
             acl=lambda p: setx(p, "system.posix_acl_access", ACL), defaultacl=lambda p: setx(p, "system.posix_acl_default", ACL2),
             capability=lambda p: setx(p, "security.capability", CAPABILITY), attributes=attributes)


def script(steps):
    for step in steps:
        words = [w.encode("latin-1") for w in step]
        STEPS[words[0].decode()](*words[1:])


# ---------------------------------------------------------------------------------------------------------------- random life

class Life:
    """Names come from a small pool, so that the same path is many things in its time."""
    POOL = [bytes([c]) for c in b"abcdefghij"]
    ODD = [b"\xff\xfe", b"new\nline", b".wh.a", b".wh..wh..opq", b"..x", b"-rf", b"back\\slash", b" ", b"\xc3\xa9", b"e\xcc\x81", b"x" * 255, b"\xe6\x97" * 60, b"#"]

    def __init__(self, seed, overlay):
        self.random, self.overlay, self.counts, self.failed = random.Random(seed), overlay, {}, {}
        self.held = []
        self.scan()

    def scan(self):
        self.dirs, self.nodes, self.files = [b"."], [], []
        for path in self.dirs:  # which grows meanwhile
            try: entries = os.scandir(path)
            except OSError: continue  # too deep for a path
            with entries:
                for e in sorted(entries, key=lambda e: e.name):
                    p = os.path.join(path, e.name)
                    if e.is_dir(follow_symlinks=False): self.dirs.append(p)
                    else:
                        self.nodes.append(p)
                        if e.is_file(follow_symlinks=False): self.files.append(p)
        self.stale = 0

    def size(self): return len(self.dirs) + len(self.nodes)

    # picks
    def one(self, some):
        if not some: raise FileNotFoundError(errno.ENOENT, "nothing to pick")
        return self.random.choice(some)
    def dir(self): return self.one(self.dirs)
    def inner(self): return self.one(self.dirs[1:])
    def file(self): return self.one(self.files)
    def node(self): return self.one(self.nodes)
    def any(self): return self.one(self.dirs[1:] + self.nodes)
    def small(self):
        """A directory whose loss leaves most of the tree."""
        p = self.inner()
        if sum(q.startswith(p + b"/") for q in self.dirs + self.nodes) > 15: raise OSError(errno.EFBIG, "too much to lose")
        return p
    def name(self): return self.random.choice(self.ODD if self.random.random() < 0.08 else self.POOL)
    def fresh(self, parent=None):
        for _ in range(6):
            path = os.path.join(parent or self.dir(), self.name())
            if not os.path.lexists(path): return path
        raise FileExistsError(errno.EEXIST, "no free name")
    def content(self):
        size = self.random.choice([0, 1, 7, 100, 1000, 4095, 4096, 4097, 9000])
        if self.random.random() < 0.01: size = (1 << 20) + self.random.randrange(200_000)
        return self.random.randbytes(size)
    def time(self): return self.random.randrange(-10**9, 4 * 10**9) * 10**9 + self.random.randrange(10**9)
    def same_size(self, path): return self.random.randbytes(os.lstat(path).st_size)

    # making
    def make_file(self): write(self.fresh(), self.content())
    def make_directory(self): os.mkdir(self.fresh())
    def make_path(self):
        p = self.fresh()
        for _ in range(self.random.randrange(1, 5)): os.mkdir(p); p = os.path.join(p, self.name())
        write(p, self.content())
    def make_many(self):
        p = self.fresh(); os.mkdir(p)
        for n in self.random.sample(self.POOL, 6): write(os.path.join(p, n), self.content())
    def make_symlink(self):
        targets = [b"/etc/passwd", b"..", b"../../../../..", self.any(), b"\xff\xfe", b"t" * self.random.randrange(1, 4000), b"/dev/zero", b"."]
        os.symlink(self.random.choice(targets), self.fresh())
    def make_fifo(self): os.mkfifo(self.fresh())
    def make_socket(self): sock(self.fresh())
    def make_bound_socket(self):
        with socket.socket(socket.AF_UNIX) as s: s.bind(self.fresh())
    def make_device(self): device(self.fresh(), self.random.choice([b"b", b"c"]), self.random.choice([1, 259]), self.random.choice([3, 70_000]))
    def make_nameless(self): nameless(self.fresh(), self.content())
    def make_sparse(self): sparse(self.fresh(), self.random.randrange(4096, 1 << self.random.choice([14, 16, 20])), self.random.randrange(4096), self.random.randbytes(self.random.randrange(5000)))
    def make_link(self): os.link(self.node(), self.fresh(), follow_symlinks=False)
    def make_deep(self):
        if self.random.random() < 0.08: deep(self.dir(), 18)
        else: self.make_path()
    def copy_file(self): copy(self.node(), self.fresh())
    def copy_tree(self): copy(self.inner(), self.fresh())

    # content
    def overwrite(self):
        with opened(self.file(), "r+b") as f: os.pwrite(f.fileno(), self.random.randbytes(50), self.random.randrange(5000))
    def append(self): append(self.file(), self.random.randbytes(77))
    def truncate(self):
        with opened(self.file(), "r+b") as f: f.truncate(self.random.randrange(12_000))
    def empty_and_write(self): write(self.file(), self.content())
    def punch(self): punch(self.file(), 4096 * self.random.randrange(3), 4096)
    def save_as_editors_do(self):
        p = self.file(); t = self.fresh(os.path.dirname(p)); write(t, self.content()); os.rename(t, p)
    def map_and_store(self): p = self.file(); store(p, self.same_size(p)[:2000])

    # moving
    def rename_node(self): os.rename(self.node(), self.fresh())
    def rename_over(self): os.rename(self.node(), self.node())
    def move_directory(self): move(self.inner(), self.fresh())
    def rename_over_empty(self):
        p = self.fresh(); os.mkdir(p); write(os.path.join(p, b"a"), b"moved")
        q = self.fresh(); os.mkdir(q); os.rename(p, q)

    # removing
    def unlink(self): os.unlink(self.node())
    def rmdir(self): os.rmdir(self.inner())
    def remove_tree(self): remove(self.small())
    def remove_any(self): remove(self.one([self.small(), self.node()]))

    # attributes
    def chmod(self): p = self.any(); self.plain(p) or os.chmod(p, self.random.randrange(0o10000))
    def chown(self): os.chown(self.any(), self.random.choice([0, 1, 1000, 100_000, 2**31]), self.random.choice([0, 7, 70_000]), follow_symlinks=False)
    def set_time(self): touch(self.any(), self.time())
    def set_user_xattr(self): setx(self.one(self.files + self.dirs), b"user.u%d" % self.random.randrange(3), self.random.randbytes(self.random.choice([0, 3, 300])))
    def set_trusted_xattr(self): setx(self.any(), b"trusted.t%d" % self.random.randrange(3), self.random.randbytes(9))
    def remove_xattr(self):
        p = self.any(); names = sorted(os.listxattr(p, follow_symlinks=False)); os.removexattr(p, self.one(names), follow_symlinks=False)
    def acl(self, path, kind):
        """An overlay refuses an access list on what was not copied up yet."""
        os.chmod(path, stat.S_IMODE(os.lstat(path).st_mode)); setx(path, kind, self.random.choice([ACL, ACL2]))
    def set_acl(self): self.acl(self.one(self.files + self.dirs), "system.posix_acl_access")
    def set_default_acl(self): self.acl(self.dir(), "system.posix_acl_default")
    def set_capability(self): setx(self.file(), "security.capability", CAPABILITY)
    def set_group_id(self): os.chmod(self.dir(), 0o2775)
    @staticmethod
    def plain(p): return os.path.islink(p)

    # aimed at traps
    def trap_exchange(self): exchange(self.any(), self.any())
    def trap_exchange_fresh(self):
        a, b = self.fresh(), self.any(); os.mkdir(a); write(os.path.join(a, b"a"), b"x"); exchange(a, b)
    def trap_pure_directory_renamed(self):
        a = self.fresh(); os.mkdir(a); write(os.path.join(a, b"a"), self.content()); os.mkdir(os.path.join(a, b"b")); os.rename(a, self.fresh())
    def trap_old_directory_renamed(self): os.rename(self.inner(), self.fresh())
    def trap_same_size_and_time(self): p = self.file(); rewrite(p, self.same_size(p))
    def trap_recreated_alike(self):
        p = self.file(); st = os.lstat(p); os.unlink(p); write(p, self.random.randbytes(st.st_size)); touch(p, st.st_mtime_ns)
    def trap_renamed_over_alike(self):
        p = self.file(); st = os.lstat(p); q = self.fresh(os.path.dirname(p)); write(q, self.random.randbytes(st.st_size)); touch(q, st.st_mtime_ns); os.rename(q, p)
    def trap_directory_to_file(self): p = self.small(); remove(p); write(p, b"was a directory")
    def trap_file_to_directory(self): p = self.node(); os.unlink(p); os.mkdir(p); write(os.path.join(p, b"a"), b"was a file")
    def trap_there_and_back(self):
        p = self.node(); os.unlink(p); os.mkdir(p); write(os.path.join(p, b"b"), b"b"); remove(p); write(p, self.content())
    def trap_recreated_directory(self): p = self.small(); remove(p); os.mkdir(p); self.random.random() < 0.5 and write(os.path.join(p, self.name()), b"new")
    def trap_emptied_and_recreated(self):
        p = self.small()
        for n in os.listdir(p): remove(os.path.join(p, n))
        os.rmdir(p); os.mkdir(p)
    def trap_opaque_to_plain(self):
        p = self.inner(); q = self.fresh(p); a = self.fresh(); os.mkdir(a); os.rename(a, q); os.rename(q, self.fresh()); os.mkdir(q)
    def trap_moved_into_old_place(self):
        p = self.small(); a = self.fresh(); os.mkdir(a); write(os.path.join(a, b"c"), b"c"); remove(p); os.rename(a, p)
    def trap_escaped_xattr(self):
        if self.overlay: setx(self.one(self.dirs + self.files), self.random.choice([b"trusted.overlay.opaque", b"trusted.overlay.redirect", b"trusted.overlay.overlay.x"]), b"y")
    def trap_root_attributes(self):
        self.random.choice([lambda: os.chmod(b".", self.random.randrange(0o10000)), lambda: os.chown(b".", 5, 6), lambda: touch(b".", self.time()),
                            lambda: setx(b".", b"user.root", self.random.randbytes(4)), lambda: setx(b".", "system.posix_acl_default", ACL)])()
    def trap_touched_and_put_back(self):
        p = self.dir(); st = os.lstat(p); q = self.fresh(p); write(q, b""); os.unlink(q); touch(p, st.st_mtime_ns)
    def trap_link_split(self):
        p = self.file(); t = self.fresh(os.path.dirname(p)); copy(p, t); os.rename(t, p)
    def trap_written_through_one_link(self):
        p = self.file(); q = self.fresh(); os.link(p, q); append(q, b"through one")
    def trap_deduplicated(self):
        p = self.file(); q = self.fresh(); copy(p, q)
        if self.random.random() < 0.7: t = self.fresh(os.path.dirname(q)); os.link(p, t); os.rename(t, q)
    def trap_link_into_opaque(self):
        p = self.node(); d = self.small(); remove(d); os.mkdir(d); os.link(p, os.path.join(d, self.name()), follow_symlinks=False)
    def trap_removed_twice(self): p = self.node(); os.unlink(p); write(p, b"back"); os.unlink(p)
    def trap_whiteout_made_by_hand(self):
        if not self.overlay: raise FileNotFoundError(errno.ENOENT, "only in an overlay")
        try: os.mknod(self.fresh(), stat.S_IFCHR | 0o600, 0)
        except PermissionError: return
        raise AssertionError("the kernel let a whiteout be made")
    def trap_renamed_there_and_back(self): p = self.node(); q = self.fresh(); os.rename(p, q); os.rename(q, p)

    # only for writers: what stays open and changes without a name
    def keep_mapping(self):
        if len(self.held) > 6: self.held.pop(0)[0].close()
        with opened(self.file(), "r+b") as f: self.held.append((mmap.mmap(f.fileno(), 0),))
    def store_through_mapping(self):
        m, = self.one(self.held)
        # behind the end of a file that was cut meanwhile is SIGBUS
        m[self.random.randrange(min(len(m), m.size()))] = self.random.randrange(256)
    def long_write(self): write(self.file(), self.random.randbytes(64) * 18_000)

    def choose(self, writer):
        if self.stale > 14: self.scan()
        if self.size() > MOST_ENTRIES and self.random.random() < 0.5: return self.random.choice(REMOVING)
        if self.size() < FEW_ENTRIES and self.random.random() < 0.6: return self.random.choice(MAKING)
        return self.random.choice(ALL + WRITERS * 4 if writer else ALL)

    def step(self, writer=False):
        name = self.choose(writer)
        try:
            getattr(self, name)()
            self.counts[name] = self.counts.get(name, 0) + 1
            self.stale += 1
            return True
        except (OSError, ValueError, shutil.Error) as e:
            key = name + ":" + errno.errorcode.get(getattr(e, "errno", 0) or 0, type(e).__name__)
            self.failed[key] = self.failed.get(key, 0) + 1
            self.stale += 2
            return False


def named(*starts): return [n for n in vars(Life) if n.startswith(starts)]

MAKING, REMOVING = named("make_", "copy_"), ["unlink", "rmdir", "remove_tree", "remove_any"]
WRITERS = ["keep_mapping", "store_through_mapping", "long_write"]
ALL = named("make_", "copy_", "trap_", "rename_", "move_", "set_", "chmod", "chown", "overwrite", "append", "truncate", "empty_", "punch", "save_", "map_",
            "unlink", "rmdir", "remove_")


# --------------------------------------------------------------------------------------------------------------------- server

def enter(place):
    os.chroot(place); os.chdir("/"); os.umask(0o022)

def burst(order, say):
    signal.alarm(120); enter(order["at"])
    life, done, tries = Life(order["seed"], order["overlay"]), 0, 0
    while done < order["operations"] and tries < order["operations"] * 6:
        tries += 1; done += life.step()
    say({"done": done, "entries": life.size(), "counts": pairs(life.counts), "failed": pairs(life.failed)})

def pairs(counts): return ["%s=%d" % c for c in sorted(counts.items())]

def scripted(order, say):
    signal.alarm(120); enter(order["at"]); script(order["steps"]); say({"done": len(order["steps"])})

def restless(order, counter):
    enter(order["at"])
    life = Life(order["seed"], True)
    while True:
        if life.step(writer=True): counter[:8] = struct.pack("q", struct.unpack("q", counter[:8])[0] + 1)
        if life.random.random() < 0.5: time.sleep(0.001)

def in_child(work, order):
    """Runs one life in a child and returns what it says, an error's text included."""
    readable, writable = os.pipe()
    child = os.fork()
    if child == 0:
        code = 1
        try:
            os.close(readable)
            out = os.fdopen(writable, "w")
            try: work(order, lambda answer: out.write(json.dumps(answer)))
            except BaseException as e: out.write(json.dumps({"error": "%s: %s at %s" % (type(e).__name__, e, line_of(e))}))
            out.flush(); code = 0
        finally: os._exit(code)
    os.close(writable)
    with os.fdopen(readable) as f: said = f.read()
    os.waitpid(child, 0)
    return json.loads(said) if said else {"error": "the life died"}

def line_of(e):
    t = e.__traceback__
    while t.tb_next: t = t.tb_next
    return t.tb_lineno

class Writers:
    def __init__(self): self.counters = {}

    def start(self, order):
        counter = mmap.mmap(-1, 8)
        child = os.fork()
        if child == 0:
            try:
                restless(order, counter)
            except BaseException as e: print(type(e).__name__, e, line_of(e), file=sys.stderr, flush=True)
            finally: os._exit(1)
        self.counters[child] = counter
        return {"pid": child}

    def done(self, pid): return struct.unpack("q", self.counters[pid][:8])[0]

    def count(self, order): return {"done": self.done(order["pid"])}

    def stop(self, order):
        """Returns when no thread of the writer is inside a system call any more."""
        os.kill(order["pid"], signal.SIGSTOP)
        _, status = os.waitpid(order["pid"], os.WUNTRACED)
        return {"done": self.done(order["pid"])} if os.WIFSTOPPED(status) else {"error": "the writer died: %d" % status}

    def wait(self, order):
        """Returns when the writer has done so many operations."""
        while self.done(order["pid"]) < order["operations"]:
            if os.waitpid(order["pid"], os.WNOHANG)[0]: return {"error": "the writer died"}
            time.sleep(0.001)
        return {"done": self.done(order["pid"])}

    def go_on(self, order): os.kill(order["pid"], signal.SIGCONT); return {}

    def kill(self, order):
        done = self.done(order["pid"])
        os.kill(order["pid"], signal.SIGKILL); os.waitpid(order["pid"], 0); self.counters.pop(order["pid"]).close()
        return {"done": done}

def confine(root):
    """The given mount becomes the root, everything else leaves this namespace."""
    os.chdir(root)
    checked(LIBC.pivot_root(b".", b"."))
    checked(LIBC.umount2(b".", DETACH))
    os.chdir("/")

def main():
    for codec in ("latin-1", "utf-8", "ascii", "idna"): b"".decode(codec)
    confine(sys.argv[1])
    writers = Writers()
    orders = {"burst": lambda o: in_child(burst, o), "script": lambda o: in_child(scripted, o), "start": writers.start,
              "wait": writers.wait, "count": writers.count, "stop": writers.stop, "continue": writers.go_on, "kill": writers.kill}
    for line in sys.stdin:
        order = json.loads(line)
        print(json.dumps(orders[order["do"]](order)), flush=True)

main()
