package io.labvm.node.relay;

import io.labvm.gateway.connector.BytePump;
import java.nio.ByteBuffer;

/**
 * Tells keyboard, mouse and clipboard from what a VNC viewer sends by itself: requests for pictures
 * go on as long as anything moves on the screen, whether somebody looks or not.
 *
 * <p>What it does not know counts as input from then on, to the end of the connection: a desktop
 * that is left running costs less than one that is stopped under its user's hands.
 */
final class RfbInput implements BytePump.Tap {
  private static final int VERSION = 12;
  private static final int VNC_AUTHENTICATION = 2;

  /** The answer to the challenge, and whether to share. */
  private static final int AFTER_TYPE = 17;

  private static final int LONGEST_HEADER = VERSION;
  private static final int UNKNOWN = -1;

  private final Runnable input;
  private final byte[] header = new byte[LONGEST_HEADER];
  private int have;
  private long skip;

  /** Whether the message that passes is input; a long one is still, minutes later. */
  private boolean counts;

  private Part part = Part.VERSION;

  private enum Part {
    VERSION,
    SECURITY,
    MESSAGES,
    OPAQUE
  }

  /**
   * @param input to be run for each piece of input; quick
   */
  RfbInput(Runnable input) {
    this.input = input;
  }

  @Override
  public void pass(ByteBuffer bytes) {
    if (skip > 0 && counts) {
      input.run();
    }
    for (int i = bytes.position(); i < bytes.limit() && part != Part.OPAQUE; ) {
      if (skip > 0) {
        int passed = (int) Math.min(skip, bytes.limit() - i);
        skip -= passed;
        i += passed;
      } else {
        header[have++] = bytes.get(i++);
        look();
      }
    }
    if (part == Part.OPAQUE) {
      input.run();
    }
  }

  private void look() {
    switch (part) {
      case VERSION -> version();
      case SECURITY -> security();
      case MESSAGES -> message();
      case OPAQUE -> {}
    }
  }

  /** Before version 3.7 the server chose how to authenticate. */
  private void version() {
    if (have == VERSION) {
      boolean chooses = header[VERSION - 2] != '3';
      begin(chooses ? Part.SECURITY : Part.MESSAGES, chooses ? 0 : AFTER_TYPE);
    }
  }

  private void security() {
    boolean known = header[0] == VNC_AUTHENTICATION;
    begin(known ? Part.MESSAGES : Part.OPAQUE, AFTER_TYPE);
  }

  private void message() {
    int type = at(0);
    if (have < headerLength(type)) {
      return;
    }
    long length = length(type);
    if (length == UNKNOWN) {
      begin(Part.OPAQUE, 0);
      return;
    }
    boolean isInput = (type >= 4 && type <= 6) || type == 255;
    if (isInput) {
      input.run();
    }
    begin(Part.MESSAGES, length - have);
    counts = isInput;
  }

  private void begin(Part next, long bytesBefore) {
    part = next;
    skip = bytesBefore;
    have = 0;
    counts = false;
  }

  /** How much of a message says how long it is. */
  private static int headerLength(int type) {
    return switch (type) {
      case 2 -> 4;
      case 5, 255 -> 2;
      case 6 -> 8;
      case 248 -> 9;
      case 251 -> 7;
      default -> 1;
    };
  }

  private long length(int type) {
    return switch (type) {
      case 0 -> 20; // form of pixels
      case 2 -> 4 + 4L * (at(2) << 8 | at(3)); // encodings
      case 3, 150 -> 10; // pictures wanted, once or continuously
      case 4 -> 8; // key
      case 5 -> (at(1) & 0x80) == 0 ? 6 : 7; // pointer, also with more buttons
      case 6 -> 8 + Math.abs((long) clipboardLength()); // clipboard; negative: the extended one
      case 248 -> 9 + (long) at(8); // fence
      case 250 -> 4; // power
      case 251 -> 8 + 16L * at(6); // size of the screen
      case 255 -> at(1) == 0 ? 12 : UNKNOWN; // key with its code
      default -> UNKNOWN;
    };
  }

  private int clipboardLength() {
    return ByteBuffer.wrap(header).getInt(4);
  }

  private int at(int index) {
    return Byte.toUnsignedInt(header[index]);
  }
}
