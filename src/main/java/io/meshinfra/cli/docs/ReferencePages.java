package io.meshinfra.cli.docs;

import io.meshinfra.desired.ManifestSchema;
import io.meshinfra.desired.Reference;
import io.meshinfra.network.NetworkPlanner;
import io.meshinfra.policy.Policies;
import io.meshinfra.reconcile.Explanations;
import io.meshinfra.resource.ResourceTypes;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine.Model.CommandSpec;

/** All pages that are made from the program, by their path below {@code docs}. */
final class ReferencePages {
  private ReferencePages() {}

  static Map<String, String> all(CommandSpec mesh) {
    ResourceTypes types = ResourceTypes.installed();
    Map<String, String> pages = new TreeMap<>();
    pages.put("reference/cli.md", CommandLinePage.of(mesh));
    pages.put("reference/configuration.md", ConfigurationPage.text());
    pages.put("reference/metrics.md", MetricsPage.text());
    pages.put("reference/kinds.md", Reference.of(types, Explanations.more()));
    pages.put(
        "reference/schema/mesh-infra.schema.json", ManifestSchema.of(types, Policies.MANIFESTS));
    NetworkPlanner.INTENTS.forEach((name, form) ->
        pages.put(
            "reference/schema/" + name + ".schema.json", ManifestSchema.ofIntent(name, form)));
    return pages;
  }
}
