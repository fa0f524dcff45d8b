package io.meshinfra.rest.view;

import io.meshinfra.model.FirewallProgram;
import io.meshinfra.model.FirewallUse;
import java.util.List;
import java.util.SortedSet;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * Which firewalls the machine uses: nftables, which is the table of mesh-infra, firewalld, ufw, or
 * foreign, which are rules of somebody else's that deny by default.
 *
 * @param running those that decide about packets now
 * @param enabled those that will after the next boot
 */
@Schema(name = "Firewalls")
public record FirewallsView(List<String> running, List<String> enabled) {
  public FirewallsView {
    running = List.copyOf(running);
    enabled = List.copyOf(enabled);
  }

  static FirewallsView of(FirewallUse use) {
    return new FirewallsView(words(use.running()), words(use.enabled()));
  }

  private static List<String> words(SortedSet<FirewallProgram> programs) {
    return programs.stream().map(FirewallProgram::word).toList();
  }
}
