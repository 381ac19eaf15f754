package io.labvm.layers.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.labvm.layers.LayerError;
import io.labvm.layers.LayerException;
import io.labvm.layers.erofs.ImageSummary;
import io.labvm.layers.tree.SampleTree;
import io.labvm.layers.tree.TreeRecord;
import io.labvm.linux.Xattr;
import io.labvm.linux.Xattrs;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TarSourceTest {
  @TempDir private Path directory;
  private int images;

  private TreeRecord record(Path tar) throws IOException {
    return TreeRecord.ofImage(build(tar));
  }

  private Path build(Path tar) throws IOException {
    Path image = directory.resolve("image-" + images++);
    ImageSummary ignored = ImageBuild.write(TreeSource.of(tar), image, ImportProgress.none());
    return image;
  }

  private Path tar(Path source, String... options) throws Exception {
    Path tar = directory.resolve("tree.tar");
    List<String> words = new ArrayList<>(List.of("tar", "-C", source.toString()));
    words.addAll(List.of(options));
    words.addAll(List.of("-cf", tar.toString(), "."));
    run(words);
    return tar;
  }

  private static void run(List<String> words) throws Exception {
    Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
  }

  private Path sample(long seed) throws IOException {
    Path source = Files.createDirectory(directory.resolve("source"));
    new SampleTree(seed).fill(source, 250);
    return source;
  }

  /** Sockets have no form in an archive. */
  private static List<String> differences(TreeRecord found, TreeRecord wanted) {
    return found.differencesFrom(wanted).stream()
        .filter(line -> !line.contains("absent  <>  SOCKET"))
        .toList();
  }

  @ParameterizedTest
  @CsvSource({"1,0.0", "2,0.1", "3,1.0"})
  void posixArchivesOfGnuTarComeThroughWhole(long seed, String sparse) throws Exception {
    Path source = sample(seed);
    Path tar =
        tar(
            source,
            "--format=posix",
            "--pax-option=exthdr.name=%d/PaxHeaders/%f",
            "--xattrs",
            "--xattrs-include=*",
            "--acls",
            "--sparse",
            "--sparse-version=" + sparse);
    assertThat(differences(record(tar), TreeRecord.ofDirectory(source))).isEmpty();
  }

  @Test
  void gnuArchivesKeepAllTheyCan() throws Exception {
    Path source = Files.createDirectory(directory.resolve("source"));
    Files.writeString(source.resolve("n".repeat(200)), "long name");
    Files.createSymbolicLink(source.resolve("link"), Path.of("t".repeat(3000)));
    Files.createLink(source.resolve("hard"), source.resolve("n".repeat(200)));
    Path sparse = source.resolve("sparse");
    run(List.of("truncate", "-s", "3M", sparse.toString()));
    try (var channel =
        java.nio.channels.FileChannel.open(sparse, java.nio.file.StandardOpenOption.WRITE)) {
      for (int i = 0; i < 30; i++) {
        int n = channel.write(java.nio.ByteBuffer.wrap(new byte[] {1}), i * 100_000L);
        assertThat(n).isEqualTo(1);
      }
    }
    run(List.of("find", source.toString(), "-exec", "touch", "-hd", "@1700000000", "{}", "+"));
    Path tar = tar(source, "--format=gnu", "--sparse");
    assertThat(record(tar).differencesFrom(TreeRecord.ofDirectory(source))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "zstd"})
  void packedArchivesAreTheSame(String program) throws Exception {
    Path source = sample(5);
    Path tar = tar(source, "--format=posix");
    TreeRecord plain = record(tar);
    run(List.of(program, "-k", tar.toString()));
    Path packed = directory.resolve("tree.tar." + (program.equals("gzip") ? "gz" : "zst"));
    assertThat(record(packed).differencesFrom(plain)).isEmpty();
    byte[] bytes = Files.readAllBytes(packed);
    Files.write(packed, Arrays.copyOf(bytes, bytes.length / 2));
    assertThatThrownBy(() -> record(packed))
        .as("cut off")
        .isInstanceOf(LayerException.class)
        .hasMessageContaining(packed.toString());
  }

  @Test
  void overlayMarksStayOut() throws Exception {
    Path source = Files.createDirectory(directory.resolve("source"));
    Path inner = Files.createDirectory(source.resolve("d"));
    Xattrs.set(inner, Xattr.of("trusted.overlay.opaque", new byte[] {'y'}));
    Path image = directory.resolve("image");
    ImageSummary summary = ImageBuild.write(TreeSource.of(source), image, ImportProgress.none());
    assertThat(summary.omissions().asMap()).isEqualTo(Map.of("overlay-mark", 1L));
    assertThat(TreeRecord.ofImage(image).lines().get("d")).contains("{}");
  }

  // From here on: archives made by hand.

  private static byte[] entry(String name, char type, String link, byte[] content) {
    byte[] header = new byte[512];
    put(header, 0, name);
    put(header, 100, "0000644\0");
    put(header, 108, "0000000\0");
    put(header, 116, "0000000\0");
    put(header, 124, "%011o\0".formatted(content.length));
    put(header, 136, "00000000000\0");
    header[156] = (byte) type;
    put(header, 157, link);
    put(header, 257, "ustar\00000");
    return finish(header, content);
  }

  private static byte[] finish(byte[] header, byte[] content) {
    Arrays.fill(header, 148, 156, (byte) ' ');
    int sum = 0;
    for (byte b : header) {
      sum += b & 0xff;
    }
    put(header, 148, "%06o\0 ".formatted(sum));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(header);
    out.writeBytes(Arrays.copyOf(content, (content.length + 511) / 512 * 512));
    return out.toByteArray();
  }

  private static void put(byte[] header, int at, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    System.arraycopy(bytes, 0, header, at, bytes.length);
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private Path archive(byte[]... entries) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] entry : entries) {
      out.writeBytes(entry);
    }
    out.writeBytes(new byte[1024]);
    return Files.write(directory.resolve("hand-made.tar"), out.toByteArray());
  }

  private void refuses(String why, byte[]... entries) throws IOException {
    Path tar = archive(entries);
    assertThatThrownBy(() -> record(tar))
        .hasMessageContaining(why)
        .hasMessageContaining("byte ")
        .isInstanceOfSatisfying(
            LayerException.class, e -> assertThat(e.error()).isEqualTo(LayerError.REFUSED));
    assertThat(directory.resolve("image-" + (images - 1))).doesNotExist();
  }

  @Test
  void nothingLeadsOutOfTheTree() throws Exception {
    refuses("lead out", entry("../x", '0', "", text("x")));
    refuses("lead out", entry("a/../../x", '0', "", text("x")));
    refuses("not in the archive", entry("x", '1', "/etc/shadow", text("")));
    refuses("lead out", entry("x", '1', "../../etc/shadow", text("")));
    refuses(
        "no directory",
        entry("link", '2', "/etc", text("")),
        entry("link/passwd", '0', "", text("x")));
    refuses("the root is not a directory", entry("./", '2', "/etc", text("")));
  }

  @Test
  void absolutePathsCountFromTheRoot() throws Exception {
    Map<String, String> lines =
        record(archive(entry("/etc//./passwd", '0', "", text("x")))).lines();
    assertThat(lines).containsOnlyKeys("", "etc", "etc/passwd");
  }

  @Test
  void theLastEntryOfANameCounts() throws Exception {
    TreeRecord found =
        record(
            archive(
                entry("a", '0', "", text("first")),
                entry("b", '1', "a", text("")),
                entry("a", '0', "", text("second!")),
                entry("d/", '5', "", text("")),
                entry("d/kept", '0', "", text("k")),
                entry("d/", '5', "", text("")),
                entry("e/gone", '0', "", text("g")),
                entry("e", '2', "d", text(""))));
    assertThat(found.lines()).containsOnlyKeys("", "a", "b", "d", "d/kept", "e");
    assertThat(found.lines().get("a")).contains("| 7 |").endsWith("| 1");
    assertThat(found.lines().get("b")).contains("| 5 |").endsWith("| 1");
    assertThat(found.lines().get("e")).startsWith("SYMBOLIC_LINK");
  }

  @Test
  void brokenHeadersAreRefused() throws Exception {
    byte[] wrongSum = entry("a", '0', "", text(""));
    wrongSum[0] = 'b';
    refuses("not a tar header", wrongSum);
    refuses("unknown type", entry("a", 'Z', "", text("")));
    byte[] noNumber = entry("a", '0', "", text(""));
    noNumber[124] = '9';
    refuses("not an octal number", finish(Arrays.copyOf(noNumber, 512), text("")));
    refuses("without entries");
    byte[] huge = entry("a", 'x', "", text(""));
    put(huge, 124, "77777777777\0");
    refuses("extended header of", finish(Arrays.copyOf(huge, 512), text("")));
    refuses("broken extended header", entry("a", 'x', "", text("99 path=x\n")));
    refuses(
        "extended header",
        entry("a", 'x', "", text("11 size=x1\n")),
        entry("a", '0', "", text("")));
  }

  @Test
  void sparseMapsMustAddUp() throws Exception {
    for (String map : List.of("0,9", "5,2,0,2", "0,4,100,4", "-1,4", "0,9223372036854775807")) {
      String record = "GNU.sparse.map=" + map + "\n";
      String size = "GNU.sparse.size=50\n";
      refuses(
          "sparse file",
          entry("p", 'x', "", text(pax(record) + pax(size))),
          entry("a", '0', "", text("1234")));
    }
  }

  private static String pax(String record) {
    int length = record.length() + 2;
    while (("" + length).length() + 1 + record.length() != length) {
      length++;
    }
    return length + " " + record;
  }

  @Test
  @Timeout(300)
  void cutAndFlippedArchivesAreRefusedOrReadButNeverHang() throws Exception {
    Path source = sample(9);
    byte[] whole = Files.readAllBytes(tar(source, "--format=posix", "--xattrs", "--sparse"));
    Random random = new Random(1);
    for (int round = 0; round < 150; round++) {
      byte[] bytes = whole.clone();
      if (round % 3 == 0) {
        bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length));
      } else {
        for (int i = 0; i < 20; i++) {
          bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
        }
      }
      Path broken = Files.write(directory.resolve("broken.tar"), bytes);
      try {
        Files.delete(build(broken));
      } catch (IOException expected) {
        assertThat(expected).hasMessageContaining("broken.tar");
      }
    }
  }
}
