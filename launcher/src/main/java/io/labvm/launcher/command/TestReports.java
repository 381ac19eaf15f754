package io.labvm.launcher.command;

import io.labvm.launcher.shell.Disk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/**
 * The sum of the test reports of a run.
 *
 * @param failures one line per test that failed, broke or was skipped
 */
record TestReports(int passed, int failed, List<String> failures) {
  static final TestReports NONE = new TestReports(0, 0, List.of());

  /** Characters of a failure's message that are told; the report has the rest. */
  private static final int LONGEST = 400;

  private static final List<String> FOLDERS =
      List.of("surefire-reports", "failsafe-reports", "failsafe-reports-old-kernel");

  /** Both together. */
  TestReports and(TestReports other) {
    var all = new ArrayList<>(failures);
    all.addAll(other.failures);
    return new TestReports(passed + other.passed, all.size(), all);
  }

  /** Reads the JUnit XML reports written since an instant: older ones belong to other runs. */
  static TestReports read(Path root, Instant since) {
    var failures = new ArrayList<String>();
    int passed = 0;
    for (Path file : files(root, since)) {
      passed += take(file, failures);
    }
    return new TestReports(passed, failures.size(), failures);
  }

  private static List<Path> files(Path root, Instant since) {
    var modules = new ArrayList<>(Disk.list(root));
    modules.add(root);
    return modules.stream()
        .flatMap(module -> FOLDERS.stream().map(f -> module.resolve("target").resolve(f)))
        .flatMap(folder -> Disk.list(folder).stream())
        .filter(f -> f.getFileName().toString().matches("TEST-.*\\.xml"))
        .filter(f -> isNew(f, since))
        .toList();
  }

  private static boolean isNew(Path file, Instant since) {
    try {
      return !Files.getLastModifiedTime(file).toInstant().isBefore(since.minusSeconds(1));
    } catch (IOException _) {
      return false;
    }
  }

  private static int take(Path file, List<String> failures) {
    int passed = 0;
    try {
      var factory = DocumentBuilderFactory.newInstance();
      factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
      NodeList cases =
          factory.newDocumentBuilder().parse(file.toFile()).getElementsByTagName("testcase");
      for (int i = 0; i < cases.getLength(); i++) {
        Element test = (Element) cases.item(i);
        String problem = problem(test);
        if (problem.isEmpty()) {
          passed++;
        } else {
          failures.add(
              test.getAttribute("classname") + "." + test.getAttribute("name") + ": " + problem);
        }
      }
    } catch (ParserConfigurationException | SAXException | IOException e) {
      failures.add(file + ": unreadable report: " + e.getMessage());
    }
    return passed;
  }

  private static String problem(Element test) {
    for (String kind : List.of("failure", "error", "skipped")) {
      NodeList found = test.getElementsByTagName(kind);
      if (found.getLength() > 0) {
        return kind + " " + shortened(((Element) found.item(0)).getAttribute("message"));
      }
    }
    return "";
  }

  /** On one line: comparisons say on several what was expected and what came. */
  private static String shortened(String message) {
    String line = message.strip().replaceAll("\\s+", " ");
    return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…";
  }
}
