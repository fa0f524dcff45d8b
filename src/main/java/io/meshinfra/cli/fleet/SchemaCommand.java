package io.meshinfra.cli.fleet;

import io.meshinfra.cli.Shell;
import io.meshinfra.desired.ManifestSchema;
import io.meshinfra.policy.Policies;
import io.meshinfra.resource.ResourceTypes;
import picocli.CommandLine.Command;

/** {@code mesh schema}. */
@Command(
    name = "schema",
    mixinStandardHelpOptions = true,
    description = "Print the JSON Schema of manifests, for editors.",
    footerHeading = "%nExample:%n",
    footer = "  mesh schema > mesh-infra.schema.json")
public final class SchemaCommand implements Runnable {
  private final Shell shell;

  public SchemaCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public void run() {
    shell.print(
        ManifestSchema.of(ResourceTypes.installed(), Policies.MANIFESTS).stripTrailing() + "\n");
  }
}
