package io.kundig;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/// Addresses that anybody wrote are fetched in one way only, which keeps from the inside of the
/// network (`OutsideHttpTests`).
class NothingIsFetchedTests {

  @Test
  void noClassBringsAnotherClientForHttp() {
    noClasses()
        .that()
        .haveNameNotMatching("io\\.kundig\\.platform\\.(OutsideHttp|JudgedAddresses).*")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.apache.hc..")
        .check(
            new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("io.kundig"));
  }

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
