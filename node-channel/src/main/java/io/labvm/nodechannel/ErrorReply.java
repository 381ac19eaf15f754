package io.labvm.nodechannel;

/**
 * The body of every refusal.
 *
 * @param error one sentence for the operator
 */
public record ErrorReply(String error) {
  public ErrorReply {
    Names.present("error", error);
  }

  static String messageOf(byte[] body) {
    try {
      return ChannelJson.read(body, ErrorReply.class).error();
    } catch (IllegalArgumentException e) {
      return "no explanation";
    }
  }
}
