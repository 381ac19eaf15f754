package io.labvm.gateway.connector;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.stream.Collectors;

/** The bytes inside a PEM file that holds one block. */
final class PemText {
  private PemText() {}

  static byte[] body(String pem) {
    var text = pem.lines().filter(line -> !line.startsWith("-----")).collect(Collectors.joining());
    return Base64.getMimeDecoder().decode(text.getBytes(StandardCharsets.US_ASCII));
  }
}
