package io.labvm.ui.versions;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * A name in a folder of a version, or of left-behind changes.
 *
 * @param name null when it is not UTF-8
 * @param nameBase64 its bytes, then
 * @param type {@code regular}, {@code directory}, {@code symbolic-link}, ...; in left-behind
 *     changes also {@code deleted}
 * @param mode four octal digits
 * @param mtime ISO 8601
 * @param target of a link; shown, never followed
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record FolderEntry(
    @Nullable String name,
    @Nullable String nameBase64,
    String type,
    String mode,
    long uid,
    long gid,
    int links,
    long size,
    String mtime,
    @Nullable String target,
    @Nullable String targetBase64) {

  /** The name as it is in the version. */
  public byte[] bytes() {
    return bytes(name, nameBase64);
  }

  static byte[] bytes(@Nullable String text, @Nullable String base64) {
    return base64 != null
        ? Base64.getDecoder().decode(base64)
        : (text == null ? "" : text).getBytes(StandardCharsets.UTF_8);
  }

  @JsonIgnore
  public boolean isFolder() {
    return type.equals("directory");
  }

  @JsonIgnore
  public boolean isFile() {
    return type.equals("regular");
  }

  /** Whether all that is known of it is that it was deleted. */
  @JsonIgnore
  public boolean isDeletion() {
    return type.equals("deleted");
  }

  /** The name in a form to show. */
  public String shown() {
    return VersionPath.shown(bytes());
  }

  /** What a link points to, in a form to show; empty for everything else. */
  public String shownTarget() {
    return VersionPath.shown(bytes(target, targetBase64));
  }
}
