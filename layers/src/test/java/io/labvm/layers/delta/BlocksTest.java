package io.labvm.layers.delta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.labvm.layers.delta.Blocks.Block;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BlocksTest {
  private static final int MIB = Blocks.BYTES;

  private static Digest id(int number) {
    byte[] bytes = new byte[Digest.BYTES];
    bytes[0] = (byte) number;
    return Digest.of(bytes);
  }

  private static List<Block> all(List<Part> parts) {
    List<Block> all = new ArrayList<>();
    Blocks blocks = new Blocks(parts);
    for (Block block; (block = blocks.next()) != null; ) {
      all.add(block);
    }
    assertThat(Blocks.count(parts)).isEqualTo(all.size());
    return all;
  }

  @Test
  void a_file_is_cut_at_whole_mebibytes_and_its_end() {
    List<Block> blocks = all(List.of(new Part(0, 2L * MIB + 5, id(1), 4096)));
    assertThat(blocks).extracting(Block::length).containsExactly(MIB, MIB, 5);
    assertThat(blocks.get(1).parts()).containsExactly(new Part(MIB, MIB, id(1), 4096L + MIB));
  }

  @Test
  void blocks_without_data_are_none() {
    List<Part> parts =
        List.of(Part.inline(4096, 4096), Part.inline(12288, 4096), Part.inline(5L * MIB, 10));
    assertThat(all(parts)).extracting(Block::number).containsExactly(0L, 5L);
    assertThat(all(List.of())).isEmpty();
  }

  @Test
  void a_stretch_over_several_blocks_begins_and_ends_within_them() {
    List<Block> blocks = all(List.of(Part.inline(MIB - 4096, 2L * MIB), Part.inline(3L * MIB, 1)));
    assertThat(blocks).extracting(Block::length).containsExactly(4096, MIB, MIB - 4096, 1);
  }

  @Test
  void the_longest_file_has_a_last_block() {
    assertThat(all(List.of(Part.inline(Long.MAX_VALUE - 4096, 4096))))
        .extracting(Block::length)
        .containsExactly(4096);
  }

  @Test
  void blocks_are_alike_when_data_stands_at_the_same_places() {
    Block touching = all(List.of(Part.inline(0, 4096), Part.inline(4096, 4096))).getFirst();
    Block one = all(List.of(new Part(0, 8192, id(1), 0))).getFirst();
    Block shorter = all(List.of(new Part(0, 8191, id(1), 0))).getFirst();
    assertThat(touching.isCutAs(one)).isTrue();
    assertThat(shorter.isCutAs(one)).isFalse();
  }

  /** A content with so many blocks in each of some data files, one after another. */
  private static BlockMap map(long fileBytes, int... blocks) {
    List<Part> parts = new ArrayList<>();
    Map<Digest, Long> files = new HashMap<>();
    long at = 0;
    for (int i = 0; i < blocks.length; i++) {
      parts.add(new Part(at, (long) blocks[i] * MIB, id(i), 0));
      files.put(id(i), Math.max(fileBytes, (long) blocks[i] * MIB));
      at += (long) blocks[i] * MIB;
    }
    return new BlockMap(at, parts, files, new byte[(int) (at / MIB) * Digest.BYTES]);
  }

  @Test
  void data_files_of_which_less_than_half_is_in_use_are_left() {
    assertThat(map(4L * MIB, 1, 2, 4).reusable()).containsExactlyInAnyOrder(id(1), id(2));
  }

  @Test
  void of_too_many_data_files_only_the_fullest_stay() {
    int[] blocks = new int[BlockMap.MAX_FILES];
    for (int i = 0; i < blocks.length; i++) {
      blocks[i] = i + 1;
    }
    assertThat(map(0, blocks).reusable())
        .hasSize(8)
        .contains(id(BlockMap.MAX_FILES - 1))
        .doesNotContain(id(0));
    int[] fewer = new int[BlockMap.MAX_FILES - 1];
    Arrays.fill(fewer, 1);
    assertThat(map(0, fewer).reusable()).hasSize(BlockMap.MAX_FILES - 1);
  }

  @Test
  void a_map_tells_of_data_files_that_are_long_enough() {
    Part part = new Part(0, MIB, id(1), 4096);
    assertThatThrownBy(
            () ->
                new BlockMap(MIB, List.of(part), Map.of(id(1), (long) MIB), new byte[Digest.BYTES]))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
