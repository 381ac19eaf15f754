package io.labvm.layers.segment;

/** What the desktop did while a batch was taken. */
public enum Consistency {
  /** It ran: each file is whole, but the tree never existed at one moment. */
  LIVE("live", 0),
  /** All its processes were frozen. */
  FROZEN("frozen", 1),
  /** None of its processes was left. */
  STOPPED("stopped", 2);

  private final String code;
  private final int number;

  Consistency(String code, int number) {
    this.code = code;
    this.number = number;
  }

  /** In the header of a segment. */
  int number() {
    return number;
  }

  /** The stable name in documents. */
  public String code() {
    return code;
  }
}
