package io.labvm.gateway.connector;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * Follows an RFB handshake (3.3, 3.7, 3.8) up to its security result, from copies of the bytes in
 * both directions.
 *
 * <p>It keeps at most 255 bytes, never waits, and costs one field read per chunk once the outcome
 * is known. Safe for the two threads of a pump. A client's answer passes here before the server can
 * react to it, so the follower is never behind what it has to know.
 */
public final class RfbHandshake {
  /** What became of the handshake. */
  public enum Outcome {
    /** Still going on. */
    OPEN,
    /** The client is in. */
    SUCCEEDED,
    /** The server refused, or the client broke the protocol before it was in. */
    FAILED,
    /** The two agreed on a security type that this class does not know. */
    UNTRACKED
  }

  private enum Expect {
    VERSION,
    /** Nothing: it is the other side's turn, or that side's version decides what comes. */
    NOTHING,
    TYPE,
    TYPE_COUNT,
    TYPES,
    CHOICE,
    CHALLENGE,
    RESULT
  }

  private static final Pattern VERSION = Pattern.compile("RFB [0-9]{3}\\.[0-9]{3}\n");
  private static final int VERSION_LENGTH = 12;
  private static final int CHALLENGE_LENGTH = 16;
  private static final int NONE = 1;
  private static final int VNC_AUTH = 2;

  private volatile Outcome outcome = Outcome.OPEN;
  private final byte[] server = new byte[255];
  private final byte[] client = new byte[VERSION_LENGTH];
  private int serverLength;
  private int clientLength;
  private Expect serverNext = Expect.VERSION;
  private Expect clientNext = Expect.VERSION;
  private int serverMinor;
  private int clientMinor;
  private int typeCount;
  private boolean answered;

  /** What is known by now. */
  public Outcome outcome() {
    return outcome;
  }

  /**
   * Whether the client has sent what a wrong password would be in. A connection that ends after
   * this without success is a failed attempt, also when the server's refusal was never seen.
   */
  public synchronized boolean answered() {
    return answered;
  }

  /** Bytes on their way to the server; the buffer stays as it is. */
  public void fromClient(ByteBuffer bytes) {
    if (outcome == Outcome.OPEN) {
      synchronized (this) {
        for (var i = bytes.position(); i < bytes.limit() && outcome == Outcome.OPEN; i++) {
          clientByte(bytes.get(i));
        }
      }
    }
  }

  /** Bytes on their way to the client; the buffer stays as it is. */
  public void fromServer(ByteBuffer bytes) {
    if (outcome == Outcome.OPEN) {
      synchronized (this) {
        for (var i = bytes.position(); i < bytes.limit() && outcome == Outcome.OPEN; i++) {
          serverByte(bytes.get(i));
        }
      }
    }
  }

  private void clientByte(byte next) {
    switch (clientNext) {
      case VERSION -> {
        client[clientLength++] = next;
        if (clientLength == VERSION_LENGTH) {
          clientMinor = minor(client);
          clientNext = Expect.NOTHING;
          agree();
        }
      }
      // Speaking before the server's version is known.
      case NOTHING -> outcome = Outcome.FAILED;
      case CHOICE -> {
        choose(next & 0xff);
        clientNext = Expect.CHALLENGE;
      }
      default -> answered = true;
    }
  }

  /** The client's choice among the offered types (3.7 and later). */
  private void choose(int type) {
    if (serverNext != Expect.NOTHING || typeCount == 0 || !offered(type)) {
      // Chosen blindly or not offered: no honest client does either.
      outcome = Outcome.FAILED;
      return;
    }
    follow(type);
  }

  private void follow(int type) {
    switch (type) {
      case VNC_AUTH -> expect(Expect.CHALLENGE);
      case NONE -> {
        if (minor() < 8) {
          outcome = Outcome.SUCCEEDED;
        }
        expect(Expect.RESULT);
      }
      default -> outcome = Outcome.UNTRACKED;
    }
  }

  private boolean offered(int type) {
    for (var i = 0; i < typeCount; i++) {
      if ((server[i] & 0xff) == type) {
        return true;
      }
    }
    return false;
  }

  private void serverByte(byte next) {
    if (serverNext == Expect.NOTHING) {
      // The server speaks although it is the client's turn.
      outcome = Outcome.FAILED;
      return;
    }
    server[serverLength++] = next;
    if (serverLength == awaited()) {
      serverMessage();
    }
  }

  private int awaited() {
    return switch (serverNext) {
      case VERSION -> VERSION_LENGTH;
      case TYPE, RESULT -> Integer.BYTES;
      case TYPE_COUNT -> 1;
      case TYPES -> typeCount;
      case CHALLENGE -> CHALLENGE_LENGTH;
      case NOTHING, CHOICE -> throw new IllegalStateException("the server has nothing to say");
    };
  }

  private void serverMessage() {
    switch (serverNext) {
      case VERSION -> {
        serverMinor = minor(server);
        // Whoever offers 3.3 may go on at once, e.g. to refuse; others wait for the client.
        expect(serverMinor == 3 ? Expect.TYPE : Expect.NOTHING);
        agree();
      }
      case TYPE -> typed();
      case TYPE_COUNT -> {
        typeCount = server[0] & 0xff;
        expect(Expect.TYPES);
        if (typeCount == 0) {
          outcome = Outcome.FAILED;
        }
      }
      // What was offered stays in the buffer until the client has chosen.
      case TYPES -> serverNext = Expect.NOTHING;
      case CHALLENGE -> expect(Expect.RESULT);
      case RESULT -> outcome = number() == 0 ? Outcome.SUCCEEDED : Outcome.FAILED;
      case NOTHING, CHOICE -> throw new IllegalStateException("the server has nothing to say");
    }
  }

  /** Both versions are known: the lower one is spoken. */
  private void agree() {
    if (serverMinor == 0 || clientMinor == 0) {
      return;
    }
    clientNext = minor() == 3 ? Expect.CHALLENGE : Expect.CHOICE;
    if (serverMinor > 3) {
      expect(minor() == 3 ? Expect.TYPE : Expect.TYPE_COUNT);
    }
  }

  /** In 3.3 the server decides on the type, by a number; 0 means that it refuses. */
  private void typed() {
    var type = number();
    if (type == 0) {
      outcome = Outcome.FAILED;
    } else {
      follow(type);
    }
  }

  private void expect(Expect next) {
    serverNext = next;
    serverLength = 0;
  }

  private int number() {
    return ByteBuffer.wrap(server).getInt();
  }

  private int minor() {
    return Math.min(serverMinor, clientMinor);
  }

  /** The version as servers understand it: unknown ones count as the nearest below. */
  private int minor(byte[] text) {
    var version = new String(text, 0, VERSION_LENGTH, StandardCharsets.US_ASCII);
    if (!VERSION.matcher(version).matches()) {
      outcome = Outcome.FAILED;
      return 3;
    }
    var major = Integer.parseInt(version.substring(4, 7));
    var minor = Integer.parseInt(version.substring(8, 11));
    if (major > 3 || minor >= 8) {
      return 8;
    }
    return minor == 7 ? 7 : 3;
  }
}
