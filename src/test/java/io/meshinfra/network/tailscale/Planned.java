package io.meshinfra.network.tailscale;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.meshinfra.network.Intents;
import io.meshinfra.network.intent.Intent;
import io.meshinfra.network.matrix.Grant;
import io.meshinfra.network.matrix.Grants;
import io.meshinfra.network.matrix.Matrix;
import io.meshinfra.network.matrix.MatrixMaker;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Predicate;

/** An intent with what a policy file is compiled from. */
record Planned(Intent intent, Tailnet tailnet, List<Grant> grants, Matrix matrix) {
  static Planned of(String yaml) {
    return of(yaml, grant -> true);
  }

  static Planned of(String yaml, Predicate<Grant> wanted) {
    Intent intent = Intents.sound(yaml);
    List<Grant> grants = Grants.of(intent, new TreeMap<>()).stream().filter(wanted).toList();
    Matrix matrix =
        assertInstanceOf(
                MatrixMaker.Made.Done.class,
                new MatrixMaker(MatrixMaker.MOST_WORK).make(intent.nodes().keySet(), grants))
            .matrix();
    return new Planned(intent, Tailnet.of(intent), grants, matrix);
  }

  /** Rules between whom it happens, all nodes in a tailnet. */
  static Planned random(long seed, int nodes, int rules) {
    return of(
        Intents.random(seed, nodes, rules).replace("nodes:\n", "back_ends: [tailscale]\nnodes:\n"));
  }

  String compiled() {
    return new PolicyCompiler(intent, tailnet, grants, matrix).compile();
  }

  List<String> differences(String text) {
    return new PolicyProof(intent, tailnet, matrix).differences(text);
  }
}
