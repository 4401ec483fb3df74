package io.kundig;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/// Starts the server.
@SpringBootApplication
@ConfigurationPropertiesScan
public class Kundig {

  public static void main(String[] args) {
    SpringApplication.run(Kundig.class, Arguments.toProperties(args));
  }
}
