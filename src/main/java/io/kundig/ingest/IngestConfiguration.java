package io.kundig.ingest;

import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;

@Configuration(proxyBeanMethods = false)
class IngestConfiguration {

  @Bean
  FilterRegistrationBean<SegmentFilter> tracking(SegmentRequests requests) {
    FilterRegistrationBean<SegmentFilter> registration =
        new FilterRegistrationBean<>(new SegmentFilter(requests));
    registration.addUrlPatterns("/v1/*");
    registration.setOrder(Ordered.HIGHEST_PRECEDENCE);
    return registration;
  }
}
