package io.labvm.layers.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.labvm.layers.LayerError;
import io.labvm.layers.LayerException;
import io.labvm.layers.delta.Body;
import io.labvm.layers.delta.DeltaBuilder;
import io.labvm.layers.delta.DeltaEntry;
import io.labvm.layers.delta.Digest;
import io.labvm.layers.delta.NameState;
import io.labvm.layers.delta.Part;
import io.labvm.layers.delta.RandomDeltas;
import io.labvm.layers.delta.TreePath;
import io.labvm.layers.erofs.Attributes;
import io.labvm.linux.FileType;
import io.labvm.linux.Xattr;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class EntryCodecTest {
  private static final Path FILE = Path.of("records");

  private static byte[] encode(List<DeltaEntry> entries) throws IOException {
    RecordOutput out = new RecordOutput();
    EntryEncoder encoder = new EntryEncoder();
    for (DeltaEntry entry : entries) {
      encoder.encode(entry, out);
    }
    return out.toByteArray();
  }

  private static List<DeltaEntry> decode(byte[] bytes) throws IOException {
    RecordInput in = RecordInput.of(bytes, FILE, 0);
    EntryDecoder decoder = new EntryDecoder(in);
    List<DeltaEntry> entries = new ArrayList<>();
    while (!in.atEnd()) {
      entries.add(decoder.decode());
    }
    return entries;
  }

  private static DeltaEntry file(String path, long size, List<Part> parts) {
    Attributes attributes = DeltaBuilder.attributes(FileType.REGULAR, 0644);
    Digest digest = Digest.of(new byte[32]);
    return new DeltaEntry(
        DeltaBuilder.path(path), NameState.NODE, attributes, 0, new Body.Data(size, digest, parts));
  }

  @Test
  void random_entries_come_back_as_they_were() throws IOException {
    for (int seed = 0; seed < 500; seed++) {
      List<DeltaEntry> entries = new RandomDeltas(new Random(seed)).next(60).entries();
      assertThat(decode(encode(entries))).as("seed %d", seed).isEqualTo(entries);
    }
  }

  @Test
  void names_of_any_bytes_come_back() throws IOException {
    List<DeltaEntry> entries = new ArrayList<>();
    for (int b = 1; b < 256; b++) {
      if (b != '/' && b != '.') {
        entries.add(DeltaEntry.whiteout(TreePath.of(new byte[] {(byte) b})));
        byte[] longest = new byte[255];
        Arrays.fill(longest, (byte) b);
        entries.add(DeltaEntry.whiteout(TreePath.of(longest)));
      }
    }
    assertThat(decode(encode(entries))).isEqualTo(entries);
  }

  @Test
  void devices_extremes_and_referenced_parts_come_back() throws IOException {
    Attributes device =
        new Attributes(
            FileType.BLOCK_DEVICE.modeBits() | 0600,
            -1,
            -1,
            Long.MIN_VALUE,
            999_999_999,
            4095,
            (1 << 20) - 1,
            List.of(new Xattr(new byte[] {'u', (byte) 0xff}, new byte[1 << 16])));
    Digest data = Digest.of(new byte[32]);
    List<DeltaEntry> entries =
        List.of(
            new DeltaEntry(
                TreePath.of(new byte[] {'a'}), NameState.NODE, device, Long.MAX_VALUE, Body.NONE),
            file("b", Long.MAX_VALUE, List.of()),
            file("c", 10, List.of(Part.inline(0, 4), Part.inline(4, 6))),
            file("d", 1 << 30, List.of(new Part(0, 1 << 20, data, 4096), Part.inline(1 << 29, 1))),
            file("e", 5, List.of(new Part(0, 5, data, 0))));
    assertThat(decode(encode(entries))).isEqualTo(entries);
  }

  @Test
  void an_entry_has_one_form_whatever_the_order_of_its_attributes() throws IOException {
    Xattr a = Xattr.of("user.a", new byte[] {1});
    Xattr b = Xattr.of("user.b", new byte[] {2});
    assertThat(encode(List.of(withXattrs(b, a)))).isEqualTo(encode(List.of(withXattrs(a, b))));
  }

  private static DeltaEntry withXattrs(Xattr... xattrs) {
    return new DeltaEntry(
        TreePath.ROOT,
        NameState.DIRECTORY,
        DeltaBuilder.attributes(FileType.DIRECTORY, 0755, xattrs),
        0,
        Body.NONE);
  }

  /** Whatever is accepted must be the form that would be written: no second form slips through. */
  @Test
  void changed_bytes_are_damage_or_another_entry_in_its_one_form() throws IOException {
    Random random = new Random(5);
    int accepted = 0;
    for (int round = 0; round < 20_000; round++) {
      byte[] bytes = encode(new RandomDeltas(new Random(round % 50)).next(10).entries());
      for (int i = 0; i <= random.nextInt(3); i++) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }
      accepted += checkDecoding(bytes);
    }
    assertThat(accepted).isPositive();
  }

  @Test
  void random_bytes_are_damage_or_entries() throws IOException {
    Random random = new Random(6);
    for (int round = 0; round < 50_000; round++) {
      byte[] bytes = new byte[random.nextInt(80)];
      random.nextBytes(bytes);
      for (int i = 0; i < bytes.length; i++) {
        bytes[i] &= (byte) (random.nextBoolean() ? 0xff : 3);
      }
      checkDecoding(bytes);
    }
  }

  private static int checkDecoding(byte[] bytes) throws IOException {
    List<DeltaEntry> entries;
    try {
      entries = decode(bytes);
    } catch (LayerException e) {
      assertThat(e.error()).isEqualTo(LayerError.DAMAGED);
      assertThat(e.offset()).isBetween(0L, (long) bytes.length);
      return 0;
    }
    assertThat(encode(entries)).isEqualTo(bytes);
    return 1;
  }

  @Test
  void what_no_record_can_hold_is_refused() {
    List<Xattr> many = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      many.add(Xattr.of("user." + i, new byte[1 << 16]));
    }
    byte[] name = new byte[255];
    Arrays.fill(name, (byte) 'n');
    TreePath path = TreePath.of(name);
    for (int i = 0; i < 4096; i++) {
      path = path.child(name);
    }
    DeltaEntry deep = DeltaEntry.whiteout(path);
    assertThatThrownBy(() -> encode(List.of(withXattrs(many.toArray(Xattr[]::new)))))
        .isInstanceOfSatisfying(
            LayerException.class, e -> assertThat(e.error()).isEqualTo(LayerError.UNSUPPORTED));
    assertThatThrownBy(() -> encode(List.of(deep)))
        .isInstanceOf(LayerException.class)
        .hasMessageContaining("path");
  }
}
