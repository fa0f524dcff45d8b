package io.meshinfra.converge.seal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.meshinfra.converge.RunListener;
import io.meshinfra.converge.StepResult;
import io.meshinfra.converge.StepResult.Status;
import io.meshinfra.model.RunId;
import io.meshinfra.secret.Secret;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RedactionTest {
  private final Redaction redaction =
      new Redaction(List.of(Secret.of("hunter2"), Secret.of("first long line\nshort\n")));

  private static StepResult said(String output) {
    return new StepResult(1, Status.FAILED, 1, Duration.ZERO, output);
  }

  @Test
  void shouldHideSecretsAndLongLinesOfThem() {
    assertEquals(
        "a [redacted] b [redacted] short",
        redaction.of(said("a hunter2 b first long line short")).output());
  }

  @Test
  void shouldPassEverythingElseOn() {
    List<String> heard = new ArrayList<>();
    RunListener listener =
        redaction.before(
            new RunListener() {
              @Override
              public void handedOver(RunId segment) {
                heard.add("handed over " + segment);
              }

              @Override
              public void guarded(String what) {
                heard.add("guarded " + what);
              }

              @Override
              public void stepBegun(int number) {
                heard.add("begun " + number);
              }

              @Override
              public void stepEnded(StepResult result) {
                heard.add("ended " + result.output());
              }
            });

    listener.handedOver(new RunId("20260102t030405-test"));
    listener.guarded("armed");
    listener.stepBegun(1);
    listener.stepEnded(said("hunter2"));

    assertEquals(
        List.of("handed over 20260102t030405-test", "guarded armed", "begun 1", "ended [redacted]"),
        heard);
  }
}
