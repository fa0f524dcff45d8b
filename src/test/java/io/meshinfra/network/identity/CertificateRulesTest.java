package io.meshinfra.network.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.meshinfra.model.SshPublicKey;
import io.meshinfra.network.intent.Holder;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CertificateRulesTest {
  private static final Instant NOW = Instant.parse("2026-11-27T12:00:00.5Z");
  private static final SshPublicKey KEY = SshPublicKey.parse(Authorities.KEY);
  private static final Asker ANN =
      new Asker(new Holder.Person("ann"), "person:ann", Optional.empty(), Optional.empty());
  private static final Asker OPERATOR =
      new Asker(new Holder.Operator(), "operator:root", Optional.empty(), Optional.empty());

  private static Asker claude(String... principals) {
    return new Asker(
        new Holder.Agent("claude"),
        "agent:claude",
        Optional.of(NOW.plusSeconds(3600)),
        Optional.of(Set.of(principals)));
  }

  private static Wish wish(String... principals) {
    return new Wish(KEY, List.of(principals), Optional.empty(), List.of());
  }

  private static Judgement judge(String revoked, Asker asker, Wish wish) {
    return new CertificateRules(
            Authorities.ca(Authorities.CA, revoked), Duration.ofHours(24), Duration.ofMinutes(1))
        .judge(asker, wish, NOW);
  }

  private static Judgement.Granted granted(Asker asker, Wish wish) {
    return assertInstanceOf(Judgement.Granted.class, judge("", asker, wish));
  }

  private static List<String> refused(Asker asker, Wish wish) {
    return assertInstanceOf(Judgement.Refused.class, judge("", asker, wish)).reasons();
  }

  @Test
  void shouldGiveAllThatIsForSomebody() {
    assertEquals(Set.of("developer"), granted(ANN, wish()).principals());
    assertEquals(Set.of("admin", "developer"), granted(OPERATOR, wish()).principals());
  }

  @Test
  void shouldGiveOnlyWhatWasAskedFor() {
    assertEquals(Set.of("developer"), granted(OPERATOR, wish("developer")).principals());
  }

  @Test
  void shouldRefuseWhatIsNotForSomebody() {
    assertEquals(List.of("the principal admin is not for person:ann"), refused(ANN, wish("admin")));
    assertEquals(
        List.of("there is no principal \"develper\"; did you mean \"developer\"?"),
        refused(ANN, wish("develper")));
    Asker bob =
        new Asker(new Holder.Person("bob"), "person:bob", Optional.empty(), Optional.empty());
    assertEquals(
        List.of(
            "no principal is for person:bob; ssh_ca of the network intent says which are for whom"),
        refused(bob, wish()));
  }

  @Test
  void shouldNotTakeAnAgentForAPersonOfThatName() {
    Asker ann =
        new Asker(
            new Holder.Agent("ann"),
            "agent:ann",
            Optional.empty(),
            Optional.of(Set.of("developer")));

    assertEquals(
        List.of("the principal developer is not for agent:ann"), refused(ann, wish("developer")));
  }

  @Test
  void shouldGiveAnAgentWhatItsContractNamesToo() {
    assertEquals(Set.of("reader"), granted(claude("reader", "admin"), wish()).principals());
    assertEquals(
        List.of("the contract does not name the principal developer"),
        refused(claude("reader"), wish("developer")));
    assertEquals(
        List.of(
            "no principal is for agent:claude and in its contract, which names none; ssh_ca of the"
                + " network intent says which are for whom"),
        refused(claude(), wish()));
  }

  @Test
  void shouldBeValidForADayAtMostTheMarginForClocksIncluded() {
    Judgement.Granted granted = granted(ANN, wish());

    assertEquals(Instant.parse("2026-11-27T11:59:00Z"), granted.from());
    assertEquals(Duration.ofHours(24), Duration.between(granted.from(), granted.until()));
  }

  @Test
  void shouldEndWithTheTokenAndTheContract() {
    assertEquals(Instant.parse("2026-11-27T13:00:00Z"), granted(claude("reader"), wish()).until());
  }

  @Test
  void shouldEndWhenItWasAskedFor() {
    Wish brief = new Wish(KEY, List.of(), Optional.of(Duration.ofMinutes(30)), List.of());

    assertEquals(Instant.parse("2026-11-27T12:30:00Z"), granted(ANN, brief).until());
  }

  @Test
  void shouldRefuseALifeThatIsTooLongOrOver() {
    Wish week = new Wish(KEY, List.of(), Optional.of(Duration.ofDays(7)), List.of());
    assertEquals(List.of("a certificate is valid for 24 h at most"), refused(ANN, week));
    Wish none = new Wish(KEY, List.of(), Optional.of(Duration.ZERO), List.of());
    assertEquals(1, refused(ANN, none).size());
  }

  /** The extensions of several principals are those of the one with the fewest. */
  @Test
  void shouldPermitWhatAllPrincipalsPermit() {
    assertEquals(
        Set.of("permit-pty", "permit-port-forwarding", "permit-user-rc"),
        granted(OPERATOR, wish("admin")).extensions());
    assertEquals(
        Set.of("permit-pty", "permit-port-forwarding"), granted(OPERATOR, wish()).extensions());
    assertEquals(Set.of(), granted(claude("reader", "developer"), wish()).extensions());
  }

  @ParameterizedTest
  @ValueSource(strings = {"[{key_id: \"person:ann\"}]", "[{public_key: " + Authorities.KEY + "}]"})
  void shouldGiveNoNewOneToWhoWasRevoked(String revoked) {
    Judgement judgement = judge(revoked, ANN, wish());

    List<String> reasons = assertInstanceOf(Judgement.Refused.class, judgement).reasons();
    assertEquals(1, reasons.size(), reasons.toString());
    assertInstanceOf(Judgement.Granted.class, judge("[{serial: 1}]", ANN, wish()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"192.0.2.7", "192.0.2.0/24", "0.0.0.0/0"})
  void shouldTakeNetworks(String text) {
    assertEquals(text, SourceNetwork.checked(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "*", "192.0.2.0/33", "192.0.2.300", "a,b", "192.0.2.0/24,0.0.0.0/0"})
  void shouldRefuseWhatIsNoNetwork(String text) {
    assertThrows(IllegalArgumentException.class, () -> SourceNetwork.checked(text));
  }
}
