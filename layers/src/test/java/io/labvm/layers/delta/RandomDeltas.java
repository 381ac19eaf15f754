package io.labvm.layers.delta;

import io.labvm.layers.erofs.Attributes;
import io.labvm.linux.FileType;
import io.labvm.linux.Xattr;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Random deltas over few names, so that several of them meet at the same paths. */
public final class RandomDeltas {
  /** Names around the byte of the slash, where the order of paths is not that of bytes. */
  private static final String[] NAMES = {"a", "a-", "a0", "b", "\u00ff", ".", "c\n"};

  private final Random random;

  public RandomDeltas(Random random) {
    this.random = random;
  }

  private static final class Link {
    private final Attributes attributes;
    private final byte[] content;
    private final List<Part> parts;

    private Link(Attributes attributes, byte[] content, List<Part> parts) {
      this.attributes = attributes;
      this.content = content;
      this.parts = parts;
    }
  }

  /** A delta of about that many entries, at most 4 deep. */
  public MemoryDelta next(int entries) {
    DeltaBuilder builder = new DeltaBuilder();
    builder.directory("", NameState.DIRECTORY, attributes(FileType.DIRECTORY));
    List<Link> links = new ArrayList<>();
    for (int i = 0; i < 1 + random.nextInt(3); i++) {
      byte[] content = content();
      links.add(new Link(attributes(FileType.REGULAR), content, parts(content)));
    }
    fill(builder, "", entries, 0, links);
    return builder.build();
  }

  private void fill(DeltaBuilder to, String in, int budget, int depth, List<Link> links) {
    int left = budget;
    for (String name : NAMES) {
      if (left <= 0 || random.nextInt(3) == 0) {
        continue;
      }
      String path = (in.isEmpty() ? "" : in + "/") + (name.equals(".") ? ".hidden" : name);
      int kind = random.nextInt(10);
      if (kind < 4 && depth < 3) {
        boolean opaque = kind == 0;
        to.directory(
            path,
            opaque ? NameState.OPAQUE_DIRECTORY : NameState.DIRECTORY,
            attributes(FileType.DIRECTORY));
        fill(to, path, left / 2, depth + 1, links);
        left -= left / 2;
      } else if (kind < 6) {
        to.whiteout(path);
      } else {
        node(to, path, kind, links);
      }
      left--;
    }
  }

  private void node(DeltaBuilder to, String path, int kind, List<Link> links) {
    if (kind == 6) {
      int group = random.nextInt(links.size());
      Link link = links.get(group);
      to.file(path, link.attributes, group + 7, link.content, link.parts);
    } else if (kind == 7) {
      byte[] target = content();
      to.node(
          path,
          attributes(FileType.SYMBOLIC_LINK),
          0,
          new Body.Target(target.length == 0 ? new byte[] {1} : target));
    } else if (kind == 8) {
      FileType type = random.nextBoolean() ? FileType.FIFO : FileType.SOCKET;
      to.node(path, special(type), type == FileType.FIFO ? 99 : 0, Body.NONE);
    } else {
      byte[] content = content();
      to.file(path, attributes(FileType.REGULAR), 0, content, parts(content));
    }
  }

  private static Attributes special(FileType type) {
    return new Attributes(type.modeBits() | 0600, 1, 2, 3, 4, 0, 0, List.of());
  }

  private byte[] content() {
    byte[] content = new byte[random.nextInt(4) == 0 ? 0 : random.nextInt(300)];
    random.nextBytes(content);
    return content;
  }

  /** Whole, or with a hole, which is made zero. */
  private List<Part> parts(byte[] content) {
    if (content.length < 20 || random.nextInt(3) > 0) {
      return DeltaBuilder.whole(content.length);
    }
    int from = 5 + random.nextInt(5);
    int to = from + 1 + random.nextInt(content.length - from);
    Arrays.fill(content, from, to, (byte) 0);
    return to == content.length
        ? List.of(Part.inline(0, from))
        : List.of(Part.inline(0, from), Part.inline(to, content.length - to));
  }

  public Attributes attributes(FileType type) {
    List<Xattr> xattrs = new ArrayList<>();
    for (int i = 0; i < random.nextInt(3); i++) {
      byte[] value = new byte[random.nextInt(40)];
      random.nextBytes(value);
      xattrs.add(new Xattr(("user.name" + i).getBytes(StandardCharsets.US_ASCII), value));
    }
    return new Attributes(
        type.modeBits() | random.nextInt(07777),
        random.nextInt(3) == 0 ? -1 : random.nextInt(2000),
        random.nextInt(2000),
        random.nextLong() >> random.nextInt(60),
        random.nextInt(1_000_000_000),
        0,
        0,
        xattrs);
  }
}
