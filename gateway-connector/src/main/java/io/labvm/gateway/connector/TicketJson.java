package io.labvm.gateway.connector;

import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.json.JsonMapper;

/** The JSON of a ticket's payload. */
final class TicketJson {
  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(2)
                          .maxDocumentLength(Ticket.MAX_LINE)
                          .build())
                  .build())
          .build();

  private TicketJson() {}

  static byte[] write(Ticket ticket) {
    return MAPPER.writeValueAsBytes(ticket);
  }

  static Ticket read(byte[] json) {
    try {
      var ticket = MAPPER.readValue(json, Ticket.class);
      if (ticket == null) {
        throw new IllegalArgumentException("no ticket");
      }
      return ticket;
    } catch (JacksonException e) {
      throw new IllegalArgumentException("not a ticket", e);
    }
  }
}
