package dev.larder.daemon;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Dependencies between the packages point one way, as docs/ARCHITECTURE.md draws them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ArchitectureTest {
  private static final String DAEMON = "dev.larder.daemon";
  private static final String STORAGE = "dev.larder.storage";

  private JavaClasses classes = new ClassFileImporter().importClasses();

  @BeforeAll
  void importClasses() {
    classes =
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(DAEMON, STORAGE);
    assertThat(classes.containPackage(DAEMON)).isTrue();
    assertThat(classes.containPackage(STORAGE)).isTrue();
  }

  @Test
  void packages_dependOnEachOther_oneWayOnly() {
    layeredArchitecture()
        .consideringOnlyDependenciesInLayers()
        .layer("main")
        .definedBy(DAEMON)
        .layer("command")
        .definedBy(DAEMON + ".command..")
        .layer("server")
        .definedBy(DAEMON + ".server..")
        .layer("engine")
        .definedBy(DAEMON + ".engine..")
        .layer("compiler")
        .definedBy(DAEMON + ".compiler..")
        .layer("explain")
        .definedBy(DAEMON + ".explain..")
        .layer("prefetch")
        .definedBy(DAEMON + ".prefetch..")
        .layer("inputs")
        .definedBy(DAEMON + ".inputs..")
        .layer("protocol")
        .definedBy(DAEMON + ".protocol..")
        .layer("storage")
        .definedBy(STORAGE + "..")
        .whereLayer("main")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("command")
        .mayOnlyBeAccessedByLayers("main", "server")
        .whereLayer("server")
        .mayOnlyBeAccessedByLayers("main")
        .whereLayer("engine")
        .mayOnlyBeAccessedByLayers("main", "server", "command")
        .whereLayer("compiler")
        .mayOnlyBeAccessedByLayers("main", "engine")
        .whereLayer("explain")
        .mayOnlyBeAccessedByLayers("main", "command", "engine")
        .whereLayer("prefetch")
        .mayOnlyBeAccessedByLayers("main", "engine")
        .whereLayer("inputs")
        .mayOnlyBeAccessedByLayers("main", "engine", "compiler")
        .check(classes);
  }

  @Test
  void packages_ofTheDaemon_formNoCycle() {
    slices().matching(DAEMON + ".(*)..").should().beFreeOfCycles().check(classes);
  }

  @Test
  void packages_ofTheStorage_formNoCycle() {
    slices().matching(STORAGE + ".(*)..").should().beFreeOfCycles().check(classes);
  }

  @Test
  void configAndStatistics_knowNoOtherPackageOfTheDaemon() {
    for (String leaf : new String[] {"config", "stats"}) {
      noClasses()
          .that()
          .resideInAPackage(DAEMON + "." + leaf + "..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              DAEMON,
              DAEMON + ".command..",
              DAEMON + ".compiler..",
              DAEMON + ".engine..",
              DAEMON + ".explain..",
              DAEMON + ".inputs..",
              DAEMON + ".prefetch..",
              DAEMON + ".server..")
          .check(classes);
    }
  }

  @Test
  void storage_knowsNothingOfTheDaemonOrOfCompilers() {
    noClasses()
        .that()
        .resideInAPackage(STORAGE + "..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage(DAEMON + "..")
        .check(classes);
  }
}
