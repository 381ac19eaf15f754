package io.labvm.layers.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.labvm.layers.capture.Patience;
import io.labvm.layers.delta.Digest;
import io.labvm.layers.delta.NameState;
import io.labvm.layers.delta.TreePath;
import io.labvm.layers.index.Frame;
import io.labvm.layers.index.Head;
import io.labvm.layers.index.Index;
import io.labvm.layers.index.IndexEntry;
import io.labvm.layers.index.Shown;
import io.labvm.layers.index.Token;
import io.labvm.linux.FileType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LinkNamesTest {
  private static final Digest EMPTY = Digest.of(new byte[Digest.BYTES]);

  @TempDir private Path temporary;
  private Index index;

  @BeforeEach
  void openIndex() throws Exception {
    index = Index.open(temporary.resolve("index"), "upper");
    try (Frame frame = index.frame()) {
      for (int i = 0; i < 4; i++) {
        frame.put(linked("name-" + i, 1 + i / 2));
      }
      index.commit(frame, new Head(1, EMPTY));
    }
  }

  @AfterEach
  void closeIndex() throws Exception {
    index.close();
  }

  private static TreePath path(String text) {
    return TreePath.of(text.getBytes(StandardCharsets.UTF_8));
  }

  private static IndexEntry linked(String name, long inode) {
    int mode = FileType.REGULAR.modeBits() | 0644;
    Shown shown = new Shown(mode, 0, 0, 0, 0, 0, 0, 0, null, EMPTY);
    return new IndexEntry(path(name), NameState.NODE, true, new Token(inode, 1, 1, true), shown);
  }

  /** As many names of this test. */
  private LinkNames loaded(int limit) throws IOException {
    LinkNames links = new LinkNames(limit * (LinkNames.NAME_BYTES + 6L));
    links.load(index);
    return links;
  }

  private LiveScope lookAt(String name, long inode, LinkNames links) {
    LiveScope scope = new LiveScope(Map.of(path(name), false), links, Patience.NONE);
    scope.linked(inode);
    return scope;
  }

  @Test
  void the_other_names_of_an_inode_are_looked_at_too() throws Exception {
    LinkNames links = loaded(4);
    assertThat(links.areAllKnown()).isTrue();
    LiveScope scope = lookAt("name-0", 1, links);
    assertThat(scope.settle()).isFalse();
    assertThat(scope.marks()).containsOnlyKeys(path("name-0"), path("name-1"));
    scope.linked(1);
    assertThat(scope.settle()).isTrue();
  }

  @Test
  void names_too_many_to_remember_may_be_anywhere() throws Exception {
    LinkNames links = loaded(3);
    assertThat(links.areAllKnown()).isFalse();
    assertThat(links.names(1)).isEmpty();
    LiveScope scope = lookAt("name-0", 1, links);
    assertThat(scope.settle()).isFalse();
    assertThat(scope.isWhole(TreePath.ROOT)).isTrue();
    scope.linked(1);
    assertThat(scope.settle()).isTrue();
  }

  @Test
  void once_they_are_fewer_they_are_remembered_again() throws Exception {
    LinkNames links = loaded(3);
    try (Frame frame = index.frame()) {
      frame.remove(path("name-3"));
      index.commit(frame, new Head(2, EMPTY));
    }
    LiveScope scope = lookAt("name-0", 1, links);
    assertThat(scope.settle()).isFalse();
    links.refresh(index, scope);
    assertThat(links.areAllKnown()).isTrue();
    assertThat(links.names(1)).containsExactly(path("name-0"), path("name-1"));
  }
}
