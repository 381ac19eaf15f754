package io.labvm.node.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Streams as viewers send them, in pieces of any size. */
class RfbInputTest {
  private final AtomicInteger inputs = new AtomicInteger();
  private final RfbInput tap = new RfbInput(inputs::incrementAndGet);
  private final ByteArrayOutputStream stream = new ByteArrayOutputStream();

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 7, 4096})
  void picturesThatAreAskedForAreNoInput(int piece) {
    open("RFB 003.008\n", true);
    message(0, 20);
    encodings(300);
    for (int i = 0; i < 50; i++) {
      message(3, 10);
    }
    message(150, 10);
    fence(17);
    screenSize(2);
    send(piece);
    assertThat(inputs).hasValue(0);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 7, 4096})
  void keysPointerAndClipboardAreInput(int piece) {
    open("RFB 003.008\n", true);
    message(3, 10);
    message(4, 8);
    message(5, 6);
    moreButtons();
    clipboard(5000, 5000);
    clipboard(-70, 70);
    message(255, 12);
    message(3, 10);
    send(piece);
    if (piece == 4096) {
      assertThat(inputs).as("six, of which one goes on in another piece").hasValue(7);
    } else {
      assertThat(inputs).hasValueGreaterThan(6);
    }
  }

  @Test
  void anOldViewerDoesNotChooseHowToAuthenticate() {
    open("RFB 003.003\n", false);
    message(3, 10);
    send(4096);
    assertThat(inputs).hasValue(0);
    message(4, 8);
    send(4096);
    assertThat(inputs).hasValue(1);
  }

  @Test
  void whatIsNotKnownIsInputFromThenOn() {
    open("RFB 003.008\n", true);
    message(99, 10);
    send(4096);
    assertThat(inputs).hasValue(1);
    message(3, 10);
    send(4096);
    assertThat(inputs).hasValue(2);
  }

  @Test
  void whatIsEncryptedIsInput() {
    text("RFB 003.008\n");
    stream.write(19);
    send(4096);
    assertThat(inputs).hasValue(1);
  }

  private void open(String version, boolean chooses) {
    text(version);
    if (chooses) {
      stream.write(2);
    }
    zeros(16);
    stream.write(1);
  }

  private void text(String text) {
    stream.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
  }

  private void zeros(int count) {
    stream.writeBytes(new byte[count]);
  }

  private void message(int type, int length) {
    stream.write(type);
    zeros(length - 1);
  }

  private void encodings(int count) {
    stream.writeBytes(ByteBuffer.allocate(4).put((byte) 2).putShort(2, (short) count).array());
    fill(4 * count);
  }

  private void fence(int length) {
    message(248, 8);
    stream.write(length);
    fill(length);
  }

  private void screenSize(int screens) {
    message(251, 6);
    stream.write(screens);
    stream.write(0);
    fill(16 * screens);
  }

  private void moreButtons() {
    stream.write(5);
    stream.write(0x81);
    fill(5);
  }

  private void clipboard(int length, int bytes) {
    message(6, 4);
    stream.writeBytes(ByteBuffer.allocate(4).putInt(length).array());
    fill(bytes);
  }

  /** Contents that would be keys if they were taken for messages. */
  private void fill(int count) {
    for (int i = 0; i < count; i++) {
      stream.write(4);
    }
  }

  private void send(int piece) {
    byte[] all = stream.toByteArray();
    stream.reset();
    for (int at = 0; at < all.length; at += piece) {
      ByteBuffer bytes = ByteBuffer.wrap(all, at, Math.min(piece, all.length - at));
      int before = bytes.position();
      tap.pass(bytes);
      assertThat(bytes.position()).isEqualTo(before);
    }
  }
}
