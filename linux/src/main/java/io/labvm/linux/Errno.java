package io.labvm.linux;

/** The errno values callers tell apart; everything else is {@link #OTHER}. */
public enum Errno {
  EPERM(1),
  ENOENT(2),
  EINTR(4),
  EIO(5),
  ENXIO(6),
  EBADF(9),
  EAGAIN(11),
  ENOMEM(12),
  EACCES(13),
  ENOTBLK(15),
  EBUSY(16),
  EEXIST(17),
  EXDEV(18),
  ENODEV(19),
  ENOTDIR(20),
  EISDIR(21),
  EINVAL(22),
  EMFILE(24),
  EFBIG(27),
  ENOSPC(28),
  EROFS(30),
  EMLINK(31),
  ERANGE(34),
  ENAMETOOLONG(36),
  ENOSYS(38),
  ENOTEMPTY(39),
  ELOOP(40),
  ENODATA(61),
  ENOTSUP(95),
  ENOTCONN(107),
  ETIMEDOUT(110),
  ESTALE(116),
  EUCLEAN(117),
  EDQUOT(122),
  OTHER(0);

  private final int number;

  Errno(int number) {
    this.number = number;
  }

  /** The number Linux uses on all its architectures that labVm runs on; 0 for {@link #OTHER}. */
  public int number() {
    return number;
  }

  /** The constant of a number, or {@link #OTHER}. */
  public static Errno of(int number) {
    for (Errno errno : values()) {
      if (errno.number == number && errno != OTHER) {
        return errno;
      }
    }
    return OTHER;
  }
}
