package io.labvm.ui;

import io.labvm.contract.LabVmDataConverter;
import io.temporal.common.converter.DataConverter;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The portal is a client of Temporal only: it reads progress and asks for the platform check. */
@Configuration(proxyBeanMethods = false)
class TemporalConfiguration {
  @Bean
  DataConverter mainDataConverter() {
    return LabVmDataConverter.create();
  }
}
