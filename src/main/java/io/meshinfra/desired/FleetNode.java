package io.meshinfra.desired;

import io.meshinfra.model.Mode;
import io.meshinfra.model.NodeName;
import io.meshinfra.model.Target;
import java.time.Duration;
import java.util.Map;

/** STAND-IN until the desired branch lands. */
public record FleetNode(
    NodeName name, Map<String, String> labels, Presence presence, Target target, Duration interval, Mode mode) {}
