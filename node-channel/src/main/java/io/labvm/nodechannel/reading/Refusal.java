package io.labvm.nodechannel.reading;

import java.io.IOException;
import java.io.Serial;

/** A request that gets an answer other than what it asked for. */
public final class Refusal extends IOException {
  @Serial private static final long serialVersionUID = 1L;

  private final int status;
  private final String code;

  /**
   * @param code for the portal, which has the words
   */
  public Refusal(int status, String code, String message) {
    super(message);
    this.status = status;
    this.code = code;
  }

  int status() {
    return status;
  }

  String code() {
    return code;
  }

  public static Refusal badRequest(String message) {
    return new Refusal(400, "bad-request", message);
  }

  public static Refusal unknownPath() {
    return new Refusal(404, "no-such-path", "there is nothing of this name");
  }

  public static Refusal notFound() {
    return new Refusal(404, "not-found", "no such resource");
  }

  public static Refusal notAFile() {
    return new Refusal(422, "not-a-file", "this is not a file");
  }

  public static Refusal notAFolder() {
    return new Refusal(422, "not-a-folder", "this is not a folder");
  }

  public static Refusal methodNotAllowed() {
    return new Refusal(405, "method-not-allowed", "this cannot be done here");
  }
}
