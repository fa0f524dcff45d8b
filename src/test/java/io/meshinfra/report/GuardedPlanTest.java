package io.meshinfra.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.drift.ResourceChange;
import io.meshinfra.plan.Plan;
import io.meshinfra.plan.Step;
import io.meshinfra.policy.guard.Guarding;
import io.meshinfra.resource.Action;
import io.meshinfra.resource.PlaybookRun;
import io.meshinfra.support.Changes;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GuardedPlanTest {
  private static final Guarding GUARDING = new Guarding(Guarding.USUAL_TIME);

  @Test
  void shouldSayForHowLongAStepIsGuardedAndWhy() {
    Plan plan =
        GUARDING.mark(
            Changes.plan(
                Changes.of("file", "{path: /etc/motd, content: x}"),
                Changes.of("file", "{path: /etc/ssh/sshd_config, content: x}")),
            "mesh-ops");

    List<String> told =
        PlanText.of(plan).lines().map(String::strip).filter(l -> l.contains("guarded")).toList();

    String why = "60 s: changes the SSH server (/etc/ssh/sshd_config)";
    assertEquals(List.of("guarded: " + why), told);
    assertEquals(Optional.empty(), PlanView.of(plan).steps().getFirst().guard());
    assertEquals(Optional.of(why), PlanView.of(plan).steps().getLast().guard());
  }

  @Test
  void shouldSayBeforeItBeginsWhatTheGuardDoesNotUndo() {
    Plan plan =
        GUARDING.mark(
            Changes.plan(
                Changes.of("package", "{name: tmux}"),
                Changes.of("file", "{path: /etc/ssh/sshd_config, content: x}")),
            "mesh-ops");

    assertTrue(
        PlanText.of(plan)
            .contains(
                "\n  not under the guard: step 1; what it does stays, whatever the guard undoes"),
        PlanText.of(plan));
  }

  @ParameterizedTest
  @CsvSource({
    "openssh-server, the SSH server",
    "sudo, who may become root",
    "libpam-google-authenticator, how people log in",
    "nftables, the firewall",
    "ufw, the firewall",
    "firewalld, the firewall",
    "wireguard-tools, the VPN",
    "tailscale, the VPN",
    "NetworkManager, the network"
  })
  void shouldSayWhichPackagesDecideWhoGetsIn(String name, String what) {
    Plan plan =
        GUARDING.mark(
            Changes.plan(
                Changes.of("package", "{name: tmux}"),
                Changes.of("package", "{name: '" + name + "'}")),
            "mesh-ops");

    assertTrue(
        PlanText.of(plan)
            .contains(
                "packages that decide who gets in, and that no guard puts back: step 2, "
                    + name
                    + " ("
                    + what
                    + ")\n"),
        PlanText.of(plan));
  }

  @ParameterizedTest
  @ValueSource(strings = {"tmux", "sshfs", "openssh-client", "libpango-1.0-0", "sudoku"})
  void shouldSayNothingOfOtherPackages(String name) {
    Plan plan = Changes.plan(Changes.of("package", "{name: '" + name + "'}"));

    assertFalse(PlanText.of(plan).contains("who gets in"), PlanText.of(plan));
  }

  @Test
  void shouldSayNothingOfTheGuardWhereThereIsNone() {
    Plan plan =
        GUARDING.mark(Changes.plan(Changes.of("file", "{path: /etc/motd, content: x}")), "root");

    assertFalse(PlanText.of(plan).contains("guard"), PlanText.of(plan));
  }

  @Test
  void shouldSayThatAPackageUnderTheGuardStays() {
    Plan plan = GUARDING.mark(Changes.plan(Changes.guarded("package", "{name: tmux}")), "mesh-ops");

    assertTrue(PlanText.of(plan).contains("and nothing else that it does"), PlanText.of(plan));
  }

  @Test
  void shouldSayWhenWhatAsksForTheGuardCannotHaveIt() {
    ResourceChange change = Changes.guarded("shell", "{name: a, check: 'false', apply: ls}");
    Action playbook =
        new Action.RunAnsible(new PlaybookRun("site.yaml", "", List.of(), new TreeMap<>(), ""));
    Step step = new Step(1, List.of(change), List.of(playbook), Set.of(), Map.of(), "a test");
    Plan plan = GUARDING.mark(Changes.plan(change).with(List.of(step)), "mesh-ops");

    assertTrue(
        PlanText.of(plan)
            .contains("not guarded: it runs from the hub, and nothing of it could be put back"));
  }
}
