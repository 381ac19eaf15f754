package io.labvm.gateway.connector;

import java.nio.ByteBuffer;
import javax.net.ssl.SSLException;

/**
 * The records of a TLS connection once hands are shaken. One thread may open while another seals.
 */
interface Records extends AutoCloseable {
  /** The most plain bytes in one record. */
  int PLAIN_BYTES = 16 * 1024;

  /** More than a record takes on the wire. */
  int WIRE_BYTES = PLAIN_BYTES + 512;

  /**
   * Opens what has been received, as far as there is room; the rest stays in the first buffer.
   *
   * @param into has room for {@link #WIRE_BYTES} at least
   * @return false when the peer has said that nothing more comes
   */
  boolean open(ByteBuffer received, ByteBuffer into) throws SSLException;

  /** Whether opening has led to something that must be sent, such as an answer to new keys. */
  boolean owesAnswer();

  /**
   * Seals as much as there is room for, after what is owed.
   *
   * @param into has room for {@link #WIRE_BYTES} at least
   * @throws SSLException when the connection is closed
   */
  void seal(ByteBuffer from, ByteBuffer into) throws SSLException;

  /** Seals the word that nothing more comes; nothing when it was said or all is closed. */
  void sealEnd(ByteBuffer into) throws SSLException;

  /** Whether all buffers must be direct ones; otherwise none should be. */
  boolean direct();

  /** Frees what the records hold; all later calls fail or do nothing. Repeatable. */
  @Override
  void close();

  /** A buffer of the kind that the records work on. */
  default ByteBuffer buffer(int bytes) {
    return Buffers.of(direct(), bytes);
  }
}
