package io.meshinfra.network.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.model.NodeName;
import io.meshinfra.network.intent.Intent;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrustProofTest {
  private static final NodeName LAPTOP = new NodeName("laptop");
  private static final NodeName HUB = new NodeName("hub");

  private final Intent intent = Authorities.intent("[{serial: 7}]");
  private final TrustProof proof = new TrustProof(intent, intent.sshCa().orElseThrow());
  private final TrustCompiler compiler = new TrustCompiler(intent, intent.sshCa().orElseThrow());
  private final NodeTrust laptop = compiler.compile(LAPTOP);

  private List<String> differences(String dropIn) {
    return proof.differences(
        LAPTOP, new NodeTrust(dropIn, laptop.publicKey(), laptop.principals(), laptop.revoked()));
  }

  private List<String> differences(SortedMap<String, String> principals) {
    return proof.differences(
        LAPTOP, new NodeTrust(laptop.dropIn(), laptop.publicKey(), principals, laptop.revoked()));
  }

  @Test
  void shouldFindNothingInWhatWasCompiled() {
    assertEquals(List.of(), proof.differences(LAPTOP, laptop));
    assertEquals(List.of(), proof.differences(HUB, compiler.compile(HUB)));
  }

  @Test
  void shouldTellWhichLoginIsOpenedByWhat() {
    assertEquals(
        List.of(
            "build is opened by [], and [developer] is meant",
            "dev is opened by [reader], and [developer, reader] is meant"),
        proof.differences(LAPTOP, compiler.compile(HUB)),
        "the files of another node");
  }

  /** Each line is needed: without it, or with another one in its place, the proof fails. */
  @Test
  void shouldMissEachLineOfTheDropIn() {
    List<String> lines = laptop.dropIn().lines().toList();
    for (int i = 1; i < lines.size(); i++) {
      List<String> without = new ArrayList<>(lines);
      without.remove(i);
      assertFalse(differences(String.join("\n", without) + "\n").isEmpty(), lines.get(i));
      List<String> twice = new ArrayList<>(lines);
      twice.add(i, lines.get(i));
      assertFalse(differences(String.join("\n", twice) + "\n").isEmpty(), lines.get(i));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Match User *\n",
        "PermitRootLogin yes\n",
        "TrustedUserCAKeys /tmp/ca.pub\n",
        "Include /tmp/x.conf\n"
      })
  void shouldRefuseAnyOtherLine(String line) {
    assertFalse(differences(laptop.dropIn() + line).isEmpty());
    assertFalse(differences(line + laptop.dropIn()).isEmpty());
  }

  @ParameterizedTest
  @ValueSource(strings = {"root", "admin,*", "admin,dev,build,!root", "admin,dev"})
  void shouldSeeOtherLogins(String logins) {
    assertFalse(differences(laptop.dropIn().replace("admin,build,dev", logins)).isEmpty());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\n",
        "reader",
        "developer\nreader\nadmin",
        "command=\"id\" developer\nreader"
      })
  void shouldSeeOtherPrincipals(String names) {
    SortedMap<String, String> principals = new TreeMap<>(laptop.principals());
    principals.put("dev", names + "\n");

    assertFalse(differences(principals).isEmpty());
  }

  @Test
  void shouldSeeAnotherAuthorityAndAnotherList() {
    NodeTrust other =
        new NodeTrust(
            laptop.dropIn(), Authorities.KEY + "\n", laptop.principals(), laptop.revoked());
    assertEquals(List.of("another authority would be believed"), proof.differences(LAPTOP, other));

    NodeTrust unrevoked =
        new NodeTrust(
            laptop.dropIn(),
            laptop.publicKey(),
            laptop.principals(),
            Krl.of(Authorities.ca(Authorities.CA, "")));
    assertTrue(proof.differences(LAPTOP, unrevoked).getFirst().contains("0 are revoked"));
  }
}
