package io.meshinfra.cli.desired;

import io.meshinfra.cli.Failure;
import io.meshinfra.cli.Shell;
import io.meshinfra.cli.fleet.Manifests;
import io.meshinfra.desired.Finding;
import io.meshinfra.model.Printable;
import io.meshinfra.model.TokenLifetime;
import io.meshinfra.network.NetworkPlan;
import io.meshinfra.network.PlannedNetwork;
import io.meshinfra.network.intent.Invariant;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Holds the invariant tokens_expire_24h against the setting of the hub, where a command has it: in
 * the environment that the hub is started with. Elsewhere the hub itself tells.
 */
final class TokenSetting {
  private static final String VARIABLE = "MESH_TOKENS_OPERATOR_LIFE";

  private TokenSetting() {}

  static List<Finding> check(Manifests manifests, Shell shell) {
    Optional<String> complaint =
        shell.variable(VARIABLE).map(TokenSetting::life).flatMap(TokenLifetime::complaint);
    if (complaint.isEmpty()
        || !(manifests.network() instanceof NetworkPlan.Planned(PlannedNetwork network))) {
      return List.of();
    }
    return Optional.ofNullable(network.intent().invariants().get(Invariant.TOKENS_EXPIRE_24H))
        .map(at -> at.finding("tokens_expire_24h is broken: " + complaint.get()))
        .stream()
        .toList();
  }

  /** As the hub reads it: 24h, or PT24H. */
  private static TokenLifetime life(String text) {
    String form = text.strip().toUpperCase(Locale.ROOT);
    try {
      return TokenLifetime.ofOperator(Duration.parse(form.startsWith("P") ? form : "PT" + form));
    } catch (DateTimeParseException e) {
      throw new Failure("%s is a time like 24h, not %s".formatted(VARIABLE, Printable.quote(text)));
    }
  }
}
