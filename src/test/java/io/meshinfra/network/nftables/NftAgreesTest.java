package io.meshinfra.network.nftables;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** The real nft takes every stored ruleset; skipped where there is none, or no right to ask it. */
class NftAgreesTest {
  private static final Path CASES = Path.of("src/test/resources/network");

  @TempDir static Path scratch;

  @BeforeAll
  static void requireNft() throws Exception {
    Path empty = Files.writeString(scratch.resolve("empty.nft"), "table inet mesh_infra_probe\n");
    assumeTrue(check(empty).isEmpty(), "there is no nft here that can check a file");
  }

  @TestFactory
  List<DynamicTest> shouldBeTakenByNft() throws IOException {
    try (Stream<Path> files = Files.walk(CASES)) {
      return files
          .filter(file -> file.toString().endsWith(".nft"))
          .sorted()
          .map(file ->
              DynamicTest.dynamicTest(
                  CASES.relativize(file).toString(), () -> assertEquals("", check(file))))
          .toList();
    }
  }

  /** What nft has against it; nothing when it takes it. It changes nothing. */
  private static String check(Path file) throws IOException, InterruptedException {
    Process nft;
    try {
      nft =
          new ProcessBuilder("nft", "-c", "-f", file.toString()).redirectErrorStream(true).start();
    } catch (IOException e) {
      return "there is no nft: " + e.getMessage();
    }
    String said = new String(nft.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!nft.waitFor(20, TimeUnit.SECONDS)) {
      nft.destroyForcibly();
      return "nft does not end";
    }
    return nft.exitValue() == 0 ? "" : "exit code " + nft.exitValue() + ": " + said;
  }
}
