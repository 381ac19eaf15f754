package io.labvm.nodechannel;

import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.json.JsonMapper;

/** The one JSON form of the channel's records; unknown fields are ignored so that versions mix. */
public final class ChannelJson {
  /** The most bytes one request or answer may have. */
  public static final int MAX_BYTES = 64 * 1024;

  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(16)
                          .maxDocumentLength(MAX_BYTES)
                          .build())
                  .build())
          .build();

  private ChannelJson() {}

  /** Writes a record as UTF-8. */
  public static byte[] write(Object value) {
    return MAPPER.writeValueAsBytes(value);
  }

  /**
   * Reads a record.
   *
   * @throws IllegalArgumentException when the bytes are not valid JSON of this record
   */
  public static <T> T read(byte[] bytes, Class<T> type) {
    try {
      return Names.present(type.getSimpleName(), MAPPER.readValue(bytes, type));
    } catch (JacksonException e) {
      throw new IllegalArgumentException("not a valid " + type.getSimpleName(), e);
    }
  }
}
