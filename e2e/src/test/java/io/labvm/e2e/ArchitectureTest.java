package io.labvm.e2e;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.nio.file.Files;
import java.time.Instant;
import java.util.UUID;

/** The fences between the modules; a failing rule says why it stands. */
@AnalyzeClasses(packages = "io.labvm", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
  @ArchTest
  static final ArchRule onlyTheLinuxModuleTalksToTheKernel =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.labvm.linux.ffm..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("java.lang.foreign..")
          .because(
              "a wrong width or pointer crashes the process; one audited package holds them all");

  @ArchTest
  static final ArchRule workflowsAreDeterministic =
      noClasses()
          .that()
          .resideInAPackage("io.labvm.workflows..")
          .should()
          .callMethod(Instant.class, "now")
          .orShould()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .callMethod(System.class, "nanoTime")
          .orShould()
          .callMethod(UUID.class, "randomUUID")
          .orShould()
          .callMethod(Math.class, "random")
          .orShould()
          .dependOnClassesThat()
          .belongToAnyOf(Thread.class, Files.class, java.util.Random.class)
          .orShould()
          .dependOnClassesThat()
          .resideInAnyPackage("java.util.concurrent..", "java.net..", "java.nio.file..")
          .because("a workflow is replayed from its history and must decide the same again");

  @ArchTest
  static final ArchRule contractHoldsNoBehaviour =
      noClasses()
          .that()
          .resideInAPackage("io.labvm.contract..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.springframework..",
              "com.github.dockerjava..",
              "java.nio.file..",
              "io.labvm.workflows..",
              "io.labvm.control..",
              "io.labvm.node..",
              "io.labvm.mfs..",
              "io.labvm.ui..",
              "io.labvm.layers..",
              "io.labvm.linux..")
          .because("every process loads it, and its records are wire format");

  @ArchTest
  static final ArchRule layersAreALibrary =
      noClasses()
          .that()
          .resideInAnyPackage("io.labvm.layers..", "io.labvm.linux..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.springframework..",
              "io.temporal..",
              "com.github.dockerjava..",
              "io.labvm.contract..",
              "io.labvm.node..",
              "io.labvm.mfs..")
          .because("the layer engine is used, fuzzed and measured alone");

  @ArchTest
  static final ArchRule pagesDoNotTalkToTemporal =
      noClasses()
          .that()
          .haveSimpleNameEndingWith("View")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.temporal..")
          .because("a page asks its service; only services know the engine behind it");

  @ArchTest
  static final ArchRule portalKnowsNoAgent =
      noClasses()
          .that()
          .resideInAPackage("io.labvm.ui..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.labvm.workflows..",
              "io.labvm.control..",
              "io.labvm.node..",
              "io.labvm.mfs..",
              "io.labvm.layers..",
              "io.labvm.linux..")
          .because("a dead portal stops nothing and a dead agent stops no page");

  @ArchTest
  static final ArchRule agentsDoNotKnowEachOther =
      noClasses()
          .that()
          .resideInAPackage("io.labvm.node..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.labvm.mfs..", "io.labvm.workflows..", "io.labvm.control..", "io.labvm.ui..")
          .because("they meet in the contract only");

  @ArchTest
  static final ArchRule engineIsSpokenToInOnePackage =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.labvm.node.container..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("com.github.dockerjava..")
          .because("API versions and their traps are handled once");

  @ArchTest
  static final ArchRule commandLineKnowsOnlyTheRestApi =
      noClasses()
          .that()
          .resideInAPackage("io.labvm.cli..")
          .should()
          .dependOnClassesThat(
              com.tngtech.archunit.base.DescribedPredicate.describe(
                  "stand in another module of labVm",
                  c ->
                      c.getPackageName().startsWith("io.labvm.")
                          && !c.getPackageName().startsWith("io.labvm.cli")))
          .because("it must work from any machine against any version of the portal");

  @ArchTest
  static final ArchRule packagesHaveNoCycles =
      slices()
          .matching("io.labvm.(*).(**)")
          .namingSlices("$1/$2")
          .should()
          .beFreeOfCycles()
          // records of one wire format: desktops name operations, operations name desktops
          .ignoreDependency(
              resideInAPackage("io.labvm.contract.."), resideInAPackage("io.labvm.contract.."));
}
