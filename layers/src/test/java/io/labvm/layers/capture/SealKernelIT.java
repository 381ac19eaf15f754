package io.labvm.layers.capture;

import static org.assertj.core.api.Assertions.assertThat;

import io.labvm.layers.delta.Body;
import io.labvm.layers.delta.DeltaEntry;
import io.labvm.layers.mount.TestedKernel;
import io.labvm.layers.tree.SampleTree;
import io.labvm.linux.Dir;
import io.labvm.linux.Xattr;
import io.labvm.linux.Xattrs;
import java.io.RandomAccessFile;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The scenarios of the proven rules that concern a seal, on real overlays: just what is emitted.
 */
@Tag(TestedKernel.OLD)
class SealKernelIT {
  @TempDir private Path temporary;
  private Desk desk;
  private Path merged;

  @BeforeEach
  void desk() throws Exception {
    desk = new Desk(temporary.toRealPath());
    Path dir = Files.createDirectories(desk.lower.resolve("dir/sub"));
    Files.writeString(dir.resolve("file"), "low");
    Files.writeString(desk.lower.resolve("file"), "low");
    Files.writeString(desk.lower.resolve("dir/other"), "low");
    merged = desk.mount();
  }

  @AfterEach
  void close() throws Exception {
    desk.close();
  }

  /** Runs a script in the desktop. */
  private void run(String script) throws Exception {
    Process process =
        new ProcessBuilder("sh", "-ec", script)
            .directory(merged.toFile())
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
  }

  /** What the next seal emits: pairs of path and W, N, P, O or N with the group's number. */
  private void seals(String... pairs) throws Exception {
    Map<String, String> expected = new TreeMap<>(Map.of("", "P"));
    for (int i = 0; i < pairs.length; i += 2) {
      expected.put(pairs[i], pairs[i + 1]);
    }
    assertThat(desk.seal().entries()).isEqualTo(expected);
  }

  private Path at(String path) {
    return merged.resolve(path);
  }

  @Test
  void aFileThatIsSealedAndDeletedIsHidden() throws Exception {
    run("echo 1 > new");
    seals("new", "N");
    seals();
    run("rm new");
    seals("new", "W");
    seals();
  }

  @Test
  void aLowerFileRenamedBetweenDirectoriesIsHiddenThereAndNewHere() throws Exception {
    run("mv dir/other dir/sub/other");
    seals("dir", "P", "dir/other", "W", "dir/sub", "P", "dir/sub/other", "N");
  }

  @Test
  void anUpperFileRenamedBetweenDirectoriesIsHiddenThereAndNewHere() throws Exception {
    run("mkdir a b; echo 1 > a/f");
    seals("a", "P", "a/f", "N", "b", "P");
    run("mv a/f b/f");
    seals("a", "P", "a/f", "W", "b", "P", "b/f", "N");
  }

  @Test
  void aPureUpperDirectoryRenamedIsHiddenThereAndWholeHere() throws Exception {
    run("mkdir -p up/deep; echo 1 > up/deep/f");
    seals("up", "P", "up/deep", "P", "up/deep/f", "N");
    run("mv up moved");
    Map<String, String> sealed = desk.seal().entries();
    assertThat(sealed.get("moved")).as("opaque by the kernel, in a merged parent").isEqualTo("O");
    assertThat(sealed)
        .containsEntry("up", "W")
        .containsEntry("moved/deep", "P")
        .containsEntry("moved/deep/f", "N")
        .hasSize(5);
    seals();
  }

  @Test
  void twoDirectoriesThatChangePlacesAreBothWhole() throws Exception {
    run("mkdir one two; echo 1 > one/f; echo 2 > two/g");
    seals("one", "P", "one/f", "N", "two", "P", "two/g", "N");
    run("mv one x; mv two one; mv x two");
    Map<String, String> sealed = desk.seal().entries();
    assertThat(sealed)
        .containsEntry("one", "O")
        .containsEntry("one/g", "N")
        .containsEntry("two", "O")
        .containsEntry("two/f", "N")
        .hasSize(5);
    run("rm -r one; mv two one");
    assertThat(desk.seal().entries())
        .containsEntry("two", "W")
        .containsEntry("one/f", "N")
        .containsEntry("one/g", "W");
  }

  @Test
  void aFileBecomesADirectoryAndAFileAgain() throws Exception {
    run("rm file; mkdir file; echo 1 > file/in");
    seals("file", "O", "file/in", "N");
    run("rm -r file; echo 2 > file");
    seals("file", "N");
    run("rm file; mkdir file; echo 3 > file/in");
    seals("file", "O", "file/in", "N");
  }

  @Test
  void aDirectoryBecomesAFileAndADirectoryAgain() throws Exception {
    run("rm -r dir; echo 1 > dir");
    seals("dir", "N");
    run("rm dir; mkdir dir; echo 2 > dir/mine");
    seals("dir", "O", "dir/mine", "N");
    run("rm -r dir");
    seals("dir", "W");
  }

  @Test
  void anUpperFileThatBecomesADirectoryIsWholeWithoutAFlag() throws Exception {
    run("echo 1 > mine");
    seals("mine", "N");
    run("rm mine; mkdir mine; echo 2 > mine/in");
    seals("mine", "P", "mine/in", "N");
  }

  @Test
  void aDirectoryDeletedAndMadeAnewIsWholeAndOpaqueOnce() throws Exception {
    run("rm -r dir; mkdir dir; echo 1 > dir/mine");
    seals("dir", "O", "dir/mine", "N");
    run("echo 2 > dir/more");
    seals("dir", "P", "dir/more", "N");
    run("rm -r dir; mkdir dir; echo 3 > dir/last");
    seals("dir", "P", "dir/last", "N", "dir/mine", "W", "dir/more", "W");
  }

  @Test
  void anOpaqueDirectoryMadeAnewAfterASealOfItsAbsenceIsOpaqueAgain() throws Exception {
    run("rm -r dir; mkdir dir; echo 1 > dir/mine");
    seals("dir", "O", "dir/mine", "N");
    run("rm -r dir");
    seals("dir", "W");
    run("mkdir dir; echo 1 > dir/mine");
    seals("dir", "O", "dir/mine", "N");
  }

  @Test
  void whiteoutsInsideAWholeDirectoryAreNotEmitted() throws Exception {
    run("rm dir/other");
    seals("dir", "P", "dir/other", "W");
    run("rm -r dir; mkdir dir");
    seals("dir", "O");
  }

  @Test
  void sealedWhiteoutsThatVanishWithTheirDirectoryAreNoNews() throws Exception {
    run("rm dir/other");
    seals("dir", "P", "dir/other", "W");
    run("rm -r dir");
    seals("dir", "W");
    seals();
  }

  @Test
  void aDirectoryEmptiedMadeAnewAndSealedLosesItsChildrenOneByOne() throws Exception {
    run("rm -r dir; mkdir dir; touch dir/a dir/b");
    seals("dir", "O", "dir/a", "N", "dir/b", "N");
    run("rm dir/a");
    seals("dir", "P", "dir/a", "W");
  }

  @Test
  void anOpaqueDirectoryReplacedByAPlainOneIsCompared() throws Exception {
    run("mkdir a; mkdir a/in; echo 1 > a/in/f");
    seals("a", "P", "a/in", "P", "a/in/f", "N");
    run("mv a b");
    assertThat(desk.seal().entries()).containsEntry("b", "O");
    run("mv b c; mkdir b; echo 2 > b/new");
    Map<String, String> sealed = desk.seal().entries();
    assertThat(sealed).containsEntry("b", "P").containsEntry("b/in", "W").containsKey("b/new");
  }

  @Test
  void aLinkMadeAfterASealBringsItsWholeGroup() throws Exception {
    run("echo 1 > a");
    seals("a", "N");
    run("ln a b");
    seals("a", "N1", "b", "N1");
    seals();
    run("ln a dir/c");
    seals("a", "N1", "b", "N1", "dir", "P", "dir/c", "N1");
    run("rm b");
    seals("a", "N1", "b", "W", "dir", "P", "dir/c", "N1");
    run("rm dir/c");
    seals("a", "N", "dir", "P", "dir/c", "W");
    seals();
  }

  @Test
  void aWriteThroughOneLinkBringsAll() throws Exception {
    run("echo 1 > a; ln a b; ln a dir/c; echo x > other");
    seals("a", "N1", "b", "N1", "dir", "P", "dir/c", "N1", "other", "N");
    run("echo 22 > b");
    seals("a", "N1", "b", "N1", "dir", "P", "dir/c", "N1");
  }

  @Test
  void aGroupThatIsSplitIsTwoGroups() throws Exception {
    run("echo 1 > a; ln a b; ln a c; ln a d");
    seals("a", "N1", "b", "N1", "c", "N1", "d", "N1");
    run("cp -p c t; ln -f t c; mv t x; ln -f x d");
    seals("a", "N1", "b", "N1", "c", "N2", "d", "N2", "x", "N2");
  }

  @Test
  void linkedSymlinksAndFifosAreGroups() throws Exception {
    run("ln -s target s; ln s s2 2>/dev/null || ln -P s s2; mkfifo p; ln p p2");
    seals("p", "N1", "p2", "N1", "s", "N2", "s2", "N2");
  }

  @Test
  void aMemberInANewlyOpaqueDirectoryBringsTheOthers() throws Exception {
    run("echo 1 > a; ln a dir/m");
    seals("a", "N1", "dir", "P", "dir/m", "N1");
    run("ln dir/m keep; rm -r dir; mkdir dir; ln keep dir/m; rm keep");
    seals("a", "N1", "dir", "O", "dir/m", "N1");
  }

  @Test
  void identicalFilesThatAreLinkedByADedupeToolAreNews() throws Exception {
    run("echo 1 > a; cp -p a b; touch -d @1000 a b");
    seals("a", "N", "b", "N");
    run("ln -f a b");
    seals("a", "N1", "b", "N1");
    run("cp -p a t; mv t b");
    seals("a", "N", "b", "N");
  }

  @Test
  void aGroupPartlyInTheLowerBreaksAtCopyUpAndIsRepeatedAsItShows() throws Exception {
    desk.unmount();
    Files.createLink(desk.lower.resolve("linked"), desk.lower.resolve("file"));
    desk.mount();
    run("echo 2 >> linked");
    seals("linked", "N");
  }

  @Test
  void attributesAloneAreEmittedAlone() throws Exception {
    run("chmod 700 dir/other");
    seals("dir", "P", "dir/other", "N");
    run("chown 5:6 dir/sub");
    seals("dir", "P", "dir/sub", "P");
    run("touch -d @77 dir");
    seals("dir", "P");
    run("ln -s t link");
    seals("link", "N");
    run("chown -h 3:4 link");
    seals("link", "N");
    run("chmod 711 .");
    assertThat(desk.seal().raw().getFirst().attributes().mode() & 07777).isEqualTo(0711);
    Xattrs.set(at("dir"), Xattr.of("user.a", new byte[] {1}));
    seals("dir", "P");
    run("chmod 700 dir; chmod 755 dir");
    seals();
  }

  @Test
  void aFileWhoseChangeNobodySeesIsNotEmitted() throws Exception {
    run("echo 1 > a; chmod 600 a");
    seals("a", "N");
    run("chmod 644 a; chmod 600 a; cp -p a b; touch -r a b; cat b > a; touch -r b a; rm b");
    Desk.Sealed sealed = desk.seal();
    assertThat(sealed.entries()).doesNotContainKey("a");
    assertThat(sealed.indexed()).as("its token").isPositive();
  }

  @Test
  void aRewriteWithTheTimePutBackIsNews() throws Exception {
    run("echo 1 > a; touch -d @1000 a");
    seals("a", "N");
    for (int i = 0; i < 20; i++) {
      run("echo " + (i % 2 + 2) + " > a; touch -d @1000 a");
      seals("a", "N");
    }
    run("echo 5 > t; touch -d @1000 t; mv t a");
    seals("a", "N");
  }

  @Test
  void aReusedInodeIsNews() throws Exception {
    run("echo 1 > a; touch -d @1000 a");
    seals("a", "N");
    run("rm a; echo 2 > a; touch -d @1000 a");
    seals("a", "N");
    run("mkdir d; touch d/x");
    seals("d", "P", "d/x", "N");
    run("rm -r d; mkdir d; touch d/y");
    seals("d", "P", "d/x", "W", "d/y", "N");
  }

  @Test
  void aStoreThroughAKeptMappingIsFound() throws Exception {
    run("printf aaaa > a");
    try (RandomAccessFile file = new RandomAccessFile(at("a").toFile(), "rw")) {
      MappedByteBuffer map = file.getChannel().map(FileChannel.MapMode.READ_WRITE, 0, 4);
      map.put(0, (byte) 'b');
      seals("a", "N");
      // The page is dirty already: the kernel moves no time.
      map.put(1, (byte) 'c');
      assertThat(contentOf(desk.seal().raw(), "a")).isNotNull();
    }
  }

  private static Body.Data contentOf(List<DeltaEntry> delta, String path) {
    return delta.stream()
        .filter(e -> Desk.text(e.path()).equals(path))
        .map(e -> (Body.Data) e.body())
        .findFirst()
        .orElseThrow();
  }

  @Test
  void sparseFilesKeepTheirHoles() throws Exception {
    run("truncate -s 3G s; printf x | dd of=s bs=1 seek=1000000000 conv=notrunc 2>/dev/null");
    Body.Data data = contentOf(desk.seal().raw(), "s");
    assertThat(data.size()).isEqualTo(3L << 30);
    assertThat(data.parts()).hasSize(1);
    assertThat(data.parts().getFirst().length()).isEqualTo(4096);
    run("truncate -s 100000 t");
    assertThat(contentOf(desk.seal().raw(), "t").parts()).isEmpty();
  }

  @Test
  void namesOfAnyBytesAndDepthBeyondPathMax() throws Exception {
    byte[] bad = {(byte) 0xff, '\n', 1};
    byte[] longest = new byte[255];
    Arrays.fill(longest, (byte) 'L');
    try (Dir dir = Dir.open(merged)) {
      dir.makeDirectory(bad, 0755);
      dir.makeNode(longest, 0100644, 0, 0);
      dir.makeNode(".wh.x".getBytes(StandardCharsets.US_ASCII), 0100644, 0, 0);
    }
    SampleTree.addDepth(merged, 1500);
    Map<String, String> sealed = desk.seal().entries();
    assertThat(sealed)
        .containsKey(new String(bad, StandardCharsets.ISO_8859_1))
        .containsKey(new String(longest, StandardCharsets.ISO_8859_1))
        .containsEntry(".wh.x", "N")
        .containsEntry("deep" + "/deep".repeat(1499), "P")
        .hasSize(1504);
    seals();
    run("rm -r deep");
    seals("deep", "W");
  }

  @Test
  void specialFilesAreEntries() throws Exception {
    run("mkfifo p; mknod c c 4 65; mknod b b 8 1");
    try (Dir dir = Dir.open(merged)) {
      dir.makeNode("s".getBytes(StandardCharsets.US_ASCII), 0140755, 0, 0);
    }
    seals("b", "N", "c", "N", "p", "N", "s", "N");
    run("rm c; mknod c c 4 66");
    seals("c", "N");
  }

  @Test
  void privateMarksAreStrippedAndEscapedOnesCarried() throws Exception {
    run("echo 1 >> dir/other");
    Xattrs.set(at("dir/other"), Xattr.of("trusted.overlay.opaque", new byte[] {'y'}));
    Xattrs.set(at("dir/other"), Xattr.of("user.mine", new byte[] {1}));
    DeltaEntry entry =
        desk.seal().raw().stream()
            .filter(e -> Desk.text(e.path()).equals("dir/other"))
            .findFirst()
            .orElseThrow();
    assertThat(entry.attributes().xattrs().stream().map(Xattr::name))
        .containsExactly("trusted.overlay.overlay.opaque", "user.mine");
  }

  @Test
  void protectedFilesAreCountedAsWhatALayerCannotShow() throws Exception {
    run("echo 1 > a; echo 2 > b; chattr +i a; chattr +a b");
    Desk.Sealed sealed = desk.seal();
    run("chattr -i a; chattr -a b");
    assertThat(sealed.entries()).containsEntry("a", "N").containsEntry("b", "N");
    assertThat(sealed.omissions()).containsKeys("immutable-flag", "append-only-flag");
  }

  @Test
  void aDirectoryCopiedUpForItsAttributesOnlyStandsAlone() throws Exception {
    run("chmod 700 dir/sub");
    seals("dir", "P", "dir/sub", "P");
    run("echo 1 > dir/sub/new");
    seals("dir", "P", "dir/sub", "P", "dir/sub/new", "N");
  }

  @Test
  void aLowerDirectoryMovedAndBackIsMadeOfCopies() throws Exception {
    run("mv dir away");
    assertThat(desk.seal().entries()).containsEntry("dir", "W").containsEntry("away/sub/file", "N");
    run("mv away dir");
    assertThat(desk.seal().entries())
        .containsEntry("away", "W")
        .containsEntry("dir", "O")
        .containsEntry("dir/sub/file", "N");
  }

  @Test
  void aWhiteoutOverWhatOnlyAnOlderDeltaHas() throws Exception {
    run("mkdir made; echo 1 > made/f");
    seals("made", "P", "made/f", "N");
    run("rm -r made");
    seals("made", "W");
    run("mkdir made");
    seals("made", "P");
  }

  @Test
  void anUncommittedCaptureIsRepeatedAsItWas() throws Exception {
    run("echo 1 > a; rm file; mkdir d");
    Map<String, String> first = desk.capture(false).entries();
    assertThat(desk.capture(false).entries()).isEqualTo(first).hasSize(4);
    assertThat(desk.seal().entries()).isEqualTo(first);
    seals();
  }

  @Test
  void anUpperMountedAgainHasNothingNew() throws Exception {
    run("echo 1 > a; rm file");
    seals("a", "N", "file", "W");
    desk.unmount();
    desk.mount();
    seals();
  }

  @Test
  void anIndexMadeAnewFromWhatWasShippedFindsOnlyTheChanges() throws Exception {
    run("echo 1 > a; echo 2 > b; ln a a2; mkdir d; rm file; touch d/x");
    Desk.Sealed shipped = desk.seal();
    desk.rebuild(shipped.raw());
    assertThat(desk.capture(false).entries()).isEqualTo(Map.of("", "P"));
    run("echo 3 > b; ln a d/a3");
    assertThat(desk.seal().entries())
        .isEqualTo(Map.of("", "P", "a", "N1", "a2", "N1", "b", "N", "d", "P", "d/a3", "N1"));
  }

  @Test
  void contentOfEverySizeIsWhatTheDigestSays() throws Exception {
    run(
        "for n in 0 1 4095 4096 65536 1048575 1048576 1048577 5000001; do"
            + " head -c $n /dev/urandom > f$n; done");
    assertThat(desk.seal().entries()).hasSize(10);
    seals();
  }

  @Test
  void timesInTheFutureAndBeforeTheEpochAreKept() throws Exception {
    Files.writeString(at("a"), "1");
    Files.setLastModifiedTime(at("a"), FileTime.fromMillis(-5));
    seals("a", "N");
    Files.setLastModifiedTime(at("a"), FileTime.fromMillis(1L << 42));
    seals("a", "N");
    seals();
  }
}
