package io.meshinfra.reconcile;

import io.meshinfra.model.Target;
import io.meshinfra.transport.Knock;
import java.util.function.Function;

/**
 * How the loop finds out who is there.
 *
 * @param knock the cheap look at a node that was away; blocks for its connect timeouts at most
 */
record Watch(RollCall roll, Function<Target, Knock> knock) {}
