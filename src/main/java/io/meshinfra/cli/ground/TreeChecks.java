package io.meshinfra.cli.ground;

import io.meshinfra.cli.text.Counted;
import io.meshinfra.desired.Fleet;
import io.meshinfra.desired.Loading;
import io.meshinfra.grounding.FactsCheck;
import io.meshinfra.grounding.FactsCheck.Facts;
import io.meshinfra.grounding.LinkCheck;
import io.meshinfra.session.ContractFiles;
import io.meshinfra.session.ContractFiles.Reading;
import io.meshinfra.session.SessionId;
import io.meshinfra.source.SourceTree;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The checks that need nothing but files. */
record TreeChecks(SourceTree tree, Optional<Loading> manifests) {

  void addTo(Report report) {
    manifests(report);
    facts(report);
    links(report);
    contracts(report);
  }

  private void manifests(Report report) {
    manifests.ifPresent(loading -> {
      switch (loading) {
        case Loading.Loaded loaded ->
            report.add(
                "manifests",
                Counted.of(loaded.fleet().nodes().size(), "node") + ", valid",
                List.of());
        case Loading.Invalid invalid -> report.add("manifests", "valid", invalid.findings());
      }
    });
  }

  private void facts(Report report) {
    Optional<Fleet> fleet =
        manifests
            .filter(Loading.Loaded.class::isInstance)
            .map(Loading.Loaded.class::cast)
            .map(Loading.Loaded::fleet);
    switch (FactsCheck.check(tree, fleet)) {
      case Facts.Absent absent ->
          report.add("facts", "there is no " + FactsCheck.FILE + " to compare", List.of());
      case Facts.Read read ->
          report.add(
              "facts",
              fleet.isPresent() ? "they agree with the manifests" : "they can be read",
              read.findings());
    }
  }

  private void links(Report report) {
    LinkCheck.Links links = LinkCheck.check(tree, tree.refused().keySet());
    report.add(
        "links",
        "%s in %s lead somewhere"
            .formatted(Counted.of(links.links(), "link"), Counted.of(links.pages(), "page")),
        links.findings());
  }

  private void contracts(Report report) {
    List<SessionId> ids = ContractFiles.ids(tree);
    if (ids.isEmpty()) {
      return;
    }
    List<Object> findings = new ArrayList<>();
    for (SessionId id : ids) {
      if (ContractFiles.find(tree, id).orElseThrow() instanceof Reading.Faulty faulty) {
        findings.addAll(faulty.findings());
      }
    }
    report.add("contracts", Counted.of(ids.size(), "contract") + ", readable", findings);
  }
}
