package io.kundig;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/// No address that anybody wrote is ever fetched: there is nothing here that could. Whoever brings
/// a client for HTTP brings what keeps it from the inside of the network, and its tests.
class NothingIsFetchedTests {

  @Test
  void noClassOpensAConnectionButTheOneToTheMailServer() {
    noClasses()
        .that()
        .doNotHaveFullyQualifiedName("io.kundig.channels.email.SmtpTransport")
        .should()
        .callMethod(java.net.URL.class, "openStream")
        .orShould()
        .callMethod(java.net.URL.class, "openConnection")
        .orShould()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.net.Socket")
        .orShould()
        .dependOnClassesThat()
        .resideInAnyPackage("java.net.http..", "org.springframework.web.client..", "javax.naming..")
        .check(
            new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("io.kundig"));
  }
}
