package io.labvm.nodechannel;

/**
 * What a guard has to do with one desktop.
 *
 * @param epoch the beacon's epoch of this desktop; the verdict is about it and older ones only
 * @param leaseMillis for {@link Verdict#RUN}: how long the lease lasts, counted from the sending of
 *     the beacon; 0 otherwise
 */
public record DesktopVerdict(String desktop, Verdict verdict, long epoch, long leaseMillis) {
  public DesktopVerdict {
    Names.desktop(desktop);
    Names.present("verdict", verdict);
  }
}
