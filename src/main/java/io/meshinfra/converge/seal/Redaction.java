package io.meshinfra.converge.seal;

import io.meshinfra.converge.RunListener;
import io.meshinfra.converge.StepResult;
import io.meshinfra.model.RunId;
import io.meshinfra.secret.Secret;
import java.util.List;

/**
 * Hides the secrets of a run in what its steps printed, before anybody hears or keeps it. Steps
 * that put secrets keep quiet by themselves; this is for services and checks that cite their files.
 */
public record Redaction(List<Secret> secrets) {
  public Redaction {
    secrets = List.copyOf(secrets);
  }

  public StepResult of(StepResult result) {
    String output = result.output();
    for (Secret secret : secrets) {
      output = secret.redactIn(output);
    }
    return new StepResult(
        result.number(), result.status(), result.exitCode(), result.took(), output);
  }

  public List<StepResult> of(List<StepResult> results) {
    return results.stream().map(this::of).toList();
  }

  /** The same listener, which hears no secret. */
  public RunListener before(RunListener listener) {
    return new RunListener() {
      @Override
      public void handedOver(RunId segment) {
        listener.handedOver(segment);
      }

      @Override
      public void guarded(String what) {
        listener.guarded(what);
      }

      @Override
      public void stepBegun(int number) {
        listener.stepBegun(number);
      }

      @Override
      public void stepEnded(StepResult result) {
        listener.stepEnded(of(result));
      }
    };
  }
}
