package io.meshinfra.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.meshinfra.model.ShellScript;
import io.meshinfra.model.Target.Become;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(20)
class DeliveryTest {
  private static final ShellScript SCRIPT =
      ShellScript.of("read x || echo no input; echo {}; (exit 5)", "it's $HOME `id` !");

  @TempDir Path temp;

  @ParameterizedTest
  @ValueSource(strings = {"sh", "bash", "dash", "mksh", "fish", "tcsh", "csh", "zsh"})
  void shouldBeUnderstoodByEveryLoginShell(String login) throws Exception {
    Delivery delivery = Delivery.of(SCRIPT, Become.NONE);

    Said said = run(List.of(login, "-c", delivery.line()), delivery.input(), true);

    assertEquals(new Said("\nmesh-begin\nno input\nit's $HOME `id` !\n", 5), said);
  }

  @ParameterizedTest
  @ValueSource(strings = {"sh", "bash", "dash", "mksh", "busybox sh"})
  void shouldRunInEveryPosixShell(String shell) throws Exception {
    Delivery delivery = Delivery.of(SCRIPT, Become.NONE);
    List<String> words = List.of((shell + " -c").split(" "));
    Said said = run(append(words, delivery.words().getLast()), delivery.input(), true);

    assertEquals(new Said("\nmesh-begin\nno input\nit's $HOME `id` !\n", 5), said);
  }

  @ParameterizedTest
  @ValueSource(strings = {"sh", "bash", "dash", "mksh", "busybox sh"})
  void shouldRunNothingOfAScriptThatWasCutOff(String shell) throws Exception {
    Path trace = temp.resolve("trace");
    Delivery delivery = Delivery.of(ShellScript.of("touch {}\n", trace).then(SCRIPT), Become.NONE);
    List<String> words = append(List.of((shell + " -c").split(" ")), delivery.words().getLast());
    byte[] whole = delivery.input();

    for (int length = 0; length < whole.length - 20; length += 37) {
      run(words, Arrays.copyOf(whole, length), false);
      assertTrue(Files.notExists(trace), "cut at " + length);
    }
  }

  @Test
  void shouldAskSudoNeverToPrompt() {
    Delivery delivery = Delivery.of(ShellScript.EMPTY, Become.SUDO);

    assertEquals(
        "sudo -n -- /bin/sh -c 'read -r n && eval \"$(head -c \"$n\")\"'", delivery.line());
  }

  private record Said(String output, int exitCode) {}

  private static List<String> append(List<String> words, String word) {
    String[] all = Arrays.copyOf(words.toArray(String[]::new), words.size() + 1);
    all[words.size()] = word;
    return List.of(all);
  }

  private static Said run(List<String> command, byte[] input, boolean stayOpen) throws Exception {
    Process process;
    try {
      process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    } catch (IOException e) {
      assumeTrue(false, command.getFirst() + " is not installed");
      return new Said("", 0);
    }
    try (var stream = process.getOutputStream()) {
      stream.write(input);
      stream.flush();
      if (!stayOpen) {
        stream.close();
      }
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return new Said(output, process.waitFor());
    }
  }
}
