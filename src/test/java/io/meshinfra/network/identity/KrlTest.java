package io.meshinfra.network.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.meshinfra.model.Content;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KrlTest {
  private static final String SOME =
      "[{serial: 7}, {serial: 3}, {key_id: \"person:bob\"}, {public_key: %s}]"
          .formatted(Authorities.KEY);

  @TempDir Path folder;

  private static byte[] bytes(String revoked) {
    return Krl.of(Authorities.ca(Authorities.CA, revoked)).bytes();
  }

  @Test
  void shouldBeReadBackAsItWasMeant() {
    String ca = Authorities.CA.split(" ")[1];

    assertEquals(
        Set.of(
            ca + " serial 3",
            ca + " serial 7",
            ca + " id person:bob",
            "key " + Authorities.KEY.split(" ")[1]),
        KrlReader.read(bytes(SOME)));
    assertEquals(Set.of(), KrlReader.read(bytes("")), "nothing is revoked, and that is a list too");
  }

  @Test
  void shouldNotDependOnTheOrderOfTheIntent() {
    assertEquals(
        Content.of(bytes("[{serial: 7}, {serial: 3}]")),
        Content.of(bytes("[{serial: 3}, {serial: 7}]")));
  }

  /** Every list that is cut off or changed in its frame is refused, or says something else. */
  @Test
  void shouldNotTakeADamagedListForTheRightOne() {
    byte[] whole = bytes(SOME);
    Set<String> meant = KrlReader.read(whole);
    for (int length = 0; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertNotMeant(meant, cut);
    }
    Random random = new Random(36);
    for (int i = 0; i < 500; i++) {
      byte[] rubbish = new byte[random.nextInt(200)];
      random.nextBytes(rubbish);
      assertThrows(IllegalArgumentException.class, () -> KrlReader.read(rubbish));
    }
  }

  private static void assertNotMeant(Set<String> meant, byte[] bytes) {
    try {
      assertTrue(!KrlReader.read(bytes).equals(meant), "a cut list says the same");
    } catch (IllegalArgumentException e) {
      assertTrue(!e.getMessage().isBlank());
    }
  }

  /** The program that sshd shares its code with. */
  @Test
  void shouldBeUnderstoodByOpenSsh() throws Exception {
    Assumptions.assumeTrue(Files.exists(Path.of("/usr/bin/ssh-keygen")), "OpenSSH is needed");
    Path list = Files.write(folder.resolve("revoked.krl"), bytes(SOME));

    String told = keygen("-Q", "-l", "-f", list.toString());

    assertTrue(told.contains("# CA key ssh-ed25519 SHA256:/iixonRLbyqy7hnuWgqIFxkBfM84Qty4"), told);
    assertTrue(told.contains("serial: 3\n"), told);
    assertTrue(told.contains("serial: 7\n"), told);
    assertTrue(told.contains("id: person:bob\n"), told);
    Path key = Files.writeString(folder.resolve("key.pub"), Authorities.KEY + "\n");
    assertTrue(keygen("-Q", "-f", list.toString(), key.toString()).contains("REVOKED"));
    Path other = Files.writeString(folder.resolve("ca.pub"), Authorities.CA + "\n");
    assertTrue(keygen("-Q", "-f", list.toString(), other.toString()).contains("ok"));
  }

  private static String keygen(String... arguments) throws Exception {
    List<String> command = new java.util.ArrayList<>(List.of("/usr/bin/ssh-keygen"));
    command.addAll(Arrays.asList(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }
}
