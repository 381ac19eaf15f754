package io.labvm.e2e;

import java.awt.image.BufferedImage;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;

/**
 * A viewer of RFB 3.8 (RFC 6143) with VNC authentication and raw encoding: enough to see and type.
 *
 * <p>TigerVNC answers a non-incremental request by a size-only update which uses the request up, so
 * an incremental one follows at once.
 */
final class RfbClient implements AutoCloseable {
  private static final int RAW = 0;
  private static final int DESKTOP_SIZE = -223;
  private static final int EXTENDED_DESKTOP_SIZE = -308;

  /** The server said no; the message is its reason. */
  static final class Refused extends IOException {
    Refused(String reason) {
      super(reason);
    }
  }

  private final Socket socket;
  private final DataInputStream in;
  private final DataOutputStream out;
  private BufferedImage screen;

  private RfbClient(Socket socket) throws IOException {
    this.socket = socket;
    in = new DataInputStream(new java.io.BufferedInputStream(socket.getInputStream(), 1 << 16));
    out = new DataOutputStream(new BufferedOutputStream(socket.getOutputStream()));
    screen = new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB);
  }

  static RfbClient connect(String host, int port, String secret, Duration timeout)
      throws IOException {
    var socket = new Socket();
    try {
      socket.connect(new InetSocketAddress(host, port), (int) timeout.toMillis());
      socket.setSoTimeout((int) timeout.toMillis());
      socket.setTcpNoDelay(true);
      var client = new RfbClient(socket);
      client.handshake(secret);
      return client;
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  private void handshake(String secret) throws IOException {
    in.readNBytes(12);
    out.writeBytes("RFB 003.008\n");
    out.flush();
    int count = in.readUnsignedByte();
    if (count == 0) {
      throw new Refused(reason());
    }
    byte[] types = in.readNBytes(count);
    if (Arrays.binarySearch(sorted(types), (byte) 2) < 0) {
      throw new IOException("no VNC authentication among " + Arrays.toString(types));
    }
    out.writeByte(2);
    out.flush();
    out.write(answer(in.readNBytes(16), secret));
    out.flush();
    if (in.readInt() != 0) {
      throw new Refused(reason());
    }
    out.writeByte(1);
    out.flush();
    resize(in.readUnsignedShort(), in.readUnsignedShort());
    in.readNBytes(16);
    in.readNBytes(in.readInt());
    // 32 bits, little endian, red at 16
    out.write(new byte[] {0, 0, 0, 0, 32, 24, 0, 1, 0, -1, 0, -1, 0, -1, 16, 8, 0, 0, 0, 0});
    out.writeByte(2);
    out.writeByte(0);
    out.writeShort(3);
    out.writeInt(RAW);
    out.writeInt(DESKTOP_SIZE);
    out.writeInt(EXTENDED_DESKTOP_SIZE);
    out.flush();
  }

  private String reason() throws IOException {
    return new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8);
  }

  private static byte[] sorted(byte[] bytes) {
    byte[] copy = bytes.clone();
    Arrays.sort(copy);
    return copy;
  }

  /** DES with the secret's bits of each byte reversed: what VNC authentication has always done. */
  private static byte[] answer(byte[] challenge, String secret) throws IOException {
    byte[] key = Arrays.copyOf(secret.getBytes(StandardCharsets.ISO_8859_1), 8);
    for (int i = 0; i < 8; i++) {
      key[i] = (byte) (Integer.reverse(key[i]) >>> 24);
    }
    try {
      Cipher cipher = Cipher.getInstance("DES/ECB/NoPadding");
      cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "DES"));
      return cipher.doFinal(challenge);
    } catch (GeneralSecurityException e) {
      throw new IOException(e);
    }
  }

  private void resize(int width, int height) {
    if (screen.getWidth() != width || screen.getHeight() != height) {
      screen = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    }
  }

  BufferedImage screen() {
    return screen;
  }

  /** Waits for pixels; a full picture when not incremental. */
  void update(boolean incremental) throws IOException {
    boolean next = incremental;
    int pixels = 0;
    while (pixels == 0) {
      request(next);
      pixels = read();
      next = true;
    }
  }

  private void request(boolean incremental) throws IOException {
    out.writeByte(3);
    out.writeBoolean(incremental);
    out.writeInt(0);
    out.writeShort(screen.getWidth());
    out.writeShort(screen.getHeight());
    out.flush();
  }

  private int read() throws IOException {
    while (true) {
      switch (in.readUnsignedByte()) {
        case 0 -> {
          return rectangles();
        }
        case 1 -> {
          in.readNBytes(3);
          in.readNBytes(6 * in.readUnsignedShort());
        }
        case 2 -> {}
        case 3 -> {
          in.readNBytes(3);
          in.readNBytes(in.readInt());
        }
        default -> throw new IOException("unknown message");
      }
    }
  }

  private int rectangles() throws IOException {
    in.readByte();
    int pixels = 0;
    for (int count = in.readUnsignedShort(); count > 0; count--) {
      int x = in.readUnsignedShort();
      int y = in.readUnsignedShort();
      int width = in.readUnsignedShort();
      int height = in.readUnsignedShort();
      switch (in.readInt()) {
        case RAW -> {
          paint(x, y, width, height, pixels(width * height));
          pixels += width * height;
        }
        case DESKTOP_SIZE -> resize(width, height);
        case EXTENDED_DESKTOP_SIZE -> {
          int screens = in.readUnsignedByte();
          in.readNBytes(3 + 16 * screens);
          resize(width, height);
        }
        default -> throw new IOException("unknown encoding");
      }
    }
    return pixels;
  }

  private byte[] pixels(int count) throws IOException {
    byte[] data = new byte[count * 4];
    in.readFully(data);
    return data;
  }

  private void paint(int left, int top, int width, int height, byte[] data) {
    int[] line = new int[width];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int at = (y * width + x) * 4;
        line[x] = (data[at + 2] & 255) << 16 | (data[at + 1] & 255) << 8 | (data[at] & 255);
      }
      screen.setRGB(left, top + y, width, 1, line, 0, width);
    }
  }

  /** Number of different colours on the screen, looked at on a grid. */
  int colours() {
    var seen = new HashSet<Integer>();
    for (int y = 0; y < screen.getHeight(); y += 3) {
      for (int x = 0; x < screen.getWidth(); x += 3) {
        seen.add(screen.getRGB(x, y));
      }
    }
    return seen.size();
  }

  /** Reads updates until at least that many colours are seen. */
  void awaitColours(int wanted, Duration limit) throws IOException {
    long end = System.nanoTime() + limit.toNanos();
    socket.setSoTimeout(1000);
    boolean incremental = false;
    while (colours() < wanted) {
      if (System.nanoTime() > end) {
        throw new AssertionError(colours() + " colours after " + limit + ", wanted " + wanted);
      }
      try {
        update(incremental);
        incremental = true;
      } catch (SocketTimeoutException e) {
        incremental = false;
      }
    }
  }

  /** Presses and releases keys of Latin-1 text; a line feed is Return. */
  void type(String text) throws IOException {
    for (int i = 0; i < text.length(); i++) {
      key(text.charAt(i) == '\n' ? 0xff0d : text.charAt(i));
    }
  }

  void key(int keysym) throws IOException {
    for (int down = 1; down >= 0; down--) {
      out.writeByte(4);
      out.writeByte(down);
      out.writeShort(0);
      out.writeInt(keysym);
    }
    out.flush();
  }

  void click(int x, int y) throws IOException {
    for (int mask : new int[] {0, 1, 0}) {
      out.writeByte(5);
      out.writeByte(mask);
      out.writeShort(x);
      out.writeShort(y);
    }
    out.flush();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
