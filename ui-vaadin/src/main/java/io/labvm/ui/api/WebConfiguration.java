package io.labvm.ui.api;

import org.apache.catalina.core.StandardHost;
import org.springframework.boot.jackson.autoconfigure.JsonMapperBuilderCustomizer;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.type.LogicalType;

/** Details of the web server and of JSON that the interface fixes. */
@Configuration(proxyBeanMethods = false)
class WebConfiguration {
  @Bean
  WebServerFactoryCustomizer<TomcatServletWebServerFactory> connectorErrors() {
    return factory ->
        factory.addContextCustomizers(
            context ->
                ((StandardHost) context.getParent())
                    .setErrorReportValveClass(ConnectorErrors.class.getName()));
  }

  /** A number is no text: {@code {"login": 5}} is a mistake of the caller. */
  @Bean
  JsonMapperBuilderCustomizer strictTexts() {
    return json ->
        json.withCoercionConfig(
            LogicalType.Textual,
            texts ->
                texts
                    .setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                    .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                    .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail));
  }
}
