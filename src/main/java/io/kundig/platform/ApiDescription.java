package io.kundig.platform;

import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.info.License;
import io.swagger.v3.oas.models.servers.Server;
import java.util.List;
import org.springdoc.core.customizers.OperationCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.util.StringUtils;

/// The head of `/openapi.json`; springdoc reads the rest off the controllers.
@Configuration(proxyBeanMethods = false)
class ApiDescription {

  @Bean
  OpenAPI openApi() {
    return new OpenAPI()
        .info(
            new Info()
                .title("Kundig")
                .version("v1")
                .description("Errors are problems as in RFC 9457, lists pages with a cursor.")
                .license(new License().name("Apache-2.0")))
        .servers(List.of(new Server().url("/")));
  }

  /// Names that do not change when another controller gets a method of the same name.
  @Bean
  OperationCustomizer operationNames() {
    return (operation, method) -> {
      String controller = method.getBeanType().getSimpleName().replace("Controller", "");
      String name = StringUtils.uncapitalize(controller) + "." + method.getMethod().getName();
      operation.setOperationId(name);
      return operation;
    };
  }
}
