package io.labvm.contract;

import io.temporal.common.converter.DataConverter;
import io.temporal.common.converter.DefaultDataConverter;
import io.temporal.common.converter.Jackson3JsonPayloadConverter;
import tools.jackson.databind.DeserializationFeature;

/**
 * The one payload format of all labVm processes: JSON in which unknown fields and missing
 * primitives are accepted, so that an old reader survives a new writer and the other way round.
 */
public final class LabVmDataConverter {
  private LabVmDataConverter() {}

  /** Makes a converter; every client and worker uses one made here. */
  public static DataConverter create() {
    var mapper =
        Jackson3JsonPayloadConverter.newDefaultJsonMapper(false)
            .rebuild()
            .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();
    return DefaultDataConverter.newDefaultInstance()
        .withPayloadConverterOverrides(new Jackson3JsonPayloadConverter(mapper));
  }
}
