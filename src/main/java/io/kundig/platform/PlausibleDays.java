package io.kundig.platform;

import java.time.LocalDate;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.convert.converter.Converter;
import org.springframework.format.FormatterRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/// Reads days in parameters. One that no calendar of a shop has is as wrong as none at all: what is
/// calculated from it would leave the range of the database or of Java.
@Configuration(proxyBeanMethods = false)
class PlausibleDays implements WebMvcConfigurer {

  private static final int FIRST_YEAR = 1900;
  private static final int LAST_YEAR = 2999;

  @Override
  public void addFormatters(FormatterRegistry registry) {
    registry.addConverter(String.class, LocalDate.class, day());
  }

  private static Converter<String, LocalDate> day() {
    return text -> {
      LocalDate day = LocalDate.parse(text.strip());
      if (day.getYear() < FIRST_YEAR || day.getYear() > LAST_YEAR) {
        throw new IllegalArgumentException("a year from 1900 to 2999");
      }
      return day;
    };
  }
}
